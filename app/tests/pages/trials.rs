//! Trying a function: events, what came of them, the public address.

use std::time::Duration;

use domain::error::{Conflict, Error, Problem};
use domain::grant::Role;
use domain::trial::address::{Reached, Unreached};
use domain::trial::{Ending, FunctionError, LogTail, Trial};
use http::StatusCode;

use crate::browser::{Browser, Shown};
use crate::support::{lock, trial};

const FUNCTION: &str = "/o/aoba/components/01939000-0000-7000-8004-000000000007";
const EMPTY: &str = "/o/aoba/components/01939000-0000-7000-8004-000000000008";
const DATABASE: &str = "/o/aoba/components/01939000-0000-7000-8004-000000000001";

async fn run(browser: &Browser, fields: &[(&str, &str)]) -> Shown {
    browser.post(&format!("{FUNCTION}/try"), fields).await
}

async fn ask(browser: &Browser, fields: &[(&str, &str)]) -> Shown {
    browser.post(&format!("{FUNCTION}/try/address"), fields).await
}

#[tokio::test]
async fn the_form_begins_with_a_request_and_offers_own_and_usual_events() {
    let browser = Browser::of(Role::Developer);
    let page = browser.get(&format!("{FUNCTION}/try")).await;
    assert!(page.inside("textarea").contains("\"httpMethod\": \"GET\""));
    for text in ["Live: version 3", ">Version 2<", "retry-order", "A schedule", "Saved events"] {
        assert!(page.has(text), "{text}");
    }
    assert!(!page.has(">Version 4<"), "it was never published");
    let own = browser.get(&format!("{FUNCTION}/try?event=retry-order")).await;
    assert!(own.inside("textarea").contains("&lt;17>"), "{}", own.inside("textarea"));
    assert_eq!(own.field("name").as_deref(), Some("retry-order"));
    let usual = browser.get(&format!("{FUNCTION}/try?event=scheduled")).await;
    assert!(usual.inside("textarea").contains("aws.events"));
    assert_eq!(usual.field("name").as_deref(), Some(""));
    let unknown = browser.get(&format!("{FUNCTION}/try?event=nothing")).await;
    assert!(unknown.inside("textarea").contains("httpMethod"));
}

#[tokio::test]
async fn an_answer_is_shown_with_all_that_was_measured() {
    let browser = Browser::of(Role::Developer);
    let page = run(&browser, &[("payload", "{\"a\": 1}"), ("version", "")]).await;
    assert_eq!(page.status, StatusCode::OK);
    for text in ["It answered", "12 ms", "13 ms", "67 of 512 MB", "Cold: ", "241 ms", "3 orders"] {
        assert!(page.has(text), "{text}");
    }
    assert!(page.has("  \"statusCode\": 200,\n") && page.has("&lt;1&gt;"), "indented and harmless");
    assert_eq!(page.inside("textarea").trim(), "{\"a\": 1}", "what was sent stays");
    assert_eq!(lock(&browser.world).calls, ["trials.invoke None {\"a\": 1}"]);
    run(&browser, &[("payload", "{}"), ("version", "2")]).await;
    assert_eq!(lock(&browser.world).calls[1], "trials.invoke Some(2) {}");
}

#[tokio::test]
async fn every_end_is_told_with_what_to_do() {
    let error = |kind: &str, trace: &[&str]| {
        Ending::Failed(FunctionError {
            kind: kind.to_owned(),
            message: "no <such> order".to_owned(),
            trace: trace.iter().map(|line| (*line).to_owned()).collect(),
        })
    };
    let refused = Ending::Refused { code: "KMSDisabledException".to_owned(), message: "the key".to_owned() };
    for (ending, expected) in [
        (
            error("ValueError", &["app.py, line 3"]),
            ["The function failed", "ValueError: no &lt;such&gt; order", "app.py, line 3"],
        ),
        (
            error("Runtime.ImportModuleError", &[]),
            ["The code cannot be loaded", "handler in the settings", "no &lt;such&gt; order"],
        ),
        (error("Sandbox.Timedout", &[]), ["It took longer than it may", "time limit", "Sandbox.Timedout"]),
        (error("Runtime.ExitError", &[]), ["ended before it answered", "out of memory", "Runtime.ExitError"]),
        (error("Function.ResponseSizeTooLarge", &[]), ["answer is too large", "6 MB", "Function."]),
        (Ending::Throttled, ["Too many requests run", "nothing ran", "concurrency"]),
        (Ending::Silent, ["no answer in time", "may have run", "log"]),
        (refused, ["AWS does not run it", "KMSDisabledException", "the key"]),
        (Ending::Answered(String::new()), ["It answered", "answered with nothing", "Answer"]),
        (Ending::Answered("<b>plain</b>".to_owned()), ["It answered", "&lt;b&gt;plain", "Answer"]),
    ] {
        let browser = Browser::of(Role::Developer);
        lock(&browser.world).trial = Some(Trial { ending, ..trial() });
        let page = run(&browser, &[("payload", "{}")]).await;
        for text in expected {
            assert!(page.inside("main").contains(text), "{text} in {}", page.inside("main"));
        }
    }
}

#[tokio::test]
async fn six_megabytes_are_cut_and_the_page_says_so() {
    let browser = Browser::of(Role::Developer);
    let long = format!("\"{}\"", "あ".repeat(2_000_000));
    let log = LogTail { text: "the end".to_owned(), is_cut: true };
    lock(&browser.world).trial = Some(Trial { ending: Ending::Answered(long), log, ..trial() });
    let page = run(&browser, &[("payload", "{}")]).await;
    assert!(page.html.len() < 500_000, "{}", page.html.len());
    assert!(page.has("Only the first 262.1 kB are shown") && page.has("Only the last 4 kB"));
}

#[tokio::test]
async fn mistakes_stand_at_their_fields_and_nothing_that_was_typed_is_lost() {
    for (problem, words) in [
        (Error::field("payload", Problem::NotJson { line: 2, is_cut: true }), "ends too early, on line 2"),
        (Error::field("payload", Problem::TooLarge { max_kb: 6144 }), "at most 6144 kB"),
        (Error::field("version", Problem::NotAChoice), "Choose one of the offered values"),
    ] {
        let browser = Browser::of(Role::Developer);
        lock(&browser.world).refusal = Some(problem);
        let page = run(&browser, &[("payload", "{\n\"a\": "), ("version", "2")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.has(words) && page.inside("textarea").contains("\"a\":"), "{words}");
    }
    let browser = Browser::of(Role::Developer);
    lock(&browser.world).refusal = Some(Error::Conflict(Conflict::NothingDeployed));
    assert_eq!(run(&browser, &[("payload", "{}")]).await.status, StatusCode::CONFLICT);
    let page = run(&browser, &[("payload", "{}"), ("version", "two")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn events_are_saved_under_a_name_and_removed() {
    let browser = Browser::of(Role::Developer);
    let save = format!("{FUNCTION}/try/events");
    let saved = browser.post(&save, &[("name", "new-order"), ("payload", "{}")]).await;
    assert_eq!(
        (saved.status, saved.location()),
        (StatusCode::SEE_OTHER, &*format!("{FUNCTION}/try?event=new-order"))
    );
    let wrong = browser.post(&save, &[("name", "New order"), ("payload", "{\"b\":2}")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.has("id=\"field-name-problem\"") && wrong.inside("textarea").contains("\"b\":2"));
    let removed = browser.post(&format!("{save}/new-order/remove"), &[]).await;
    assert_eq!((removed.status, removed.location()), (StatusCode::SEE_OTHER, &*format!("{FUNCTION}/try")));
    assert_eq!(lock(&browser.world).calls, ["trials.save_event new-order", "trials.remove_event new-order"]);
    assert_eq!(browser.post(&format!("{save}/No/remove"), &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_public_address_is_asked_and_shown_as_it_answered() {
    let browser = Browser::of(Role::Developer);
    let fields =
        [("method", "POST"), ("path", "/orders"), ("headers", "accept: text/html"), ("body", "hello")];
    let page = ask(&browser, &fields).await;
    for text in ["200 OK", "87 ms", "awselb/2.0", "&lt;1&gt;"] {
        assert!(page.inside("main").contains(text), "{text}");
    }
    assert_eq!(page.field("path").as_deref(), Some("/orders"));
    let call = lock(&browser.world).calls[0].clone();
    for part in ["Post", "/orders", "text/html", "hello"] {
        assert!(call.contains(part), "{part} in {call}");
    }
    for (field, value, words) in [
        ("path", "//evil.example", "without a host"),
        ("path", "https://evil.example/", "without a host"),
        ("headers", "Host: evil.example", "Line 1 is not name: value"),
        ("method", "CONNECT", "Choose one of the offered values"),
    ] {
        let mut fields = vec![("method", "GET"), ("path", "/")];
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        let page = ask(&browser, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{value}");
        assert!(page.has(words), "{value}");
    }
    assert_eq!(lock(&browser.world).calls.len(), 1, "nobody else was asked");
}

#[tokio::test]
async fn an_address_that_cannot_be_asked_says_why() {
    for (reached, words) in [
        (Reached::NotLetIn, "The allow-list does not let the portal in"),
        (Reached::Private, "This function is private"),
        (Reached::Nobody(Unreached::NoConnection), "There is no connection"),
        (Reached::Nobody(Unreached::BrokenOff), "ended without an answer"),
        (Reached::Nobody(Unreached::TooLate), "no answer in time"),
    ] {
        let browser = Browser::of(Role::Developer);
        lock(&browser.world).reached = Some(reached);
        let page = ask(&browser, &[("method", "GET"), ("path", "/")]).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.has(words), "{words}");
    }
}

#[tokio::test]
async fn only_who_may_run_functions_sees_the_tab() {
    let viewer = Browser::of(Role::Viewer);
    assert_eq!(viewer.get(&format!("{FUNCTION}/try")).await.status, StatusCode::FORBIDDEN);
    assert!(!viewer.get(FUNCTION).await.has(&format!("href=\"{FUNCTION}/try\"")));
    let developer = Browser::of(Role::Developer);
    assert!(developer.get(FUNCTION).await.has(&format!("href=\"{FUNCTION}/try\"")));
    assert!(developer.get(&format!("{EMPTY}/try")).await.has(&format!("href=\"{EMPTY}/deploy\"")));
    assert_eq!(developer.get(&format!("{DATABASE}/try")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_slow_run_is_told_in_seconds() {
    let browser = Browser::of(Role::Developer).with_cookie("locale=ja");
    let mut slow = trial();
    if let Some(report) = &mut slow.report {
        report.duration = Duration::from_millis(12_340);
        report.cold_start = None;
    }
    lock(&browser.world).trial = Some(slow);
    let page = run(&browser, &[("payload", "{}")]).await;
    assert!(page.has("12.34秒") && page.has("起動済み"));
}
