//! A running operation: its steps, live.

use domain::authz::Action;
use domain::error::FieldError;
use domain::operation::{Progress, Step};
use leptos::prelude::*;

use super::OperationPage;
use super::plan::summary;
use super::rollout;
use super::sentence::sentence;
use crate::islands::live_operation::{LiveEvent, LiveOperation, LiveSilence, LiveStep, StepLabel, StepWords};
use crate::page::Reader;
use crate::ui::{self, Tone};

/// The page of a running operation.
pub(super) fn view(reader: &Reader, page: &OperationPage, errors: &[FieldError]) -> AnyView {
    let text = reader.text();
    let operation = &page.operation;
    let events = page.address("events");
    let is_rollout = rollout::is_wanted(operation);
    let refresh = view! { <noscript><p><a href=page.address("")>{text.common.refresh}</a></p></noscript> };
    let cancel = if operation.cancel_requested {
        view! { <p class="quiet" role="status">{text.operation.cancel_requested}</p> }.into_any()
    } else if page.place.may_in(Action::OperateComponent, operation.project) {
        let (label, help) = match operation.shifting() {
            Some(_) => (text.rollout.take_back, text.rollout.take_back_help),
            None => (text.operation.cancel, text.operation.cancel_help),
        };
        view! {
            <form method="post" action=page.address("cancel") class="actions">
                {ui::submit_button(label, Tone::Plain)}
                <span class="quiet">{help}</span>
            </form>
        }
        .into_any()
    } else {
        ().into_any()
    };
    view! {
        <div class="lead-block">
            <p class="sentence">{sentence(reader, operation.change, &operation.plan)}</p>
            <p class="quiet">{(text.operation.lead)(operation.state)}</p>
        </div>
        {is_rollout.then(|| view! { <div data-live="rollout">{rollout::section(reader, page)}</div> })}
        {is_rollout.then(|| view! { <div data-live="decide">{rollout::decide(reader, page, errors)}</div> })}
        <section class="section">
            <h2>{text.operation.steps}</h2>
            <LiveOperation
                events=events
                state=operation.state
                now=reader.now.as_millisecond()
                steps=live(&operation.steps)
                labels=labels(reader, page)
                words=words(reader)
            />
            {refresh}
        </section>
        {if is_rollout { view! { <div data-live="cancel">{cancel}</div> }.into_any() } else { cancel }}
        {ui::details(text.operation.plan, "", false, summary(reader, &operation.plan))}
    }
    .into_any()
}

/// The steps as the browser needs them.
pub(super) fn live(steps: &[Step]) -> Vec<LiveStep> {
    let event = |progress: &Progress| LiveEvent {
        status: progress.status.clone(),
        logical_id: progress.logical_id.clone(),
        reason: progress.reason.clone(),
    };
    steps
        .iter()
        .map(|step| LiveStep {
            name: step.name,
            state: step.state,
            started: step.started.map(|time| time.to_string()),
            ended: step.ended.map(|time| time.to_string()),
            usual_seconds: step.usual_seconds,
            silence: step.silence.map(|silence| LiveSilence { account: silence.account }),
            progress: step.progress.iter().map(event).collect(),
        })
        .collect()
}

/// What the steps are called, and how long they usually take.
pub(super) fn labels(reader: &Reader, page: &OperationPage) -> Vec<StepLabel> {
    let text = reader.text();
    page.operation
        .steps
        .iter()
        .map(|step| StepLabel {
            name: step.name,
            label: (text.words.step)(step.name).to_owned(),
            usual: step
                .usual_seconds
                .filter(|seconds| *seconds > 0)
                .map(|seconds| (text.operation.usually)(&(text.common.duration)(i64::from(seconds)))),
        })
        .collect()
}

/// The other words that the steps need.
pub(super) fn words(reader: &Reader) -> StepWords {
    use domain::operation::StepState::{Done, Failed, Running, Waiting};
    let text = reader.text();
    StepWords {
        states: [Waiting, Running, Done, Failed].map(|state| (text.words.step_state)(state).to_owned()),
        aws_detail: text.operation.aws_detail.to_owned(),
        aws_silent: text.operation.aws_silent.to_owned(),
        account_silent: text.operation.account_silent.to_owned(),
    }
}
