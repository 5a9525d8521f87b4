//! The start: sign-in for visitors, the choice of an organization for everybody else.

use axum::extract::State;
use axum::response::Response;
use domain::caller::{Actor, Caller};
use http::StatusCode;
use http::request::Parts;
use leptos::prelude::*;

use crate::page::{Answer, AppState, Page, Reader, redirect, render_public, sign_in_address};
use crate::ui::{self, Tone};

/// `GET /`: where to sign in, or on to where somebody works.
pub async fn show(State(state): State<AppState>, parts: Parts) -> Answer {
    let Some(caller) = parts.extensions.get::<Caller>() else {
        return Ok(landing(&state, &Reader::of(&parts, &state)));
    };
    let organizations = state.ports.organizations.list(caller).await?;
    Ok(match organizations.as_slice() {
        [only] => redirect(&format!("/o/{}", only.slug)),
        _ => redirect("/organizations"),
    })
}

/// `GET /organizations`: all organizations of the caller.
pub async fn organizations(page: Page) -> Answer {
    let organizations = page.ports.organizations.list(&page.caller).await?;
    let text = &page.reader.text().home;
    let email = match &page.caller.actor {
        Actor::Person { email, .. } => email.clone(),
        Actor::Job { .. } | Actor::Automation { .. } | Actor::Anonymous => String::new(),
    };
    Ok(page.render(StatusCode::OK, text.organizations, |reader| {
        let header = ui::page_header(reader.text(), Vec::new(), text.organizations, ());
        if organizations.is_empty() {
            let empty = ui::empty_state(text.no_organizations, &(text.no_organizations_help)(&email), ());
            return view! { {header} {empty} }.into_any();
        }
        let items: Vec<_> = organizations
            .iter()
            .map(|organization| {
                view! {
                    <li>
                        <a class="tile" href=format!("/o/{}", organization.slug)>
                            <strong>{organization.display_name.clone()}</strong>
                            <span class="quiet">{organization.slug.to_string()}</span>
                        </a>
                    </li>
                }
            })
            .collect();
        view! { {header} <p class="lead">{text.organizations_lead}</p> <ul class="tiles">{items}</ul> }
            .into_any()
    }))
}

fn landing(state: &AppState, reader: &Reader) -> Response {
    let text = &reader.text().home;
    render_public(state, None, reader, StatusCode::OK, reader.text().shell.sign_in, |_| {
        let points: Vec<_> = text
            .points
            .iter()
            .map(|(title, body)| view! { <li><h2>{*title}</h2> <p>{*body}</p></li> })
            .collect();
        view! {
            <section class="landing">
                <h1>{text.title}</h1>
                <p class="lead">{text.lead}</p>
                <p class="actions">{ui::link_button(text.sign_in, &sign_in_address("/"), Tone::Primary)}</p>
                <ul class="points">{points}</ul>
            </section>
        }
    })
}
