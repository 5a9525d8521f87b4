//! What is seen in AWS before a step decides.

use domain::cloud::{ChangeSet, CloudResult, Cluster, SnapshotStatus, Stack};
use domain::operation::{Change, Progress, StepName};
use domain::plan::Observed;

use super::act::Trouble;
use super::work::Work;

/// What was read from AWS for a step.
#[derive(Debug, Default)]
pub(super) struct View {
    /// What AWS says of the calls of this step, oldest first.
    pub(super) events: Vec<Progress>,
    pub(super) stack: Option<Stack>,
    pub(super) change_set: Option<ChangeSet>,
    cluster: Option<Cluster>,
    snapshot: Option<SnapshotStatus>,
}

/// Reads what a step decides on, in the order that [`Observed`] asks for.
pub(super) async fn observe(work: &Work<'_>, step: StepName) -> Result<View, Trouble> {
    let mut view = View::default();
    let (cloud, place, intent) = (work.cloud, work.place, &work.operation.intent);
    view.events = events(work, step).await?;
    if matches!(step, StepName::Prepare | StepName::Stack)
        && let Some(change_set) = work.change_set()
    {
        view.change_set = cloud.change_sets.describe(place, &intent.stack_name, &change_set).await?;
    }
    // What the stack tells is taken over when the last step, which is about the cluster, has ended.
    if !matches!(step, StepName::Snapshot | StepName::Unprotect) {
        view.stack = cloud.stacks.describe(place, &work.stack(step)).await?;
    }
    if matches!(step, StepName::Verify | StepName::Snapshot | StepName::Unprotect) {
        view.cluster = cloud.databases.describe(place, &work.cluster()?).await?;
    }
    if step == StepName::Snapshot
        && let Some(snapshot) = &intent.final_snapshot
    {
        view.snapshot = cloud.databases.snapshot(place, snapshot).await?;
    }
    Ok(view)
}

/// What AWS says of the calls of a step, oldest first. Steps that are not about a stack have no events.
pub(super) async fn events(work: &Work<'_>, step: StepName) -> CloudResult<Vec<Progress>> {
    match step {
        StepName::Network | StepName::Stack | StepName::Remove => {
            work.cloud.stacks.events(work.place, &work.stack(step), &work.token(step)).await
        }
        StepName::Prepare | StepName::Verify | StepName::Snapshot | StepName::Unprotect => Ok(Vec::new()),
    }
}

impl View {
    /// The view as the rules take it.
    pub(super) fn observed<'a>(&'a self, work: &'a Work<'_>, begun: bool) -> Observed<'a> {
        let operation = work.operation;
        Observed {
            change: operation.change,
            begun: begun || !self.events.is_empty(),
            stack: self.stack.as_ref(),
            change_set: self.change_set.as_ref(),
            planned: &operation.plan.resources,
            cluster: self.cluster.as_ref(),
            window: (operation.change != Change::Delete).then_some(operation.intent.window_utc.as_str()),
            snapshot: self.snapshot.as_ref(),
            cancel_requested: operation.cancel_requested,
        }
    }
}
