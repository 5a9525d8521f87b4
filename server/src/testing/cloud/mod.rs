//! An AWS in memory: stacks with change sets and events, clusters, snapshots, secrets, functions with their targets and code; with faults on
//! demand.
//!
//! It knows as much of CloudFormation as the reconciler relies on, with the same refusals: one stack per name, termination protection,
//! change sets that are void after an update, clusters that are protected against deletion. Of Lambda: updates that take time, revisions,
//! versions that are published once.

mod aliases;
mod artifacts;
mod change_sets;
mod databases;
mod fault;
mod function;
mod functions;
mod logs;
mod metrics;
mod secrets;
mod stacks;
mod targets;
mod template;
#[cfg(test)]
mod tests;
mod world;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::clock::Clock;
use domain::cloud::{Cloud, CloudError, CloudResult, Place};
use domain::ids::OperationId;
use tokio::sync::Notify;

pub use fault::Fault;
pub use secrets::PASSWORD;
use world::World;

/// A handle on the fake. Cheap to clone; all clones are the same AWS.
#[derive(Clone)]
pub struct FakeCloud {
    world: Arc<Mutex<World>>,
    hangs: Arc<Notify>,
}

/// A call that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Such as `CreateStack`.
    pub api: &'static str,
    /// The stack, cluster, snapshot, secret, function, target group or object.
    pub subject: String,
    /// The session tag of the call.
    pub operation: Option<OperationId>,
}

impl FakeCloud {
    /// An empty AWS. Work of a stack or function is done when it has been described twice.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { world: Arc::new(Mutex::new(World::new(clock))), hangs: Arc::new(Notify::new()) }
    }

    /// The ports that the server takes.
    pub fn cloud(&self) -> Cloud {
        Cloud {
            stacks: Arc::new(self.clone()),
            change_sets: Arc::new(self.clone()),
            databases: Arc::new(self.clone()),
            secrets: Arc::new(self.clone()),
            functions: Arc::new(self.clone()),
            aliases: Arc::new(self.clone()),
            targets: Arc::new(self.clone()),
            artifacts: Arc::new(self.clone()),
            metrics: Arc::new(self.clone()),
            logs: Arc::new(self.clone()),
        }
    }

    /// All calls so far, oldest first.
    pub fn calls(&self) -> Vec<Call> {
        self.lock().calls.clone()
    }

    /// How often an API was called.
    pub fn count(&self, api: &str) -> usize {
        self.lock().calls.iter().filter(|call| call.api == api).count()
    }

    /// The names of the stacks that exist.
    pub fn stacks(&self) -> Vec<String> {
        self.lock().stacks.iter().filter(|stack| stack.exists()).map(|stack| stack.name.clone()).collect()
    }

    /// How many stacks of that name were ever made.
    pub fn times_made(&self, stack: &str) -> usize {
        self.lock().stacks.iter().filter(|made| made.name == stack).count()
    }

    /// The names of the manual snapshots.
    pub fn snapshots(&self) -> Vec<String> {
        self.lock().snapshots.keys().map(|key| key.name.clone()).collect()
    }

    /// The names of the clusters that exist.
    pub fn clusters(&self) -> Vec<String> {
        self.lock().clusters.keys().map(|key| key.name.clone()).collect()
    }

    /// All resources with a tag, as `STACK/LOGICAL-ID TYPE`: those of the stacks that exist, and those that stayed when their stack was deleted.
    pub fn tagged(&self, key: &str, value: &str) -> Vec<String> {
        let world = self.lock();
        let held = world.stacks.iter().flat_map(|stack| {
            let kept = template::held(&stack.template).into_iter();
            kept.filter(move |one| stack.exists() || (one.stays && stack.was_made()))
                .map(move |one| (stack.name.clone(), one))
        });
        held.filter(|(_, one)| one.tags.get(key).is_some_and(|found| found == value))
            .map(|(stack, one)| format!("{stack}/{} {}", one.logical_id, one.resource_type))
            .collect()
    }

    /// The template of a stack that exists.
    pub fn template(&self, stack: &str) -> Option<serde_json::Value> {
        let world = self.lock();
        world.stacks.iter().find(|made| made.exists() && made.name == stack).map(|made| made.template.clone())
    }

    /// The names of the change sets that exist and were not executed.
    pub fn open_change_sets(&self) -> Vec<String> {
        self.lock().open_change_sets()
    }

    /// Lets work of stacks and functions take this many looks from now on.
    pub fn slow_down(&self, looks: u32) {
        self.lock().looks_per_work = looks;
    }

    /// The next creation or update with a resource of this type fails there, with AWS's words, and is rolled back.
    pub fn fail_resource(&self, resource_type: &str, reason: &str) {
        self.lock().failing_resource = Some((resource_type.to_owned(), reason.to_owned()));
    }

    /// The next deletion of a stack with a resource of this type stops there, with AWS's words.
    pub fn fail_delete(&self, resource_type: &str, reason: &str) {
        self.lock().failing_delete = Some((resource_type.to_owned(), reason.to_owned()));
    }

    /// Change sets from now on say that resources of this type are replaced.
    pub fn replace_in_change_sets(&self, resource_type: &str) {
        self.lock().replaced_type = Some(resource_type.to_owned());
    }

    /// A fault at the n-th call from now, counted from 1.
    pub fn fault_at(&self, call: usize, fault: Fault) {
        let mut world = self.lock();
        let at = world.calls.len() + call;
        world.faults.insert(at, fault);
    }

    /// Every call has this fault until [`FakeCloud::recover`].
    pub fn fault_always(&self, fault: Fault) {
        self.lock().lasting_fault = Some(fault);
    }

    /// No fault from now on.
    pub fn recover(&self) {
        let mut world = self.lock();
        world.lasting_fault = None;
        world.faults.clear();
    }

    /// Ends when a call hangs ([`Fault::Hang`]): the moment to drop the caller, as a killed process would.
    pub async fn hung(&self) {
        self.hangs.notified().await;
    }

    fn lock(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records a call, and does it unless a fault is due.
    async fn call<T>(
        &self,
        api: &'static str,
        place: &Place,
        subject: &str,
        act: impl FnOnce(&mut World) -> CloudResult<T>,
    ) -> CloudResult<T> {
        let hangs = {
            let mut world = self.lock();
            world.calls.push(Call { api, subject: subject.to_owned(), operation: place.operation });
            let at = world.calls.len();
            let fault = world.faults.remove(&at).or_else(|| world.lasting_fault.clone());
            match fault {
                None => return act(&mut world),
                Some(Fault::Unreachable) => return Err(CloudError::AccountUnreachable(Fault::source())),
                Some(Fault::Throttled) => return Err(CloudError::Throttled(Fault::source())),
                Some(Fault::Silent) => return Err(CloudError::Transient(Fault::source())),
                Some(Fault::Refused { code, message }) => return Err(CloudError::Refused { code, message }),
                Some(Fault::AnswerLost) => {
                    return act(&mut world).and(Err(CloudError::Transient(Fault::source())));
                }
                Some(Fault::Hang) => act(&mut world).is_ok(),
            }
        };
        tracing::debug!(api, hangs, "the call hangs");
        self.hangs.notify_one();
        std::future::pending().await
    }
}
