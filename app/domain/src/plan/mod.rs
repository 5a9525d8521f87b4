//! Plans: what an operation would do, in words that its author knows.

use serde::{Deserialize, Serialize};

mod decision;
mod documents;
mod failure;
mod templates;
#[cfg(test)]
mod tests;
mod usual;

pub use decision::{Decision, FunctionView, Observed, next};
pub use documents::{diff_documents, diff_settings};
pub use failure::{explain, explain_refusal};
pub use templates::{diff_templates, unexpected_loss};
pub use usual::usual;

/// What an operation would do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// What changes in the document, field by field.
    pub changes: Vec<FieldChange>,
    /// What changes in AWS.
    pub resources: Vec<ResourceChange>,
    /// What its author should know before confirming.
    pub warnings: Vec<PlanWarning>,
    /// Price before and after.
    pub price: PriceChange,
    /// How long it usually takes, in seconds. 0 where nobody can know.
    pub expected_seconds: u32,
    /// What people who use the component notice.
    pub interruption: Interruption,
    /// The typed name that is needed, when data would be lost.
    pub gate: Option<DataLossGate>,
    /// AWS's own view, once the change set is made. None for a component that has no stack yet.
    pub aws: AwsView,
}

/// A field of the document that changes. Values are JSON; secrets never stand in a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Where, such as `settings.size` or `allow_list.203.0.113.7/32`.
    pub path: String,
    /// The value now; none when it is added.
    pub before: Option<serde_json::Value>,
    /// The value afterwards; none when it is removed.
    pub after: Option<serde_json::Value>,
}

/// A resource of the stack that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceChange {
    /// Its name in the template.
    pub logical_id: String,
    /// Its CloudFormation type, such as `AWS::RDS::DBCluster`.
    pub resource_type: String,
    /// What happens to it.
    pub action: ResourceAction,
}

impl ResourceChange {
    /// Whether people's data, or what is needed to read it, goes with this resource: clusters, keys, secrets, hosted zones.
    pub fn holds_data(&self) -> bool {
        matches!(
            self.resource_type.as_str(),
            "AWS::RDS::DBCluster"
                | "AWS::KMS::Key"
                | "AWS::SecretsManager::Secret"
                | "AWS::Route53::HostedZone"
                | "AWS::S3::Bucket"
        )
    }

    /// Whether this change loses data.
    pub fn loses_data(&self) -> bool {
        self.holds_data() && matches!(self.action, ResourceAction::Replace | ResourceAction::Remove)
    }

    /// Whether this change loses data, or may: AWS does not always know beforehand.
    pub fn may_lose_data(&self) -> bool {
        self.loses_data() || (self.holds_data() && self.action == ResourceAction::MayReplace)
    }
}

/// What happens to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResourceAction {
    /// It is made.
    Add,
    /// It stays and gets other properties.
    Change,
    /// AWS says that it may be replaced, depending on values known only later.
    MayReplace,
    /// Another one is made and it is removed.
    Replace,
    /// It is removed.
    Remove,
}

/// Something to know before confirming.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "warning", rename_all = "snake_case")]
pub enum PlanWarning {
    /// Nobody can connect: the allow-list is empty.
    NobodyCanConnect,
    /// Something about a network.
    Network {
        /// The network.
        network: crate::allow_list::Cidr,
        /// What about it.
        about: crate::allow_list::Warning,
    },
    /// Without a second instance, an outage of a zone is an outage of the database.
    SingleInstance,
    /// The instance restarts.
    Restart,
    /// AWS stops looking after the runtime soon, or has stopped: it gets no more fixes.
    RuntimeEndsSoon {
        /// The last day.
        until: jiff::civil::Date,
    },
    /// The load balancer speaks IPv4 only: IPv6 networks in the list let nobody in.
    Ipv6NotServed,
    /// The code of all functions of the account and region takes most of the room that AWS gives.
    CodeStorageFills {
        /// How much of it, in percent, rounded down.
        percent: u32,
    },
}

/// Price before and after, in US cents per month of 730 hours, on-demand list price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceChange {
    /// Now; 0 when the component does not exist yet.
    pub before_cents: u64,
    /// Afterwards; 0 when the component is deleted.
    pub after_cents: u64,
}

/// What people who use the component notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Interruption {
    /// Nothing.
    None,
    /// Connections break once, for about this long.
    Short {
        /// Seconds.
        seconds: u32,
    },
    /// It is gone afterwards.
    Permanent,
}

/// What is asked before data is lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataLossGate {
    /// The name that must be typed.
    pub name: String,
    /// The snapshot that is taken first. None for kinds that have none.
    pub final_snapshot: Option<String>,
}

/// AWS's own view of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum AwsView {
    /// There is no stack yet, or it is deleted: AWS has no view.
    None,
    /// The change set is being made.
    Preparing,
    /// The change set is there.
    Ready {
        /// What AWS would do.
        resources: Vec<ResourceChange>,
    },
    /// AWS refused to make a change set.
    Failed {
        /// AWS's words.
        reason: String,
    },
}
