//! An ended operation: what came of it, why, and what to do now.

use domain::authz::Action;
use domain::operation::{Change, Failure, NextStep, OperationState};
use kinds::words::resource_word;
use leptos::prelude::*;

use super::OperationPage;
use super::plan::summary;
use super::progress::{labels, live, words};
use super::rollout;
use crate::islands::live_operation::steps_view;
use crate::page::Reader;
use crate::ui::{self, Fact, Tone};

/// The page of an ended operation.
pub(super) fn view(reader: &Reader, page: &OperationPage) -> AnyView {
    let text = reader.text();
    let operation = &page.operation;
    let steps = (!operation.steps.is_empty()).then(|| {
        view! {
            <section class="section">
                <h2>{text.operation.steps}</h2>
                {steps_view(&live(&operation.steps), &labels(reader, page), &words(reader), reader.now.as_millisecond())}
            </section>
        }
    });
    view! {
        {headline(reader, page)}
        {facts(reader, page)}
        {rollout::section(reader, page)}
        {steps}
        {summary(reader, &operation.plan)}
    }
    .into_any()
}

fn headline(reader: &Reader, page: &OperationPage) -> AnyView {
    let text = reader.text();
    let operation = &page.operation;
    let (colour, title) = match operation.state {
        OperationState::Succeeded => (ui::State::Success, (text.operation.succeeded)(operation.change)),
        OperationState::Failed => (ui::State::Danger, (text.operation.failed)(operation.change)),
        OperationState::Cancelled => (ui::State::Neutral, text.operation.cancelled),
        OperationState::Superseded => {
            (ui::State::Neutral, (text.words.operation_state)(OperationState::Superseded))
        }
        _ => (ui::State::Neutral, text.operation.discarded),
    };
    let failure = operation.failure.as_ref().filter(|_| operation.state == OperationState::Failed);
    let body = match failure {
        Some(failure) => failure_view(reader, page, failure),
        None => view! {
            <p>{(text.operation.lead)(operation.state)}</p>
            <p class="actions">{onward(reader, page)}</p>
        }
        .into_any(),
    };
    ui::callout(colour, title, body)
}

fn onward(reader: &Reader, page: &OperationPage) -> AnyView {
    let text = reader.text();
    let gone = page.operation.change == Change::Delete && page.operation.state == OperationState::Succeeded;
    if gone || !page.component_exists() {
        ui::link_button(text.operation.open_components, &page.place.address("components"), Tone::Plain)
    } else {
        ui::link_button(text.operation.open_component, &page.component_address(), Tone::Plain)
    }
}

fn failure_view(reader: &Reader, page: &OperationPage, failure: &Failure) -> AnyView {
    let text = reader.text();
    let setting = failure.setting.as_deref().map(|path| {
        let address = format!("{}/settings", page.component_address());
        let label = (text.settings.path)(path);
        Fact(text.operation.setting, view! { <a href=address>{label}</a> }.into_any())
    });
    let part = failure.resource.as_ref().map(|resource| {
        let word = (text.settings.resource)(resource_word(&resource.resource_type));
        Fact(
            text.operation.part,
            view! { {word} " " <code class="quiet">{resource.logical_id.clone()}</code> }.into_any(),
        )
    });
    let facts = [
        Some(Fact(text.operation.cause, (text.words.cause)(failure.cause).into_any())),
        setting,
        part,
        Some(Fact(text.operation.next_step, (text.words.next_step)(failure.next).into_any())),
    ];
    let may_retry = page.place.may_in(Action::OperateComponent, page.operation.project);
    let retries = matches!(failure.next, NextStep::Retry | NextStep::AskOperator);
    let retry_tone = if retries { Tone::Primary } else { Tone::Plain };
    let change = (failure.next == NextStep::ChangeSetting).then(|| {
        ui::link_button(
            text.operation.change_setting,
            &format!("{}/settings", page.component_address()),
            Tone::Primary,
        )
    });
    let deploy = (failure.next == NextStep::DeployAgain
        && page.place.may_in(Action::Deploy, page.operation.project))
    .then(|| {
        let address = format!("{}/deploy", page.component_address());
        ui::link_button(text.function.deploy, &address, Tone::Primary)
    });
    let retry = may_retry.then(|| {
        view! { <form method="post" action=page.address("retry")>{ui::submit_button(text.operation.retry, retry_tone)}</form> }
    });
    view! {
        {ui::fact_list(facts.into_iter().flatten().collect())}
        <div class="actions">{change} {deploy} {retry} {onward(reader, page)}</div>
        {(!failure.detail.is_empty()).then(|| {
            ui::details(text.operation.aws_words, "", false, view! { <pre>{failure.detail.clone()}</pre> })
        })}
    }
    .into_any()
}

fn facts(reader: &Reader, page: &OperationPage) -> AnyView {
    let text = reader.text();
    let operation = &page.operation;
    let duration = operation
        .started
        .zip(operation.ended)
        .map(|(started, ended)| (text.common.duration)(ended.as_second() - started.as_second()));
    let time = |label, at: Option<jiff::Timestamp>| at.map(|at| Fact(label, ui::exact_time(reader, at)));
    let audit = operation.audit_entry.map(|entry| {
        let address = page.place.address(&format!("audit/{entry}"));
        Fact(text.operation.audit, view! { <a href=address>{text.common.details}</a> }.into_any())
    });
    let version = operation.intent.deployment.as_ref().and_then(|deployment| deployment.version);
    let version = version.map(|number| {
        let address = format!("{}/versions/{number}", page.component_address());
        let link = view! { <a href=address>{(text.function.version)(number)}</a> };
        Fact(text.function.code, link.into_any())
    });
    let facts = [
        version,
        Some(Fact(text.operation.author, operation.author.clone().into_any())),
        time(text.operation.planned, operation.confirmed.is_none().then_some(operation.created)),
        time(text.operation.started, operation.started),
        time(text.operation.ended, operation.ended),
        duration.map(|duration| Fact(text.component.duration, duration.into_any())),
        audit,
    ];
    ui::facts(facts.into_iter().flatten().collect())
}
