//! Roll-outs: asked for with a deploy, watched, decided.

use domain::error::{Error, Problem};
use domain::grant::Role;
use http::StatusCode;

use crate::browser::Browser;
use crate::support::lock;

const ROLLING: &str = "/o/aoba/operations/01939000-0000-7000-8009-000000000007";
const SENT_BACK: &str = "/o/aoba/operations/01939000-0000-7000-8009-000000000008";

#[tokio::test]
async fn a_running_rollout_says_how_far_it_is_and_what_comes() {
    let page = Browser::of(Role::Developer).get(ROLLING).await;
    for text in [
        "10 % of the traffic",
        "20 % in 1 minute",
        "10 % more every 10 minutes",
        "more than 5 % of its requests fail",
        "the alarm webhooks-undelivered rings",
        "Give it 50 %",
        "Give it all the traffic",
        "Take it back",
        "Version 4",
    ] {
        assert!(page.has(text), "{text}");
    }
    assert_eq!(page.html.matches("<figure class=\"chart\"").count(), 4);
}

#[tokio::test]
async fn whoever_may_only_look_is_offered_nothing() {
    let page = Browser::of(Role::Viewer).get(ROLLING).await;
    assert!(page.has("10 % of the traffic"));
    assert!(!page.has("Give it") && !page.has("Take it back"));
}

#[tokio::test]
async fn more_of_the_traffic_is_given_once() {
    let browser = Browser::of(Role::Developer);
    let done = browser.post(&format!("{ROLLING}/share"), &[("percent", "50")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(lock(&browser.world).calls, ["operations.give_share"]);
    lock(&browser.world).refusal = Some(Error::field("percent", Problem::OutOfRange { min: 51, max: 100 }));
    let refused = browser.post(&format!("{ROLLING}/share"), &[("percent", "50")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("51") && refused.has("role=\"alert\""));
    let nonsense = browser.post(&format!("{ROLLING}/share"), &[("percent", "much")]).await;
    assert_eq!(nonsense.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn what_was_sent_back_says_why_and_what_to_do() {
    let page = Browser::of(Role::Developer).get(SENT_BACK).await;
    assert!(page.has("24 of its 253 requests failed; 5 % may."));
    assert!(page.has("sent the new version back"));
    assert!(!page.has("Give it"));
}
