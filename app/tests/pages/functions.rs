//! Functions: sending code, versions, comparison, roll-back, variables.

use axum::body::Body;
use domain::error::{Error, Problem};
use domain::grant::Role;
use http::{Request, StatusCode, header};

use crate::browser::{Browser, Shown};
use crate::support::lock;

const FUNCTION: &str = "/o/aoba/components/01939000-0000-7000-8004-000000000007";
const EMPTY: &str = "/o/aoba/components/01939000-0000-7000-8004-000000000008";
const DATABASE: &str = "/o/aoba/components/01939000-0000-7000-8004-000000000001";

/// A form with a file, as browsers send it.
async fn send(browser: &Browser, fields: &[(&str, &str)], file: Option<(&str, &str)>) -> Shown {
    let mut body = String::new();
    for (name, value) in fields {
        body.push_str(&format!(
            "--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    if let Some((name, content)) = file {
        body.push_str(&format!(
            "--cut\r\nContent-Disposition: form-data; name=\"code\"; filename=\"{name}\"\r\n\
             Content-Type: application/zip\r\n\r\n{content}\r\n"
        ));
    }
    body.push_str("--cut--\r\n");
    let request = Request::post(format!("{FUNCTION}/deploy"))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut");
    browser.send(request, Body::from(body)).await
}

fn calls(browser: &Browser) -> Vec<String> {
    lock(&browser.world).calls.clone()
}

#[tokio::test]
async fn a_file_is_stored_and_deployed_with_what_was_typed_beside_it() {
    let browser = Browser::of(Role::Developer);
    let fields = [("message", "Retries"), ("check", "path"), ("check_value", "/health")];
    let answer = send(&browser, &fields, Some(("code.zip", "PK..."))).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.location().starts_with("/o/aoba/operations/"), "{}", answer.location());
    let calls = calls(&browser);
    assert_eq!(calls[0], "deploys.store PK...");
    for part in ["Path(\"/health\")", "Some(\"Retries\")", "source: Portal", "environment: None"] {
        assert!(calls[1].contains(part), "{part} in {}", calls[1]);
    }
}

#[tokio::test]
async fn a_form_without_a_file_is_shown_again_with_what_was_typed() {
    let browser = Browser::of(Role::Developer);
    for file in [None, Some(("", ""))] {
        let answer = send(&browser, &[("message", "Retries <b>")], file).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.field("message").as_deref(), Some("Retries &lt;b&gt;"));
        assert!(answer.has("Please fill in this field."));
    }
    assert!(calls(&browser).is_empty());
}

#[tokio::test]
async fn what_is_wrong_with_an_archive_is_said_at_its_field() {
    let browser = Browser::of(Role::Developer);
    lock(&browser.world).refusal =
        Some(Error::field("code", Problem::UnsafePath { path: "../<x>".to_owned() }));
    let answer = send(&browser, &[], Some(("code.zip", "PK"))).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.has("id=\"field-code-problem\"") && answer.has("../&lt;x&gt;"));
}

#[tokio::test]
async fn a_check_needs_something_to_check_with() {
    let browser = Browser::of(Role::Developer);
    let answer = send(&browser, &[("check", "event")], Some(("code.zip", "PK"))).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.has("id=\"field-check-value-problem\""));
}

#[tokio::test]
async fn versions_show_where_they_come_from_and_only_good_ones_lead_back() {
    let page = Browser::of(Role::Developer).get(&format!("{FUNCTION}/versions")).await;
    let main = page.inside("main");
    for text in [
        "Version 4",
        "Failed",
        "Live",
        "aoba/webhooks at 8c2f6d41",
        "Retry &lt;failed&gt; deliveries",
        "4.3 MB",
    ] {
        assert!(main.contains(text), "{text}");
    }
    assert!(main.contains("versions/2/roll-back") && main.contains("versions/1/roll-back"));
    assert!(!main.contains("versions/3/roll-back") && !main.contains("versions/4/roll-back"));
    let viewer = Browser::of(Role::Viewer).get(&format!("{FUNCTION}/versions")).await;
    assert!(!viewer.has("roll-back") && !viewer.has("Deploy code"));
}

#[tokio::test]
async fn two_versions_are_compared_by_files_and_configuration() {
    let page = Browser::of(Role::Viewer).get(&format!("{FUNCTION}/versions/3?with=1")).await;
    let main = page.inside("main");
    for text in
        ["Compared with version 1", "retry.py", "<del>info</del>", "<ins>debug</ins>", "1 file is the same"]
    {
        assert!(main.contains(text), "{text}");
    }
    let live = Browser::of(Role::Viewer).get(&format!("{FUNCTION}/versions/1")).await;
    assert!(live.has("Compared with version 3"), "the live one, when none is named");
    let live = Browser::of(Role::Viewer).get(&format!("{FUNCTION}/versions/3")).await;
    assert!(live.has("Compared with version 2"), "the live one with what was live before");
    let none = Browser::of(Role::Viewer).get(&format!("{FUNCTION}/versions/3?with=77")).await;
    assert_eq!(none.status, StatusCode::OK);
    assert!(none.has("no other version to compare"));
    let unknown = Browser::of(Role::Viewer).get(&format!("{FUNCTION}/versions/77")).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_button_of_a_roll_back_says_what_goes_back() {
    let browser = Browser::of(Role::Developer);
    let page = browser.get(&format!("{FUNCTION}/versions/2/roll-back")).await;
    assert!(page.has(">Code and configuration</button>") && page.has(">Code only</button>"));
    let whole = browser.post(&format!("{FUNCTION}/versions/2/roll-back"), &[("scope", "all")]).await;
    assert_eq!(whole.status, StatusCode::SEE_OTHER);
    let code = browser.post(&format!("{FUNCTION}/versions/2/roll-back"), &[("scope", "code")]).await;
    assert_eq!(code.status, StatusCode::SEE_OTHER);
    let calls = calls(&browser);
    assert!(
        calls.contains(&"back to 2".to_owned()) && calls.iter().any(|call| call.contains("OfVersion(2)"))
    );
}

#[tokio::test]
async fn variables_are_lines_and_a_wrong_one_is_named() {
    let browser = Browser::of(Role::Developer);
    let page = browser.get(&format!("{FUNCTION}/variables")).await;
    assert!(page.inside("textarea").contains("LOG_LEVEL=debug"));
    let wrong = browser.post(&format!("{FUNCTION}/variables"), &[("environment", "A1=1\nnonsense")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.has("Line 2 is not NAME=value.") && wrong.inside("textarea").contains("nonsense"));
    let saved = browser.post(&format!("{FUNCTION}/variables"), &[("environment", "A1=1")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert!(calls(&browser)[0].contains("code: AsIs"));
}

#[tokio::test]
async fn a_function_without_code_says_what_to_do() {
    for view in ["", "/versions", "/variables"] {
        let page = Browser::of(Role::Developer).get(&format!("{EMPTY}{view}")).await;
        assert!(page.has(&format!("href=\"{EMPTY}/deploy\"")), "{view}");
    }
}

#[tokio::test]
async fn a_database_has_no_versions() {
    for view in ["deploy", "versions", "variables", "secrets", "secrets/API_KEY/remove"] {
        let page = Browser::of(Role::Developer).get(&format!("{DATABASE}/{view}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{view}");
    }
}

#[tokio::test]
async fn the_address_of_a_function_can_be_copied() {
    let page = Browser::of(Role::Viewer).get(FUNCTION).await;
    assert!(page.has("curl https://aoba-shop-production-webhooks-1a2b3c4d.functions.example/"));
}

#[tokio::test]
async fn a_version_that_was_pruned_says_why_it_cannot_return() {
    let browser = Browser::of(Role::Developer);
    lock(&browser.world).versions[1].state = domain::function::VersionState::Pruned;
    let page = browser.get(&format!("{FUNCTION}/versions/2")).await;
    assert!(page.has("90 days without traffic") && page.has("Removed"), "{}", page.inside("main"));
    assert!(!page.has("versions/2/roll-back"));
}

#[tokio::test]
async fn secrets_are_listed_by_name_and_say_how_they_are_read() {
    let page = Browser::of(Role::Developer).get(&format!("{FUNCTION}/secrets")).await;
    let main = page.inside("main");
    for text in
        ["API_KEY", "Mika Tanaka", "from-the-console", "Outside of the portal", "PROVISIONER_SECRET_ARN"]
    {
        assert!(main.contains(text), "{text}");
    }
    assert!(main.contains("secrets/API_KEY/remove") && !main.contains("secrets/from-the-console/remove"));
    assert!(main.contains("type=\"password\"") && main.contains("boto3"));
    let node = Browser::of(Role::Developer).get(&format!("{FUNCTION}/secrets?language=node")).await;
    assert!(node.has("@aws-sdk/client-secrets-manager"));
    let viewer = Browser::of(Role::Viewer).get(&format!("{FUNCTION}/secrets")).await;
    assert!(viewer.has("API_KEY") && !viewer.has("type=\"password\"") && !viewer.has("/remove"));
}

#[tokio::test]
async fn a_secret_to_replace_is_named_by_the_address_only_if_it_is_one() {
    let browser = Browser::of(Role::Developer);
    let known = browser.get(&format!("{FUNCTION}/secrets?name=API_KEY")).await;
    assert_eq!(known.field("name").as_deref(), Some("API_KEY"));
    let unknown = browser.get(&format!("{FUNCTION}/secrets?name=PLEASE_CALL_0800")).await;
    assert!(!unknown.has("PLEASE_CALL_0800"));
}

#[tokio::test]
async fn a_value_is_handed_on_and_never_shown() {
    let browser = Browser::of(Role::Developer);
    let fields = [("name", "API_KEY"), ("value", " hunter2 ")];
    let answer = browser.post(&format!("{FUNCTION}/secrets"), &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.location(), format!("{FUNCTION}/secrets#secret-API_KEY"));
    assert_eq!(calls(&browser), ["secrets.set API_KEY 9"], "spaces belong to a value");
    lock(&browser.world).refusal = Some(Error::field("name", Problem::NotAVariableName));
    let fields = [("name", "API-KEY"), ("value", "hunter2")];
    let wrong = browser.post(&format!("{FUNCTION}/secrets"), &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.field("name").as_deref(), Some("API-KEY"));
    assert!(!wrong.html.contains("hunter2"), "the value is not shown again");
}

#[tokio::test]
async fn removing_a_secret_is_asked_for_first() {
    let browser = Browser::of(Role::Developer);
    let page = browser.get(&format!("{FUNCTION}/secrets/API_KEY/remove")).await;
    assert!(page.has("cannot be brought back") && calls(&browser).is_empty());
    let answer = browser.post(&format!("{FUNCTION}/secrets/API_KEY/remove"), &[]).await;
    assert_eq!(answer.location(), format!("{FUNCTION}/secrets"));
    assert_eq!(calls(&browser), ["secrets.remove API_KEY"]);
    let unknown = browser.get(&format!("{FUNCTION}/secrets/OTHER/remove")).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let viewer = Browser::of(Role::Viewer).get(&format!("{FUNCTION}/secrets/API_KEY/remove")).await;
    assert_eq!(viewer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn deleting_a_function_says_what_stays() {
    let page = Browser::of(Role::Owner).get(&format!("{FUNCTION}/settings")).await;
    assert!(!page.has("final snapshot") && page.has("logs are kept"));
}
