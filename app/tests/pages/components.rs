//! Creating, reading and changing components.

use domain::component::State;
use domain::error::{Conflict, Error, FieldError, Problem};
use domain::grant::Role;
use http::StatusCode;

use crate::browser::Browser;
use crate::support::lock;

const NEW: &str = "/o/aoba/components/new";
const ORDERS: &str = "/o/aoba/components/01939000-0000-7000-8004-000000000001";
const SHOP: &str = "01939000-0000-7000-8002-000000000001";

fn form<'a>(name: &'a str, environment: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("name", name),
        ("project", SHOP),
        ("environment", environment),
        ("defaults_for", "development"),
        ("region", "ap-northeast-1"),
        ("settings.size", "small"),
        ("settings.replicas", "0"),
        ("settings.engine_version", "17.7"),
        ("settings.database_name", "app"),
        ("settings.backup_retention_days", "7"),
        ("settings.deletion_protection", "false"),
        ("settings.deletion_protection", "true"),
    ]
}

#[tokio::test]
async fn a_name_is_enough() {
    let browser = Browser::of(Role::Developer);
    let page = browser.get(NEW).await;
    assert_eq!(page.field("settings.size").as_deref(), Some("small"));
    assert_eq!(page.field("settings.backup_retention_days").as_deref(), Some("7"));
    assert!(page.has("$"), "it says what it costs");
    let answer = browser.post(NEW, &form("invoices", "development")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let plan = browser.get(answer.location()).await;
    assert!(plan.inside("h1").contains("Create invoices"), "{}", plan.inside("h1"));
}

#[tokio::test]
async fn what_was_typed_survives_every_mistake_and_is_never_markup() {
    let names = [
        "",
        "a",
        "A b",
        &"x".repeat(200),
        "<script>alert(1)</script>",
        "=1+1",
        "a\u{202e}b",
        "naïve",
        "🙂🙂🙂",
    ];
    for name in names {
        let browser = Browser::of(Role::Developer);
        let mut fields = form(name, "staging");
        fields[8].1 = "Not A Name";
        let page = browser.post(NEW, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(page.has("aria-describedby=\"field-name-help field-name-problem\""), "{name}");
        assert!(page.has("id=\"field-settings-database-name-problem\""), "{name}");
        assert!(page.has("href=\"#field-name\""), "{name}");
        assert!(!page.has("<script>"), "{name}");
        assert_eq!(page.field("environment").as_deref(), Some("staging"), "{name}");
        assert_eq!(page.field("settings.database_name").as_deref(), Some("Not A Name"), "{name}");
        let typed = name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        assert_eq!(
            page.field("name").map(|kept| kept.replace("<", "&lt;").replace(">", "&gt;")),
            Some(typed),
            "{name}"
        );
        assert!(lock(&browser.world).calls.is_empty(), "nothing was asked for");
    }
}

#[tokio::test]
async fn another_environment_brings_its_own_defaults() {
    let browser = Browser::of(Role::Developer);
    let mut fields = form("", "production");
    fields.push(("preview", "yes"));
    let page = browser.post(NEW, &fields).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.field("settings.replicas").as_deref(), Some("1"));
    assert_eq!(page.field("settings.backup_retention_days").as_deref(), Some("14"));
}

#[tokio::test]
async fn a_taken_name_is_said_at_the_field() {
    let browser = Browser::of(Role::Developer);
    lock(&browser.world).refusal = Some(Error::Conflict(Conflict::NameTaken));
    let page = browser.post(NEW, &form("orders-db", "production")).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.has("id=\"field-name-problem\""));
    assert_eq!(page.field("name").as_deref(), Some("orders-db"));
}

#[tokio::test]
async fn a_viewer_is_told_that_they_may_not_create() {
    let page = Browser::of(Role::Viewer).get(NEW).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.has("create components"));
}

#[tokio::test]
async fn a_viewer_sees_no_button_that_would_be_refused() {
    let browser = Browser::of(Role::Viewer);
    for address in ["", "/settings"] {
        let page = browser.get(&format!("{ORDERS}{address}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.inside("main").contains("<button type=\"submit\""), "{address}");
    }
    let plan = browser.get("/o/aoba/operations/01939000-0000-7000-8009-000000000001").await;
    assert!(!plan.inside("main").contains("<button type=\"submit\""));
    assert!(!browser.get("/o/aoba").await.has("/components/new"));
}

#[tokio::test]
async fn the_settings_of_a_creation_that_failed_can_be_changed() {
    let browser = Browser::of(Role::Developer);
    for component in &mut lock(&browser.world).components {
        component.state = State::CreateFailed;
        component.document.settings["deletion_protection"] = true.into();
    }
    let page = browser.get(&format!("{ORDERS}/settings")).await;
    assert_eq!(page.field("settings.size").as_deref(), Some("small"));
    assert!(page.has("/delete\""), "protection is for what was made");
}

#[tokio::test]
async fn credentials_are_shown_once_and_escaped() {
    let browser = Browser::of(Role::Developer);
    assert!(!browser.get(ORDERS).await.has("s3cr3t"));
    let page = browser.post(&format!("{ORDERS}/credentials"), &[]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.has("<code>s3cr3t&lt;&amp;&gt;</code>"));
    assert_eq!(page.headers["cache-control"], "no-store");
    assert!(!browser.get(ORDERS).await.has("s3cr3t"));
}

#[tokio::test]
async fn the_overview_says_how_to_connect_from_each_language() {
    let browser = Browser::of(Role::Developer);
    for (client, words) in [
        ("psql", "psql "),
        ("jdbc", "jdbc:postgresql"),
        ("python", "psycopg"),
        ("rust", "sqlx"),
        ("nonsense", "psql "),
    ] {
        let page = browser.get(&format!("{ORDERS}?client={client}")).await;
        assert!(page.inside("pre").contains(words), "{client}");
    }
}

#[tokio::test]
async fn filters_live_in_the_address_and_can_be_taken_away() {
    let browser = Browser::of(Role::Developer);
    let page = browser.get("/o/aoba/components?environment=production&text=orders").await;
    assert!(page.has(">orders-db<") && !page.has(">billing-db<"));
    assert!(page.has("href=\"/o/aoba/components?text=orders\""), "without the environment");
    let nothing = browser.get("/o/aoba/components?text=nowhere").await;
    assert!(nothing.has("No component fits these filters"));
    lock(&browser.world).components.clear();
    assert!(browser.get("/o/aoba/components").await.has("No component yet"));
    assert!(browser.get("/o/aoba").await.has("No component yet"));
}

#[tokio::test]
async fn settings_that_somebody_else_changed_are_compared() {
    let browser = Browser::of(Role::Developer);
    lock(&browser.world).refusal = Some(Error::Conflict(Conflict::StaleVersion { read: 2, current: 3 }));
    let mut fields = form("", "production");
    fields[5].1 = "large";
    fields.push(("version", "2"));
    let page = browser.post(&format!("{ORDERS}/settings"), &fields).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert_eq!(page.field("settings.size").as_deref(), Some("large"));
    assert_eq!(page.field("version").as_deref(), Some("3"));
    assert!(page.has("<del>Small</del>") && page.has("<ins>Large</ins>"));
}

#[tokio::test]
async fn refused_settings_are_said_at_their_fields() {
    let browser = Browser::of(Role::Developer);
    let refusal = FieldError::new("settings.backup_retention_days", Problem::OutOfRange { min: 1, max: 35 });
    lock(&browser.world).refusal = Some(Error::Invalid(vec![refusal]));
    let mut fields = form("", "production");
    fields.push(("version", "3"));
    let page = browser.post(&format!("{ORDERS}/settings"), &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("Choose a number from 1 to 35."));
    assert!(page.has("<details open"), "the field is not hidden");
}

#[tokio::test]
async fn a_protected_component_cannot_be_deleted_from_its_page() {
    let browser = Browser::of(Role::Developer);
    assert!(browser.get(&format!("{ORDERS}/settings")).await.has("Deletion protection is on"));
    lock(&browser.world).components[0].document.settings["deletion_protection"] = false.into();
    assert!(browser.get(&format!("{ORDERS}/settings")).await.has(&format!("{ORDERS}/delete")));
    let answer = browser.post(&format!("{ORDERS}/delete"), &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(browser.get(answer.location()).await.has("Type orders-db to confirm"));
}
