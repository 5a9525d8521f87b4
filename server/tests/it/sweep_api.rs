//! Walks the routes of the API as people who may not, and as somebody who may, as `sweep` does with pages.

use app::routes::Access;
use axum::body::Body;
use domain::authz::{Action, role_allows};
use domain::grant::Role;
use http::{Method, StatusCode};
use serde_json::{Value, json};
use server::http::routes::{Row, rows};

use crate::api_program::{Program, approve};
use crate::deploys_stage::archive;
use crate::http_site::Answer;
use crate::sweep_world::World;

fn api() -> Vec<Row> {
    rows().into_iter().filter(|row| row.path.starts_with("/api/")).collect()
}

/// Routes about an organization.
fn guarded() -> Vec<(Row, Action)> {
    api()
        .into_iter()
        .filter_map(|row| match row.access {
            Access::Allowed(action) if action != Action::OwnSessions => Some((row, action)),
            Access::Allowed(_) | Access::SignedIn | Access::Public => None,
        })
        .collect()
}

/// What a route is sent to be accepted. Panics for a route that the test does not know.
fn body(world: &World, row: &Row) -> Value {
    let path = row.path.rsplit("}/").next().unwrap_or_default();
    match (row.method.as_str(), path) {
        ("POST", "components") => json!({
            "kind": "postgres", "project": "shop", "name": "new-db", "environment": "development", "region": "us-east-1",
        }),
        ("PUT", "settings") => json!({ "settings": { "backup_retention_days": 9 } }),
        ("PUT", "window") => json!({
            "window": { "zone": "Asia/Tokyo", "weekday": "monday", "start": "03:00", "minutes": 180 },
        }),
        ("POST" | "PUT", "allow-list") => {
            json!({ "entries": [{ "network": "198.51.100.9", "label": "office" }], "confirm": { "locks_me_out": true } })
        }
        ("POST", "trusts") => json!({
            "project": "analytics", "provider": "other", "issuer": "https://ci.example.com",
            "conditions": [{ "claim": "sub", "pattern": "job of acme" }], "functions": [world.ids.function.id],
        }),
        ("POST", "share") => json!({ "percent": 50 }),
        ("POST", "deploys" | "roll-back") => json!({}),
        ("POST", "invocations") | ("PUT", "saved-events/{event}") => json!({ "payload": {} }),
        ("PUT", "environment") => json!({ "variables": {} }),
        ("PUT", _) if row.path.ends_with("/secrets/{secret}") => json!({ "value": "swept" }),
        ("POST", "credentials" | "cancel" | "retry" | "artifacts") | ("DELETE", _) => Value::Null,
        _ => panic!("{} {}: say in `body` what this route is sent ({})", row.method, row.path, world.acme),
    }
}

async fn ask(world: &World, program: &mut Program, row: &Row, organization: &str) -> Answer {
    let network = world.ids.component.document.allow_list.entries()[0].id.to_string();
    let address = world.address(row.path, organization).await.replace("{network}", &network);
    if row.method == Method::GET {
        return program.get(&address).await;
    }
    let address = match row.path.rsplit('/').next() {
        _ if row.method != Method::DELETE => address,
        Some("{component}") => format!("{address}?confirm_name={}", world.ids.component.name),
        Some("{network}") => format!("{address}?locks_me_out=true"),
        _ => address,
    };
    let is_archive = row.path.ends_with("/artifacts");
    let kind = if is_archive { "application/zip" } else { "application/json" };
    let body = if row.path.starts_with("/api/v1/organizations") { body(world, row) } else { Value::Null };
    let tag = format!("\"{}\"", world.ids.component.version);
    let request =
        program.request(row.method.clone(), &address).header("content-type", kind).header("if-match", tag);
    let body = match body {
        Value::Null if is_archive => Body::from(archive("three")),
        Value::Null => Body::empty(),
        body => Body::from(body.to_string()),
    };
    program.send(request, body).await
}

#[tokio::test]
async fn nobody_is_told_to_sign_in() {
    let world = World::new().await;
    let before = world.everything().await;
    for row in api().into_iter().filter(|row| row.access != Access::Public) {
        let answer = ask(&world, &mut Program::without_token(&world.site), &row, "acme").await;
        assert_eq!(answer.problem(), (401, "unauthenticated".to_owned()), "{} {}", row.method, row.path);
    }
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn a_stranger_finds_nothing() {
    let world = World::new().await;
    let mut stranger = Program::of(&world.site, &mut world.stranger().await).await;
    let before = world.everything().await;
    for (row, _) in guarded() {
        let answer = ask(&world, &mut stranger, &row, "acme").await;
        assert_eq!(answer.problem(), (404, "not_found".to_owned()), "{} {}", row.method, row.path);
    }
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn a_viewer_sees_and_changes_nothing() {
    let world = World::new().await;
    let mut viewer = Program::of(&world.site, &mut world.viewer().await).await;
    let before = world.everything().await;
    let mut wrong = Vec::new();
    for (row, action) in guarded().into_iter().filter(|(row, _)| !row.path.ends_with("/events")) {
        let answer = ask(&world, &mut viewer, &row, "acme").await;
        let expected = if role_allows(Role::Viewer, action) { StatusCode::OK } else { StatusCode::FORBIDDEN };
        if answer.status != expected {
            wrong.push(format!("{} {}: {} instead of {expected}", row.method, row.path, answer.status));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn ids_of_another_organization_are_not_found() {
    let world = World::new().await;
    let mut gina = Program::of(&world.site, &mut world.owner_of_another().await).await;
    let before = world.everything().await;
    for (row, _) in guarded().into_iter().filter(|(row, _)| row.path.matches('{').count() > 1) {
        let answer = ask(&world, &mut gina, &row, "globex").await;
        assert_eq!(answer.problem(), (404, "not_found".to_owned()), "{} {}", row.method, row.path);
    }
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn every_change_leaves_an_audit_entry_that_names_the_token() {
    let mut wrong = Vec::new();
    for row in api().into_iter().filter(|row| row.changes) {
        let world = World::new().await;
        let mut browser = world.owner().await;
        let mut owner = Program::of(&world.site, &mut browser).await;
        let session = owner.get("/api/v1/me").await.json()["session"].as_str().unwrap().to_owned();
        let code = approve(&mut browser).await;
        let before = world.audit_entries().await;
        let answer = match row.path {
            "/api/v1/tokens" => {
                let verifier = crate::api_program::VERIFIER;
                let form =
                    [("grant_type", "authorization_code"), ("code", &code), ("code_verifier", verifier)];
                owner.form(row.path, &form).await
            }
            _ => ask(&world, &mut owner, &row, "acme").await,
        };
        if !answer.status.is_success() || world.audit_entries().await == before {
            wrong.push(format!("{} {}: {} {}", row.method, row.path, answer.status, answer.text));
        }
        if row.path != "/api/v1/tokens" && !world.newest_entry().await.contains(&session) {
            wrong.push(format!("{} {}: the entry does not name the token", row.method, row.path));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[tokio::test]
async fn the_description_names_every_route() {
    let world = World::new().await;
    let answer = Program::without_token(&world.site).get("/api/v1/openapi.json").await;
    let description = answer.json();
    assert!(description["openapi"].as_str().unwrap().starts_with("3.1"));
    let paths = description["paths"].as_object().unwrap();
    let described: usize = paths.values().map(|methods| methods.as_object().unwrap().len()).sum();
    for row in api() {
        let method = row.method.as_str().to_lowercase();
        assert!(
            paths.get(row.path).is_some_and(|methods| methods.get(&method).is_some()),
            "{method} {}",
            row.path
        );
    }
    assert_eq!(described, api().len(), "it describes routes that do not exist");
}
