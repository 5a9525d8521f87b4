//! A small CloudFormation template: typed where a mistake would cost data, deterministic bytes.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::tags::Tags;

/// A CloudFormation template. The same calls always give the same bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    description: String,
    tags: Tags,
    resources: BTreeMap<String, Resource>,
    outputs: BTreeMap<String, Output>,
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

#[derive(Clone, Debug, PartialEq)]
struct Output {
    value: Value,
    export: Option<String>,
}

impl Template {
    /// An empty template. The tags are set on every resource that takes tags.
    pub fn new(description: impl Into<String>, tags: Tags) -> Self {
        Self { description: description.into(), tags, resources: BTreeMap::new(), outputs: BTreeMap::new() }
    }

    /// Adds a resource under its logical id, which must be alphanumeric and new.
    pub fn add(&mut self, logical_id: impl Into<String>, mut resource: Resource) {
        let logical_id = logical_id.into();
        debug_assert!(logical_id.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{logical_id}");
        self.tags.apply(resource.resource_type, &mut resource.properties);
        let earlier = self.resources.insert(logical_id, resource);
        debug_assert!(earlier.is_none(), "two resources under one logical id");
    }

    /// Adds an output.
    pub fn output(&mut self, name: &str, value: Value) {
        self.outputs.insert(name.to_owned(), Output { value, export: None });
    }

    /// Adds an output that other stacks of the account and region import under `export`.
    pub fn export(&mut self, name: &str, value: Value, export: String) {
        self.outputs.insert(name.to_owned(), Output { value, export: Some(export) });
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
        let resources: Map<String, Value> =
            self.resources.iter().map(|(id, resource)| (id.clone(), resource.to_value())).collect();
        let outputs: Map<String, Value> =
            self.outputs.iter().map(|(name, output)| (name.clone(), output.to_value())).collect();
        json!({
            "AWSTemplateFormatVersion": "2010-09-09",
            "Description": self.description,
            "Resources": resources,
            "Outputs": outputs,
        })
    }

    /// The template as CloudFormation takes it: canonical JSON (RFC 8785), so that its bytes do not depend on how serde_json was built.
    pub fn to_body(&self) -> String {
        serde_jcs::to_string(&self.to_value()).expect("JSON values have text keys and finite numbers")
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

    fn to_value(&self) -> Value {
        let mut value = json!({ "Type": self.resource_type, "Properties": self.properties });
        if !self.depends_on.is_empty() {
            value["DependsOn"] = json!(self.depends_on);
        }
        let policies = match self.on_removal {
            OnRemoval::Delete => return value,
            OnRemoval::Keep => ("RetainExceptOnCreate", "Retain"),
            OnRemoval::Snapshot => ("Snapshot", "Snapshot"),
        };
        value["DeletionPolicy"] = json!(policies.0);
        value["UpdateReplacePolicy"] = json!(policies.1);
        value
    }
}

impl Output {
    fn to_value(&self) -> Value {
        match &self.export {
            None => json!({ "Value": self.value }),
            Some(name) => json!({ "Value": self.value, "Export": { "Name": name } }),
        }
    }
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
