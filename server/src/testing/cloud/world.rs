//! What exists in the fake, and how work of a stack goes on and ends.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::clock::Clock;
use domain::cloud::{AlarmStatus, CloudError, Invocation, LogEvent, Place, SnapshotStatus, StackStatus};
use domain::component::Region;
use domain::function::{ArtifactHash, Point};
use domain::ids::AwsAccountId;
use domain::operation::Progress;
use domain::plan::ResourceChange;
use jiff::Timestamp;
use serde_json::Value;

use super::Call;
use super::fault::Fault;
use super::function::FakeFunction;
use super::secrets::FakeSecret;
use super::template::{self, Resource};

/// Something with a name in an account and region.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) account: AwsAccountId,
    pub(super) region: Region,
    pub(super) name: String,
}

impl Key {
    pub(super) fn new(place: &Place, name: &str) -> Self {
        Self { account: place.account.clone(), region: place.region.clone(), name: name.to_owned() }
    }

    pub(super) fn is_at(&self, place: &Place) -> bool {
        self.account == place.account && self.region == place.region
    }
}

pub(super) struct World {
    pub(super) clock: Arc<dyn Clock>,
    pub(super) stacks: Vec<FakeStack>,
    pub(super) change_sets: BTreeMap<(String, String), FakeChangeSet>,
    pub(super) clusters: BTreeMap<Key, FakeCluster>,
    pub(super) snapshots: BTreeMap<Key, SnapshotStatus>,
    pub(super) functions: BTreeMap<Key, FakeFunction>,
    /// By ARN.
    pub(super) secrets: BTreeMap<String, FakeSecret>,
    /// By target group.
    pub(super) targets: BTreeMap<String, BTreeSet<String>>,
    /// The hash of what is in each bucket, by key.
    pub(super) objects: BTreeMap<(Key, String), ArtifactHash>,
    /// What was counted, by function and version.
    pub(super) counted: BTreeMap<(String, Option<u64>), Vec<Point>>,
    /// What was written, by log group.
    pub(super) written: BTreeMap<String, Vec<LogEvent>>,
    pub(super) alarms: BTreeMap<String, AlarmStatus>,
    pub(super) calls: Vec<Call>,
    pub(super) faults: BTreeMap<usize, Fault>,
    pub(super) lasting_fault: Option<Fault>,
    pub(super) looks_per_work: u32,
    pub(super) failing_resource: Option<(String, String)>,
    pub(super) failing_delete: Option<(String, String)>,
    pub(super) replaced_type: Option<String>,
    pub(super) failing_update: Option<(String, String)>,
    pub(super) failing_code: BTreeSet<ArtifactHash>,
    /// Code that never answers.
    pub(super) hanging_code: BTreeSet<ArtifactHash>,
    /// What code answers, where the test says so.
    pub(super) answers: BTreeMap<ArtifactHash, Invocation>,
    /// What functions were run with.
    pub(super) payloads: Vec<Vec<u8>>,
    events: u64,
}

pub(super) struct FakeStack {
    pub(super) id: String,
    pub(super) account: AwsAccountId,
    pub(super) region: Region,
    pub(super) name: String,
    pub(super) status: StackStatus,
    pub(super) reason: Option<String>,
    pub(super) template: Value,
    pub(super) outputs: BTreeMap<String, String>,
    pub(super) protected: bool,
    pub(super) created_with: String,
    pub(super) work: Option<Work>,
    pub(super) events: Vec<(String, Progress)>,
}

impl FakeStack {
    pub(super) fn exists(&self) -> bool {
        self.status != StackStatus::Deleted
    }

    pub(super) fn is_at(&self, place: &Place) -> bool {
        self.account == place.account && self.region == place.region
    }

    /// Whether it was ever complete, so that what is kept of it exists.
    pub(super) fn was_made(&self) -> bool {
        !self.outputs.is_empty()
    }
}

/// What a stack is busy with.
pub(super) struct Work {
    pub(super) goal: Goal,
    pub(super) token: String,
    pub(super) looks_left: u32,
}

#[derive(Clone)]
pub(super) enum Goal {
    Create,
    Update(Value),
    RollBackUpdate,
    Delete,
}

pub(super) struct FakeChangeSet {
    pub(super) template: Value,
    pub(super) changes: Vec<ResourceChange>,
    pub(super) executed: bool,
}

pub(super) struct FakeCluster {
    pub(super) stack: String,
    pub(super) window: String,
    pub(super) protected: bool,
    pub(super) instances: Vec<(String, String, String)>,
}

impl World {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            stacks: Vec::new(),
            change_sets: BTreeMap::new(),
            clusters: BTreeMap::new(),
            snapshots: BTreeMap::new(),
            functions: BTreeMap::new(),
            secrets: BTreeMap::new(),
            targets: BTreeMap::new(),
            objects: BTreeMap::new(),
            counted: BTreeMap::new(),
            written: BTreeMap::new(),
            alarms: BTreeMap::new(),
            calls: Vec::new(),
            faults: BTreeMap::new(),
            lasting_fault: None,
            looks_per_work: 2,
            failing_resource: None,
            failing_delete: None,
            replaced_type: None,
            failing_update: None,
            failing_code: BTreeSet::new(),
            hanging_code: BTreeSet::new(),
            answers: BTreeMap::new(),
            payloads: Vec::new(),
            events: 0,
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(super) fn open_change_sets(&self) -> Vec<String> {
        self.change_sets.iter().filter(|(_, set)| !set.executed).map(|((_, name), _)| name.clone()).collect()
    }

    /// The stack of that name or ARN; a deleted one by its ARN only.
    pub(super) fn find(&self, place: &Place, stack: &str) -> Option<usize> {
        self.stacks
            .iter()
            .position(|made| made.is_at(place) && (made.id == stack || (made.exists() && made.name == stack)))
    }

    pub(super) fn require(&self, place: &Place, stack: &str) -> Result<usize, CloudError> {
        self.find(place, stack)
            .filter(|index| self.stacks[*index].exists())
            .ok_or_else(|| refused("ValidationError", format!("Stack [{stack}] does not exist")))
    }

    pub(super) fn begin(&mut self, index: usize, goal: Goal, token: &str) {
        let (status, text) = match goal {
            Goal::Create => (StackStatus::Working, "CREATE_IN_PROGRESS"),
            Goal::Update(_) => (StackStatus::Working, "UPDATE_IN_PROGRESS"),
            Goal::RollBackUpdate => (StackStatus::RollingBack, "UPDATE_ROLLBACK_IN_PROGRESS"),
            Goal::Delete => (StackStatus::Deleting, "DELETE_IN_PROGRESS"),
        };
        let looks_left = self.looks_per_work;
        let stack = &mut self.stacks[index];
        stack.status = status;
        stack.reason = None;
        stack.work = Some(Work { goal, token: token.to_owned(), looks_left });
        let name = stack.name.clone();
        self.event(index, token, &Resource::stack(&name), text, None);
    }

    /// Somebody looked: the work of the stack goes on.
    pub(super) fn look(&mut self, index: usize) {
        let Some(work) = &mut self.stacks[index].work else { return };
        if work.looks_left > 1 {
            work.looks_left -= 1;
            return;
        }
        let Some(work) = self.stacks[index].work.take() else { return };
        match work.goal {
            Goal::Create => self.end_create(index, &work.token),
            Goal::Update(template) => self.end_update(index, template, &work.token),
            Goal::RollBackUpdate => {
                self.end(index, StackStatus::UpdateRolledBack, "UPDATE_ROLLBACK_COMPLETE", &work.token)
            }
            Goal::Delete => self.end_delete(index, &work.token),
        }
    }

    fn end_create(&mut self, index: usize, token: &str) {
        let resources = template::resources(&self.stacks[index].template);
        if let Some((failed, reason)) = take_failing(&mut self.failing_resource, &resources) {
            self.event(index, token, &failed, "CREATE_FAILED", Some(&reason));
            for other in resources.iter().filter(|other| **other != failed) {
                self.event(index, token, other, "CREATE_FAILED", Some("Resource creation cancelled"));
            }
            self.end(index, StackStatus::CreateRolledBack, "ROLLBACK_COMPLETE", token);
            return;
        }
        for resource in &resources {
            self.event(index, token, resource, "CREATE_COMPLETE", None);
        }
        self.apply(index);
        self.end(index, StackStatus::Complete, "CREATE_COMPLETE", token);
    }

    fn end_update(&mut self, index: usize, template: Value, token: &str) {
        let resources = template::resources(&template);
        if let Some((failed, reason)) = take_failing(&mut self.failing_resource, &resources) {
            self.event(index, token, &failed, "UPDATE_FAILED", Some(&reason));
            self.end(index, StackStatus::UpdateRolledBack, "UPDATE_ROLLBACK_COMPLETE", token);
            return;
        }
        for change in template::diff(&self.stacks[index].template, &template) {
            let resource = Resource { logical_id: change.logical_id, resource_type: change.resource_type };
            self.event(index, token, &resource, "UPDATE_COMPLETE", None);
        }
        self.stacks[index].template = template;
        self.apply(index);
        self.end(index, StackStatus::Complete, "UPDATE_COMPLETE", token);
    }

    fn end_delete(&mut self, index: usize, token: &str) {
        let resources = template::resources(&self.stacks[index].template);
        let stack_id = self.stacks[index].id.clone();
        let protected = self.clusters.values().any(|cluster| cluster.stack == stack_id && cluster.protected);
        let failing = if protected {
            resources
                .iter()
                .find(|resource| resource.resource_type == "AWS::RDS::DBCluster")
                .map(|resource| (resource.clone(), "Cannot delete protected Cluster".to_owned()))
        } else {
            take_failing(&mut self.failing_delete, &resources)
        };
        if let Some((failed, reason)) = failing {
            self.event(index, token, &failed, "DELETE_FAILED", Some(&reason));
            self.stacks[index].reason =
                Some(format!("The following resource(s) failed to delete: [{}].", failed.logical_id));
            self.end(index, StackStatus::DeleteFailed, "DELETE_FAILED", token);
            return;
        }
        self.clusters.retain(|_, cluster| cluster.stack != stack_id);
        self.functions.retain(|_, function| function.stack != stack_id);
        self.secrets.retain(|_, secret| secret.stack != stack_id);
        if let Some(group) = self.stacks[index].outputs.get("TargetGroupArn") {
            self.targets.remove(group);
        }
        self.change_sets.retain(|(stack, _), _| *stack != stack_id);
        self.end(index, StackStatus::Deleted, "DELETE_COMPLETE", token);
    }

    /// Makes what the template says.
    fn apply(&mut self, index: usize) {
        let stack = &mut self.stacks[index];
        stack.outputs = template::outputs(&stack.template, stack.account.as_str(), stack.region.as_str());
        let stack_id = stack.id.clone();
        let (account, region) = (stack.account.clone(), stack.region.clone());
        let clusters = template::clusters(&stack.template);
        let functions = template::functions(&stack.template);
        let secrets = template::secrets(&stack.template, account.as_str(), region.as_str());
        self.clusters.retain(|_, cluster| cluster.stack != stack_id);
        for (name, window, protected, instances) in clusters {
            let key = Key { account: account.clone(), region: region.clone(), name };
            self.clusters.insert(key, FakeCluster { stack: stack_id.clone(), window, protected, instances });
        }
        self.functions.retain(|key, made| {
            made.stack != stack_id || functions.iter().any(|(name, _)| *name == key.name)
        });
        for (arn, value) in secrets {
            self.secrets.entry(arn).or_insert_with(|| FakeSecret::new(&stack_id, &value));
        }
        for (name, properties) in functions {
            let key = Key { account: account.clone(), region: region.clone(), name };
            self.functions
                .entry(key)
                .and_modify(|made| made.apply(&properties))
                .or_insert_with(|| FakeFunction::new(&stack_id, &properties));
        }
    }

    fn end(&mut self, index: usize, status: StackStatus, text: &str, token: &str) {
        self.stacks[index].status = status;
        let name = self.stacks[index].name.clone();
        self.event(index, token, &Resource::stack(&name), text, None);
    }

    fn event(&mut self, index: usize, token: &str, resource: &Resource, status: &str, reason: Option<&str>) {
        self.events += 1;
        let progress = Progress {
            event: format!("event-{}", self.events),
            time: self.now(),
            logical_id: resource.logical_id.clone(),
            resource_type: resource.resource_type.clone(),
            status: status.to_owned(),
            reason: reason.map(str::to_owned),
        };
        self.stacks[index].events.push((token.to_owned(), progress));
    }
}

/// The failure that a test asked for, if one of the resources is of its type. It happens once.
fn take_failing(
    failing: &mut Option<(String, String)>,
    resources: &[Resource],
) -> Option<(Resource, String)> {
    let (resource_type, _) = failing.as_ref()?;
    let resource = resources.iter().find(|resource| resource.resource_type == *resource_type)?.clone();
    let (_, reason) = failing.take()?;
    Some((resource, reason))
}

pub(super) fn refused(code: &str, message: impl Into<String>) -> CloudError {
    CloudError::Refused { code: code.to_owned(), message: message.into() }
}
