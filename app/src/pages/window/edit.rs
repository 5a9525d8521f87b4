//! The page of a component's window: what it is, what it means, and the form that changes it.

use axum::extract::RawQuery;
use axum::response::Response;
use domain::authz::{self, Action, Resource};
use domain::error::{Conflict, Error, Problem};
use domain::maintenance::{MAX_MINUTES, MIN_MINUTES, Window};
use leptos::prelude::*;

use super::{form, in_words, preview};
use crate::forms::{Form, Typed};
use crate::islands::problem_texts::ProblemTexts;
use crate::islands::window::{WindowPreview, WindowTexts};
use crate::page::{Answer, Reader, redirect};
use crate::pages::components::ComponentPage;
use crate::pages::reply::Reply;
use crate::ui::{self, DiffRow, Tone};

/// `GET /o/{organization}/components/{component}/maintenance`. A query with the fields of the form shows what they would mean.
pub async fn show(page: ComponentPage, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    if !form::is_filled(&typed) {
        let now = form::fields_of(&page.component.document.window);
        let typed = now.with("version", &page.component.version.to_string());
        return Ok(render(&page, &typed, &Reply::default()));
    }
    let errors = form::read(&typed).err().unwrap_or_default();
    Ok(render(&page, &typed, &Reply { errors, conflict: None }))
}

/// `POST /o/{organization}/components/{component}/maintenance`: plans another window.
pub async fn save(page: ComponentPage, typed: Typed) -> Answer {
    let (place, component) = (&page.place, &page.component);
    let caller = &place.page.caller;
    authz::decide(caller, Action::ChangeComponent, Resource::Project(place.id(), component.project))?;
    let version = typed.text("version").parse().unwrap_or_default();
    let planned = match form::read(&typed) {
        Ok(window) => {
            place.page.ports.changes.window(caller, place.id(), component.id, version, window).await
        }
        Err(errors) => Err(Error::Invalid(errors)),
    };
    match planned {
        Ok(operation) => Ok(redirect(&place.address(&format!("operations/{}", operation.id)))),
        Err(error) => Ok(render(&page, &typed, &Reply::to(error)?)),
    }
}

fn render(page: &ComponentPage, typed: &Typed, reply: &Reply) -> Response {
    let text = &page.place.page.reader.text().window;
    page.render(reply.status(), text.title, |reader| {
        let chosen = form::read(typed).ok();
        let form = Form::new(reader, typed, &reply.errors);
        let window = chosen.as_ref().unwrap_or(&page.component.document.window);
        let preview = preview::view(reader, page, window);
        let content = if page.may(Action::ChangeComponent) {
            let address = page.address("maintenance/preview");
            let form = form_view(reader, page, &form, typed, reply);
            view! {
                <WindowPreview address=address texts=texts(reader)>
                    <section class="preview">{preview}</section>
                    {form}
                </WindowPreview>
            }
            .into_any()
        } else {
            view! { <section class="preview">{preview}</section> }.into_any()
        };
        view! {
            {conflict(reader, page, chosen.as_ref(), reply)}
            {form.summary(|field| form::label(reader, field).to_owned())}
            <p class="lead">{text.lead}</p>
            {content}
        }
    })
}

fn form_view(
    reader: &Reader,
    page: &ComponentPage,
    form: &Form<'_>,
    typed: &Typed,
    reply: &Reply,
) -> AnyView {
    let text = &reader.text().window;
    // A form that was refused because it was out of date is about the present version when it is sent again.
    let version = match reply.conflict {
        Some(Conflict::StaleVersion { .. }) => page.component.version.to_string(),
        _ => typed.text("version").to_owned(),
    };
    let address = page.address("maintenance");
    view! {
        <section class="section" aria-labelledby="change">
            <h2 id="change">{text.change}</h2>
            <form method="post" action=address class="form">
                <input type="hidden" name="version" value=version />
                {form::fields(reader, form, typed)}
                <div class="actions">
                    {ui::submit_button(text.show_plan, Tone::Primary)}
                    <button type="submit" class="button unscripted" formmethod="get">{text.preview}</button>
                    <span class="help">{text.plan_help}</span>
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// The words for the preview while somebody types.
fn texts(reader: &Reader) -> WindowTexts {
    let problems = [
        Problem::Required,
        Problem::NotATimeZone,
        Problem::NotATimeOfDay,
        Problem::NotAChoice,
        Problem::NotANumber,
        Problem::OutOfRange { min: MIN_MINUTES.into(), max: MAX_MINUTES.into() },
    ];
    WindowTexts {
        problems: ProblemTexts::new(problems, reader.text().errors.problem),
        labels: form::NAMES.map(|name| (name.to_owned(), form::label(reader, name).to_owned())).to_vec(),
    }
}

fn conflict(reader: &Reader, page: &ComponentPage, chosen: Option<&Window>, reply: &Reply) -> AnyView {
    let Some(Conflict::StaleVersion { .. }) = reply.conflict else {
        return reply.callout(reader, &page.place);
    };
    let text = reader.text();
    let row = DiffRow {
        label: text.window.window.to_owned(),
        before: Some(in_words(reader, &page.component.document.window)),
        after: chosen.map(|window| in_words(reader, window)),
    };
    let (theirs, yours) = (text.component.stale_theirs, text.component.stale_yours);
    let discard = ui::link_button(text.window.stale_discard, &page.address("maintenance"), Tone::Plain);
    let body = view! {
        <p>{text.window.stale_help}</p>
        {ui::comparison(text.window.stale_title, text.common.field, theirs, yours, vec![row])}
        <p class="actions">{discard}</p>
    };
    view! { <div role="alert">{ui::callout(ui::State::Warning, text.window.stale_title, body)}</div> }
        .into_any()
}
