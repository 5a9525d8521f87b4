//! A plan: what would happen, what to know first, and the form that starts it.

use domain::allow_list::Warning;
use domain::error::{Conflict, FieldError};
use domain::operation::Change;
use domain::plan::{AwsView, DataLossGate, Plan, ResourceAction, ResourceChange};
use kinds::words::resource_word;
use leptos::prelude::*;

use super::OperationPage;
use super::sentence::{counts, sentence};
use crate::forms::{Field, Form, Input, Typed};
use crate::page::Reader;
use crate::pages::values;
use crate::ui::{self, Column, DiffRow, Icon, Tone};

/// The page of a plan.
pub(super) fn view(
    reader: &Reader,
    page: &OperationPage,
    typed: &Typed,
    errors: &[FieldError],
    question: Option<&Conflict>,
) -> AnyView {
    let text = reader.text();
    let operation = &page.operation;
    view! {
        <div class="lead-block">
            <p class="sentence">{sentence(reader, operation.change, &operation.plan)}</p>
            <p class="quiet">{(text.operation.lead)(operation.state)} " " {text.operation.plan_expires}</p>
        </div>
        {warnings(reader, &operation.plan)}
        {changes(reader, &operation.plan)}
        {confirmation(reader, page, typed, errors, question)}
        {resources(reader, &operation.plan)}
        {aws_view(reader, &operation.plan.aws)}
    }
    .into_any()
}

/// What a plan changes: in the document, and in AWS.
pub(super) fn summary(reader: &Reader, plan: &Plan) -> AnyView {
    view! { {changes(reader, plan)} {resources(reader, plan)} }.into_any()
}

/// What changes in the document. A creation or deletion has one side only: it needs no comparison.
fn changes(reader: &Reader, plan: &Plan) -> AnyView {
    let text = reader.text();
    let title = text.operation.what_changes;
    let rows = values::rows(reader, plan.changes.clone());
    let list_of = |value: fn(DiffRow) -> Option<String>, rows: Vec<DiffRow>| {
        let row = |row: DiffRow| (row.label.clone(), value(row).unwrap_or_default());
        ui::value_list(rows.into_iter().map(row).collect())
    };
    if rows.is_empty() {
        view! { <p class="quiet">{text.operation.no_changes}</p> }.into_any()
    } else if rows.iter().all(|row| row.before.is_none()) {
        let list = list_of(|row| row.after, rows);
        view! { <section class="section"><h2>{text.operation.what_is_made}</h2> {list}</section> }.into_any()
    } else if rows.iter().all(|row| row.after.is_none()) {
        ui::details(text.operation.what_goes, "", false, list_of(|row| row.before, rows))
    } else {
        view! { <section class="section"><h2>{title}</h2> {ui::diff(text, title, rows)}</section> }.into_any()
    }
}

fn resources(reader: &Reader, plan: &Plan) -> AnyView {
    if plan.resources.is_empty() {
        return ().into_any();
    }
    let table = resource_table(reader, &plan.resources);
    let open = plan.gate.is_none() && plan.resources.iter().any(ResourceChange::loses_data);
    ui::details(reader.text().operation.resources, &counts(reader, &plan.resources), open, table)
}

fn warnings(reader: &Reader, plan: &Plan) -> AnyView {
    if plan.warnings.is_empty() {
        return ().into_any();
    }
    let text = reader.text();
    let items: Vec<_> =
        plan.warnings.iter().map(|warning| view! { <li>{(text.words.plan_warning)(warning)}</li> }).collect();
    ui::callout(ui::State::Warning, text.operation.know_first, view! { <ul>{items}</ul> })
}

fn resource_table(reader: &Reader, resources: &[ResourceChange]) -> AnyView {
    let text = reader.text();
    let columns = [
        Column::text(text.operation.resource),
        Column::text(text.operation.action),
        Column::text(text.operation.aws_name),
    ];
    let rows = resources
        .iter()
        .map(|resource| {
            let (colour, picture) = match resource.action {
                _ if resource.loses_data() => (ui::State::Danger, Icon::Warning),
                ResourceAction::Add => (ui::State::Success, Icon::Plus),
                ResourceAction::Change => (ui::State::Info, Icon::Running),
                ResourceAction::MayReplace | ResourceAction::Replace => (ui::State::Warning, Icon::Running),
                ResourceAction::Remove => (ui::State::Neutral, Icon::Dash),
            };
            vec![
                (text.settings.resource)(resource_word(&resource.resource_type)).into_any(),
                ui::pill(colour, picture, (text.words.resource_action)(resource.action)),
                view! { <code class="quiet">{resource.logical_id.clone()}</code> }.into_any(),
            ]
        })
        .collect();
    ui::table(text.operation.resources, &columns, rows)
}

fn aws_view(reader: &Reader, view: &AwsView) -> AnyView {
    let text = &reader.text().operation;
    match view {
        AwsView::None => ().into_any(),
        AwsView::Preparing => {
            let refresh = view! {
                <p>{text.aws_preparing_help}</p>
                <p><a href=reader.path.clone()>{reader.text().common.refresh}</a></p>
            };
            ui::callout(ui::State::Info, text.aws_preparing, refresh)
        }
        AwsView::Ready { resources } => {
            let content = view! { <p class="quiet">{text.aws_same}</p> {resource_table(reader, resources)} };
            ui::details(text.aws_view, &counts(reader, resources), false, content)
        }
        AwsView::Failed { reason } => {
            ui::callout(ui::State::Danger, text.aws_failed, view! { <pre>{reason.clone()}</pre> })
        }
    }
}

fn confirmation(
    reader: &Reader,
    page: &OperationPage,
    typed: &Typed,
    errors: &[FieldError],
    question: Option<&Conflict>,
) -> AnyView {
    if !page.place.may_in(page.operation.change.action(), page.operation.project) {
        return ().into_any();
    }
    let text = reader.text();
    let form = Form::new(reader, typed, errors);
    let plan = &page.operation.plan;
    let gate = plan.gate.as_ref().map(|gate| gate_view(reader, &form, page.operation.change, gate));
    let tone = if plan.gate.is_some() { Tone::Danger } else { Tone::Primary };
    let needs_reason = typed.ticked("reason") || errors.iter().any(|error| error.field == "reason");
    let asked = question.map(|question| question_view(reader, question));
    let lock_out = (matches!(question, Some(Conflict::LocksCallerOut { .. }))
        || typed.ticked("locks_me_out"))
    .then(|| {
        form.field(&Field {
            name: "locks_me_out",
            label: text.operation.lock_out_label,
            input: Input::Checkbox,
            ..Field::default()
        })
    });
    let reason = (matches!(question, Some(Conflict::NeedsReason(_))) || needs_reason).then(|| {
        form.field(&Field {
            name: "reason",
            label: text.operation.reason_label,
            help: text.operation.reason_help,
            optional: !matches!(question, Some(Conflict::NeedsReason(Warning::Everybody))),
            input: Input::Lines { rows: 2 },
        })
    });
    let label = |field: &str| match field {
        "reason" => text.operation.reason_label.to_owned(),
        "locks_me_out" => text.operation.lock_out_label.to_owned(),
        _ => plan.gate.as_ref().map_or_else(String::new, |gate| (text.operation.gate_label)(&gate.name)),
    };
    view! {
        <form method="post" action=page.address("confirm") class="form confirm">
            {form.summary(label)}
            {asked}
            {gate}
            {lock_out}
            {reason}
            <div class="actions">
                {ui::submit_button((text.operation.confirm)(page.operation.change), tone)}
                <button type="submit" class="button" formaction=page.address("discard")>{text.operation.discard}</button>
            </div>
        </form>
    }
    .into_any()
}

fn gate_view(reader: &Reader, form: &Form<'_>, change: Change, gate: &DataLossGate) -> AnyView {
    let text = &reader.text().operation;
    let field = form.field(&Field {
        name: "typed_name",
        label: &(text.gate_label)(&gate.name),
        help: text.gate_help,
        optional: false,
        input: Input::Code { list: "" },
    });
    let body = view! { <p>{(text.gate_body)(change, gate.final_snapshot.as_deref())}</p> {field} };
    ui::callout(ui::State::Danger, text.gate_title, body)
}

fn question_view(reader: &Reader, question: &Conflict) -> AnyView {
    let message = (reader.text().errors.conflict)(question);
    let body = view! { <p role="alert">{message.body}</p> };
    ui::callout(ui::State::Warning, &message.title, body)
}
