//! The secret values of a function: names, never values. One is set, replaced or removed, and how the code reads them is shown.

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use domain::Error;
use domain::authz::Action;
use domain::cloud::SecretValue;
use domain::error::FieldError;
use domain::function::Secret;
use http::StatusCode;
use kinds::function::Settings;
use kinds::function::secrets::Language;
use leptos::prelude::*;

use super::FunctionPage;
use crate::forms::{Field, Form, Input, Typed};
use crate::page::{Answer, Reader, redirect};
use crate::ui::{self, Column, Tone};

/// `GET /o/{organization}/components/{component}/secrets`. The query chooses a name to replace (`name`), and the language of the lines to copy
/// (`language`).
pub async fn secrets(page: FunctionPage, RawQuery(query): RawQuery) -> Answer {
    let query = Typed::parse(query.unwrap_or_default().as_bytes());
    let all = list(&page).await?;
    // What comes in an address is only taken for the name of a secret when it is one.
    let name = all.iter().map(|secret| &secret.name).find(|name| **name == query.text("name"));
    let typed = Typed::new(name.map(|name| ("name", name.as_str())));
    Ok(render(&page, &all, StatusCode::OK, &typed, &[], query.text("language")))
}

/// `POST .../secrets`.
pub async fn set(page: FunctionPage, typed: Typed) -> Answer {
    let (place, ports) = (&page.0.place, &page.0.place.page.ports);
    let value = SecretValue::new(typed.get("value").unwrap_or_default().to_owned());
    // The value is not shown again, whatever comes of it.
    let typed = typed.with("value", "");
    let name = typed.text("name");
    match ports.secrets.set(&place.page.caller, place.id(), page.0.component.id, name, value).await {
        Ok(secret) => Ok(redirect(&page.0.address(&format!("secrets#{}", row_id(&secret.name))))),
        Err(Error::Invalid(errors)) => {
            let all = list(&page).await?;
            Ok(render(&page, &all, StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors, ""))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET .../secrets/{secret}/remove`: asks.
pub async fn ask_to_remove(page: FunctionPage, Path((_, _, name)): Path<(String, String, String)>) -> Answer {
    if !page.0.may(Action::Deploy) {
        return Err(Error::Forbidden(Action::Deploy).into());
    }
    let known = list(&page).await?.into_iter().any(|secret| secret.name == name);
    if !known {
        return Err(Error::NotFound.into());
    }
    let title = (page.0.place.page.reader.text().secrets.remove_title)(&name);
    Ok(page.0.render(StatusCode::OK, &title, |reader| {
        let text = reader.text();
        view! {
            <section class="section">
                <h2>{title.clone()}</h2>
                <p class="lead">{text.secrets.remove_help}</p>
                <form method="post" class="actions">
                    {ui::submit_button(text.secrets.remove, Tone::Danger)}
                    {ui::link_button(text.common.cancel, &page.0.address("secrets"), Tone::Plain)}
                </form>
            </section>
        }
    }))
}

/// `POST .../secrets/{secret}/remove`.
pub async fn remove(page: FunctionPage, Path((_, _, name)): Path<(String, String, String)>) -> Answer {
    let (place, ports) = (&page.0.place, &page.0.place.page.ports);
    ports.secrets.remove(&place.page.caller, place.id(), page.0.component.id, &name).await?;
    Ok(redirect(&page.0.address("secrets")))
}

async fn list(page: &FunctionPage) -> domain::Result<Vec<Secret>> {
    let (place, ports) = (&page.0.place, &page.0.place.page.ports);
    ports.secrets.list(&place.page.caller, place.id(), page.0.component.id).await
}

fn row_id(name: &str) -> String {
    format!("secret-{name}")
}

fn render(
    page: &FunctionPage,
    all: &[Secret],
    status: StatusCode,
    typed: &Typed,
    errors: &[FieldError],
    language: &str,
) -> Response {
    let title = page.0.place.page.reader.text().secrets.title;
    page.0.render(status, title, |reader| {
        let text = &reader.text().secrets;
        let list = match all {
            [] => ui::empty_state(text.none, text.none_help, ()),
            all => table(reader, page, all),
        };
        view! {
            <section class="section">
                <h2>{text.title}</h2>
                <p class="lead">{text.lead}</p>
                {list}
            </section>
            {page.may_deploy().then(|| form(reader, page, typed, errors))}
            {reading(reader, page, language)}
        }
    })
}

fn table(reader: &Reader, page: &FunctionPage, all: &[Secret]) -> AnyView {
    let text = &reader.text().secrets;
    let columns = [
        Column::text(text.name),
        Column::text(text.set_by),
        Column::text(reader.text().component.when),
        Column::number(text.version),
        Column::text(""),
        Column::text(""),
    ];
    let rows = all
        .iter()
        .map(|secret| {
            let name = &secret.name;
            let may = page.may_deploy();
            // A name is made of letters, digits and _ unless somebody else has put it there, and then it cannot be named in an address of ours.
            let ours = domain::function::VariableName::parse(name).is_ok();
            let replace = (may && ours).then(|| {
                let address = page.0.address(&format!("secrets?name={name}#set"));
                view! { <a href=address aria-label=(text.replace_of)(name)>{text.replace}</a> }
            });
            let remove = (may && ours).then(|| {
                let address = page.0.address(&format!("secrets/{name}/remove"));
                view! { <a href=address aria-label=(text.remove_of)(name)>{text.remove}</a> }
            });
            let by = secret.set_by.clone().unwrap_or_else(|| text.not_by_us.to_owned());
            vec![
                view! { <code id=row_id(name)>{name.clone()}</code> }.into_any(),
                by.into_any(),
                ui::time(reader, secret.set),
                (secret.version > 0).then(|| secret.version.to_string()).into_any(),
                replace.into_any(),
                remove.into_any(),
            ]
        })
        .collect();
    ui::table(text.title, &columns, rows)
}

fn form(reader: &Reader, page: &FunctionPage, typed: &Typed, errors: &[FieldError]) -> AnyView {
    let text = &reader.text().secrets;
    let form = Form::new(reader, typed, errors);
    let label = |field: &str| if field == "name" { text.name } else { text.value };
    let field =
        |name, help, input| form.field(&Field { name, label: label(name), help, optional: false, input });
    view! {
        <section class="section" id="set" aria-labelledby="set-title">
            <h2 id="set-title">{text.set_title}</h2>
            <form method="post" action=page.0.address("secrets") class="form">
                {form.summary(|field| label(field).to_owned())}
                {field("name", text.name_help, Input::Code { list: "" })}
                {field("value", text.value_help, Input::Secret)}
                <p class="actions">{ui::submit_button(text.set, Tone::Primary)}</p>
            </form>
        </section>
    }
    .into_any()
}

/// Lines to copy into the code, and when a change takes effect.
fn reading(reader: &Reader, page: &FunctionPage, wanted: &str) -> AnyView {
    let text = &reader.text().secrets;
    let usual = Settings::from_document(&page.0.component.document.settings)
        .map_or(Language::Python, |settings| Language::of(settings.runtime.family()));
    let language = Language::ALL.into_iter().find(|one| one.as_str() == wanted).unwrap_or(usual);
    let choices: Vec<_> = Language::ALL
        .into_iter()
        .map(|one| {
            let address = page.0.address(&format!("secrets?language={}#read", one.as_str()));
            let current = (one == language).then_some("true");
            view! { <li><a href=address aria-current=current>{one.name()}</a></li> }
        })
        .collect();
    let snippet = language.snippet();
    view! {
        <section class="section" id="read">
            <h2>{text.read}</h2>
            <p class="lead">{text.read_help}</p>
            <nav class="tabs" aria-label=text.languages><ul>{choices}</ul></nav>
            <div class="snippet"><pre tabindex="0"><code>{snippet}</code></pre> {ui::copy_button(reader.text(), snippet)}</div>
            <p class="quiet">{text.read_when}</p>
        </section>
    }
    .into_any()
}
