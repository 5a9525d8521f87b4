//! The maintenance pages.

use domain::grant::Role;
use http::StatusCode;

use crate::browser::Browser;
use crate::support::lock;
use crate::typed::typed;

const WINDOW: &str = "/o/aoba/components/01939000-0000-7000-8004-000000000001/maintenance";

fn fields<'a>(zone: &'a str, weekday: &'a str, start: &'a str, minutes: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("version", "3"),
        ("window.zone", zone),
        ("window.weekday", weekday),
        ("window.start", start),
        ("window.minutes", minutes),
    ]
}

#[tokio::test]
async fn the_next_four_openings_are_shown_in_three_zones() {
    let browser = Browser::of(Role::Developer).with_cookie("zone=Europe/Berlin");
    let page = browser.get(WINDOW).await;
    for text in [
        "Sunday 03:00, 3 hours, Asia/Tokyo",
        "Sun 22 Nov 2026, 03:00–06:00",
        "Sat 21 Nov 2026, 19:00–22:00",
        "Sat 21 Nov 2026, 18:00–21:00",
        "Sun 13 Dec 2026, 03:00–06:00",
        "Daily backup, 06:00-07:00 UTC",
        "starts inside this window",
        "may end after",
        "The window in UTC: sat:18:00-sat:21:00",
    ] {
        assert!(page.has(text), "{text}");
    }
    assert_eq!(typed(&page, "window.minutes").as_deref(), Some("180"));
}

#[tokio::test]
async fn a_zone_that_is_also_the_readers_is_shown_once() {
    let page = Browser::of(Role::Developer).get(WINDOW).await;
    assert!(page.has("In Asia/Tokyo") && !page.has("Your time ("));
}

#[tokio::test]
async fn nothing_is_said_about_clocks_that_do_not_change_soon() {
    let browser = Browser::of(Role::Developer);
    lock(&browser.world).components[0].document.window.zone = "America/Sao_Paulo".to_owned();
    assert!(!browser.get(WINDOW).await.has("The clocks of"));
}

#[tokio::test]
async fn another_window_is_planned() {
    let browser = Browser::of(Role::Developer);
    let answer = browser.post(WINDOW, &fields("europe/berlin", "wednesday", "02:00", "90")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let window = lock(&browser.world).operations.last().unwrap().intent.document.window.clone();
    assert_eq!((window.zone.as_str(), window.minutes), ("Europe/Berlin", 90));
}

#[tokio::test]
async fn what_was_typed_survives_every_mistake_and_is_never_markup() {
    let long = "A".repeat(300);
    for (zone, weekday, start, minutes, message) in [
        ("", "sunday", "03:00", "180", "Time zone: Please fill in"),
        ("Mars/Olympus", "sunday", "03:00", "180", "Time zone: Choose a time zone"),
        ("<script>alert(1)</script>", "sunday", "03:00", "180", "Time zone: Choose a time zone"),
        (&long, "sunday", "03:00", "180", "Time zone: Choose a time zone"),
        ("Asia/Tokyo", "someday", "03:00", "180", "Day: Choose one of"),
        ("Asia/Tokyo", "sunday", "3 o'clock", "180", "Opens at: Write a time"),
        ("Asia/Tokyo", "sunday", "\u{202e}03:00", "180", "Opens at: Write a time"),
        ("Asia/Tokyo", "sunday", "03:00", "10", "Length: Choose a number from 30 to 480"),
        ("Asia/Tokyo", "sunday", "03:00", "three", "Length: Write a whole number"),
    ] {
        let browser = Browser::of(Role::Developer);
        let page = browser.post(WINDOW, &fields(zone, weekday, start, minutes)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{zone} {weekday} {start} {minutes}");
        assert!(page.has(message), "{message}");
        assert_eq!(typed(&page, "window.zone").as_deref(), Some(zone));
        assert_eq!(typed(&page, "window.start").as_deref(), Some(start));
        assert_eq!(typed(&page, "window.minutes").as_deref(), Some(minutes));
        assert!(!page.has("<script>alert"));
        assert!(lock(&browser.world).calls.is_empty());
    }
}

#[tokio::test]
async fn without_scripts_a_button_shows_what_a_window_would_mean() {
    let browser = Browser::of(Role::Developer);
    let query = "version=3&window.zone=UTC&window.weekday=friday&window.start=23:00&window.minutes=120";
    let page = browser.get(&format!("{WINDOW}?{query}")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.has("The window as chosen") && page.has("Fri 27 Nov 2026, 23:00–01:00"));
    assert_eq!(typed(&page, "window.start").as_deref(), Some("23:00"));
    assert_eq!(typed(&page, "version").as_deref(), Some("3"));

    let part = browser.get(&format!("{WINDOW}/preview?{query}")).await;
    assert!(part.has("Fri 27 Nov 2026, 23:00–01:00") && !part.has("<html"));
    let part = browser.get(&format!("{WINDOW}/preview?window.zone=%3Cb%3E")).await;
    assert!(part.has("Time zone: ") && !part.has("<b>"));
}

#[tokio::test]
async fn a_window_that_is_out_of_date_is_shown_beside_the_present_one() {
    use domain::error::{Conflict, Error};
    let browser = Browser::of(Role::Developer);
    lock(&browser.world).refusal = Some(Error::Conflict(Conflict::StaleVersion { read: 2, current: 3 }));
    let page = browser.post(WINDOW, &fields("UTC", "monday", "04:00", "60")).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.has("<del>Sunday 03:00, 3 hours, Asia/Tokyo</del>"));
    assert!(page.has("<ins>Monday 04:00, 1 hour, UTC</ins>"));
    assert_eq!(
        typed(&page, "version").as_deref(),
        Some("3"),
        "sending it again is about the present version"
    );
}

#[tokio::test]
async fn a_viewer_reads_but_cannot_change() {
    let browser = Browser::of(Role::Viewer);
    let page = browser.get(WINDOW).await;
    assert!(page.has("Sunday 03:00") && !page.inside("main").contains("<form"));
    let answer = browser.post(WINDOW, &fields("UTC", "monday", "04:00", "60")).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_overview_lists_the_windows_of_all_components() {
    let page = Browser::of(Role::Viewer).get("/o/aoba/maintenance").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.has("orders-db") && page.has("billing-db") && page.has("in 9 hours"));
    assert!(page.has("6 windows in the week") && !page.has("old-orders"), "those that are there or will be");
}
