//! Who reaches the function: its name, its target group, and the rules of the load balancer's listener, which are its allow-list.

use domain::allow_list::{AllowList, Entry};
use serde_json::{Value, json};

use super::super::limits::{NETWORKS_PER_RULE, priorities};
use super::{Input, id};
use crate::load_balancer;
use crate::names::load_balancer_stack;
use crate::template::{Resource, Template, import_value, reference};

pub(super) fn add(template: &mut Template, input: &Input<'_>, allow_list: &AllowList) {
    let stack = load_balancer_stack(&input.context.organization, input.settings.exposure);
    // Its target, the alias, is registered by direct calls.
    let target_group = json!({
        // One value for each header, as most examples and frameworks expect it.
        // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#multi-value-headers
        "TargetGroupAttributes": [{ "Key": "lambda.multi_value_headers.enabled", "Value": "false" }],
        "TargetType": "lambda",
    });
    template.add(id::TARGET_GROUP, Resource::new("AWS::ElasticLoadBalancingV2::TargetGroup", target_group));
    let record = json!({
        "AliasTarget": {
            "DNSName": import_value(load_balancer::dns_name_export(&stack)),
            "EvaluateTargetHealth": false,
            "HostedZoneId": import_value(load_balancer::hosted_zone_export(&stack)),
        },
        "HostedZoneId": input.domain.hosted_zone_id,
        "Name": input.host,
        "Type": "A",
    });
    template.add("HostName", Resource::new("AWS::Route53::RecordSet", record));
    add_rules(template, input, allow_list, &load_balancer::listener_export(&stack));
}

/// Adds the rules, `Rule1` to at most `Rule5`, each with the next four networks in the order of the list. No network, no rule.
///
/// Priorities are unique in a listener, and CloudFormation makes what is new before it deletes what is gone. So a rule has its logical id and
/// its priority by its position, for ever: two of one priority never meet, and a rule that stays is changed in place, which AWS does at once.
/// New networks stand at the end of the list, so a network only ever moves to an earlier rule, when one before it went. Each rule waits for
/// the one before it: a network arrives in the earlier rule before it leaves the later one, and nobody who stays is shut out for a moment.
///
/// Where an older list is restored, networks may move to a later rule: those are shut out for the seconds between two changes.
fn add_rules(template: &mut Template, input: &Input<'_>, allow_list: &AllowList, listener_export: &str) {
    let mut before: Option<String> = None;
    let rules = allow_list.entries().chunks(NETWORKS_PER_RULE).zip(priorities(input.slot));
    for (number, (entries, priority)) in rules.enumerate() {
        let logical_id = format!("Rule{}", number + 1);
        let properties = rule(&input.host, entries, priority, listener_export);
        let rule = Resource::new("AWS::ElasticLoadBalancingV2::ListenerRule", properties);
        let rule = match before.replace(logical_id.clone()) {
            Some(before) => rule.after(&before),
            None => rule,
        };
        template.add(logical_id, rule);
    }
}

fn rule(host: &str, entries: &[Entry], priority: u16, listener_export: &str) -> Value {
    let networks: Vec<String> = entries.iter().map(|entry| entry.network.to_string()).collect();
    json!({
        "Actions": [{ "TargetGroupArn": reference(id::TARGET_GROUP), "Type": "forward" }],
        "Conditions": [
            { "Field": "host-header", "HostHeaderConfig": { "Values": [host] } },
            { "Field": "source-ip", "SourceIpConfig": { "Values": networks } },
        ],
        "ListenerArn": import_value(listener_export),
        "Priority": priority,
    })
}
