//! What functions did, as pages show it.

use domain::error::{Dependency, Error};
use domain::grant::Role;
use http::StatusCode;

use crate::browser::Browser;
use crate::support::lock;

const METRICS: &str = "/o/aoba/components/01939000-0000-7000-8004-000000000007/metrics";
const EMPTY: &str = "/o/aoba/components/01939000-0000-7000-8004-000000000008";
const DATABASE: &str = "/o/aoba/components/01939000-0000-7000-8004-000000000001";

#[tokio::test]
async fn all_numbers_are_there_as_a_picture_and_as_a_table() {
    let page = Browser::of(Role::Viewer).get(METRICS).await;
    let main = page.inside("main");
    for text in [
        "Requests",
        "Turned away",
        "Errors",
        "1 (0.1 %)",
        "95 % take at most",
        "up to 1.35 s",
        "Cold starts",
        "At the same time",
        "Version 3",
        "Version 2",
    ] {
        assert!(main.contains(text), "{text}");
    }
    assert_eq!(main.matches("<figure").count(), 9);
    assert_eq!(main.matches("role=\"img\" aria-label=").count(), 9);
    // 96 quarters of an hour, and a heading.
    assert_eq!(page.inside("table").matches("<tr").count(), 97);
    assert!(page.inside("table").contains("21 Nov 2026, 18:30 JST"), "in the reader's zone");
}

#[tokio::test]
async fn a_time_without_requests_is_a_gap_in_durations_and_a_zero_in_counts() {
    let page = Browser::of(Role::Viewer).get(METRICS).await;
    let figures: Vec<&str> = page.html.split("<figure").skip(1).collect();
    let lines = |figure: &str| {
        let plot = figure.split("class=\"plot\"").nth(1).unwrap();
        plot.split("</svg>").next().unwrap().matches('M').count()
    };
    // Two lines of the frame; three durations in two pieces each, requests and throttles in one.
    assert_eq!((lines(figures[0]), lines(figures[2])), (2 + 2, 2 + 6));
}

#[tokio::test]
async fn the_time_is_chosen_by_a_link_and_what_is_no_time_is_a_day() {
    let browser = Browser::of(Role::Viewer);
    for (query, call) in [("", "Day"), ("?span=hour", "Hour"), ("?span=week", "Week"), ("?span=year", "Day")]
    {
        let page = browser.get(&format!("{METRICS}{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        assert_eq!(lock(&browser.world).calls.pop().unwrap(), format!("metrics.{call}"));
        let current = format!("span={}\" aria-current=\"true\"", call.to_lowercase());
        assert!(page.has(&current), "{query}");
    }
}

#[tokio::test]
async fn nothing_to_show_says_why_and_what_to_do() {
    let browser = Browser::of(Role::Developer);
    lock(&browser.world).is_quiet = true;
    let quiet = browser.get(METRICS).await;
    assert!(quiet.has("There were no requests in this time") && !quiet.has("<figure"));
    assert!(browser.get(&format!("{EMPTY}/metrics")).await.has(&format!("href=\"{EMPTY}/deploy\"")));
    assert_eq!(browser.get(&format!("{DATABASE}/metrics")).await.status, StatusCode::NOT_FOUND);
    let silence = Error::unavailable(Dependency::Aws, std::io::Error::other("the test asked for it"));
    lock(&browser.world).refusal = Some(silence);
    let silent = browser.get(METRICS).await;
    assert_eq!(silent.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(silent.has("AWS does not tell at the moment") && silent.has("Last hour"), "the frame stays");
}
