use aws_sdk_elasticloadbalancingv2::Client;
use aws_sdk_elasticloadbalancingv2::operation::describe_target_health::DescribeTargetHealthOutput;
use aws_sdk_elasticloadbalancingv2::operation::register_targets::RegisterTargetsOutput;
use aws_sdk_elasticloadbalancingv2::types::TargetHealthDescription;
use aws_smithy_mocks::mock;
use domain::cloud::CloudError;

use super::target;
use crate::testing::{cloud, error, place};

#[tokio::test]
async fn registered_targets_are_told_by_their_arns() {
    let rule = mock!(Client::describe_target_health)
        .match_requests(|input| input.target_group_arn() == Some("group"))
        .then_output(|| {
            let told = TargetHealthDescription::builder().target(target("orders:live"));
            DescribeTargetHealthOutput::builder().target_health_descriptions(told.build()).build()
        });
    assert_eq!(cloud(&[&rule]).targets.registered(&place(), "group").await.unwrap(), ["orders:live"]);
}

#[tokio::test]
async fn a_target_is_registered_and_refused_where_it_does_not_allow_it() {
    let rule = mock!(Client::register_targets)
        .match_requests(|input| {
            input.target_group_arn() == Some("group") && input.targets() == [target("orders:live")]
        })
        .then_output(|| RegisterTargetsOutput::builder().build());
    cloud(&[&rule]).targets.register(&place(), "group", "orders:live").await.unwrap();
    let denied = mock!(Client::register_targets)
        .then_http_response(|| error(403, "AccessDenied", "elasticloadbalancing principal cannot invoke"));
    let refused = cloud(&[&denied]).targets.register(&place(), "group", "orders:live").await;
    assert!(matches!(refused, Err(CloudError::Refused { .. })), "{refused:?}");
}

#[tokio::test]
async fn what_does_not_exist_has_no_targets_and_needs_none_taken_away() {
    let gone = || error(400, "TargetGroupNotFound", "One or more target groups not found");
    let describe = mock!(Client::describe_target_health).then_http_response(gone);
    let deregister = mock!(Client::deregister_targets).then_http_response(gone);
    let register = mock!(Client::register_targets).then_http_response(gone);
    let targets = cloud(&[&describe, &deregister, &register]).targets;
    assert_eq!(targets.registered(&place(), "group").await.unwrap(), [""; 0]);
    targets.deregister(&place(), "group", "orders:live").await.unwrap();
    targets.register(&place(), "group", "orders:live").await.unwrap_err();
    let missing = mock!(Client::deregister_targets)
        .then_http_response(|| error(400, "InvalidTarget", "The following targets are not registered"));
    cloud(&[&missing]).targets.deregister(&place(), "group", "orders:live").await.unwrap();
}
