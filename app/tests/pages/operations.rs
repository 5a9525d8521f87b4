//! Plans, progress and outcomes.

use domain::error::{Conflict, Error};
use domain::grant::Role;
use http::StatusCode;

use crate::browser::Browser;
use crate::support::lock;

fn operation(number: u8) -> String {
    format!("/o/aoba/operations/01939000-0000-7000-8009-00000000000{number}")
}

#[tokio::test]
async fn a_plan_says_what_changes_what_it_costs_and_what_breaks() {
    let page = Browser::of(Role::Developer).get(&operation(1)).await;
    for text in
        ["Connections break once", "a month", "<del>Small</del>", "<ins>Medium</ins>", "Apply the change"]
    {
        assert!(page.has(text), "{text}");
    }
}

#[tokio::test]
async fn a_plan_that_loses_data_starts_only_with_the_typed_name() {
    let browser = Browser::of(Role::Developer);
    let confirm = format!("{}/confirm", operation(5));
    for (typed, message) in [
        ("", "Please fill in this field."),
        ("orders", "This is not the name."),
        ("ORDERS-DB", "This is not the name."),
    ] {
        let page = browser.post(&confirm, &[("typed_name", typed)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.has(message), "{typed}");
        assert_eq!(page.field("typed_name").as_deref(), Some(typed));
    }
    assert!(lock(&browser.world).calls.is_empty());
    let done = browser.post(&confirm, &[("typed_name", "orders-db")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(lock(&browser.world).calls, ["operations.confirm"]);
}

#[tokio::test]
async fn locking_oneself_out_is_asked_about_first() {
    let browser = Browser::of(Role::Developer);
    let question = Conflict::LocksCallerOut { address: "203.0.113.7".to_owned() };
    lock(&browser.world).refusal = Some(Error::Conflict(question));
    let page = browser.post(&format!("{}/confirm", operation(1)), &[]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.has("203.0.113.7") && page.has("name=\"locks_me_out\""));
}

#[tokio::test]
async fn a_running_operation_is_named_and_linked() {
    let browser = Browser::of(Role::Developer);
    let running = lock(&browser.world).operations[1].clone();
    let conflict = Conflict::OperationRunning { operation: running.id, change: running.change };
    lock(&browser.world).refusal = Some(Error::Conflict(conflict));
    let page = browser.post(&format!("{}/confirm", operation(1)), &[]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(
        page.has("Change allow-list") && page.has(&format!("href=\"/o/aoba/operations/{}\"", running.id))
    );
}

#[tokio::test]
async fn a_stale_plan_says_so() {
    let browser = Browser::of(Role::Developer);
    lock(&browser.world).refusal = Some(Error::Conflict(Conflict::StaleVersion { read: 3, current: 4 }));
    let page = browser.post(&format!("{}/confirm", operation(1)), &[]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.has("Somebody changed this in the meantime"));
}

#[tokio::test]
async fn progress_shows_steps_and_reloads_itself_without_scripts() {
    let page = Browser::of(Role::Developer).get(&operation(3)).await;
    for text in [
        "<ol class=\"steps\">",
        "running",
        "4:00",
        "usually 14 min",
        "http-equiv=\"refresh\"",
        "<leptos-island",
    ] {
        assert!(page.has(text), "{text}");
    }
    assert!(!Browser::of(Role::Developer).get(&operation(4)).await.has("http-equiv=\"refresh\""));
}

#[tokio::test]
async fn a_failure_names_cause_setting_next_step_and_offers_to_start_again() {
    let page = Browser::of(Role::Developer).get(&operation(6)).await;
    for text in [
        "no room for more",
        "Standby servers",
        "Tell the platform team",
        "maximum number of DB instances",
        "/retry\"",
    ] {
        assert!(page.has(text), "{text}");
    }
    assert!(!Browser::of(Role::Viewer).get(&operation(6)).await.has("/retry\""));
}
