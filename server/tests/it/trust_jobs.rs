//! What the token of a CI job is good for: its functions, and nothing else.

use axum::body::Body;
use domain::audit::AuditAction;
use domain::caller::Actor;
use domain::component::Component;
use http::{Method, StatusCode};
use serde_json::{Value, json};
use server::http::routes::{Row, rows};

use crate::api_program::Program;
use crate::deploys_stage::archive;
use crate::http_site::Answer;
use crate::sweep_world::{function, owner, settle, worker};
use crate::trust_stage::Ci;

async fn another_function(ci: &Ci) -> Component {
    let site = &ci.world.site;
    function(site, &worker(site), &owner(ci.world.acme), ci.world.acme, "other-function").await
}

async fn send(job: &mut Program, address: &str, text: &str) -> Answer {
    let request =
        job.request(Method::POST, &format!("{address}/artifacts")).header("content-type", "application/zip");
    job.send(request, Body::from(archive(text))).await
}

#[tokio::test]
async fn a_job_deploys_its_function_in_the_name_of_its_repository() {
    let mut ci = Ci::new().await;
    ci.trust(&ci.world.ids.function.clone()).await;
    let mut job = ci.signed_in(1).await;
    let address = ci.address(&ci.world.ids.function);
    let sent = send(&mut job, &address, "from CI").await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text);
    let lie = json!({ "repository": "somebody/else", "commit": "0000", "run": "https://evil.example" });
    let body = json!({ "artifact": sent.json()["artifact"], "message": "From CI", "job": lie });
    let started = job.json(Method::POST, &format!("{address}/deploys"), &body).await;
    assert_eq!(started.status, StatusCode::ACCEPTED, "{}", started.text);
    settle(&ci.world.site, &worker(&ci.world.site)).await;
    let mut job = ci.signed_in(2).await;
    let operation = job.get(started.header("location")).await.json();
    assert_eq!((&operation["state"], &operation["author"]), (&json!("succeeded"), &json!("acme/shop")));

    let version = job.get(&format!("{address}/versions/{}", operation["version"])).await.json();
    assert_eq!((&version["state"], &version["author"]), (&json!("live"), &json!("acme/shop")));
    let run = format!("{}/acme/shop/-/jobs/1", ci.world.site.issuer.address);
    let expected = json!({
        "from": "job", "repository": "acme/shop", "commit": "8c2f6d41b0a94e77", "run": run,
    });
    assert_eq!(version["source"], expected, "what the issuer signed, not what the job says");
    let trail = ci.world.site.app.trail(domain::ports::Trail::Organization(ci.world.acme)).await;
    let entry = trail.iter().rev().find(|entry| entry.action == AuditAction::FunctionDeployed).unwrap();
    assert!(
        matches!(&entry.actor, Actor::Job { job, .. } if job.repository == "acme/shop"),
        "{:?}",
        entry.actor
    );
    assert_eq!(entry.roles, [format!("deploys {}", ci.world.ids.function.id)]);
}

/// Routes that a job may call for its own function, by method and end.
const OPEN: [(&str, &str); 4] =
    [("POST", "/artifacts"), ("POST", "/deploys"), ("POST", "/roll-back"), ("PUT", "/environment")];

fn is_open(row: &Row) -> bool {
    OPEN.iter().any(|(method, end)| row.method == *method && row.path.ends_with(end))
}

/// What a route is sent. It is refused, so it need not be right.
fn body(row: &Row, project: &str) -> Value {
    match row.path.rsplit('/').next() {
        Some("trusts") => {
            json!({ "project": project, "provider": "github", "conditions": [], "functions": [] })
        }
        Some("components") => json!({
            "kind": "function", "project": project, "name": "new-one", "environment": "development", "region": "us-east-1",
        }),
        Some("settings") => json!({ "settings": { "memory_mb": 1024 } }),
        Some("window") => {
            json!({ "window": { "zone": "UTC", "weekday": "monday", "start": "03:00", "minutes": 180 } })
        }
        Some("allow-list") => json!({ "entries": [{ "network": "198.51.100.9", "label": "office" }] }),
        Some("environment") => json!({ "variables": {} }),
        Some("{secret}") => json!({ "value": "x" }),
        Some("invocations" | "{event}") => json!({ "payload": {} }),
        Some("share") => json!({ "percent": 50 }),
        _ => json!({}),
    }
}

async fn ask(ci: &Ci, job: &mut Program, row: &Row, component: &Component) -> Answer {
    let path = row.path.replace("{component}", &component.id.to_string());
    let network = uuid::Uuid::nil().to_string();
    let address = ci.world.address(&path, "acme").await.replace("{network}", &network);
    let kind = if row.path.ends_with("/artifacts") { "application/zip" } else { "application/json" };
    let tag = format!("\"{}\"", component.version);
    let request =
        job.request(row.method.clone(), &address).header("content-type", kind).header("if-match", tag);
    let body = match row.method {
        Method::POST | Method::PUT if kind == "application/zip" => Body::from(archive("swept")),
        Method::POST | Method::PUT => Body::from(body(row, &ci.project).to_string()),
        _ => Body::empty(),
    };
    job.send(request, body).await
}

#[tokio::test]
async fn a_job_changes_nothing_but_its_functions() {
    let mut ci = Ci::new().await;
    ci.trust(&ci.world.ids.function.clone()).await;
    let own = ci.world.ids.function.clone();
    let others = [another_function(&ci).await, ci.world.ids.component.clone()];
    let mut job = ci.signed_in(1).await;
    let before = ci.world.everything().await;
    let changing = || {
        rows().into_iter().filter(|row| {
            row.path.starts_with("/api/")
                && row.method != Method::GET
                && row.access != app::routes::Access::Public
        })
    };
    let mut wrong = Vec::new();
    for row in changing() {
        let is_own = row.path.contains("{component}") && is_open(&row);
        if !is_own {
            let status = ask(&ci, &mut job, &row, &own).await.status;
            if !matches!(status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND) {
                wrong.push(format!("own: {} {}: {status}", row.method, row.path));
            }
        }
        for other in others.iter().filter(|_| row.path.contains("{component}")) {
            let status = ask(&ci, &mut job, &row, other).await.status;
            if status != StatusCode::NOT_FOUND {
                wrong.push(format!("{}: {} {}: {status}", other.name, row.method, row.path));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(ci.world.everything().await, before);
}

#[tokio::test]
async fn a_job_makes_no_other_function_run() {
    let mut ci = Ci::new().await;
    let (own, other) = (ci.world.ids.function.clone(), another_function(&ci).await);
    ci.trust(&own).await;
    let mut job = ci.signed_in(1).await;
    let address = format!("{}/deploys", ci.address(&own));
    for field in ["check", "check_after"] {
        let body = json!({ field: { "function": other.name } });
        let answer = job.json(Method::POST, &address, &body).await;
        assert_eq!(answer.problem(), (422, "invalid".to_owned()));
        assert_eq!(answer.json()["errors"][0]["field"], field, "{}", answer.text);
    }
    let trail = ci.world.site.app.trail(domain::ports::Trail::Organization(ci.world.acme)).await;
    let refused = |entry: &&domain::audit::AuditEntry| {
        entry.action == AuditAction::AccessRefused && matches!(entry.actor, Actor::Job { .. })
    };
    assert_eq!(trail.iter().filter(refused).count(), 2);
    ci.trust_on("ma*", &other).await;
    let mut job = ci.signed_in(2).await;
    let answer = job.json(Method::POST, &address, &json!({ "check": { "function": other.name } })).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", answer.text);
}

#[tokio::test]
async fn a_job_sees_its_functions_and_their_operations_alone() {
    let mut ci = Ci::new().await;
    ci.trust(&ci.world.ids.function.clone()).await;
    let other = another_function(&ci).await;
    let mut job = ci.signed_in(1).await;
    let own = ci.world.ids.function.id.to_string();
    let all = "/api/v1/organizations/acme";
    let listed = job.get(&format!("{all}/components")).await.json();
    let ids: Vec<_> = listed["items"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
    assert_eq!(ids, [json!(own)]);
    let operations = job.get(&format!("{all}/operations?size=200")).await.json();
    let operations = operations["items"].as_array().unwrap();
    assert!(!operations.is_empty() && operations.iter().all(|one| one["component"] == own));
    let projects = job.get(&format!("{all}/projects")).await.json();
    assert_eq!(projects["items"].as_array().unwrap().len(), 1);
    for path in [
        format!("{all}/components/{}", other.id),
        format!("{all}/components/{}/versions", other.id),
        format!("{all}/components/{}/environment", other.id),
        format!("{all}/operations/{}", ci.world.ids.queued.id),
        "/api/v1/organizations/globex/components".to_owned(),
    ] {
        assert_eq!(job.get(&path).await.problem(), (404, "not_found".to_owned()), "{path}");
    }
    for path in [format!("{all}/trusts"), "/api/v1/me".to_owned()] {
        assert_eq!(job.get(&path).await.problem(), (403, "forbidden".to_owned()), "{path}");
    }
    assert_eq!(job.get("/api/v1/organizations").await.json()["items"], json!([]));
    assert_eq!(job.get("/o/acme").await.status, StatusCode::SEE_OTHER, "pages are for people");
}

#[tokio::test]
async fn a_trust_that_is_removed_ends_its_tokens_at_once() {
    let mut ci = Ci::new().await;
    let other = another_function(&ci).await;
    let own = ci.world.ids.function.clone();
    let first = ci.trust(&own).await;
    let second = ci.trust_on("ma*", &other).await;
    let mut job = ci.signed_in(1).await;
    let (own, other) = (ci.address(&own), ci.address(&other));
    for address in [&own, &other] {
        assert_eq!(job.get(address).await.status, StatusCode::OK, "all trusts that it meets count");
    }
    assert_eq!(ci.owner.delete(&second).await.status, StatusCode::NO_CONTENT);
    assert_eq!(job.get(&own).await.status, StatusCode::OK);
    assert_eq!(job.get(&other).await.status, StatusCode::NOT_FOUND);
    assert_eq!(ci.owner.delete(&first).await.status, StatusCode::NO_CONTENT);
    assert_eq!(job.get(&own).await.problem(), (401, "unauthenticated".to_owned()));
    assert_eq!(send(&mut job, &own, "late").await.problem(), (401, "unauthenticated".to_owned()));
}

#[tokio::test]
async fn a_request_of_a_job_with_a_key_is_done_once() {
    let mut ci = Ci::new().await;
    ci.trust(&ci.world.ids.function.clone()).await;
    let mut job = ci.signed_in(1).await;
    let address = format!("{}/deploys", ci.address(&ci.world.ids.function));
    let key = [("idempotency-key", "one")];
    let first = job.json_with(Method::POST, &address, &json!({ "message": "Again" }), &key).await;
    assert_eq!(first.status, StatusCode::ACCEPTED, "{}", first.text);
    let second = job.json_with(Method::POST, &address, &json!({ "message": "Again" }), &key).await;
    assert_eq!((second.header("idempotency-replayed"), &second.text), ("true", &first.text));
}
