//! Tags: to whom a resource belongs, on every resource that takes them.

use std::collections::BTreeMap;

use domain::organization::Name;
use serde_json::{Value, json};

/// Most characters of a tag's value (<https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html>).
const VALUE_MAX: usize = 256;

/// Tags, by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags(BTreeMap<&'static str, String>);

/// How a resource type takes tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// A list of keys and values.
    List(&'static str),
    /// A map.
    Map(&'static str),
    /// The type takes none.
    None,
}

/// The value of tags that name one of several users of a stack.
const SHARED: &str = "shared";

impl Tags {
    /// The tags of a stack that all components of an organization in a region share: `name` is what it is, `stack` what AWS calls it.
    pub(crate) fn of_shared(organization: &Name, name: &str, blueprint: &str, stack: &str) -> Self {
        Self::default()
            .with("organization", organization.as_str())
            .with("project", SHARED)
            .with("component", name)
            .with("environment", SHARED)
            .with("blueprint", &format!("{name}@{blueprint}"))
            .with("cost-center", SHARED)
            .with("managed-by", "provisioner")
            .with("Name", stack)
    }

    /// Sets a tag. Characters that AWS does not take become spaces.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: &str) -> Self {
        self.0.insert(key, clean(value));
        self
    }

    /// Keys and values, for the stack itself.
    pub fn to_map(&self) -> BTreeMap<String, String> {
        self.0.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()
    }

    /// Adds the tags to the properties of a resource that takes tags.
    pub(crate) fn apply(&self, resource_type: &str, properties: &mut Value) {
        match form(resource_type) {
            Form::List(property) => {
                properties[property] =
                    self.0.iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect();
            }
            Form::Map(property) => properties[property] = json!(self.0),
            Form::None => {}
        }
    }
}

/// How each type in use takes tags. A type that is not listed here takes a list under `Tags`, as most do.
fn form(resource_type: &str) -> Form {
    match resource_type {
        "AWS::Backup::BackupVault" => Form::Map("BackupVaultTags"),
        "AWS::Backup::BackupPlan" => Form::Map("BackupPlanTags"),
        "AWS::Backup::BackupSelection"
        | "AWS::EC2::Route"
        | "AWS::EC2::SecurityGroupIngress"
        | "AWS::EC2::SubnetRouteTableAssociation"
        | "AWS::EC2::VPCGatewayAttachment"
        | "AWS::KMS::Alias"
        | "AWS::Logs::MetricFilter"
        | "AWS::Route53::RecordSet"
        | "AWS::S3::BucketPolicy" => Form::None,
        _ => Form::List("Tags"),
    }
}

fn clean(value: &str) -> String {
    value
        .chars()
        .map(
            |character| {
                if character.is_alphanumeric() || " _.:/=+-@".contains(character) { character } else { ' ' }
            },
        )
        .take(VALUE_MAX)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_letters_of_all_scripts_and_lose_what_aws_refuses() {
        assert_eq!(clean("営業部 <b>\"42\""), "営業部  b  42 ");
        assert_eq!(clean(&"x".repeat(300)).len(), VALUE_MAX);
    }
}
