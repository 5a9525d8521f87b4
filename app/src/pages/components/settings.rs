//! Changing the settings of a component, and planning its deletion.

use axum::response::Response;
use domain::Error;
use domain::authz::Action;
use domain::component::{Component, State};
use domain::error::{Conflict, FieldError};
use http::StatusCode;
use kinds::form::Setting;
use kinds::{Start, of};
use leptos::prelude::*;

use super::ComponentPage;
use super::new::linkable;
use super::settings_form::{self, About, plain, typed_from};
use crate::forms::{Form, Typed};
use crate::page::{Answer, Reader, redirect};
use crate::ui::{self, DiffRow, Fact, Tone};

/// `GET /o/{organization}/components/{component}/settings`.
pub async fn edit(page: ComponentPage) -> Answer {
    let typed = start(&page.component);
    let linkable = linkable(&page.place, page.component.kind, Some(page.component.project)).await?;
    Ok(form(&page, &linkable, StatusCode::OK, &typed, &[], None))
}

/// `POST /o/{organization}/components/{component}/settings`: plans the change.
pub async fn save(page: ComponentPage, typed: Typed) -> Answer {
    let component = &page.component;
    let linkable = linkable(&page.place, component.kind, Some(component.project)).await?;
    let unprocessable = |errors: &[FieldError]| {
        form(&page, &linkable, StatusCode::UNPROCESSABLE_ENTITY, &typed, errors, None)
    };
    let settings =
        match settings_form::read(component.kind, Start::Existing(&component.document.settings), &typed) {
            Ok(settings) => settings,
            Err(errors) => return Ok(unprocessable(&errors)),
        };
    let version = typed.text("version").parse().unwrap_or_default();
    let (place, changes) = (&page.place, &page.place.page.ports.changes);
    match changes.settings(&place.page.caller, place.id(), component.id, version, settings).await {
        Ok(operation) => Ok(redirect(&place.address(&format!("operations/{}", operation.id)))),
        Err(Error::Invalid(errors)) => Ok(unprocessable(&errors)),
        Err(Error::Conflict(Conflict::StaleVersion { .. })) => {
            let again = typed.with("version", &component.version.to_string());
            Ok(form(&page, &linkable, StatusCode::CONFLICT, &again, &[], Some(&typed)))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /o/{organization}/components/{component}/delete`: plans the deletion. The plan asks for the name.
pub async fn delete(page: ComponentPage) -> Answer {
    let (place, changes) = (&page.place, &page.place.page.ports.changes);
    let operation = changes.delete(&place.page.caller, place.id(), page.component.id).await?;
    Ok(redirect(&place.address(&format!("operations/{}", operation.id))))
}

fn start(component: &Component) -> Typed {
    let settings = typed_from(component.kind, &component.document.settings);
    Typed::new(settings.into_iter().chain([("version".to_owned(), component.version.to_string())]))
}

/// The form. `stale`: what was typed for a version that is over.
fn form(
    page: &ComponentPage,
    linkable: &[Component],
    status: StatusCode,
    typed: &Typed,
    errors: &[FieldError],
    stale: Option<&Typed>,
) -> Response {
    let text = page.place.page.reader.text();
    page.render(status, text.component.settings, |reader| {
        let component = &page.component;
        let editable = page.may(Action::ChangeComponent) && component.state.is_changeable();
        let content = if editable {
            let form = Form::new(reader, typed, errors);
            let about = About {
                kind: component.kind,
                region: Some(&component.region),
                existing: true,
                components: linkable,
            };
            view! {
                <form method="post" class="form">
                    {form.summary(text.settings.path)}
                    {stale.map(|stale| conflict(reader, component, stale))}
                    <p class="lead">{text.component.settings_lead}</p>
                    {form.hidden("version")}
                    {settings_form::fields(reader, &form, typed, errors, &about)}
                    <p class="actions">{ui::submit_button(text.component.show_plan, Tone::Primary)}</p>
                </form>
            }
            .into_any()
        } else {
            as_facts(reader, component)
        };
        view! { {content} {deletion(reader, page)} }
    })
}

/// The settings for somebody who cannot change them, or not now.
fn as_facts(reader: &Reader, component: &Component) -> AnyView {
    let text = reader.text();
    let start = start(component);
    let facts = of(component.kind)
        .fields()
        .iter()
        .map(|field| {
            let value = plain(reader, field.setting, start.text(&field.setting.field_name()));
            Fact((text.settings.label)(field.setting), value.into_any())
        })
        .chain([Fact(text.component.blueprint, component.blueprint.clone().into_any())])
        .collect();
    ui::fact_list(facts)
}

/// What somebody else changed meanwhile, beside what was typed.
fn conflict(reader: &Reader, component: &Component, stale: &Typed) -> AnyView {
    let text = reader.text();
    let current = start(component);
    let rows = of(component.kind)
        .fields()
        .iter()
        .filter_map(|field| {
            let name = field.setting.field_name();
            let (theirs, yours) = (current.text(&name), stale.all(&name).last().unwrap_or_default().trim());
            (theirs != yours).then(|| DiffRow {
                label: (text.settings.label)(field.setting).to_owned(),
                before: Some(plain(reader, field.setting, theirs)),
                after: Some(plain(reader, field.setting, yours)),
            })
        })
        .collect();
    let body = view! {
        <p>{text.component.stale_help}</p>
        {ui::comparison(text.component.stale_title, text.common.field, text.component.stale_theirs, text.component.stale_yours, rows)}
    };
    ui::callout(ui::State::Warning, text.component.stale_title, body)
}

fn deletion(reader: &Reader, page: &ComponentPage) -> AnyView {
    let component = &page.component;
    let deletable =
        !matches!(component.state, State::Deleting | State::Deleted) && component.running.is_none();
    if !page.may(Action::DeleteComponent) || !deletable {
        return ().into_any();
    }
    let text = reader.text();
    // There is nothing to protect of what was never made.
    let protected = component.state != State::CreateFailed
        && component.document.settings[Setting::DeletionProtection.as_str()] == true;
    if protected {
        let hint = view! { <p class="quiet">{text.component.delete_protected}</p> };
        return ui::danger_zone(text.component.delete, (text.component.delete_help)(component.kind), hint);
    }
    let action = view! {
        <form method="post" action=page.address("delete")>{ui::submit_button(text.component.plan_delete, Tone::Danger)}</form>
    };
    ui::danger_zone(text.component.delete, (text.component.delete_help)(component.kind), action)
}
