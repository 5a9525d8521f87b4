use std::sync::Arc;

use aws_credential_types::provider::{ProvideCredentials, future};
use aws_sdk_sts::operation::assume_role::AssumeRoleOutput;
use aws_sdk_sts::types::Credentials as Given;
use aws_smithy_mocks::{Rule, RuleMode, mock, mock_client};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::DateTime;
use domain::clock::FixedClock;

use super::*;
use crate::testing::{error, place};

/// Sessions that begin at the epoch and live 15 minutes.
fn granted() -> Rule {
    mock!(aws_sdk_sts::Client::assume_role).then_output(|| {
        let given = Given::builder()
            .access_key_id("AKIA")
            .secret_access_key("hunter2")
            .session_token("session")
            .expiration(DateTime::from_secs(900));
        AssumeRoleOutput::builder().credentials(given.build().unwrap()).build()
    })
}

fn roles(rule: &Rule) -> (AssumedRoles, Arc<FixedClock>) {
    let clock = Arc::new(FixedClock::new(Timestamp::UNIX_EPOCH));
    let sts = mock_client!(aws_sdk_sts, RuleMode::MatchAny, &[rule], |config| {
        config.retry_config(aws_config::retry::RetryConfig::disabled())
    });
    let home = SdkConfig::builder().behavior_version(aws_config::BehaviorVersion::latest()).build();
    let limits = Arc::new(Limits::default());
    (AssumedRoles { home, sts, limits, clock: clock.clone(), slots: Mutex::default() }, clock)
}

fn other(change: impl FnOnce(&mut Place)) -> Place {
    let mut other = place();
    change(&mut other);
    other
}

#[tokio::test]
async fn the_role_is_assumed_with_external_id_tags_and_the_shortest_life() {
    let rule = mock!(aws_sdk_sts::Client::assume_role)
        .match_requests(|input| {
            let tags: Vec<_> = input.tags().iter().map(|tag| (tag.key(), tag.value())).collect();
            input.role_arn() == Some("arn:aws:iam::222222222222:role/provisioner-deploy")
                && input.external_id() == Some("external-id")
                && input.duration_seconds() == Some(900)
                && input.role_session_name() == Some("provisioner-018f3b6e-0000-7000-8000-000000000002")
                && input.transitive_tag_keys().is_empty()
                && tags
                    == [
                        ("organization", "acme"),
                        ("component", "018f3b6e-0000-7000-8000-000000000001"),
                        ("operation", "018f3b6e-0000-7000-8000-000000000002"),
                    ]
        })
        .then_http_response(|| error(403, "AccessDenied", "reached"));
    let Err(CloudError::AccountUnreachable(source)) = roles(&rule).0.open(&place()).await else {
        panic!("the role was not asked for as it should be");
    };
    assert!(source.to_string().contains("reached"));
}

#[tokio::test]
async fn a_session_is_used_until_shortly_before_its_end() {
    let rule = granted();
    let (roles, clock) = roles(&rule);
    roles.open(&place()).await.unwrap();
    clock.advance(SignedDuration::from_secs(900 - 121));
    roles.open(&place()).await.unwrap();
    assert_eq!(rule.num_calls(), 1);
    clock.advance(SignedDuration::from_secs(1));
    roles.open(&place()).await.unwrap();
    assert_eq!(rule.num_calls(), 2);
}

#[tokio::test]
async fn nothing_of_a_place_shares_its_session_with_another() {
    let rule = granted();
    let (roles, _) = roles(&rule);
    let places = [
        place(),
        other(|place| place.organization = "globex".to_owned().try_into().unwrap()),
        other(|place| place.component = None),
        other(|place| place.operation = None),
        other(|place| place.external_id = "changed".to_owned()),
        other(|place| place.region = "us-east-1".to_owned().try_into().unwrap()),
        other(|place| place.account = "333333333333".to_owned().try_into().unwrap()),
    ];
    for place in places.iter().chain(&places) {
        roles.open(place).await.unwrap();
    }
    assert_eq!(rule.num_calls(), places.len());
}

#[tokio::test]
async fn callers_at_the_same_time_share_one_session() {
    let rule = granted();
    let (roles, _) = roles(&rule);
    let place = place();
    let (first, second) = tokio::join!(roles.open(&place), roles.open(&place));
    assert!(Arc::ptr_eq(&first.unwrap(), &second.unwrap()));
}

#[tokio::test]
async fn a_session_that_aws_ended_is_opened_anew() {
    let rule = granted();
    let (roles, _) = roles(&rule);
    roles.open(&place()).await.unwrap();
    roles.forget(&place());
    roles.open(&place()).await.unwrap();
    assert_eq!(rule.num_calls(), 2);
}

#[test]
fn the_session_that_was_not_used_for_longest_goes_first() {
    let mut slots = Slots::default();
    let numbered = |number: usize| other(|place| place.external_id = number.to_string());
    for number in 0..MOST_SESSIONS {
        slots.of(&numbered(number));
    }
    slots.of(&numbered(0));
    slots.of(&numbered(MOST_SESSIONS));
    assert_eq!(slots.by_place.len(), MOST_SESSIONS);
    assert!(slots.by_place.contains_key(&numbered(0)));
    assert!(!slots.by_place.contains_key(&numbered(1)));
}

#[tokio::test]
async fn a_role_that_is_refused_is_unreachable_and_a_busy_sts_is_not() {
    let refused = |response: fn() -> HttpResponse| async move {
        let rule = mock!(aws_sdk_sts::Client::assume_role).then_http_response(response);
        roles(&rule).0.open(&place()).await.err().unwrap()
    };
    let denied = refused(|| error(403, "AccessDenied", "not authorized to perform: sts:AssumeRole")).await;
    assert!(matches!(denied, CloudError::AccountUnreachable(_)), "{denied:?}");
    let disabled = refused(|| error(403, "RegionDisabledException", "STS is not activated")).await;
    assert!(matches!(disabled, CloudError::AccountUnreachable(_)), "{disabled:?}");
    let busy = refused(|| error(400, "Throttling", "Rate exceeded")).await;
    assert!(matches!(busy, CloudError::Transient(_)), "{busy:?}");
}

#[test]
fn session_names_fit_and_name_the_narrowest_thing() {
    let whole = other(|place| (place.component, place.operation) = (None, None));
    assert_eq!(session_name(&whole), "provisioner-acme");
    assert!(session_name(&place()).len() <= 64);
}

#[derive(Debug)]
struct NoCredentials;

impl ProvideCredentials for NoCredentials {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::ready(Err(CredentialsError::not_loaded("there are none")))
    }
}

#[tokio::test]
async fn without_home_credentials_every_account_is_unreachable() {
    let (mut roles, _) = roles(&granted());
    let home = aws_sdk_sts::Config::builder().with_test_defaults_v2().credentials_provider(NoCredentials);
    roles.sts = aws_sdk_sts::Client::from_conf(home.build());
    let Err(CloudError::AccountUnreachable(source)) = roles.open(&place()).await else {
        panic!("the account is not unreachable");
    };
    assert!(source.to_string().contains("there are none"), "{source}");
}
