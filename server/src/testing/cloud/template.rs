//! Reads of a template what the fake needs.

use std::collections::BTreeMap;

use domain::plan::{ResourceAction, ResourceChange};
use serde_json::Value;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Resource {
    pub(super) logical_id: String,
    pub(super) resource_type: String,
}

impl Resource {
    pub(super) fn stack(name: &str) -> Self {
        Self { logical_id: name.to_owned(), resource_type: "AWS::CloudFormation::Stack".to_owned() }
    }
}

pub(super) fn resources(template: &Value) -> Vec<Resource> {
    section(template, "Resources")
        .map(|(logical_id, resource)| Resource {
            logical_id: logical_id.clone(),
            resource_type: text(&resource["Type"]),
        })
        .collect()
}

/// Every output with a value that looks like AWS's.
pub(super) fn outputs(template: &Value, account: &str, region: &str) -> BTreeMap<String, String> {
    section(template, "Outputs")
        .map(|(name, output)| (name.clone(), resolve(&output["Value"], template, account, region)))
        .collect()
}

fn resolve(value: &Value, template: &Value, account: &str, region: &str) -> String {
    if let Some(parts) = value["Fn::GetAtt"].as_array() {
        let (logical_id, attribute) = (text(&parts[0]), text(parts.get(1).unwrap_or(&Value::Null)));
        return match attribute.as_str() {
            "Endpoint.Address" => {
                format!("{logical_id}.cluster-fake.{region}.rds.amazonaws.com").to_lowercase()
            }
            "ReadEndpoint.Address" => {
                format!("{logical_id}.cluster-ro-fake.{region}.rds.amazonaws.com").to_lowercase()
            }
            "Endpoint.Port" => "5432".to_owned(),
            "MasterUserSecret.SecretArn" => {
                format!("arn:aws:secretsmanager:{region}:{account}:secret:{logical_id}")
            }
            other => format!("arn:aws:fake:{region}:{account}:{logical_id}/{other}"),
        };
    }
    if let Some(logical_id) = value["Ref"].as_str() {
        let properties = &template["Resources"][logical_id]["Properties"];
        let names = ["DBClusterIdentifier", "FunctionName"].into_iter();
        let name = names.filter_map(|name| properties[name].as_str()).next();
        return name.unwrap_or(logical_id).to_owned();
    }
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Clusters of the template: name, window, protection, and instances as (name, window, class).
#[expect(clippy::type_complexity, reason = "one caller, which takes it apart at once")]
pub(super) fn clusters(template: &Value) -> Vec<(String, String, bool, Vec<(String, String, String)>)> {
    let instances: Vec<_> = properties_of(template, "AWS::RDS::DBInstance")
        .into_iter()
        .map(|(logical_id, properties)| {
            let name = properties["DBInstanceIdentifier"].as_str().unwrap_or(&logical_id).to_owned();
            (name, text(&properties["PreferredMaintenanceWindow"]), text(&properties["DBInstanceClass"]))
        })
        .collect();
    properties_of(template, "AWS::RDS::DBCluster")
        .into_iter()
        .map(|(logical_id, properties)| {
            let name = properties["DBClusterIdentifier"].as_str().unwrap_or(&logical_id).to_owned();
            let protected = properties["DeletionProtection"].as_bool().unwrap_or(false);
            (name, text(&properties["PreferredMaintenanceWindow"]), protected, instances.clone())
        })
        .collect()
}

/// Functions of the template: name and properties.
pub(super) fn functions(template: &Value) -> Vec<(String, Value)> {
    let named = |(logical_id, properties): (String, Value)| {
        (properties["FunctionName"].as_str().unwrap_or(&logical_id).to_owned(), properties)
    };
    properties_of(template, "AWS::Lambda::Function").into_iter().map(named).collect()
}

/// The properties of all resources of a type, by logical id.
fn properties_of(template: &Value, resource_type: &str) -> Vec<(String, Value)> {
    section(template, "Resources")
        .filter(|(_, resource)| resource["Type"] == *resource_type)
        .map(|(logical_id, resource)| (logical_id.clone(), resource["Properties"].clone()))
        .collect()
}

/// What changes between two templates. Nothing is ever replaced; tests ask for that where they need it.
pub(super) fn diff(before: &Value, after: &Value) -> Vec<ResourceChange> {
    let change = |logical_id: &str, resource: &Value, action| ResourceChange {
        logical_id: logical_id.to_owned(),
        resource_type: text(&resource["Type"]),
        action,
    };
    let added_or_changed = section(after, "Resources").filter_map(|(logical_id, resource)| {
        match &before["Resources"][logical_id] {
            Value::Null => Some(change(logical_id, resource, ResourceAction::Add)),
            old if old != resource => Some(change(logical_id, resource, ResourceAction::Change)),
            _ => None,
        }
    });
    let removed = section(before, "Resources")
        .filter(|(logical_id, _)| after["Resources"][logical_id.as_str()].is_null())
        .map(|(logical_id, resource)| change(logical_id, resource, ResourceAction::Remove));
    added_or_changed.chain(removed).collect()
}

fn section<'a>(template: &'a Value, name: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    template[name].as_object().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
