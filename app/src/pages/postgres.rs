//! What of a database stands on its overview: how programs connect, and with which password.

use domain::authz::Action;
use domain::ports::Credentials;
use kinds::postgres::connection::{CA_BUNDLE_URL, CA_FILE, Client};
use kinds::postgres::{Outputs, outputs};
use leptos::prelude::*;

use super::components::ComponentPage;
use crate::forms::Typed;
use crate::page::Reader;
use crate::ui::{self, Fact, Tone};

/// How to connect, and with which password. The query chooses the program (`client`).
pub(super) fn overview(
    reader: &Reader,
    page: &ComponentPage,
    query: &Typed,
    credentials: Option<&Credentials>,
) -> AnyView {
    let client = Client::ALL
        .into_iter()
        .find(|client| client.as_str() == query.text("client"))
        .unwrap_or(Client::Psql);
    view! { {connect(reader, page, client)} {secret(reader, page, credentials)} }.into_any()
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
