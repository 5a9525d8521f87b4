//! Taking a role: asked once, then done.

use axum::extract::Path;
use domain::Error;
use domain::authz::{self, Action, Resource};
use domain::ids::GrantId;
use http::StatusCode;
use leptos::prelude::*;

use super::list::holder_name;
use crate::page::{Answer, OrganizationPage, redirect};
use crate::ui::{self, Crumb, Tone};

/// `GET /o/{organization}/members/{grant}/remove`.
pub async fn ask(page: OrganizationPage, Path((_, grant)): Path<(String, GrantId)>) -> Answer {
    authz::decide(&page.page.caller, Action::ManageMembers, Resource::Organization(page.id()))?;
    let grants = page.page.ports.members.list(&page.page.caller, page.id()).await?;
    let grant = grants.into_iter().find(|candidate| candidate.id == grant).ok_or(Error::NotFound)?;
    let text = page.page.reader.text();
    let title = (text.members.remove_title)(&holder_name(text, &grant.holder));
    Ok(page.render(StatusCode::OK, &title, |_| {
        let crumbs = vec![Crumb(text.members.title.to_owned(), page.address("members"))];
        view! {
            {ui::page_header(text, crumbs, title.clone(), ())}
            <p class="lead">{text.members.remove_help}</p>
            <form method="post" class="actions">
                {ui::submit_button(text.members.remove, Tone::Danger)}
                {ui::link_button(text.common.cancel, &page.address("members"), Tone::Plain)}
            </form>
        }
    }))
}

/// `POST /o/{organization}/members/{grant}/remove`.
pub async fn remove(page: OrganizationPage, Path((_, grant)): Path<(String, GrantId)>) -> Answer {
    page.page.ports.members.remove(&page.page.caller, page.id(), grant).await?;
    Ok(redirect(&page.address("members")))
}
