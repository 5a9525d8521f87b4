use aws_sdk_lambda::Client;
use aws_sdk_lambda::operation::add_permission::AddPermissionOutput;
use aws_sdk_lambda::operation::create_alias::CreateAliasOutput;
use aws_sdk_lambda::operation::get_alias::GetAliasOutput;
use aws_sdk_lambda::operation::update_alias::UpdateAliasOutput;
use aws_smithy_mocks::{Rule, mock};
use domain::cloud::AliasStatus;

use super::*;
use crate::testing::{cloud, place, rest_error};

const ARN: &str = "arn:aws:lambda:eu-central-1:222222222222:function:orders:live";
const GROUP: &str =
    "arn:aws:elasticloadbalancing:eu-central-1:222222222222:targetgroup/orders/6d0ecf831eec9f09";

/// An alias `live` that points there.
fn pointing(version: &'static str, weights: &'static [(&'static str, f64)]) -> Rule {
    mock!(Client::get_alias)
        .match_requests(|input| input.function_name() == Some("orders") && input.name() == Some("live"))
        .then_output(move || {
            let weights = weights.iter().map(|(version, weight)| ((*version).to_owned(), *weight)).collect();
            let routing = AliasRoutingConfiguration::builder().set_additional_version_weights(Some(weights));
            GetAliasOutput::builder()
                .alias_arn(ARN)
                .function_version(version)
                .routing_config(routing.build())
                .revision_id("revision")
                .build()
        })
}

#[tokio::test]
async fn an_alias_tells_where_it_points() {
    let found = cloud(&[&pointing("3", &[("4", 0.29)])]).aliases.describe(&place(), "orders", "live").await;
    let traffic = Traffic::split(3, 4, Share::percent(29));
    let expected = AliasStatus { arn: ARN.to_owned(), traffic, revision: "revision".to_owned() };
    assert_eq!(found.unwrap(), Some(expected));
    let found = cloud(&[&pointing("3", &[])]).aliases.describe(&place(), "orders", "live").await;
    assert_eq!(found.unwrap().unwrap().traffic, Traffic::all(3));
}

#[tokio::test]
async fn an_alias_without_a_numbered_version_is_refused() {
    let found = cloud(&[&pointing("$LATEST", &[])]).aliases.describe(&place(), "orders", "live").await;
    assert!(matches!(found, Err(CloudError::Refused { .. })), "{found:?}");
}

#[tokio::test]
async fn what_does_not_exist_is_none() {
    let rule = mock!(Client::get_alias)
        .then_http_response(|| rest_error(404, "ResourceNotFoundException", "Cannot find alias arn"));
    let found = cloud(&[&rule]).aliases.describe(&place(), "orders", "live").await;
    assert_eq!(found.unwrap(), None);
}

#[test]
fn every_share_comes_back_from_its_weight() {
    for percent in 1..100 {
        let weights = routing(&Traffic::split(3, 4, Share::percent(percent)));
        assert_eq!(share(weights.additional_version_weights().unwrap()["4"]).as_percent(), percent);
    }
    assert_eq!((share(-1.0), share(0.004), share(2.0)), (Share::NONE, Share::NONE, Share::ALL));
}

#[tokio::test]
async fn an_alias_is_made_or_changed_as_it_was_read() {
    let create = mock!(Client::create_alias)
        .match_requests(|input| {
            let weights = input.routing_config().and_then(|routing| routing.additional_version_weights());
            input.function_version() == Some("3") && weights.is_some_and(HashMap::is_empty)
        })
        .then_output(|| CreateAliasOutput::builder().build());
    let update = mock!(Client::update_alias)
        .match_requests(|input| {
            let weights = input.routing_config().and_then(|routing| routing.additional_version_weights());
            input.revision_id() == Some("revision")
                && input.function_version() == Some("3")
                && weights.is_some_and(|weights| *weights == HashMap::from([("4".to_owned(), 0.1)]))
        })
        .then_output(|| UpdateAliasOutput::builder().build());
    let aliases = cloud(&[&create, &update]).aliases;
    aliases.point(&place(), "orders", "live", &Traffic::all(3), None).await.unwrap();
    let split = Traffic::split(3, 4, Share::percent(10));
    aliases.point(&place(), "orders", "live", &split, Some("revision")).await.unwrap();
}

#[tokio::test]
async fn an_alias_that_points_there_already_is_left_and_another_is_looked_at_again() {
    let create = mock!(Client::create_alias)
        .then_http_response(|| rest_error(409, "ResourceConflictException", "Alias already exists"));
    let update = mock!(Client::update_alias).then_http_response(|| {
        rest_error(412, "PreconditionFailedException", "The RevisionId is not the latest")
    });
    let aliases = cloud(&[&create, &update, &pointing("3", &[])]).aliases;
    for revision in [None, Some("old")] {
        aliases.point(&place(), "orders", "live", &Traffic::all(3), revision).await.unwrap();
        let other = aliases.point(&place(), "orders", "live", &Traffic::all(4), revision).await;
        assert!(matches!(other, Err(CloudError::Transient(_))), "{other:?}");
    }
}

#[tokio::test]
async fn a_version_that_does_not_exist_is_refused() {
    let update = mock!(Client::update_alias)
        .then_http_response(|| rest_error(404, "ResourceNotFoundException", "Function not found: orders:9"));
    let aliases = cloud(&[&update]).aliases;
    let refused = aliases.point(&place(), "orders", "live", &Traffic::all(9), Some("revision")).await;
    assert!(matches!(refused, Err(CloudError::Refused { .. })), "{refused:?}");
}

#[tokio::test]
async fn the_load_balancer_may_invoke_the_alias_for_its_group_only() {
    let rule = mock!(Client::add_permission)
        .match_requests(|input| {
            input.qualifier() == Some("live")
                && input.statement_id() == Some("load-balancer-6d0ecf831eec9f09")
                && input.action() == Some("lambda:InvokeFunction")
                && input.principal() == Some("elasticloadbalancing.amazonaws.com")
                && input.source_arn() == Some(GROUP)
        })
        .then_output(|| AddPermissionOutput::builder().build());
    cloud(&[&rule]).aliases.allow_load_balancer(&place(), "orders", "live", GROUP).await.unwrap();
    let exists = mock!(Client::add_permission)
        .then_http_response(|| rest_error(409, "ResourceConflictException", "The statement id exists"));
    cloud(&[&exists]).aliases.allow_load_balancer(&place(), "orders", "live", GROUP).await.unwrap();
}
