//! A function of the fake: its code, its versions and its aliases.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::cloud::{CloudError, CloudResult, UpdateStatus};
use domain::function::{ArtifactHash, Environment, Traffic};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::world::refused;

pub(super) struct FakeFunction {
    pub(super) stack: String,
    pub(super) now: Snapshot,
    pub(super) revision: u64,
    pub(super) update: UpdateStatus,
    pub(super) versions: BTreeMap<u64, Snapshot>,
    pub(super) aliases: BTreeMap<String, FakeAlias>,
    /// Which alias which target group may invoke.
    pub(super) permissions: BTreeSet<(String, String)>,
    work: Option<Work>,
    published: u64,
}

/// All that a version is made of.
#[derive(Clone, PartialEq)]
pub(super) struct Snapshot {
    pub(super) code: ArtifactHash,
    pub(super) environment: Environment,
    pub(super) in_network: bool,
    /// As the template has them.
    pub(super) properties: Value,
}

pub(super) struct FakeAlias {
    pub(super) traffic: Traffic,
    pub(super) revision: u64,
}

/// An update that AWS works on.
struct Work {
    looks_left: u32,
    failure: Option<(String, String)>,
}

impl FakeFunction {
    /// As a stack makes it.
    pub(super) fn new(stack: &str, properties: &Value) -> Self {
        let now = Snapshot {
            code: hash_of(properties["Code"].to_string().as_bytes()),
            environment: Environment::default(),
            in_network: has_network(properties),
            properties: properties.clone(),
        };
        Self {
            stack: stack.to_owned(),
            now,
            revision: 1,
            update: UpdateStatus::Successful,
            versions: BTreeMap::new(),
            aliases: BTreeMap::new(),
            permissions: BTreeSet::new(),
            work: None,
            published: 0,
        }
    }

    /// As an update of the stack changes it: code and variables are not the stack's.
    pub(super) fn apply(&mut self, properties: &Value) {
        if self.now.properties == *properties {
            return;
        }
        if self.now.properties["VpcConfig"] != properties["VpcConfig"] {
            self.now.in_network = has_network(properties);
        }
        self.now.properties = properties.clone();
        self.revision += 1;
    }

    /// Somebody looked: an update goes on.
    pub(super) fn look(&mut self) {
        let Some(work) = &mut self.work else { return };
        if work.looks_left > 1 {
            work.looks_left -= 1;
            return;
        }
        let Some(work) = self.work.take() else { return };
        self.revision += 1;
        self.update = UpdateStatus::Successful;
        if let Some((code, reason)) = work.failure {
            self.update = UpdateStatus::Failed { code, reason };
        }
    }

    /// Begins an update of what was read at `revision`, which fails in the end if a failure is given. Even then the function shows what it
    /// should have become: only its status tells.
    pub(super) fn begin(
        &mut self,
        revision: &str,
        looks: u32,
        failure: Option<(String, String)>,
        change: impl FnOnce(&mut Snapshot),
    ) -> CloudResult<()> {
        self.idle()?;
        if self.revision.to_string() != revision {
            return Err(busy());
        }
        self.work = Some(Work { looks_left: looks, failure });
        change(&mut self.now);
        self.revision += 1;
        self.update = UpdateStatus::InProgress;
        Ok(())
    }

    /// The newest version, if nothing has changed since, or another one.
    pub(super) fn publish(&mut self, code: &ArtifactHash) -> CloudResult<u64> {
        self.idle()?;
        if self.now.code != *code {
            return Err(refused(
                "InvalidParameterValueException",
                "CodeSHA256 is different from current CodeSHA256 in $LATEST. Please try again with the CodeSHA256 in $LATEST.",
            ));
        }
        if self.versions.get(&self.published) != Some(&self.now) {
            self.published += 1;
            self.versions.insert(self.published, self.now.clone());
        }
        Ok(self.published)
    }

    /// The number and the code of what runs under a qualifier. An alias runs its first version, whatever the share of the other one.
    pub(super) fn runs(&self, qualifier: &str) -> Option<(Option<u64>, &ArtifactHash)> {
        if qualifier == "$LATEST" {
            return Some((None, &self.now.code));
        }
        let alias = self.aliases.get(qualifier).map(|alias| alias.traffic.version);
        let number = alias.or_else(|| qualifier.parse().ok())?;
        Some((Some(number), &self.versions.get(&number)?.code))
    }

    /// Whether an alias gives a version traffic.
    pub(super) fn uses(&self, version: u64) -> bool {
        let versions =
            |traffic: &Traffic| [Some(traffic.version), traffic.canary.map(|(version, _)| version)];
        self.aliases.values().any(|alias| versions(&alias.traffic).contains(&Some(version)))
    }

    fn idle(&self) -> CloudResult<()> {
        if self.work.is_some() { Err(busy()) } else { Ok(()) }
    }
}

pub(super) fn hash_of(bytes: &[u8]) -> ArtifactHash {
    ArtifactHash::of(Sha256::digest(bytes).into())
}

fn has_network(properties: &Value) -> bool {
    properties["VpcConfig"]["SubnetIds"].as_array().is_some_and(|subnets| !subnets.is_empty())
}

pub(super) fn missing(what: &str) -> CloudError {
    refused("ResourceNotFoundException", format!("Function not found: {what}"))
}

/// AWS works on it, or it was changed since it was read.
pub(super) fn busy() -> CloudError {
    CloudError::Transient(Arc::new(Busy))
}

#[derive(Debug, thiserror::Error)]
#[error("it is being changed, or was changed since it was read")]
struct Busy;
