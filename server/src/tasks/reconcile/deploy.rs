//! What is done for the steps of a function: its code, its versions, and where the traffic goes.

use domain::cloud::{CodeLocation, Reconfiguration};
use domain::function::{Check, Code, LIVE, Traffic};
use domain::operation::{Cause, Failure, Progress, StepName};
use domain::plan::Decision;

use super::act::{Trouble, Verdict};
use super::observe::{View, placeholder_place, target_group};
use super::work::Work;
use crate::db::artifacts;

/// Most characters of a function's answer that are kept to explain why its check failed.
const LONGEST_ANSWER: usize = 2000;

/// What came of a decision.
pub(super) struct Performed {
    pub(super) verdict: Verdict,
    /// What to show of it.
    pub(super) progress: Option<Progress>,
    /// Lambda's number of the version that was published.
    pub(super) published: Option<u64>,
}

impl Performed {
    const fn waiting() -> Self {
        Self { verdict: Verdict::Waiting, progress: None, published: None }
    }

    const fn done() -> Self {
        Self { verdict: Verdict::Done, progress: None, published: None }
    }

    fn failed(failure: Failure) -> Self {
        Self { verdict: Verdict::Failed(failure), progress: None, published: None }
    }

    fn showing(self, progress: Progress) -> Self {
        Self { progress: Some(progress), ..self }
    }
}

/// Whether a decision is performed here.
pub(super) const fn is_about_function(decision: Decision) -> bool {
    matches!(
        decision,
        Decision::StorePlaceholder
            | Decision::UpdateCode
            | Decision::UpdateEnvironment
            | Decision::Publish
            | Decision::Invoke
            | Decision::Shift(_)
            | Decision::Connect
            | Decision::LeaveNetwork
    )
}

/// Does what was decided. What AWS has done when it answers is done: the next look is saved.
pub(super) async fn perform(
    work: &Work<'_>,
    step: StepName,
    decision: Decision,
    view: &View,
) -> Result<Performed, Trouble> {
    match decision {
        Decision::StorePlaceholder => store_placeholder(work).await,
        Decision::UpdateCode => update_code(work, step, view).await,
        Decision::UpdateEnvironment => update_environment(work, step, view).await,
        Decision::Publish => publish(work, step).await,
        Decision::Invoke => check(work, step).await,
        Decision::Shift(traffic) => shift(work, step, traffic, view).await,
        Decision::Connect => connect(work, step, view).await,
        Decision::LeaveNetwork => leave_network(work, step, view).await,
        _ => Ok(Performed::waiting()),
    }
}

async fn store_placeholder(work: &Work<'_>) -> Result<Performed, Trouble> {
    let settings = kinds::function::Settings::from_document(&work.operation.intent.document.settings)?;
    let files = kinds::function::placeholder::files(settings.runtime.family());
    let texts = files.map(|file| (file.path, file.mode, file.text));
    let archive = artifact::archive_of(&texts).map_err(domain::Error::internal)?;
    let (bucket, key) = placeholder_place(work).await?;
    work.cloud.artifacts.put(work.place, &bucket, &key, archive).await?;
    Ok(Performed::done())
}

/// Brings the code into the bucket, unless an earlier version has brought it there, and gives it to the function.
async fn update_code(work: &Work<'_>, step: StepName, view: &View) -> Result<Performed, Trouble> {
    let deployment = work.deployment();
    let code = deployment.and_then(|deployment| deployment.code.archive());
    let bucket = deployment.and_then(|deployment| deployment.bucket.clone());
    let (Some(code), Some(bucket), Some(function)) = (code, bucket, &view.function) else {
        return Ok(Performed::failed(Failure::new(Cause::Stale, step, "")));
    };
    let location = CodeLocation { bucket, key: Code::key(code) };
    let content = artifacts::content_for_worker(work.db.read(), work.operation.component, code).await;
    match content.map_err(domain::Error::from)? {
        Some(content) => {
            work.cloud.artifacts.put(work.place, &location.bucket, &location.key, content).await?;
        }
        None if work.cloud.artifacts.exists(work.place, &location.bucket, &location.key).await? => {}
        None => return Ok(Performed::failed(Failure::new(Cause::CodeGone, step, location.key))),
    }
    let name = work.identifier()?;
    work.cloud.functions.update_code(work.place, &name, &location, &function.revision).await?;
    Ok(Performed::waiting().showing(line(work, step, "UPDATE_CODE", Some(code.short().to_owned()))))
}

async fn update_environment(work: &Work<'_>, step: StepName, view: &View) -> Result<Performed, Trouble> {
    let (Some(deployment), Some(function)) = (work.deployment(), &view.function) else {
        return Ok(Performed::failed(Failure::new(Cause::Stale, step, "")));
    };
    let change = Reconfiguration::Environment(deployment.environment.clone());
    work.cloud.functions.reconfigure(work.place, &work.identifier()?, &change, &function.revision).await?;
    Ok(Performed::waiting().showing(line(work, step, "UPDATE_ENVIRONMENT", None)))
}

async fn publish(work: &Work<'_>, step: StepName) -> Result<Performed, Trouble> {
    let name = work.identifier()?;
    let code = match work.deployment().and_then(|deployment| deployment.code.archive()) {
        Some(code) => code.clone(),
        None => match work.cloud.functions.describe(work.place, &name).await? {
            Some(function) => function.code,
            None => return Ok(Performed::failed(Failure::new(Cause::Stale, step, ""))),
        },
    };
    let description = format!("operation {}", work.operation.id);
    let number = work.cloud.functions.publish(work.place, &name, &code, &description).await?;
    let performed = Performed { published: Some(number), ..Performed::done() };
    Ok(performed.showing(line(work, step, "PUBLISHED", Some(number.to_string()))))
}

/// Invokes the published version as its check says.
async fn check(work: &Work<'_>, step: StepName) -> Result<Performed, Trouble> {
    let check = work.deployment().and_then(|deployment| match step {
        StepName::CheckAfter => deployment.check_after.as_ref(),
        _ => deployment.check.as_ref(),
    });
    let (Some(check), Some(version)) = (check, work.operation.published()) else {
        return Ok(Performed::failed(Failure::new(Cause::Stale, step, "")));
    };
    let cause = if step == StepName::CheckAfter { Cause::SentBack } else { Cause::CheckFailed };
    Ok(match judge(work, check, version).await? {
        None => Performed::done().showing(line(work, step, "PASSED", None)),
        Some(detail) => Performed::failed(Failure::new(cause, step, detail)),
    })
}

/// Invokes what judges a version. Answers with what was wrong, if something was.
pub(super) async fn judge(work: &Work<'_>, check: &Check, version: u64) -> Result<Option<String>, Trouble> {
    let own = work.identifier()?;
    let (name, qualifier) = check.invoked(&own, version);
    let payload = check.payload(&own, version);
    let answer = work.cloud.functions.invoke(work.place, &name, &qualifier, payload.as_bytes()).await?;
    if !answer.failed && check.accepts(&answer.payload) {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&answer.payload);
    let detail: String = format!("{text}\n\n{}", answer.log_tail).chars().take(LONGEST_ANSWER).collect();
    Ok(Some(detail.trim().to_owned()))
}

async fn shift(work: &Work<'_>, step: StepName, traffic: Traffic, view: &View) -> Result<Performed, Trouble> {
    point(work, traffic, view.alias.as_ref().map(|alias| alias.revision.as_str())).await?;
    let has_all = work.operation.published().map(Traffic::all) == Some(traffic);
    let verdict = match step {
        StepName::Shift if has_all => Verdict::Done,
        _ if work.operation.cancel_requested => Verdict::Cancelled,
        _ => Verdict::Waiting,
    };
    let performed = Performed { verdict, ..Performed::waiting() };
    Ok(performed.showing(line(work, step, "SHIFTED", Some(traffic.to_string()))))
}

async fn connect(work: &Work<'_>, step: StepName, view: &View) -> Result<Performed, Trouble> {
    let (Some(alias), Some(group)) = (&view.alias, target_group(view.stack.as_ref())) else {
        return Ok(Performed::failed(Failure::new(Cause::Stale, step, "")));
    };
    // AWS asks the function whether the load balancer may invoke it before it takes it as a target.
    work.cloud.aliases.allow_load_balancer(work.place, &work.identifier()?, LIVE, group).await?;
    work.cloud.targets.register(work.place, group, &alias.arn).await?;
    Ok(Performed::done().showing(line(work, step, "CONNECTED", None)))
}

async fn leave_network(work: &Work<'_>, step: StepName, view: &View) -> Result<Performed, Trouble> {
    let Some(function) = &view.function else { return Ok(Performed::done()) };
    let change = Reconfiguration::LeaveNetwork;
    work.cloud.functions.reconfigure(work.place, &work.identifier()?, &change, &function.revision).await?;
    Ok(Performed::waiting().showing(line(work, step, "LEAVE_NETWORK", None)))
}

/// A deploy that fails leaves the traffic where it was, whatever an earlier one, which it superseded, had begun.
pub(super) async fn leave_as_it_was(work: &Work<'_>, step: StepName) -> Result<(), Trouble> {
    let before = work.deployment().and_then(|deployment| deployment.before).map(Traffic::all);
    let moves_code = matches!(
        step,
        StepName::Code | StepName::Publish | StepName::Check | StepName::Shift | StepName::CheckAfter
    );
    let Some(before) = before.filter(|_| moves_code) else { return Ok(()) };
    let alias = work.cloud.aliases.describe(work.place, &work.identifier()?, LIVE).await?;
    match alias {
        Some(alias) if alias.traffic != before => point(work, before, Some(&alias.revision)).await,
        _ => Ok(()),
    }
}

async fn point(work: &Work<'_>, traffic: Traffic, revision: Option<&str>) -> Result<(), Trouble> {
    work.cloud.aliases.point(work.place, &work.identifier()?, LIVE, &traffic, revision).await?;
    Ok(())
}

/// A line of progress about the function. Its id is the same when the step runs twice.
fn line(work: &Work<'_>, step: StepName, status: &str, reason: Option<String>) -> Progress {
    let count = work.step(step).map_or(0, |step| step.progress.len());
    Progress {
        event: format!("{}-{status}-{count}", work.token(step)),
        time: work.now,
        logical_id: "Function".to_owned(),
        resource_type: "AWS::Lambda::Function".to_owned(),
        status: status.to_owned(),
        reason,
    }
}
