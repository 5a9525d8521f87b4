//! The overview of a component: is it all right, how to connect, what happened.

use axum::extract::RawQuery;
use domain::authz::Action;
use domain::component::State;
use domain::operation::Operation;
use domain::ports::{Credentials, OperationFilter, PageRequest};
use http::StatusCode;
use kinds::postgres::connection::{CA_BUNDLE_URL, CA_FILE, Client};
use kinds::postgres::{Outputs, outputs};
use leptos::prelude::*;

use super::activity::operations_table;
use super::frame::ComponentPage;
use crate::forms::Typed;
use crate::page::{Answer, Reader};
use crate::ui::{self, Fact, Tone};

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
    let client = Client::ALL
        .into_iter()
        .find(|client| client.as_str() == query.text("client"))
        .unwrap_or(Client::Psql);
    let place = &page.place;
    let filter = OperationFilter {
        component: Some(page.component.id),
        page: PageRequest { cursor: None, size: RECENT },
        ..OperationFilter::default()
    };
    let operations = place.page.ports.operations.list(&place.page.caller, place.id(), &filter).await?.items;
    let title = place.page.reader.text().component.overview;
    Ok(page.render(StatusCode::OK, title, |reader| {
        view! {
            {health(reader, &page, &operations)}
            {connect(reader, &page, client)}
            {secret(reader, &page, credentials.as_ref())}
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
    let body = view! { <p>{(text.component.state_help)(component.state)}</p> {link} };
    ui::callout(colour, (text.words.state)(component.state), body)
}

fn connect(reader: &Reader, page: &ComponentPage, client: Client) -> AnyView {
    let Some(outputs) = Outputs::read(&page.component.outputs) else {
        return ().into_any();
    };
    let text = reader.text();
    let clients: Vec<_> = Client::ALL
        .into_iter()
        .map(|one| {
            let address = format!("{}?client={}#connect", page.address(""), one.as_str());
            let current = (one == client).then_some("true");
            view! { <li><a href=address aria-current=current>{(text.component.client)(one.as_str())}</a></li> }
        })
        .collect();
    let snippet = client.connection(&outputs);
    let certificates = format!("curl -o {CA_FILE} {CA_BUNDLE_URL}");
    let copy_snippet = ui::copy_button(text, &snippet);
    let copy_certificates = ui::copy_button(text, &certificates);
    view! {
        <section class="section" id="connect">
            <h2>{text.component.connect}</h2>
            <p class="lead">{text.component.connect_help}</p>
            <nav class="tabs" aria-label=text.component.clients><ul>{clients}</ul></nav>
            <div class="snippet"><pre tabindex="0"><code>{snippet}</code></pre> {copy_snippet}</div>
            <p class="quiet">{text.component.certificates}</p>
            <div class="snippet"><pre tabindex="0"><code>{certificates}</code></pre> {copy_certificates}</div>
            {endpoints(reader, page)}
        </section>
    }
    .into_any()
}

fn endpoints(reader: &Reader, page: &ComponentPage) -> AnyView {
    let text = reader.text();
    let fact = |label, name| {
        let value = page.component.outputs.get(name)?;
        Some(Fact(label, view! { <code>{value.clone()}</code> {ui::copy_button(text, value)} }.into_any()))
    };
    let networks = (text.component.networks_count)(page.component.document.allow_list.entries().len());
    let networks = view! { <a href=page.address("allow-list")>{networks}</a> }.into_any();
    let facts = [
        fact(text.component.reader_endpoint, outputs::name::READER_ENDPOINT),
        Some(Fact(text.component.networks, networks)),
    ];
    ui::fact_list(facts.into_iter().flatten().collect())
}

fn secret(reader: &Reader, page: &ComponentPage, credentials: Option<&Credentials>) -> AnyView {
    if !page.component.state.is_usable() || !page.may(Action::RevealCredentials) {
        return ().into_any();
    }
    let text = reader.text();
    let content = match credentials {
        Some(Credentials { username, password }) => {
            let value = |value: &str| {
                view! { <code>{value.to_owned()}</code> {ui::copy_button(text, value)} }.into_any()
            };
            let facts = vec![
                Fact(text.component.username, value(username)),
                Fact(text.component.password, value(password.expose())),
            ];
            view! { {ui::fact_list(facts)} <p class="quiet" role="status">{text.component.revealed_help}</p> }
                .into_any()
        }
        None => view! {
            <p class="lead">{text.component.credentials_help}</p>
            <form method="post" action=format!("{}#credentials", page.address("credentials"))>
                {ui::submit_button(text.component.reveal, Tone::Plain)}
            </form>
        }
        .into_any(),
    };
    view! { <section class="section" id="credentials"><h2>{text.component.credentials}</h2> {content}</section> }.into_any()
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
