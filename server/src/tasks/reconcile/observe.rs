//! What is seen in AWS before a step decides.

use domain::cloud::{AliasStatus, ChangeSet, CloudResult, Cluster, FunctionStatus, SnapshotStatus, Stack};
use domain::component::Kind;
use domain::function::{LIVE, Shifting};
use domain::operation::{Change, Progress, StepName};
use domain::plan::{FunctionView, Observed};
use kinds::function::{outputs, placeholder};

use super::act::Trouble;
use super::rollout;
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
    pub(super) function: Option<FunctionStatus>,
    pub(super) alias: Option<AliasStatus>,
    pub(super) shifting: Option<Shifting>,
    connected: bool,
    placeholder_stored: bool,
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
    if needs_stack(step) {
        view.stack = cloud.stacks.describe(place, &work.stack(step)).await?;
    }
    if matches!(step, StepName::Verify | StepName::Snapshot | StepName::Unprotect)
        && intent.kind == Kind::Postgres
    {
        view.cluster = cloud.databases.describe(place, &work.identifier()?).await?;
    }
    if step == StepName::Snapshot
        && let Some(snapshot) = &intent.final_snapshot
    {
        view.snapshot = cloud.databases.snapshot(place, snapshot).await?;
    }
    observe_function(work, step, &mut view).await?;
    Ok(view)
}

/// What the stack tells is taken over when the last step, which is about the thing itself, has ended. Steps that only move code do without.
const fn needs_stack(step: StepName) -> bool {
    !matches!(
        step,
        StepName::Snapshot
            | StepName::Unprotect
            | StepName::Placeholder
            | StepName::Code
            | StepName::Publish
            | StepName::Check
            | StepName::Shift
            | StepName::CheckAfter
            | StepName::Detach
    )
}

async fn observe_function(work: &Work<'_>, step: StepName, view: &mut View) -> Result<(), Trouble> {
    let (cloud, place) = (work.cloud, work.place);
    if step == StepName::Placeholder {
        let (bucket, key) = placeholder_place(work).await?;
        view.placeholder_stored = cloud.artifacts.exists(place, &bucket, &key).await?;
    }
    if matches!(step, StepName::Code | StepName::Publish | StepName::Detach) {
        view.function = cloud.functions.describe(place, &work.identifier()?).await?;
    }
    // What an earlier deploy had begun is taken back before anything else is asked for.
    let may_be_shifted = work.deployment().is_some_and(|deployment| deployment.before.is_some());
    let takes_back = step == StepName::Code && may_be_shifted && view.events.is_empty();
    let gives_back = step == StepName::CheckAfter && work.operation.cancel_requested;
    if matches!(step, StepName::Shift | StepName::Connect) || takes_back || gives_back {
        view.alias = cloud.aliases.describe(place, &work.identifier()?, LIVE).await?;
    }
    if step == StepName::Shift {
        view.shifting = rollout::observe(work).await?;
    }
    if step == StepName::Connect
        && let (Some(alias), Some(group)) = (&view.alias, target_group(view.stack.as_ref()))
    {
        view.connected = cloud.targets.registered(place, group).await?.contains(&alias.arn);
    }
    Ok(())
}

/// The target group of a function, as its stack tells.
pub(super) fn target_group(stack: Option<&Stack>) -> Option<&str> {
    stack?.outputs.get(outputs::name::TARGET_GROUP_ARN).map(String::as_str)
}

/// Bucket and key of the code that stands in until the first deploy.
///
/// # Errors
/// [`Trouble::Product`] when the stack of the bucket does not tell its name.
pub(super) async fn placeholder_place(work: &Work<'_>) -> Result<(String, String), Trouble> {
    let stack = work.cloud.stacks.describe(work.place, &work.stack(StepName::Artifacts)).await?;
    let bucket = stack.and_then(|stack| stack.outputs.get(kinds::artifacts::BUCKET_NAME).cloned());
    let bucket = bucket.ok_or_else(|| domain::Error::internal(NoBucket))?;
    let settings = kinds::function::Settings::from_document(&work.operation.intent.document.settings)?;
    Ok((bucket, placeholder::key(settings.runtime.family())))
}

#[derive(Debug, thiserror::Error)]
#[error("the stack of the artifacts does not tell the name of its bucket")]
struct NoBucket;

/// What AWS says of the calls of a step, oldest first. Steps that are not about a stack have no events.
pub(super) async fn events(work: &Work<'_>, step: StepName) -> CloudResult<Vec<Progress>> {
    match step {
        StepName::Network
        | StepName::Artifacts
        | StepName::LoadBalancer
        | StepName::Endpoints
        | StepName::Stack
        | StepName::Remove => {
            work.cloud.stacks.events(work.place, &work.stack(step), &work.token(step)).await
        }
        // What was asked of AWS so far, as this product noted it.
        StepName::Placeholder
        | StepName::Code
        | StepName::Publish
        | StepName::Check
        | StepName::Shift
        | StepName::CheckAfter
        | StepName::Connect
        | StepName::Detach => Ok(work.step(step).map(|step| step.progress.clone()).unwrap_or_default()),
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
            function: FunctionView {
                wanted: work.deployment(),
                published: operation.published(),
                function: self.function.as_ref(),
                alias: self.alias.as_ref(),
                shifting: self.shifting.as_ref(),
                connected: self.connected,
                placeholder_stored: self.placeholder_stored,
            },
            cancel_requested: operation.cancel_requested,
        }
    }
}
