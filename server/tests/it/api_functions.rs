//! Functions over the API: from an archive to live code, variables, versions and back.

use axum::body::Body;
use domain::account::{Domain, RoleArn, TargetAccount};
use domain::caller::{Caller, Task};
use domain::component::Region;
use domain::ids::AwsAccountId;
use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::api_program::Program;
use crate::http_site::Answer;
use crate::sweep_world::{World, settle, worker};

const COMPONENTS: &str = "/api/v1/organizations/acme/components";

/// A world in which Acme has a function, and a command line of its owner.
struct Shop {
    world: World,
    pv: Program,
    function: String,
}

impl Shop {
    async fn new() -> Self {
        let world = World::new().await;
        let automation = Caller::automation(Task::CommandLine, "test");
        let account = TargetAccount {
            id: AwsAccountId::try_from("333333333333".to_owned()).unwrap(),
            display_name: "Functions".to_owned(),
            role_arn: RoleArn::parse("arn:aws:iam::333333333333:role/provisioner").unwrap(),
            external_id: "external-id".to_owned(),
            regions: vec![Region::parse("eu-west-1").unwrap()],
            organizations: vec![world.acme],
            domain: Some(Domain::parse("functions.example.com", "Z0123456789ABC").unwrap()),
        };
        world.site.parts.ports.accounts.save(&automation, account).await.unwrap();
        let mut pv = Program::of(&world.site, &mut world.owner().await).await;
        let new = json!({
            "kind": "function",
            "project": "shop",
            "name": "checkout",
            "environment": "development",
            "region": "eu-west-1",
        });
        let answer = pv.json(Method::POST, COMPONENTS, &new).await;
        assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", answer.text);
        let function = format!("{COMPONENTS}/{}", answer.json()["component"].as_str().unwrap());
        let mut shop = Self { world, pv, function };
        shop.settle().await;
        assert_eq!(shop.pv.get(&shop.function.clone()).await.json()["state"], "ready");
        shop
    }

    async fn settle(&mut self) {
        settle(&self.world.site, &worker(&self.world.site)).await;
    }

    async fn upload(&mut self, code: &str) -> Answer {
        let archive = artifact::archive_of(&[("app.py", 0o644, code)]).unwrap();
        self.send_archive("application/zip", archive).await
    }

    async fn send_archive(&mut self, kind: &str, archive: Vec<u8>) -> Answer {
        let address = format!("{}/artifacts", self.function);
        let request = self
            .pv
            .request(Method::POST, &address)
            .header("content-type", kind)
            .header("content-length", archive.len());
        self.pv.send(request, Body::from(archive)).await
    }

    async fn post(&mut self, rest: &str, body: &Value) -> Answer {
        self.pv.json(Method::POST, &format!("{}/{rest}", self.function), body).await
    }

    /// Does something with an operation.
    async fn of_operation(&mut self, operation: &Value, what: &str, body: &Value) -> Answer {
        let id = operation["id"].as_str().unwrap();
        let address = format!("/api/v1/organizations/acme/operations/{id}/{what}");
        self.pv.json(Method::POST, &address, body).await
    }

    /// The operation, once the worker has done what it can do now.
    async fn settled(&mut self, operation: &Value) -> Value {
        self.settle().await;
        let id = operation["id"].as_str().unwrap();
        self.pv.get(&format!("/api/v1/organizations/acme/operations/{id}")).await.json()
    }

    async fn get(&mut self, rest: &str) -> Answer {
        self.pv.get(&format!("{}/{rest}", self.function)).await
    }

    /// Deploys, and waits until it has ended.
    async fn deploy(&mut self, body: &Value) -> Value {
        let answer = self.post("deploys", body).await;
        assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", answer.text);
        assert_eq!(answer.header("retry-after"), "1");
        self.settle().await;
        let ended = self.pv.get(answer.header("location")).await.json();
        assert_eq!(ended["state"], "succeeded", "{ended}");
        ended
    }
}

const CODE: &str = "def handler(event, context):\n    return {'statusCode': 200}\n";

#[tokio::test]
async fn code_is_sent_deployed_changed_and_taken_back() {
    let mut shop = Shop::new().await;
    let nothing = shop.get("environment").await;
    assert_eq!(nothing.problem(), (409, "nothing_deployed".to_owned()));
    let sent = shop.upload(CODE).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text);
    assert_eq!(
        (&sent.json()["files"], sent.json()["artifact"].as_str().map(str::len)),
        (&json!(1), Some(64))
    );
    let again = shop.upload(CODE).await;
    assert_eq!(again.json(), sent.json(), "the same archive is the same artifact");
    let artifact = &sent.json()["artifact"];
    let job = json!({ "repository": "acme/shop", "commit": "0123abc", "run": "https://ci.example/1" });
    let first = shop
        .deploy(&json!({ "artifact": artifact, "environment": { "COLOR": "red" }, "message": "first", "job": job }))
        .await;
    assert_eq!((&first["version"], &first["message"]), (&json!(1), &json!("first")));

    let variables = json!({ "variables": { "COLOR": "blue" } });
    let address = format!("{}/environment", shop.function);
    assert_eq!(shop.pv.json(Method::PUT, &address, &variables).await.status, StatusCode::ACCEPTED);
    shop.settle().await;
    assert_eq!(
        shop.get("environment").await.json(),
        json!({ "variables": { "COLOR": "blue" }, "version": 2 })
    );

    let rolled_back = shop.post("versions/1/roll-back", &json!({})).await;
    assert_eq!(rolled_back.status, StatusCode::ACCEPTED, "{}", rolled_back.text);
    shop.settle().await;
    let versions = shop.get("versions").await.json();
    let states: Vec<(&Value, &Value)> = versions["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|version| (&version["number"], &version["state"]))
        .collect();
    assert_eq!(states, [(&json!(2), &json!("previous")), (&json!(1), &json!("live"))]);
    let version = shop.get("versions/1").await.json();
    assert_eq!(
        (&version["source"]["from"], &version["source"]["repository"]),
        (&json!("job"), &json!("acme/shop"))
    );
    let code_only = shop.post("versions/2/roll-back", &json!({ "what": "code" })).await;
    assert_eq!(code_only.json()["version"], 3, "{}", code_only.text);
    assert_eq!(shop.get("versions/99").await.problem(), (404, "not_found".to_owned()));
}

#[tokio::test]
async fn a_rollout_is_asked_for_hurried_and_taken_back() {
    let mut shop = Shop::new().await;
    let one = shop.upload(CODE).await.json()["artifact"].clone();
    let first = shop.deploy(&json!({ "artifact": one })).await;
    assert!(first["share"].is_null());
    let sent =
        shop.upload("def handler(event, context):\n    return None\n").await.json()["artifact"].clone();
    for (rollout, pointer) in [
        (json!({ "strategy": "canary" }), "/rollout/minutes"),
        (json!({ "strategy": "linear", "minutes": 61 }), "/rollout/minutes"),
        (json!({ "strategy": "manual", "minutes": 5 }), "/rollout/minutes"),
        (json!({ "strategy": "manual", "guards": { "error_percent": 0 } }), "/rollout/error_percent"),
    ] {
        let answer = shop.post("deploys", &json!({ "artifact": sent, "rollout": rollout })).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["errors"][0]["pointer"]), (422, &json!(pointer)));
    }
    let begun = shop.post("deploys", &json!({ "artifact": sent, "rollout": { "strategy": "manual" } })).await;
    let operation = shop.settled(&begun.json()).await;
    assert_eq!((&operation["state"], &operation["share"]), (&json!("running"), &json!(10)));
    let given = shop.of_operation(&operation, "share", &json!({ "percent": 40 })).await;
    assert_eq!(given.status, StatusCode::ACCEPTED, "{}", given.text);
    assert_eq!(shop.settled(&operation).await["share"], 40);
    let less = shop.of_operation(&operation, "share", &json!({ "percent": 40 })).await;
    assert_eq!((less.status.as_u16(), &less.json()["errors"][0]["pointer"]), (422, &json!("/percent")));
    shop.of_operation(&operation, "cancel", &Value::Null).await;
    assert_eq!(shop.settled(&operation).await["state"], "cancelled");
    let late = shop.of_operation(&operation, "share", &json!({ "percent": 50 })).await;
    assert_eq!(late.problem(), (409, "wrong_state".to_owned()));
}

#[tokio::test]
async fn what_is_no_good_archive_is_refused_with_the_reason() {
    let mut shop = Shop::new().await;
    let before = shop.world.audit_entries().await;
    for (what, kind, archive, status) in [
        ("empty", "application/zip", Vec::new(), 422),
        ("not a zip", "application/zip", b"hello".repeat(100), 422),
        ("another type", "application/json", b"{}".to_vec(), 415),
        ("52 MB", "application/zip", vec![0; 52 * 1024 * 1024], 413),
    ] {
        let answer = shop.send_archive(kind, archive).await;
        assert_eq!(answer.problem().0, status, "{what}: {}", answer.text);
    }
    let no_handler = artifact::archive_of(&[("readme.txt", 0o644, "hello")]).unwrap();
    let answer = shop.send_archive("application/zip", no_handler).await;
    assert_eq!((answer.problem().0, &answer.json()["errors"][0]["field"]), (422, &json!("code")));
    assert_eq!(shop.world.audit_entries().await, before);
}

#[tokio::test]
async fn wrong_deploys_are_named_by_what_is_wrong() {
    let mut shop = Shop::new().await;
    let hash = "ab".repeat(32);
    for (body, status, code) in [
        (json!({}), 409, "nothing_deployed"),
        (json!({ "artifact": hash }), 404, "not_found"),
        (json!({ "artifact": "latest" }), 422, "invalid"),
        (json!({ "artifact": hash, "version": 1 }), 422, "invalid"),
        (json!({ "check": { "path": "health" } }), 422, "invalid"),
        (json!({ "check": { "path": "/health", "event": {} } }), 422, "invalid"),
        (json!({ "job": { "repository": "", "commit": "x" } }), 422, "invalid"),
        (json!({ "when": "now" }), 422, "invalid"),
    ] {
        let answer = shop.post("deploys", &body).await;
        assert_eq!(answer.problem(), (status, code.to_owned()), "{body}: {}", answer.text);
    }
}

#[tokio::test]
async fn functions_are_run_with_events_that_can_be_kept() {
    let mut shop = Shop::new().await;
    let early = shop.post("invocations", &json!({ "payload": {} })).await;
    assert_eq!(early.problem(), (409, "nothing_deployed".to_owned()));
    let sent = shop.upload(CODE).await.json();
    shop.deploy(&json!({ "artifact": sent["artifact"] })).await;
    let ran = shop.post("invocations", &json!({ "payload": { "id": 1 } })).await;
    assert_eq!(ran.status, StatusCode::OK, "{}", ran.text);
    let ran = ran.json();
    assert_eq!(
        (&ran["outcome"], &ran["version"], &ran["response"]["statusCode"]),
        (&json!("answered"), &json!(1), &json!(200))
    );
    assert_eq!((&ran["report"]["duration_ms"], &ran["error"]), (&json!(11.5), &Value::Null));
    // Larger than what other routes take.
    let large = json!({ "payload": "x".repeat(3 * 1024 * 1024) });
    assert_eq!(shop.post("invocations", &large).await.status, StatusCode::OK);
    let larger = json!({ "payload": "x".repeat(6 * 1024 * 1024) });
    assert_eq!(shop.post("invocations", &larger).await.problem(), (422, "invalid".to_owned()));
    for (body, pointer) in [
        (json!({}), "/payload"),
        (json!({ "payload": {}, "version": 7 }), "/version"),
        (json!({ "payload": {}, "when": "now" }), "/when"),
    ] {
        let answer = shop.post("invocations", &body).await;
        assert_eq!(answer.problem().0, 422, "{body}");
        let named = answer.json()["errors"][0]["pointer"].as_str().map(ToOwned::to_owned);
        assert!(named.as_deref() == Some(pointer) || answer.text.contains(&pointer[1..]), "{}", answer.text);
    }

    for (query, minutes) in [("", 15), ("?span=hour", 1), ("?span=week", 120)] {
        let metrics = shop.get(&format!("metrics{query}")).await.json();
        assert_eq!(metrics["period_minutes"], minutes, "{query}");
        assert_eq!(
            (&metrics["series"][0]["version"], &metrics["series"][1]["version"]),
            (&Value::Null, &json!(1))
        );
    }
    assert_eq!(shop.get("metrics?span=year").await.problem(), (400, "malformed".to_owned()));

    let address = format!("{}/saved-events/new-order", shop.function);
    let kept = shop.pv.json(Method::PUT, &address, &json!({ "payload": "x".repeat(99_000) })).await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.text);
    shop.pv.json(Method::PUT, &address, &json!({ "payload": { "id": 2 } })).await;
    assert_eq!(shop.get("saved-events/new-order").await.json()["payload"], json!({ "id": 2 }));
    assert_eq!(shop.get("saved-events").await.json()["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(shop.pv.delete(&address).await.status, StatusCode::NO_CONTENT);
    assert_eq!(shop.get("saved-events/new-order").await.problem(), (404, "not_found".to_owned()));
    let unnamed = format!("{}/saved-events/New%20order", shop.function);
    assert_eq!(shop.pv.json(Method::PUT, &unnamed, &json!({ "payload": 1 })).await.problem().0, 422);
}

#[tokio::test]
async fn every_change_of_a_function_is_audited_and_needs_the_right_to_deploy() {
    let mut shop = Shop::new().await;
    let sent = shop.upload(CODE).await.json();
    shop.deploy(&json!({ "artifact": sent["artifact"] })).await;
    let mut viewer = Program::of(&shop.world.site, &mut shop.world.viewer().await).await;
    let (none, variables) = (json!({}), json!({ "variables": {} }));
    let changes = [
        (Method::POST, "deploys", &none),
        (Method::POST, "versions/1/roll-back", &json!({ "what": "code" })),
        (Method::PUT, "environment", &variables),
    ];
    for (method, rest, body) in changes {
        let address = format!("{}/{rest}", shop.function);
        let refused = viewer.json(method.clone(), &address, body).await;
        assert_eq!(refused.problem(), (403, "forbidden".to_owned()), "{rest}");
        let before = shop.world.audit_entries().await;
        let done = shop.pv.json(method, &address, body).await;
        assert_eq!(done.status, StatusCode::ACCEPTED, "{rest}: {}", done.text);
        assert!(shop.world.audit_entries().await > before, "{rest}");
    }
    let event = json!({ "payload": {} });
    for (method, rest) in [
        (Method::POST, "invocations"),
        (Method::PUT, "saved-events/order"),
        (Method::DELETE, "saved-events/order"),
    ] {
        let address = format!("{}/{rest}", shop.function);
        let refused = viewer.json(method.clone(), &address, &event).await;
        assert_eq!(refused.problem(), (403, "forbidden".to_owned()), "{method} {rest}");
        let before = shop.world.audit_entries().await;
        assert!(shop.pv.json(method.clone(), &address, &event).await.status.is_success(), "{method} {rest}");
        assert_eq!(shop.world.audit_entries().await, before + 1, "{method} {rest}");
    }
    let address = format!("{}/artifacts", shop.function);
    let request = viewer.request(Method::POST, &address).header("content-type", "application/zip");
    assert_eq!(viewer.send(request, Body::from("x")).await.problem(), (403, "forbidden".to_owned()));
    let before = shop.world.audit_entries().await;
    shop.upload("def handler(event, context):\n    return 1\n").await;
    assert_eq!(shop.world.audit_entries().await, before + 1);
}
