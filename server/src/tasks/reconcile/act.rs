//! One look at AWS for a step: read, decide, and do the one thing that was decided.

use domain::cloud::{ChangeSet, CloudError, CloudResult, UpdateStatus};
use domain::component::{Kind, Outputs};
use domain::function::Shifting;
use domain::operation::{Cause, Failure, Progress, StepName};
use domain::plan::{AwsView, Decision, explain, explain_refusal, next};

use super::deploy;
use super::observe::{View, events, observe};
use super::plans::aws_view;
use super::work::Work;

/// What one look at AWS came to.
#[derive(Debug)]
pub(super) struct Look {
    /// How far the step is now.
    pub(super) verdict: Verdict,
    /// What AWS said so far of this step, oldest first.
    pub(super) events: Vec<Progress>,
    /// What the stack told.
    pub(super) outputs: Outputs,
    /// AWS's view of the plan, once the change set says something.
    pub(super) aws: Option<AwsView>,
    /// Lambda's number of the version that was published.
    pub(super) published: Option<u64>,
    /// How far the traffic has moved, where it moves share by share.
    pub(super) shifting: Option<Shifting>,
}

/// How far a step is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// AWS works on it, or was just asked to.
    Waiting,
    /// The step is done.
    Done,
    /// It cannot be done.
    Failed(Failure),
    /// It was stopped on request, and what was begun is undone.
    Cancelled,
}

/// What kept a look from coming to a verdict.
#[derive(Debug)]
pub(super) enum Trouble {
    /// A call was not answered as hoped.
    Cloud(CloudError),
    /// The template cannot be rendered: a fault of the product.
    Product(domain::Error),
}

impl From<CloudError> for Trouble {
    fn from(error: CloudError) -> Self {
        Self::Cloud(error)
    }
}

impl From<domain::Error> for Trouble {
    fn from(error: domain::Error) -> Self {
        Self::Product(error)
    }
}

/// Looks at AWS for a step, and does the one thing that follows.
pub(super) async fn look(work: &Work<'_>, step: StepName) -> Result<Look, Trouble> {
    let mut view = observe(work, step).await?;
    let decision = next(step, &view.observed(work, false));
    if matches!(decision, Decision::Done | Decision::Explain) {
        // Events were read before the stack: what happened in between is the end, and the cause.
        view.events = events(work, step).await?;
    }
    let mut published = None;
    let verdict = match decision {
        Decision::Unprotect => unprotect(work, step).await?,
        Decision::SendBack => Verdict::Failed(Failure::new(Cause::SentBack, step, "")),
        Decision::Explain => Verdict::Failed(explain(step, &view.events)),
        Decision::Fail(cause) => Verdict::Failed(failure(step, cause, &view)),
        decision if deploy::is_about_function(decision) => {
            let done = deploy::perform(work, step, decision, &view).await?;
            view.events.extend(done.progress);
            published = done.published;
            done.verdict
        }
        other => perform(work, step, other).await?,
    };
    if matches!(verdict, Verdict::Failed(_)) {
        deploy::leave_as_it_was(work, step).await?;
    }
    let aws = view.change_set.as_ref().and_then(aws_view);
    let outputs = view.stack.map(|stack| stack.outputs).unwrap_or_default();
    Ok(Look { verdict, events: view.events, outputs, aws, published, shifting: view.shifting })
}

/// Does what was decided.
pub(super) async fn perform(work: &Work<'_>, step: StepName, decision: Decision) -> Result<Verdict, Trouble> {
    let (cloud, place, stack) = (work.cloud, work.place, work.stack(step));
    match decision {
        Decision::Done => return Ok(Verdict::Done),
        Decision::Cancelled => return Ok(Verdict::Cancelled),
        Decision::CreateStack => {
            let request = work.request(step)?;
            // Another operation makes the same network, or an earlier call was heard although its answer was lost: the next look shows.
            unless(cloud.stacks.create(place, &request).await, "AlreadyExistsException")?;
        }
        Decision::DeleteStack => {
            let token = match step {
                StepName::Remove => work.token(step),
                _ => work.side_token(step, "clear"),
            };
            if step == StepName::Stack {
                unprotect_cluster(work).await?;
            }
            cloud.stacks.protect(place, &stack, false).await?;
            cloud.stacks.delete(place, &stack, &token).await?;
        }
        Decision::CreateChangeSet => {
            let request = work.request(step)?;
            if let Some(change_set) = work.change_set() {
                cloud.change_sets.create(place, &change_set, &request).await?;
            }
        }
        Decision::ExecuteChangeSet => {
            if let Some(change_set) = work.change_set() {
                cloud.change_sets.execute(place, &stack, &change_set, &work.token(step)).await?;
            }
        }
        Decision::CancelUpdate => {
            // AWS refuses when the update has just ended: the next look shows how.
            let cancelled = cloud.stacks.cancel_update(place, &stack, &work.side_token(step, "cancel")).await;
            unless(cancelled, "ValidationError")?;
        }
        Decision::ContinueRollback => {
            cloud.stacks.continue_rollback(place, &stack, &work.side_token(step, "continue")).await?;
        }
        Decision::StartSnapshot => {
            if let Some(snapshot) = &work.operation.intent.final_snapshot {
                cloud.databases.start_snapshot(place, &work.identifier()?, snapshot).await?;
            }
        }
        // Those of a function are performed in `deploy`.
        _ => {}
    }
    Ok(Verdict::Waiting)
}

/// Switches off what keeps cluster and stack from being deleted. That it is done shows in the cluster only, so AWS is asked again at once.
async fn unprotect(work: &Work<'_>, step: StepName) -> Result<Verdict, Trouble> {
    let (cloud, place, stack) = (work.cloud, work.place, work.stack(step));
    unprotect_cluster(work).await?;
    if cloud.stacks.describe(place, &stack).await?.is_some() {
        cloud.stacks.protect(place, &stack, false).await?;
    }
    let view = observe(work, step).await?;
    Ok(match next(step, &view.observed(work, true)) {
        Decision::Done => Verdict::Done,
        _ => Verdict::Waiting,
    })
}

/// Switches off the deletion protection of the cluster. A creation that fails after its cluster was made cannot be rolled back before.
async fn unprotect_cluster(work: &Work<'_>) -> Result<(), Trouble> {
    if work.operation.intent.kind != Kind::Postgres {
        return Ok(());
    }
    let (databases, place, cluster) = (&work.cloud.databases, work.place, work.identifier()?);
    if databases.describe(place, &cluster).await?.is_some_and(|cluster| cluster.protected) {
        databases.protect(place, &cluster, false).await?;
    }
    Ok(())
}

/// A refusal with this code says that there is nothing to do.
fn unless(answer: CloudResult<()>, code: &str) -> CloudResult<()> {
    match answer {
        Err(CloudError::Refused { code: refused, .. }) if refused == code => Ok(()),
        other => other,
    }
}

/// A failure that no event tells of, in AWS's own words where there are some.
fn failure(step: StepName, cause: Cause, view: &View) -> Failure {
    if let Some(UpdateStatus::Failed { code, reason }) = view.function.as_ref().map(|seen| &seen.update) {
        return Failure::new(cause, step, format!("{code}: {reason}"));
    }
    match (&view.change_set, &view.stack) {
        (Some(ChangeSet::Failed(reason)), _) => {
            let refusal = explain_refusal(step, "", reason);
            if refusal.cause == Cause::Unknown { Failure::new(cause, step, reason.as_str()) } else { refusal }
        }
        (_, Some(stack)) => Failure::new(cause, step, stack.reason.clone().unwrap_or_default()),
        _ => Failure::new(cause, step, ""),
    }
}
