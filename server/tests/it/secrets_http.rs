//! Secret values over HTTP: where a value comes to rest, and where it does not.

use std::collections::BTreeSet;

use domain::caller::{Caller, Task};
use http::{Method, StatusCode};
use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

use crate::api_program::Program;
use crate::sweep_world::World;

const VALUE: &str = "correct-horse-battery-staple";

/// Everything that is logged on this thread.
#[derive(Clone, Default)]
struct Logged(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

impl std::io::Write for Logged {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Logged {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn a_value_rests_in_aws_alone() {
    let logged = Logged::default();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(logged.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let world = World::new().await;
    let function = world.ids.function.id;
    let arn = world.ids.function.outputs["SecretArn"].clone();
    let mut browser = world.owner().await;
    let mut pv = Program::of(&world.site, &mut browser).await;
    let api = format!("/api/v1/organizations/acme/components/{function}/secrets");
    let page = format!("/o/acme/components/{function}/secrets");

    let set = pv.json(Method::PUT, &format!("{api}/FROM_PV"), &json!({ "value": VALUE })).await;
    assert_eq!(set.status, StatusCode::OK, "{}", set.text);
    assert_eq!(set.json()["name"], "FROM_PV");
    let keyed = pv.request(Method::PUT, &format!("{api}/KEYED")).header("idempotency-key", "1");
    let keyed = keyed.header("content-type", "application/json");
    let keyed = pv.send(keyed, axum::body::Body::from(json!({ "value": VALUE }).to_string())).await;
    assert_eq!(keyed.status, StatusCode::OK, "{}", keyed.text);
    let posted = browser.post(&page, &[("name", "FROM_PAGE"), ("value", VALUE)]).await;
    assert_eq!(posted.status, StatusCode::SEE_OTHER, "{}", posted.text);
    let mut shown = vec![set.text, keyed.text, posted.text];
    for (name, body) in [
        ("BAD-NAME", json!({ "value": VALUE })),
        ("A1", json!({ "value": [VALUE] })),
        ("A1", json!({ "value": VALUE, "also": VALUE })),
    ] {
        let refused = pv.json(Method::PUT, &format!("{api}/{name}"), &body).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
        shown.push(refused.text);
    }
    let wrong = browser.post(&page, &[("name", "BAD-NAME"), ("value", VALUE)]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    shown.push(wrong.text);
    world.site.cloud.fault_always(server::testing::cloud::Fault::Silent);
    let failed = pv.json(Method::PUT, &format!("{api}/A1"), &json!({ "value": VALUE })).await;
    assert_eq!(failed.problem(), (503, "unavailable".to_owned()));
    world.site.cloud.recover();
    shown.push(failed.text);
    for address in
        [page.clone(), api.clone(), "/o/acme/audit".to_owned(), "/o/acme/audit/export.ndjson".to_owned()]
    {
        shown.push(if address == api {
            pv.get(&address).await.text
        } else {
            browser.get(&address).await.text
        });
    }

    let in_aws = world.site.cloud.secret(&arn).unwrap();
    for name in ["FROM_PV", "KEYED", "FROM_PAGE"] {
        assert_eq!(in_aws[name], VALUE, "{name}");
        assert!(shown.iter().any(|text| text.contains(name)), "{name}");
    }
    for text in shown {
        assert!(!text.contains(VALUE), "{text}");
    }
    assert_eq!(world.tables_that_hold(VALUE).await, Vec::<String>::new());
    let log = String::from_utf8_lossy(&logged.0.lock().unwrap()).into_owned();
    assert!(log.contains("PUT") || log.contains("secrets"), "nothing was logged");
    assert!(!log.contains(VALUE), "it stands in the log");
}

#[tokio::test]
async fn names_are_listed_for_everybody_and_changed_by_those_who_may_deploy() {
    let world = World::new().await;
    let function = world.ids.function.id;
    let api = format!("/api/v1/organizations/acme/components/{function}/secrets");
    let mut viewer = Program::of(&world.site, &mut world.viewer().await).await;
    let mut developer = Program::of(&world.site, &mut world.developer().await).await;
    let listed = viewer.get(&api).await.json();
    assert_eq!(listed["secrets"][0]["name"], "API_KEY");
    let keys: BTreeSet<_> = listed["secrets"][0].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, BTreeSet::from(["name", "set", "set_by", "version"]));
    let body = json!({ "value": "x" });
    let refused = viewer.json(Method::PUT, &format!("{api}/API_KEY"), &body).await;
    assert_eq!(refused.problem(), (403, "forbidden".to_owned()));
    let before = world.audit_entries().await;
    let set = developer.json(Method::PUT, &format!("{api}/API_KEY"), &body).await;
    assert_eq!((set.status, &set.json()["version"]), (StatusCode::OK, &json!(2)));
    assert_eq!(world.audit_entries().await, before + 1);
    for _ in 0..2 {
        let removed = developer.json(Method::DELETE, &format!("{api}/API_KEY"), &json!({})).await;
        assert_eq!(removed.status, StatusCode::NO_CONTENT, "{}", removed.text);
    }
    let unknown = developer.json(Method::DELETE, &format!("{api}/NEVER_SET"), &json!({})).await;
    assert_eq!(unknown.problem(), (404, "not_found".to_owned()));
    let database = format!("/api/v1/organizations/acme/components/{}/secrets", world.ids.component.id);
    assert_eq!(developer.get(&database).await.problem(), (404, "not_found".to_owned()));
    let automation = Caller::automation(Task::CommandLine, "test");
    let left = world.site.parts.ports.secrets.list(&automation, world.acme, function).await.unwrap();
    assert!(left.is_empty());
}
