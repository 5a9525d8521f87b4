//! The overview of a component: is it all right, how to connect, what happened.

use axum::extract::RawQuery;
use domain::component::{Kind, State};
use domain::operation::Operation;
use domain::ports::{Credentials, OperationFilter, PageRequest};
use http::StatusCode;
use leptos::prelude::*;

use super::activity::operations_table;
use super::frame::ComponentPage;
use crate::forms::Typed;
use crate::page::{Answer, Reader};
use crate::pages::{function, postgres};
use crate::ui::{self, Tone};

/// How many operations the overview shows.
const RECENT: u16 = 5;

/// `GET /o/{organization}/components/{component}`.
pub async fn overview(page: ComponentPage, RawQuery(query): RawQuery) -> Answer {
    show(page, query, None).await
}

/// `POST /o/{organization}/components/{component}/credentials`: the overview with user name and password.
pub async fn reveal(page: ComponentPage, RawQuery(query): RawQuery) -> Answer {
    let place = &page.place;
    let credentials =
        place.page.ports.components.reveal(&place.page.caller, place.id(), page.component.id).await?;
    show(page, query, Some(credentials)).await
}

async fn show(page: ComponentPage, query: Option<String>, credentials: Option<Credentials>) -> Answer {
    let query = Typed::parse(query.unwrap_or_default().as_bytes());
    let place = &page.place;
    let filter = OperationFilter {
        component: Some(page.component.id),
        page: PageRequest { cursor: None, size: RECENT },
        ..OperationFilter::default()
    };
    let operations = place.page.ports.operations.list(&place.page.caller, place.id(), &filter).await?.items;
    let live = match page.component.kind {
        Kind::Function => {
            place.page.ports.deploys.live(&place.page.caller, place.id(), page.component.id).await?
        }
        Kind::Postgres => None,
    };
    let title = place.page.reader.text().component.overview;
    Ok(page.render(StatusCode::OK, title, |reader| {
        view! {
            {health(reader, &page, &operations)}
            {match page.component.kind {
                Kind::Postgres => postgres::overview(reader, &page, &query, credentials.as_ref()),
                Kind::Function => function::overview(reader, &page, live.as_ref()),
            }}
            {recent(reader, &page, &operations)}
        }
    }))
}

fn health(reader: &Reader, page: &ComponentPage, operations: &[Operation]) -> AnyView {
    let text = reader.text();
    let component = &page.component;
    let colour = match component.state {
        State::Ready if component.document.allow_list.is_empty() => {
            let add = ui::link_button(text.component.allow_list, &page.address("allow-list"), Tone::Primary);
            let body = view! { <p>{text.component.nobody_help}</p> <p class="actions">{add}</p> };
            return ui::callout(ui::State::Warning, text.component.nobody, body);
        }
        State::Ready => return ().into_any(),
        State::Creating | State::Updating | State::Deleting => ui::State::Info,
        State::ChangeFailed => ui::State::Warning,
        State::CreateFailed | State::DeleteFailed => ui::State::Danger,
        State::Deleted => ui::State::Neutral,
    };
    let latest = component.running.or_else(|| operations.first().map(|operation| operation.id));
    let link = latest.map(|operation| {
        let address = page.place.address(&format!("operations/{operation}"));
        view! { <p><a href=address>{text.component.see_operation}</a></p> }
    });
    let body = view! { <p>{(text.component.state_help)(component.kind, component.state)}</p> {link} };
    ui::callout(colour, (text.words.state)(component.state), body)
}

fn recent(reader: &Reader, page: &ComponentPage, operations: &[Operation]) -> AnyView {
    let text = reader.text();
    let content = if operations.is_empty() {
        view! { <p class="quiet">{text.component.no_recent}</p> }.into_any()
    } else {
        operations_table(reader, &page.place, text.component.recent, operations)
    };
    view! {
        <section class="section">
            <div class="section-head">
                <h2>{text.component.recent}</h2>
                <a href=page.address("activity")>{text.component.activity}</a>
            </div>
            {content}
        </section>
    }
    .into_any()
}
