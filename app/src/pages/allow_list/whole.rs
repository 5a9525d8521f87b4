//! Many networks at once: added to the list, or in place of it.

use axum::response::Response;
use domain::allow_list::{ExpiryChoice, ListChange, NewEntry};
use domain::error::{Conflict, Error, FieldError, Problem};
use leptos::prelude::*;

use super::expiry::{self, CUSTOM, EXPIRES};
use super::lines::{self, ENTRIES, Lines};
use super::{live, may_change, plan, stale};
use crate::forms::{Form, Typed};
use crate::islands::allow_list::Purpose;
use crate::page::Answer;
use crate::pages::components::ComponentPage;
use crate::pages::reply::Reply;
use crate::ui::{self, Tone};

/// `GET /o/{organization}/components/{component}/allow-list/many`.
pub async fn many(page: ComponentPage) -> Answer {
    may_change(&page)?;
    let typed = Typed::new([(ENTRIES, ""), (EXPIRES, ExpiryChoice::Never.as_str())]);
    Ok(render(&page, Purpose::Add, &typed, &Reply::default()))
}

/// `POST /o/{organization}/components/{component}/allow-list/many`: plans to add networks.
pub async fn add_many(page: ComponentPage, typed: Typed) -> Answer {
    may_change(&page)?;
    let planned = match read_many(&page, &typed) {
        Ok(entries) => plan(&page, ListChange::Add(entries)).await,
        Err(error) => Err(error.into()),
    };
    planned.or_else(|error| Ok(render(&page, Purpose::Add, &typed, &Reply::to(error)?)))
}

/// `GET /o/{organization}/components/{component}/allow-list/edit`.
pub async fn edit(page: ComponentPage) -> Answer {
    may_change(&page)?;
    let typed = Typed::new([
        (ENTRIES, lines::write(&page.component.document.allow_list)),
        ("version", page.component.version.to_string()),
    ]);
    Ok(render(&page, Purpose::Replace, &typed, &Reply::default()))
}

/// `POST /o/{organization}/components/{component}/allow-list/edit`: plans to replace the list that was read at `version`.
pub async fn replace(page: ComponentPage, typed: Typed) -> Answer {
    may_change(&page)?;
    let lines = read_lines(&page, &typed);
    let version = typed.text("version").parse().unwrap_or_default();
    match plan(&page, ListChange::Replace { version, entries: lines.entries() }).await {
        Ok(response) => Ok(response),
        Err(Error::Conflict(Conflict::StaleVersion { .. })) => stale::show(&page, &typed, &lines).await,
        Err(error) => Ok(render(&page, Purpose::Replace, &typed, &Reply::to(error)?)),
    }
}

fn read_lines(page: &ComponentPage, typed: &Typed) -> Lines {
    Lines::read(typed.get(ENTRIES).unwrap_or_default(), &page.component.document.allow_list)
}

fn read_many(page: &ComponentPage, typed: &Typed) -> Result<Vec<NewEntry>, FieldError> {
    let entries = read_lines(page, typed).entries();
    if entries.is_empty() {
        return Err(FieldError::new(ENTRIES, Problem::Required));
    }
    let expires = expiry::read(&page.place.page.reader, typed)?;
    Ok(entries.into_iter().map(|entry| NewEntry { expires, ..entry }).collect())
}

fn render(page: &ComponentPage, purpose: Purpose, typed: &Typed, reply: &Reply) -> Response {
    let text = &page.place.page.reader.text().allow_list;
    let (title, help) = match purpose {
        Purpose::Add => (text.many, text.many_help),
        Purpose::Replace => (text.edit_title, text.edit_help),
    };
    page.render(reply.status(), title, |reader| {
        let form = Form::new(reader, typed, &reply.errors);
        let lines = read_lines(page, typed);
        let (in_lines, at_expiry): (Vec<_>, Vec<_>) =
            reply.errors.iter().cloned().partition(|error| error.field.starts_with(ENTRIES));
        let expiry_form = Form::new(reader, typed, &at_expiry);
        let expiry_label = |field: &str| if field == CUSTOM { text.custom } else { text.many_expires };
        let expiry = (purpose == Purpose::Add).then(|| expiry::fields(reader, &form, text.many_expires));
        let field = lines::field(reader, typed.get(ENTRIES).unwrap_or_default(), help, &lines, &reply.errors);
        let version = (purpose == Purpose::Replace).then(|| form.hidden("version"));
        view! {
            {reply.callout(reader, &page.place)}
            <section class="section" aria-labelledby="lines">
                <h2 id="lines">{title}</h2>
                <form method="post" class="form">
                    {lines::summary(reader, &in_lines)}
                    {expiry_form.summary(|field| expiry_label(field).to_owned())}
                    {version}
                    {live::checked(reader, page, purpose, field)}
                    {expiry}
                    <div class="actions">
                        {ui::submit_button(text.show_plan, Tone::Primary)}
                        {ui::link_button(reader.text().common.cancel, &page.address("allow-list"), Tone::Plain)}
                        <span class="help">{text.plan_help}</span>
                    </div>
                </form>
            </section>
        }
    })
}
