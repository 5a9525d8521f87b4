//! The function itself, where its logs go, and where its secret values are kept.

use domain::function::{COLD_STARTS, OWN_NAMESPACE};
use serde_json::{Value, json};

use super::super::placeholder;
use super::{Input, id, network};
use crate::artifacts;
use crate::names::artifacts_stack;
use crate::template::{OnRemoval, Resource, Template, get_att, import_value, reference};

pub(super) fn add(template: &mut Template, input: &Input<'_>) {
    // Lambda would make the group itself, without encryption and for ever.
    let group = json!({
        "LogGroupName": log_group_name(&input.identifier),
        "RetentionInDays": input.settings.log_retention_days.days(),
        "KmsKeyId": get_att(id::KEY, "Arn"),
    });
    // What happened is asked for after the function is gone, too.
    template.add(id::LOG_GROUP, Resource::new("AWS::Logs::LogGroup", group).on_removal(OnRemoval::Keep));
    add_cold_starts(template, &input.identifier);
    // Values are put into it by direct calls: none ever stands in a template.
    let secret = json!({
        "Description": format!("Secret values of {}", input.identifier),
        "KmsKeyId": get_att(id::KEY, "Arn"),
        "Name": format!("provisioner/{}", input.identifier),
        "SecretString": "{}",
    });
    template.add(id::SECRET, Resource::new("AWS::SecretsManager::Secret", secret));
    let mut function = Resource::new("AWS::Lambda::Function", function(input));
    if input.database.is_some() {
        // A function that runs can connect, and while it is deleted nobody waits for a database that is out of reach.
        function = function.after(id::DATABASE_ACCESS);
    }
    template.add(id::FUNCTION, function);
}

/// Counts how often the code is started, which AWS writes into the log and counts nowhere
/// (<https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html#platform-initStart>). See decision 0007.
fn add_cold_starts(template: &mut Template, identifier: &str) {
    let function = json!({ "Key": "FunctionName", "Value": "$.record.functionName" });
    let version = json!({ "Key": "Version", "Value": "$.record.functionVersion" });
    let filter = |name: &str, dimensions: Value| {
        let filter = json!({
            "FilterName": format!("{identifier}-{name}"),
            "FilterPattern": r#"{ $.type = "platform.initStart" }"#,
            "LogGroupName": reference(id::LOG_GROUP),
            "MetricTransformations": [{
                "Dimensions": dimensions,
                "MetricName": COLD_STARTS,
                "MetricNamespace": OWN_NAMESPACE,
                "MetricValue": "1",
                "Unit": "Count",
            }],
        });
        Resource::new("AWS::Logs::MetricFilter", filter)
    };
    template.add("ColdStarts", filter("cold-starts", json!([function])));
    template.add("ColdStartsOfVersions", filter("cold-starts-of-versions", json!([function, version])));
}

/// The log group of a function, under the name that Lambda itself would give it.
pub(super) fn log_group_name(identifier: &str) -> String {
    format!("/aws/lambda/{identifier}")
}

/// What stays of a function. `Environment` is left out on purpose, and `Code` never changes: both are moved by deploys, and CloudFormation
/// touches neither as long as their part of the template is the same.
fn function(input: &Input<'_>) -> Value {
    let settings = input.settings;
    let artifacts = artifacts_stack(&input.context.organization);
    let mut function = json!({
        "Architectures": [settings.architecture.as_str()],
        "Code": {
            "S3Bucket": import_value(artifacts::bucket_export(&artifacts)),
            "S3Key": placeholder::key(settings.runtime.family()),
        },
        "FunctionName": input.identifier,
        "Handler": settings.handler.as_str(),
        "KmsKeyArn": get_att(id::KEY, "Arn"),
        "LoggingConfig": { "LogFormat": "JSON", "LogGroup": reference(id::LOG_GROUP) },
        "MemorySize": settings.memory_mb,
        "ReservedConcurrentExecutions": settings.concurrency,
        "Role": get_att(id::ROLE, "Arn"),
        "Runtime": settings.runtime.as_str(),
        "Timeout": settings.timeout_seconds,
    });
    if input.database.is_some() {
        function["VpcConfig"] = network::config(input);
    }
    function
}
