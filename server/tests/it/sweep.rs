//! Walks the table of all routes, and tries each as people who may not: refused with the right status, nothing changed. And as somebody who may:
//! every change leaves its audit entry. A route that is new fails here until somebody says how it is used.

use app::routes::Access;
use domain::authz::{Action, role_allows};
use domain::grant::Role;
use http::{Method, StatusCode};
use server::http::routes::{self, Row};

use crate::deploys_stage::archive;
use crate::http_site::{Answer, Browser};
use crate::sweep_world::World;

/// The routes that browsers ask. Those of programs are in `sweep_api`.
fn rows() -> Vec<Row> {
    routes::rows().into_iter().filter(|row| !row.path.starts_with("/api/")).collect()
}

/// What a form of a route must hold to be accepted, so that a refusal is one of rights and not of fields. None: the test does not know the route.
async fn form(world: &World, row: &Row) -> Option<Vec<(String, String)>> {
    let component = &world.ids.component;
    let text = |pairs: &[(&str, &str)]| {
        Some(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>())
    };
    let version = component.version.to_string();
    let project = component.project.to_string();
    match row.path {
        "/o/{organization}/members" => text(&[
            ("kind", "user"),
            ("holder", "new@acme.example"),
            ("role", "viewer"),
            ("scope", "organization"),
        ]),
        "/o/{organization}/settings/projects" => text(&[("slug", "new-app"), ("display_name", "New app")]),
        "/o/{organization}/settings/policy" => text(&[("public_networks", "on")]),
        "/platform/accounts" => text(&[
            ("id", "333333333333"),
            ("display_name", "Third"),
            ("role_arn", "arn:aws:iam::333333333333:role/provisioner"),
            ("external_id", "external-id"),
            ("regions", "us-east-1"),
        ]),
        "/o/{organization}/components/new" => {
            let mut fields = text(&[
                ("name", "new-db"),
                ("project", &project),
                ("environment", "development"),
                ("defaults_for", "development"),
                ("region", "us-east-1"),
            ])?;
            fields.extend(settings(component));
            Some(fields)
        }
        "/o/{organization}/components/{component}/settings" => {
            let mut fields = text(&[("version", &version)])?;
            fields.extend(settings(component).into_iter().map(|(name, value)| {
                let value = if name == "settings.backup_retention_days" { "9".to_owned() } else { value };
                (name, value)
            }));
            Some(fields)
        }
        "/o/{organization}/components/{component}/allow-list" => {
            text(&[("network", "198.51.100.7"), ("label", "office"), ("expires", "never")])
        }
        "/o/{organization}/components/{component}/allow-list/remove" => {
            let entry = component.document.allow_list.entries()[0].id.to_string();
            text(&[("entry", &entry)])
        }
        "/o/{organization}/components/{component}/allow-list/many" => {
            text(&[("entries", "198.51.100.8 office"), ("expires", "never")])
        }
        "/o/{organization}/components/{component}/allow-list/edit" => {
            text(&[("version", &version), ("entries", "198.51.100.9 office")])
        }
        "/o/{organization}/components/{component}/maintenance" => text(&[
            ("version", &version),
            ("window.zone", "Asia/Tokyo"),
            ("window.weekday", "monday"),
            ("window.start", "03:00"),
            ("window.minutes", "180"),
        ]),
        "/o/{organization}/components/{component}/variables" => text(&[("environment", "LEVEL=info")]),
        "/o/{organization}/components/{component}/secrets" => text(&[("name", "SWEPT"), ("value", "x")]),
        "/o/{organization}/components/{component}/try" => text(&[("payload", "{}"), ("version", "1")]),
        "/o/{organization}/components/{component}/try/address" => text(&[("method", "GET"), ("path", "/")]),
        "/o/{organization}/components/{component}/try/events" => {
            text(&[("name", "another-event"), ("payload", "{}")])
        }
        "/o/{organization}/components/{component}/versions/{version}/roll-back" => {
            text(&[("scope", "all"), ("message", "Back")])
        }
        "/o/{organization}/settings/ci/new" => text(&[
            ("project", &world.ids.function.project.to_string()),
            ("provider", "github"),
            ("issuer", "https://token.actions.githubusercontent.com"),
            ("repository", "acme/shop"),
            ("branch", "main"),
            ("functions", &world.ids.function.id.to_string()),
        ]),
        "/cli/authorize" => text(&[
            ("port", "4711"),
            ("challenge", crate::api_program::CHALLENGE),
            ("state", "state"),
            ("name", "laptop"),
            ("answer", "approve"),
        ]),
        "/device" => text(&[("user_code", &world.ids.user_code), ("answer", "approve")]),
        "/o/{organization}/operations/{operation}/share" => text(&[("percent", "50")]),
        "/preferences" => text(&[("locale", "ja"), ("theme", "dark"), ("zone", "Asia/Tokyo")]),
        "/o/{organization}/members/{grant}/remove"
        | "/o/{organization}/components/{component}/secrets/{secret}/remove"
        | "/o/{organization}/settings/ci/{trust}/remove"
        | "/o/{organization}/components/{component}/credentials"
        | "/o/{organization}/components/{component}/try/events/{event}/remove"
        | "/o/{organization}/components/{component}/delete"
        | "/o/{organization}/operations/{operation}/confirm"
        | "/o/{organization}/operations/{operation}/discard"
        | "/o/{organization}/operations/{operation}/cancel"
        | "/o/{organization}/operations/{operation}/retry"
        | "/account/sessions/revoke-others"
        | "/account/sessions/{session}/revoke"
        | "/auth/logout"
        | "/auth/backchannel-logout" => Some(Vec::new()),
        _ => None,
    }
}

fn settings(component: &domain::component::Component) -> Vec<(String, String)> {
    let settings = component.document.settings.as_object().unwrap();
    settings
        .iter()
        .filter(|(_, value)| **value != serde_json::Value::Bool(false) && !value.is_null())
        .map(|(name, value)| {
            let text = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
            (format!("settings.{name}"), if text == "true" { "on".to_owned() } else { text })
        })
        .collect()
}

async fn ask(world: &World, browser: &mut Browser, row: &Row, organization: &str) -> Answer {
    let address = world.address(row.path, organization).await;
    if row.path.ends_with("/maintenance/preview") {
        let window = "window.zone=Asia/Tokyo&window.weekday=monday&window.start=03:00&window.minutes=180";
        return browser.get(&format!("{address}?{window}")).await;
    }
    if row.path == "/cli/authorize" && row.method == Method::GET {
        let challenge = crate::api_program::CHALLENGE;
        let query = format!("port=4711&challenge={challenge}&state=state&name=laptop");
        return browser.get(&format!("{address}?{query}")).await;
    }
    if row.method == Method::GET {
        return browser.get(&address).await;
    }
    if row.path == "/o/{organization}/components/{component}/deploy" {
        return browser.post_file(&address, "code", &archive("swept")).await;
    }
    let Some(fields) = form(world, row).await else {
        panic!("{}: say in `form` how this route is used", row.path)
    };
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(&address, &fields).await
}

/// Routes about an organization or the platform: all that need a right.
fn guarded() -> Vec<(Row, Action)> {
    rows()
        .into_iter()
        .filter_map(|row| match row.access {
            Access::Allowed(action) if action != Action::OwnSessions => Some((row, action)),
            Access::Allowed(_) | Access::SignedIn | Access::Public => None,
        })
        .collect()
}

#[tokio::test]
async fn nobody_is_sent_to_sign_in() {
    let world = World::new().await;
    let before = world.everything().await;
    for row in rows().into_iter().filter(|row| row.access != Access::Public) {
        let answer = ask(&world, &mut world.site.browser(), &row, "acme").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{} {}", row.method, row.path);
        assert!(answer.location().starts_with("/auth/login?return_to="), "{} {}", row.method, row.path);
    }
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn a_stranger_finds_nothing() {
    let world = World::new().await;
    let mut stranger = world.stranger().await;
    let before = world.everything().await;
    for (row, _) in guarded() {
        let answer = ask(&world, &mut stranger, &row, "acme").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{} {}: {}", row.method, row.path, answer.text);
    }
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn a_viewer_sees_and_changes_nothing() {
    let world = World::new().await;
    let mut viewer = world.viewer().await;
    let before = world.everything().await;
    let mut wrong = Vec::new();
    for (row, action) in guarded() {
        // These do not end; `http_streams` is about them.
        if row.path.ends_with("/events") {
            continue;
        }
        let answer = ask(&world, &mut viewer, &row, "acme").await;
        let expected = if row.path.starts_with("/platform") {
            StatusCode::NOT_FOUND
        } else if role_allows(Role::Viewer, action) && row.method == Method::GET {
            StatusCode::OK
        } else {
            StatusCode::FORBIDDEN
        };
        if answer.status != expected {
            wrong.push(format!("{} {}: {} instead of {expected}", row.method, row.path, answer.status));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(world.everything().await, before);
}

/// The viewer's sweep cannot tell which right a form needs, as viewers have none of them.
#[tokio::test]
async fn a_developer_may_what_the_table_says() {
    let world = World::new().await;
    let mut developer = world.developer().await;
    let mut wrong = Vec::new();
    for (row, action) in guarded() {
        if row.path.ends_with("/events") || row.path.starts_with("/platform") {
            continue;
        }
        let status = ask(&world, &mut developer, &row, "acme").await.status;
        if (status == StatusCode::FORBIDDEN) == role_allows(Role::Developer, action) {
            wrong.push(format!("{} {}: {status} for {action:?}", row.method, row.path));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[tokio::test]
async fn what_is_no_change_changes_nothing() {
    let world = World::new().await;
    let mut owner = world.owner().await;
    let before = world.everything().await;
    for row in rows().into_iter().filter(|row| row.method != Method::GET && !row.changes) {
        let answer = ask(&world, &mut owner, &row, "acme").await;
        assert!(answer.status.is_redirection(), "{} {}: {}", row.method, row.path, answer.status);
        assert_eq!(world.everything().await, before, "{} {}", row.method, row.path);
    }
}

#[tokio::test]
async fn ids_of_another_organization_are_not_found() {
    let world = World::new().await;
    let mut gina = world.owner_of_another().await;
    let before = world.everything().await;
    for (row, _) in guarded() {
        let names_more = row.path.matches('{').count() > 1;
        if row.path.contains("{organization}") && names_more {
            let answer = ask(&world, &mut gina, &row, "globex").await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{} {}: {}", row.method, row.path, answer.text);
        }
    }
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn every_change_leaves_an_audit_entry() {
    let world = World::new().await;
    let mut wrong = Vec::new();
    for row in rows().into_iter().filter(|row| row.changes) {
        // Needs a token of the issuer, and is in `sign_in.rs`.
        if row.path == "/auth/backchannel-logout" {
            continue;
        }
        let mut browser =
            if row.path.starts_with("/platform") { world.operator().await } else { world.owner().await };
        if row.path.starts_with("/account/sessions") {
            // Something to revoke.
            world.owner().await;
        }
        let before = world.audit_entries().await;
        let answer = match row.path {
            "/account/sessions/{session}/revoke" => {
                let page = browser.get("/account/sessions").await.text;
                let address = page.split('"').find(|part| part.ends_with("/revoke")).unwrap().to_owned();
                browser.post(&address, &[]).await
            }
            _ => ask(&world, &mut browser, &row, "acme").await,
        };
        let accepted = answer.status == StatusCode::SEE_OTHER || answer.status == StatusCode::OK;
        if !accepted || world.audit_entries().await == before {
            wrong.push(format!("{} {}: {}", row.method, row.path, answer.status));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
