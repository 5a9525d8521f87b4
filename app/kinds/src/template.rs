//! A small CloudFormation template: typed where a mistake would cost data, deterministic bytes.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::tags::Tags;

/// A CloudFormation template. The same calls always give the same bytes: here and below, fields are written as they stand, which is
/// the order of their names in JSON.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Template {
    #[serde(rename = "AWSTemplateFormatVersion")]
    format: &'static str,
    description: String,
    outputs: BTreeMap<String, Output>,
    resources: BTreeMap<String, Resource>,
    #[serde(skip)]
    tags: Tags,
}

/// A resource of a template.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    resource_type: &'static str,
    properties: Value,
    depends_on: Vec<String>,
    on_removal: OnRemoval,
}

/// What becomes of a resource when its stack goes, or when it is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnRemoval {
    /// It goes too.
    Delete,
    /// It stays, except when the creation of its stack is rolled back: nothing is in it then, and its name must be free for the retry
    /// (<https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html>).
    Keep,
    /// A last snapshot is taken.
    Snapshot,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Output {
    #[serde(skip_serializing_if = "Option::is_none")]
    export: Option<Export>,
    value: Value,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Export {
    name: String,
}

impl Template {
    /// An empty template. The tags are set on every resource that takes tags.
    pub fn new(description: impl Into<String>, tags: Tags) -> Self {
        Self {
            format: "2010-09-09",
            description: description.into(),
            outputs: BTreeMap::new(),
            resources: BTreeMap::new(),
            tags,
        }
    }

    /// Adds a resource under its logical id, which must be alphanumeric and new.
    pub fn add(&mut self, logical_id: impl Into<String>, mut resource: Resource) {
        let logical_id = logical_id.into();
        debug_assert!(logical_id.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{logical_id}");
        self.tags.apply(resource.resource_type, &mut resource.properties);
        resource.properties = sorted(resource.properties);
        let earlier = self.resources.insert(logical_id, resource);
        debug_assert!(earlier.is_none(), "two resources under one logical id");
    }

    /// Adds an output.
    pub fn output(&mut self, name: &str, value: Value) {
        self.outputs.insert(name.to_owned(), Output { export: None, value: sorted(value) });
    }

    /// Adds an output that other stacks of the account and region import under `export`.
    pub fn export(&mut self, name: &str, value: Value, export: String) {
        self.outputs
            .insert(name.to_owned(), Output { export: Some(Export { name: export }), value: sorted(value) });
    }

    /// Whether the resource outlives its stack.
    pub fn keeps(&self, logical_id: &str) -> bool {
        self.resources.get(logical_id).is_some_and(|resource| resource.on_removal == OnRemoval::Keep)
    }

    /// Logical ids and types, by logical id.
    pub fn resources(&self) -> impl Iterator<Item = (&str, &'static str)> {
        self.resources.iter().map(|(logical_id, resource)| (logical_id.as_str(), resource.resource_type))
    }

    /// The tags of the resources, for the stack itself.
    pub const fn tags(&self) -> &Tags {
        &self.tags
    }

    /// The template as JSON.
    pub fn to_value(&self) -> Value {
        serde_json::to_value(self).expect("a template has text keys and finite numbers only")
    }

    /// The template as CloudFormation takes it: canonical JSON (RFC 8785).
    pub fn to_body(&self) -> String {
        serde_json::to_string(self).expect("a template has text keys and finite numbers only")
    }
}

impl Resource {
    /// A resource that is deleted with its stack.
    pub fn new(resource_type: &'static str, properties: Value) -> Self {
        Self { resource_type, properties, depends_on: Vec::new(), on_removal: OnRemoval::Delete }
    }

    /// Says what becomes of it at the end.
    #[must_use]
    pub const fn on_removal(mut self, on_removal: OnRemoval) -> Self {
        self.on_removal = on_removal;
        self
    }

    /// Makes it after another resource that it does not refer to.
    #[must_use]
    pub fn after(mut self, logical_id: &str) -> Self {
        self.depends_on.push(logical_id.to_owned());
        self
    }
}

impl OnRemoval {
    /// `DeletionPolicy` and `UpdateReplacePolicy`. None for what CloudFormation does anyway.
    const fn policies(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Delete => None,
            Self::Keep => Some(("RetainExceptOnCreate", "Retain")),
            Self::Snapshot => Some(("Snapshot", "Snapshot")),
        }
    }
}

impl Serialize for Resource {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(rename_all = "PascalCase")]
        struct Written<'a> {
            #[serde(skip_serializing_if = "Option::is_none")]
            deletion_policy: Option<&'a str>,
            #[serde(skip_serializing_if = "<[String]>::is_empty")]
            depends_on: &'a [String],
            properties: &'a Value,
            r#type: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            update_replace_policy: Option<&'a str>,
        }
        let (deletion_policy, update_replace_policy) = self.on_removal.policies().unzip();
        Written {
            deletion_policy,
            depends_on: &self.depends_on,
            properties: &self.properties,
            r#type: self.resource_type,
            update_replace_policy,
        }
        .serialize(serializer)
    }
}

/// The order of names must not depend on how serde_json was built: another crate can turn its `preserve_order` on.
fn sorted(mut value: Value) -> Value {
    value.sort_all_objects();
    value
}

/// `Ref`: what a resource answers by itself, mostly its id.
pub fn reference(logical_id: &str) -> Value {
    json!({ "Ref": logical_id })
}

/// `Fn::GetAtt`: another attribute of a resource.
pub fn get_att(logical_id: &str, attribute: &str) -> Value {
    json!({ "Fn::GetAtt": [logical_id, attribute] })
}

/// `Fn::Sub`: text with `${AWS::Region}` and the like.
pub fn sub(text: impl Into<String>) -> Value {
    json!({ "Fn::Sub": text.into() })
}

/// `Fn::ImportValue`: what another stack of the account and region exports.
pub fn import_value(export: impl Into<String>) -> Value {
    json!({ "Fn::ImportValue": export.into() })
}
