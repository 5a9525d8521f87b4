//! What the server needs from AWS. The crate `aws` implements it; tests use a fake.
//!
//! Every call names its [`Place`]: the implementation assumes the role of the target account there, with external id and session tags.

mod functions;
mod logs;
mod metrics;
mod secrets;

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;

use crate::account::RoleArn;
use crate::component::Region;
use crate::ids::{AwsAccountId, ComponentId, OperationId};
use crate::operation::Progress;
use crate::organization::Name;
use crate::plan::ResourceChange;

pub use functions::{
    AliasStatus, Aliases, Artifacts, CodeLocation, FunctionStatus, Functions, Invocation, Reconfiguration,
    Targets, UpdateStatus,
};
pub use logs::{LogEvent, LogPage, LogQuery, Logs};
pub use metrics::{AlarmState, AlarmStatus, MetricQuery, Metrics};
pub use secrets::{SecretState, SecretValue, SecretVersion, Secrets};

/// Where a call is made, and on whose behalf.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The target account.
    pub account: AwsAccountId,
    /// The role to assume.
    pub role_arn: RoleArn,
    /// The external id of the role.
    pub external_id: String,
    /// The region.
    pub region: Region,
    /// Session tag `organization`.
    pub organization: Name,
    /// Session tag `component`.
    pub component: Option<ComponentId>,
    /// Session tag `operation`.
    pub operation: Option<OperationId>,
}

/// All that the server needs from AWS.
#[derive(Clone)]
pub struct Cloud {
    /// CloudFormation.
    pub stacks: Arc<dyn Stacks>,
    /// CloudFormation change sets.
    pub change_sets: Arc<dyn ChangeSets>,
    /// RDS.
    pub databases: Arc<dyn Databases>,
    /// Secrets Manager.
    pub secrets: Arc<dyn Secrets>,
    /// Lambda.
    pub functions: Arc<dyn Functions>,
    /// Lambda's aliases.
    pub aliases: Arc<dyn Aliases>,
    /// Targets of load balancers.
    pub targets: Arc<dyn Targets>,
    /// S3, for code.
    pub artifacts: Arc<dyn Artifacts>,
    /// CloudWatch, for metrics.
    pub metrics: Arc<dyn Metrics>,
    /// CloudWatch, for logs.
    pub logs: Arc<dyn Logs>,
}

/// Stacks.
#[async_trait]
pub trait Stacks: Send + Sync {
    /// The stack of that name or ARN. None when it does not exist. A deleted stack is found by its ARN only.
    async fn describe(&self, place: &Place, stack: &str) -> CloudResult<Option<Stack>>;
    /// Starts to make a stack, rolling back on failure, with termination protection. The same token again is the same call;
    /// a stack that another call made is refused as `AlreadyExistsException`, a template of more than 51,200 bytes as
    /// `TemplateTooLarge`.
    async fn create(&self, place: &Place, request: &StackRequest) -> CloudResult<()>;
    /// Starts to delete a stack. A stack that does not exist is deleted.
    async fn delete(&self, place: &Place, stack: &str, token: &str) -> CloudResult<()>;
    /// Stops a running update; AWS rolls it back. An update that has ended, or is rolled back already, is left as it is.
    async fn cancel_update(&self, place: &Place, stack: &str, token: &str) -> CloudResult<()>;
    /// Goes on with a rollback that failed. One that goes on already is left as it is.
    async fn continue_rollback(&self, place: &Place, stack: &str, token: &str) -> CloudResult<()>;
    /// Switches termination protection on or off. A stack that does not exist is unprotected.
    async fn protect(&self, place: &Place, stack: &str, protected: bool) -> CloudResult<()>;
    /// The events of calls with this token, oldest first, the newest 200. None of a stack that does not exist.
    async fn events(&self, place: &Place, stack: &str, token: &str) -> CloudResult<Vec<Progress>>;
}

/// Change sets of existing stacks.
#[async_trait]
pub trait ChangeSets: Send + Sync {
    /// Starts to make a change set. One of that name that exists already is left as it is.
    async fn create(&self, place: &Place, change_set: &str, request: &StackRequest) -> CloudResult<()>;
    /// How far it is. None when it does not exist, and perhaps once it was executed: AWS then removes it.
    async fn describe(&self, place: &Place, stack: &str, change_set: &str) -> CloudResult<Option<ChangeSet>>;
    /// Starts to execute it. The same token again is the same call.
    async fn execute(&self, place: &Place, stack: &str, change_set: &str, token: &str) -> CloudResult<()>;
    /// Removes it. One that does not exist is removed.
    async fn delete(&self, place: &Place, stack: &str, change_set: &str) -> CloudResult<()>;
}

/// Database clusters and their snapshots.
#[async_trait]
pub trait Databases: Send + Sync {
    /// The cluster and its instances. None when it does not exist.
    async fn describe(&self, place: &Place, cluster: &str) -> CloudResult<Option<Cluster>>;
    /// Switches deletion protection on or off. A cluster that does not exist is unprotected.
    async fn protect(&self, place: &Place, cluster: &str, protected: bool) -> CloudResult<()>;
    /// Starts a snapshot. One of that name that exists already is left as it is.
    async fn start_snapshot(&self, place: &Place, cluster: &str, snapshot: &str) -> CloudResult<()>;
    /// How far it is. None when it does not exist.
    async fn snapshot(&self, place: &Place, snapshot: &str) -> CloudResult<Option<SnapshotStatus>>;
    /// How many instances there are in the account and region.
    async fn count_instances(&self, place: &Place) -> CloudResult<u32>;
}

/// What every call of AWS returns.
pub type CloudResult<T> = Result<T, CloudError>;

/// Why a call of AWS was not answered as hoped.
#[derive(Clone, Debug, thiserror::Error)]
pub enum CloudError {
    /// AWS does not answer, asks to slow down, or is busy with the thing: the next activation tries again.
    #[error("AWS is not reachable or asks to slow down")]
    Transient(#[source] crate::error::Source),
    /// As many requests run as may run at the same time: AWS turned this one away, and did nothing.
    #[error("AWS turned the request away: too many run at the same time")]
    Throttled(#[source] crate::error::Source),
    /// The role of the target account cannot be assumed.
    #[error("the role of the target account cannot be assumed")]
    AccountUnreachable(#[source] crate::error::Source),
    /// AWS refuses the call, and will refuse it again.
    #[error("AWS refuses: {code}: {message}")]
    Refused {
        /// AWS's error code.
        code: String,
        /// AWS's words.
        message: String,
    },
}

/// A stack as it should be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StackRequest {
    /// Its name, at most 128 characters.
    pub stack: String,
    /// The template.
    pub template: String,
    /// Tags, which CloudFormation hands on to the resources.
    pub tags: BTreeMap<String, String>,
    /// Makes repeated calls the same call.
    pub token: String,
}

/// A stack as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stack {
    /// Its ARN.
    pub id: String,
    /// How it is.
    pub status: StackStatus,
    /// AWS's status, word for word.
    pub status_text: String,
    /// AWS's words on it.
    pub reason: Option<String>,
    /// What it told.
    pub outputs: BTreeMap<String, String>,
}

/// How a stack is, as far as the reconciler must know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StackStatus {
    /// AWS works on it: creating, updating, cleaning up.
    Working,
    /// AWS undoes a failed change.
    RollingBack,
    /// Deleting.
    Deleting,
    /// Complete: created or updated.
    Complete,
    /// The first creation failed and was undone: it can only be deleted.
    CreateRolledBack,
    /// An update failed and was undone: it works as before.
    UpdateRolledBack,
    /// The rollback of an update failed: it must be continued.
    RollbackFailed,
    /// A creation failed and was not wholly undone: it can only be deleted.
    CreateFailed,
    /// A deletion stopped half-way.
    DeleteFailed,
    /// Gone.
    Deleted,
    /// Only a change set exists.
    InReview,
}

/// A change set as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeSet {
    /// Being made.
    Preparing,
    /// Ready to be executed.
    Ready(Vec<ResourceChange>),
    /// There is nothing to change.
    Empty,
    /// It was executed, or is being executed. How that went, the stack and its events tell.
    Executed,
    /// AWS could not make it, or it is obsolete: the stack was changed since.
    Failed(String),
}

/// A database cluster as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// AWS's word, such as `available`.
    pub status: String,
    /// In UTC, `ddd:hh24:mi-ddd:hh24:mi`.
    pub window: String,
    /// Whether AWS refuses to delete it.
    pub protected: bool,
    /// Its instances.
    pub instances: Vec<Instance>,
}

/// A database instance as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// Its name.
    pub id: String,
    /// AWS's word, such as `available`.
    pub status: String,
    /// In UTC.
    pub window: String,
    /// Such as `db.t4g.medium`.
    pub class: String,
}

/// How far a snapshot is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotStatus {
    /// AWS's word; `available` when done.
    pub status: String,
    /// When it was begun.
    pub created: Option<Timestamp>,
}
