//! `Idempotency-Key`: a request that is sent twice is done once.

use http::{Method, StatusCode};
use jiff::SignedDuration;
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use server::service::housekeeping;

use crate::api_program::Program;
use crate::sweep_world::World;

const COMPONENTS: &str = "/api/v1/organizations/acme/components";

fn database(name: &str) -> Value {
    json!({
        "kind": "postgres",
        "project": "shop",
        "name": name,
        "environment": "development",
        "region": "us-east-1",
    })
}

async fn post(pv: &mut Program, body: &Value, key: &str) -> crate::http_site::Answer {
    pv.json_with(Method::POST, COMPONENTS, body, &[("idempotency-key", key)]).await
}

#[tokio::test]
async fn the_second_request_gets_the_answer_of_the_first() {
    let world = World::new().await;
    let mut pv = Program::of(&world.site, &mut world.owner().await).await;
    let first = post(&mut pv, &database("once-db"), "key-1").await;
    assert_eq!(
        (first.status, first.header("idempotency-replayed")),
        (StatusCode::ACCEPTED, ""),
        "{}",
        first.text
    );
    let before = world.everything().await;
    let second = post(&mut pv, &database("once-db"), "key-1").await;
    assert_eq!((second.status, second.header("idempotency-replayed")), (StatusCode::ACCEPTED, "true"));
    assert_eq!((second.text, second.headers.get("location")), (first.text, first.headers.get("location")));
    assert_eq!(world.everything().await, before);

    let reused = post(&mut pv, &database("other-db"), "key-1").await;
    assert_eq!(reused.problem(), (422, "idempotency_key_reused".to_owned()));
    let mut another = Program::of(&world.site, &mut world.owner().await).await;
    let taken = post(&mut another, &database("once-db"), "key-1").await;
    assert_eq!(taken.problem(), (409, "name_taken".to_owned()), "keys belong to a credential");
}

#[tokio::test]
async fn what_was_refused_can_be_tried_again_with_the_same_key() {
    let world = World::new().await;
    let mut pv = Program::of(&world.site, &mut world.owner().await).await;
    let wrong = post(&mut pv, &database("WRONG"), "key-1").await;
    assert_eq!(wrong.problem(), (422, "invalid".to_owned()));
    assert_eq!(post(&mut pv, &database("right-db"), "key-1").await.status, StatusCode::ACCEPTED);
    for key in ["", "a b", &"a".repeat(201)] {
        assert_eq!(
            post(&mut pv, &database("x-db"), key).await.problem(),
            (400, "malformed".to_owned()),
            "{key}"
        );
    }
}

#[tokio::test]
async fn two_at_the_same_time_are_one() {
    let world = World::new().await;
    let mut one = Program::of(&world.site, &mut world.owner().await).await;
    let mut two = Program::without_token(&world.site);
    two.token.clone_from(&one.token);
    let body = database("race-db");
    let (first, second) = tokio::join!(post(&mut one, &body, "key-1"), post(&mut two, &body, "key-1"));
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert!(statuses == [202, 409] || statuses == [202, 202], "{statuses:?}");
    if statuses == [202, 202] {
        assert_eq!(first.json()["id"], second.json()["id"]);
    }
    let found = one.get(&format!("{COMPONENTS}?name=race-db")).await;
    assert_eq!(found.json()["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_was_begun_is_known_even_when_the_server_ended_before_it_answered() {
    let world = World::new().await;
    let mut pv = Program::of(&world.site, &mut world.owner().await).await;
    let first = post(&mut pv, &database("lost-db"), "key-1").await;
    set_keys(&world, "status = NULL").await;
    let before = world.everything().await;
    let second = post(&mut pv, &database("lost-db"), "key-1").await;
    assert_eq!((second.status, second.header("idempotency-replayed")), (StatusCode::ACCEPTED, "true"));
    assert_eq!(second.headers.get("location"), first.headers.get("location"));
    assert_eq!(second.json()["id"], first.json()["id"]);
    assert_eq!(world.everything().await, before);
    let reused = post(&mut pv, &database("other-db"), "key-1").await;
    assert_eq!(reused.problem(), (422, "idempotency_key_reused".to_owned()));
}

#[tokio::test]
async fn a_request_that_its_server_took_along_can_be_made_again_when_its_time_is_over() {
    let world = World::new().await;
    let mut pv = Program::of(&world.site, &mut world.owner().await).await;
    let first = post(&mut pv, &database("taken-db"), "key-1").await;
    assert_eq!(first.status, StatusCode::ACCEPTED, "{}", first.text);
    set_keys(&world, "status = NULL, operation = NULL").await;
    let early = post(&mut pv, &database("taken-db"), "key-1").await;
    assert_eq!(early.problem(), (409, "idempotency_key_in_work".to_owned()));
    world.site.app.clock.advance(SignedDuration::from_secs(36));
    let again = post(&mut pv, &database("taken-db"), "key-1").await;
    assert_eq!(again.problem(), (409, "name_taken".to_owned()), "looked at as if it came first");
}

/// Changes what is known of all requests, as a server leaves it that ends in the middle of one.
async fn set_keys(world: &World, values: &str) {
    let transaction = world.site.app.context.db.write().await.unwrap();
    transaction.execute_unprepared(&format!("UPDATE idempotency_keys SET {values}")).await.unwrap();
    transaction.commit().await.unwrap();
}

#[tokio::test]
async fn a_key_is_forgotten_after_a_day() {
    let world = World::new().await;
    let mut pv = Program::of(&world.site, &mut world.owner().await).await;
    post(&mut pv, &database("day-db"), "key-1").await;
    world.site.app.clock.advance(SignedDuration::from_hours(23));
    assert_eq!(housekeeping::forget_requests(&world.site.app.context).await.unwrap(), 0);
    world.site.app.clock.advance(SignedDuration::from_hours(2));
    assert_eq!(housekeeping::forget_requests(&world.site.app.context).await.unwrap(), 1);
}
