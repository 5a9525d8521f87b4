//! Letting a command line act as oneself.

use domain::grant::Role;
use http::{StatusCode, header};

use crate::browser::Browser;
use crate::support::lock;

const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

fn asked(answer: &str) -> [(&str, &str); 5] {
    [("port", "4711"), ("challenge", CHALLENGE), ("state", "a&b"), ("name", "laptop"), ("answer", answer)]
}

#[tokio::test]
async fn a_command_line_on_the_same_machine_is_asked_about_and_gets_its_code() {
    let browser = Browser::of(Role::Viewer);
    let page =
        browser.get(&format!("/cli/authorize?port=4711&challenge={CHALLENGE}&state=a%26b&name=laptop")).await;
    assert!(page.inside("h1").contains("Let pv on laptop act as you?"), "{}", page.html);
    assert_eq!(page.field("state"), Some("a&amp;b".to_owned()));
    let answer = browser.post("/cli/authorize", &asked("approve")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.location(), "http://127.0.0.1:4711/?code=a-code&state=a%26b");
    let answer = browser.post("/cli/authorize", &asked("deny")).await;
    assert_eq!(answer.location(), "http://127.0.0.1:4711/?error=access_denied&state=a%26b");
    assert_eq!(lock(&browser.world).calls, ["command_lines.approve", "command_lines.deny"]);
}

#[tokio::test]
async fn what_no_command_line_asks_for_is_refused() {
    let browser = Browser::of(Role::Viewer);
    for query in [
        "",
        &format!("port=0&challenge={CHALLENGE}&state=s&name=laptop"),
        &format!("port=70000&challenge={CHALLENGE}&state=s&name=laptop"),
        &format!("port=4711@evil.test&challenge={CHALLENGE}&state=s&name=laptop"),
        "port=4711&challenge=plain&state=s&name=laptop",
        &format!("port=4711&challenge={CHALLENGE}&state=&name=laptop"),
        &format!("port=4711&challenge={CHALLENGE}&state=a%0d%0aSet-Cookie:x&name=laptop"),
        &format!("port=4711&challenge={CHALLENGE}&state=s&name=%E2%80%AEpotpal"),
    ] {
        let page = browser.get(&format!("/cli/authorize?{query}")).await;
        assert!(page.status.is_client_error(), "{query}: {}", page.status);
        assert!(!page.headers.contains_key(header::SET_COOKIE), "{query}");
    }
    for answer in ["", "maybe"] {
        let page = browser.post("/cli/authorize", &asked(answer)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{answer}");
    }
    assert!(lock(&browser.world).calls.is_empty());
}

#[tokio::test]
async fn a_code_of_another_machine_shows_what_asks_and_from_where() {
    let browser = Browser::of(Role::Viewer);
    let page = browser.get("/device?user_code=bcdf+ghjk").await;
    for text in ["build-box", "203.0.113.9", "started pv login on this machine yourself"] {
        assert!(page.has(text), "{text}");
    }
    for (answer, next) in [("approve", "/device/done"), ("deny", "/account/sessions")] {
        let code = page.field("user_code").unwrap();
        let answered = browser.post("/device", &[("user_code", &code), ("answer", answer)]).await;
        assert_eq!((answered.status, answered.location()), (StatusCode::SEE_OTHER, next));
    }
    assert_eq!(lock(&browser.world).calls, ["command_lines.Approve", "command_lines.Deny"]);
}

#[tokio::test]
async fn a_wrong_code_is_said_at_its_field_and_kept() {
    let browser = Browser::of(Role::Viewer);
    for code in ["BCDF-GHJL", "ABCD", "<b>"] {
        let query =
            url::form_urlencoded::Serializer::new(String::new()).append_pair("user_code", code).finish();
        let page = browser.get(&format!("/device?{query}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{code}");
        assert!(page.has("id=\"field-user-code-problem\"") && !page.has("<b>"), "{code}");
    }
}

#[tokio::test]
async fn command_lines_are_listed_and_can_be_ended() {
    let page = Browser::of(Role::Viewer).get("/account/sessions").await;
    assert!(page.has("Command line on build-box"));
    assert!(page.has("aria-label=\"End the session of Command line on build-box\""));
}
