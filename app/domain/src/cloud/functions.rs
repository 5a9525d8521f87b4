//! Functions: the code that runs, the alias that traffic goes to, the target behind the load balancer, and where code is kept.
//!
//! A stack owns what stays of a function; these calls move what a deploy moves: code, environment, published versions, the alias `live`.

use async_trait::async_trait;

use super::{CloudResult, Place};
use crate::function::{ArtifactHash, Environment, Share, Traffic};

/// Functions of Lambda, and their published versions.
#[async_trait]
pub trait Functions: Send + Sync {
    /// What the next published version would be. None when the function does not exist.
    async fn describe(&self, place: &Place, function: &str) -> CloudResult<Option<FunctionStatus>>;
    /// Starts to give the function other code. A function that was changed since `revision` was read, or that AWS is still changing, is
    /// [`super::CloudError::Transient`].
    async fn update_code(
        &self,
        place: &Place,
        function: &str,
        code: &CodeLocation,
        revision: &str,
    ) -> CloudResult<()>;
    /// Starts to change what no stack owns of the configuration. Otherwise as [`Functions::update_code`].
    async fn reconfigure(
        &self,
        place: &Place,
        function: &str,
        change: &Reconfiguration,
        revision: &str,
    ) -> CloudResult<()>;
    /// Publishes the function as it is, if its code is this one, and says under which number. Lambda answers with the newest version when
    /// nothing has changed since that was published, so the same call again is the same version.
    async fn publish(
        &self,
        place: &Place,
        function: &str,
        code: &ArtifactHash,
        description: &str,
    ) -> CloudResult<u64>;
    /// Runs a version or alias and waits for its answer. What the function does wrong is no error of the call;
    /// [`super::CloudError::Throttled`] says that it did not run.
    async fn invoke(
        &self,
        place: &Place,
        function: &str,
        qualifier: &str,
        payload: &[u8],
    ) -> CloudResult<Invocation>;
    /// The numbers of all published versions, in any order. None of a function that does not exist.
    async fn published(&self, place: &Place, function: &str) -> CloudResult<Vec<u64>>;
    /// Removes a published version. One that does not exist is removed. AWS refuses one that an alias points to.
    async fn unpublish(&self, place: &Place, function: &str, version: u64) -> CloudResult<()>;
}

/// Aliases of functions: names that traffic goes to.
#[async_trait]
pub trait Aliases: Send + Sync {
    /// Where the alias points. None when it, or its function, does not exist.
    async fn describe(&self, place: &Place, function: &str, alias: &str) -> CloudResult<Option<AliasStatus>>;
    /// Points the alias, which must not have changed since `revision` was read; without one, makes it. An alias that points there already is
    /// left as it is; one that somebody else changed or made meanwhile is [`super::CloudError::Transient`].
    async fn point(
        &self,
        place: &Place,
        function: &str,
        alias: &str,
        traffic: &Traffic,
        revision: Option<&str>,
    ) -> CloudResult<()>;
    /// Lets the load balancer of a target group invoke the alias. The same permission again is left as it is.
    async fn allow_load_balancer(
        &self,
        place: &Place,
        function: &str,
        alias: &str,
        target_group_arn: &str,
    ) -> CloudResult<()>;
}

/// Targets of load balancers.
#[async_trait]
pub trait Targets: Send + Sync {
    /// The ARNs of the functions and aliases that are registered in a target group. None of a group that does not exist.
    async fn registered(&self, place: &Place, target_group_arn: &str) -> CloudResult<Vec<String>>;
    /// Registers a function or alias, which must allow it. One that is registered is left as it is.
    async fn register(&self, place: &Place, target_group_arn: &str, target_arn: &str) -> CloudResult<()>;
    /// Takes a function or alias away. One that is not registered, or a group that does not exist, is left as it is.
    async fn deregister(&self, place: &Place, target_group_arn: &str, target_arn: &str) -> CloudResult<()>;
}

/// The bucket in which code is kept, each archive once, under its hash.
#[async_trait]
pub trait Artifacts: Send + Sync {
    /// Whether the bucket has the object.
    async fn exists(&self, place: &Place, bucket: &str, key: &str) -> CloudResult<bool>;
    /// Stores an object. The same object again is left as it is, or written again with the same bytes.
    async fn put(&self, place: &Place, bucket: &str, key: &str, bytes: Vec<u8>) -> CloudResult<()>;
    /// Removes an object. One that does not exist is removed.
    async fn delete(&self, place: &Place, bucket: &str, key: &str) -> CloudResult<()>;
}

/// A function as it is, unpublished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionStatus {
    /// Its ARN, without a version.
    pub arn: String,
    /// The hash of its code.
    pub code: ArtifactHash,
    /// Its environment variables.
    pub environment: Environment,
    /// Changes with every change of it; guards a change against another one in between.
    pub revision: String,
    /// How far the last change is.
    pub update: UpdateStatus,
    /// Whether it runs inside a private network.
    pub in_network: bool,
}

/// How far the last change of a function is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UpdateStatus {
    /// AWS works on it: it takes no other change, and no version can be published.
    InProgress,
    /// Done.
    Successful,
    /// AWS could not do it.
    Failed {
        /// AWS's code, such as `InvalidSubnet`.
        code: String,
        /// AWS's words.
        reason: String,
    },
}

/// Where the code of a function lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeLocation {
    /// The bucket.
    pub bucket: String,
    /// The key of the object.
    pub key: String,
}

/// What is changed of a function's configuration outside of its stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reconfiguration {
    /// It gets exactly these variables.
    Environment(Environment),
    /// It leaves its private network, so that AWS gives its network interfaces back before the network's firewall is deleted.
    LeaveNetwork,
}

/// What came of running a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invocation {
    /// Which version ran.
    pub version: Option<u64>,
    /// What it answered, or its error as Lambda's JSON (`errorType`, `errorMessage`, `stackTrace`).
    pub payload: Vec<u8>,
    /// Whether that is an error: it crashed, threw, or took too long.
    pub failed: bool,
    /// The end of its log, at most 4 KB.
    pub log_tail: String,
}

/// An alias as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AliasStatus {
    /// Its ARN.
    pub arn: String,
    /// Where it points.
    pub traffic: Traffic,
    /// Changes with every change of it.
    pub revision: String,
}

impl AliasStatus {
    /// The share of a version.
    pub fn share(&self, version: u64) -> Share {
        self.traffic.share(version)
    }
}
