//! Components over the API: made, changed and deleted in one call each, with what keeps two programs from undoing each other.

use axum::body::Body;
use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::api_program::Program;
use crate::http_site::Answer;
use crate::sweep_world::World;

const COMPONENTS: &str = "/api/v1/organizations/acme/components";

async fn owner(world: &World) -> Program {
    Program::of(&world.site, &mut world.owner().await).await
}

fn new_database(name: &str) -> Value {
    json!({
        "kind": "postgres",
        "project": "shop",
        "name": name,
        "environment": "development",
        "region": "us-east-1",
        "settings": { "deletion_protection": false },
    })
}

fn ready(world: &World) -> String {
    format!("{COMPONENTS}/{}", world.ids.component.id)
}

fn accepted(answer: &Answer) -> Value {
    assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", answer.text);
    let operation = answer.json();
    let address = format!("/api/v1/organizations/acme/operations/{}", operation["id"].as_str().unwrap());
    assert_eq!((answer.header("location"), answer.header("retry-after")), (address.as_str(), "5"));
    operation
}

#[tokio::test]
async fn one_call_makes_a_component_and_one_call_deletes_it() {
    let world = World::new().await;
    let mut pv = owner(&world).await;
    let answer = pv.json(Method::POST, COMPONENTS, &new_database("fresh-db")).await;
    let operation = accepted(&answer);
    assert_eq!((&operation["state"], &operation["change"]), (&json!("queued"), &json!("create")));
    let followed = pv.get(answer.header("location")).await;
    assert_eq!(followed.json()["id"], operation["id"]);

    let gated = pv.delete(&ready(&world)).await;
    assert_eq!(gated.problem(), (422, "invalid".to_owned()));
    assert_eq!(gated.json()["errors"][0]["pointer"], "/confirm/name");
    let wrong = pv.delete(&format!("{}?confirm_name=other", ready(&world))).await;
    assert_eq!(wrong.json()["errors"][0]["problem"]["problem"], "name_does_not_match");
    let name = world.ids.component.name.as_str();
    let deleted = pv.delete(&format!("{}?confirm_name={name}", ready(&world))).await;
    assert_eq!(accepted(&deleted)["change"], "delete");
    let busy = pv.delete(&format!("{}?confirm_name={name}", ready(&world))).await;
    assert_eq!(busy.problem(), (409, "operation_running".to_owned()));
    assert_eq!(busy.json()["conflict"]["operation"], deleted.json()["id"]);
}

#[tokio::test]
async fn a_dry_run_shows_the_plan_and_leaves_nothing_behind() {
    let world = World::new().await;
    let mut pv = owner(&world).await;
    let open = |world: &Answer| world.json()["items"].as_array().unwrap().len();
    let planned = "/api/v1/organizations/acme/operations?state=planned";
    let before = open(&pv.get(planned).await);
    let answer = pv.json(Method::POST, &format!("{COMPONENTS}?dry_run=true"), &new_database("dry-db")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert!(answer.json()["plan"]["price"]["after_cents"].as_u64().unwrap() > 0);
    let gone = pv.delete(&format!("{}?dry_run=true", ready(&world))).await;
    assert_eq!(gone.json()["plan"]["gate"]["name"], world.ids.component.name.as_str());
    assert_eq!(open(&pv.get(planned).await), before);
    assert_eq!(pv.get(&format!("{COMPONENTS}?name=dry-db")).await.json()["items"], json!([]));
    assert_eq!(pv.get(&ready(&world)).await.json()["state"], "ready");
}

#[tokio::test]
async fn changes_need_the_version_that_was_read() {
    let world = World::new().await;
    let mut pv = owner(&world).await;
    let shown = pv.get(&ready(&world)).await;
    let tag = shown.header("etag").to_owned();
    assert_eq!(tag, format!("\"{}\"", world.ids.component.version));
    let window = json!({ "zone": "Asia/Tokyo", "weekday": "monday", "start": "03:00", "minutes": 180 });
    let changes = [
        ("settings", json!({ "settings": { "backup_retention_days": 9 } })),
        ("window", json!({ "window": window })),
        ("allow-list", json!({ "entries": [{ "network": "198.51.100.9", "label": "office" }] })),
    ];
    for (part, body) in &changes {
        let address = format!("{}/{part}", ready(&world));
        let blind = pv.json(Method::PUT, &address, body).await;
        assert_eq!(blind.problem(), (428, "precondition_required".to_owned()), "{part}");
        let stale = pv.json_with(Method::PUT, &address, body, &[("if-match", "\"77\"")]).await;
        assert_eq!(stale.problem(), (412, "stale_version".to_owned()), "{part}");
        let nonsense = pv.json_with(Method::PUT, &address, body, &[("if-match", "*")]).await;
        assert_eq!(nonsense.problem(), (400, "malformed".to_owned()), "{part}");
        let dry = format!("{address}?dry_run=true");
        let good = pv.json_with(Method::PUT, &dry, body, &[("if-match", &tag)]).await;
        assert_eq!(good.status, StatusCode::OK, "{part}: {}", good.text);
    }
    let address = format!("{}/settings", ready(&world));
    let done = pv.json_with(Method::PUT, &address, &changes[0].1, &[("if-match", &tag)]).await;
    assert_eq!(accepted(&done)["change"], "settings");
}

#[tokio::test]
async fn networks_are_added_and_removed_one_by_one() {
    let world = World::new().await;
    let mut pv = owner(&world).await;
    let list = format!("{}/allow-list", ready(&world));
    let shown = pv.get(&list).await;
    let entry = shown.json()["entries"][0]["id"].as_str().unwrap().to_owned();
    let wrong = json!({ "entries": [{ "network": "198.51.100.7/24", "label": "" }] });
    let refused = pv.json(Method::POST, &list, &wrong).await;
    let problem = refused.json();
    let pointers: Vec<&str> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["pointer"].as_str().unwrap())
        .collect();
    assert_eq!(pointers, ["/entries/0/network", "/entries/0/label"]);
    assert_eq!(problem["errors"][0]["problem"]["canonical"], "198.51.100.0/24");
    let removed = pv.delete(&format!("{list}/{entry}?dry_run=true")).await;
    assert_eq!(removed.status, StatusCode::OK, "{}", removed.text);
    let unknown = pv.delete(&format!("{list}/{}", world.ids.planned.id)).await;
    assert_eq!(unknown.problem(), (404, "not_found".to_owned()));
    let added = pv
        .json(Method::POST, &list, &json!({ "entries": [{ "network": "198.51.100.7", "label": "office" }] }))
        .await;
    assert_eq!(accepted(&added)["change"], "allow_list");
}

#[tokio::test]
async fn bad_bodies_are_named_by_where_they_are_wrong() {
    let world = World::new().await;
    let mut pv = owner(&world).await;
    let before = world.everything().await;
    let mut unknown = new_database("a-db");
    unknown["sise"] = json!("small");
    let mut setting = new_database("a-db");
    setting["settings"]["sise"] = json!("small");
    let mut names = new_database("A");
    names["project"] = json!("nobody");
    names["region"] = json!("mars");
    for (body, status, code, pointer) in [
        (json!({}).to_string(), 422, "invalid", Some("")),
        (unknown.to_string(), 422, "invalid", Some("/sise")),
        (setting.to_string(), 422, "invalid", Some("/settings/sise")),
        (names.to_string(), 422, "invalid", Some("/project")),
        ("{".to_owned(), 400, "malformed", None),
        (format!("{} x", new_database("a-db")), 400, "malformed", None),
        (json!({ "name": "a".repeat(70 * 1024) }).to_string(), 413, "too_large", None),
    ] {
        let request = pv.request(Method::POST, COMPONENTS).header("content-type", "application/json");
        let answer = pv.send(request, Body::from(body.clone())).await;
        assert_eq!(answer.problem(), (status, code.to_owned()), "{body:.200}: {}", answer.text);
        if let Some(pointer) = pointer {
            let error = &answer.json()["errors"][0];
            assert_eq!(error["pointer"], pointer, "{body}");
            let named = error["problem"]["problem"].as_str().is_some_and(|problem| !problem.is_empty());
            assert!(named && error["detail"].is_string(), "{error}");
        }
    }
    let request = pv.request(Method::POST, COMPONENTS).header("content-type", "text/plain");
    let answer = pv.send(request, Body::from(new_database("a-db").to_string())).await;
    assert_eq!(answer.problem(), (415, "unsupported_media_type".to_owned()));
    let answer = pv.get(&format!("{COMPONENTS}?colour=red")).await;
    assert_eq!(answer.problem(), (400, "malformed".to_owned()));
    let answer = pv.get(&format!("{COMPONENTS}?state=tired")).await;
    assert_eq!(answer.problem(), (422, "invalid".to_owned()));
    for nowhere in ["/api/v1/nowhere", "/api/v2/me", &format!("{COMPONENTS}/not-an-id")] {
        assert_eq!(pv.get(nowhere).await.problem(), (404, "not_found".to_owned()), "{nowhere}");
    }
    let answer = pv.json(Method::PATCH, COMPONENTS, &json!({})).await;
    assert_eq!(answer.problem(), (405, "method_not_allowed".to_owned()));
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn lists_go_on_page_by_page_and_keep_their_filters() {
    let world = World::new().await;
    let mut pv = owner(&world).await;
    let mut address = format!("{COMPONENTS}?size=1&project=analytics");
    let mut names = Vec::new();
    loop {
        let answer = pv.get(&address).await;
        let page = answer.json();
        let items = page["items"].as_array().unwrap();
        assert!(items.len() <= 1);
        names.extend(items.iter().map(|item| item["name"].as_str().unwrap().to_owned()));
        let link = answer.header("link").to_owned();
        assert_eq!(link.is_empty(), page["next"].is_null());
        let Some(next) = link.strip_prefix('<').and_then(|rest| rest.split_once('>')) else { break };
        assert!(next.0.contains("project=analytics"), "{link}");
        address = next.0.to_owned();
    }
    assert_eq!(names, ["failed-db", "queued-db", "ready-db", "ready-function", "rolling-function"]);
    let other = pv.get(&format!("{COMPONENTS}?project=shop")).await;
    assert_eq!(other.json()["items"], json!([]));
}

#[tokio::test]
async fn a_password_is_shown_on_demand_and_never_else() {
    let world = World::new().await;
    let mut pv = owner(&world).await;
    let connection = pv.get(&format!("{}/connection", ready(&world))).await;
    assert_eq!(
        (connection.status, &connection.json()["port"]),
        (StatusCode::OK, &json!(5432)),
        "{}",
        connection.text
    );
    assert!(!connection.text.contains("password"));
    let before = world.audit_entries().await;
    let revealed = pv.json(Method::POST, &format!("{}/credentials", ready(&world)), &json!({})).await;
    assert_eq!(revealed.status, StatusCode::OK, "{}", revealed.text);
    assert!(!revealed.json()["password"].as_str().unwrap().is_empty());
    assert_eq!(revealed.header("cache-control"), "no-store");
    assert_eq!(world.audit_entries().await, before + 1);
}
