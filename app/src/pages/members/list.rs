//! The page: who has which role, what the roles may do, and the form.

use axum::response::Response;
use domain::authz::{Action, role_allows};
use domain::error::FieldError;
use domain::grant::{Grant, Holder, Role, Scope};
use domain::organization::Project;
use http::StatusCode;
use leptos::prelude::*;

use super::form;
use crate::forms::Typed;
use crate::page::{OrganizationPage, Reader};
use crate::text::Text;
use crate::ui::{self, Column};

/// Shows the page.
pub(super) fn render(
    page: &OrganizationPage,
    status: StatusCode,
    grants: &[Grant],
    projects: &[Project],
    typed: &Typed,
    errors: &[FieldError],
) -> Response {
    let text = page.page.reader.text();
    let may_manage = page.may(Action::ManageMembers);
    page.render(status, text.members.title, |reader| {
        let list = if grants.is_empty() {
            ui::empty_state(text.members.empty, text.members.empty_help, ())
        } else {
            table(page, reader, grants, projects, may_manage)
        };
        let form = may_manage.then(|| form::view(reader, projects, typed, errors));
        view! {
            {ui::page_header(text, Vec::new(), text.members.title, ())}
            <p class="lead">{text.members.lead}</p>
            {list}
            {form}
            {roles(text)}
        }
    })
}

/// The holder of a grant, as people call them.
pub(super) fn holder_name(text: &Text, holder: &Holder) -> String {
    match holder {
        Holder::User { email, .. } => email.clone(),
        Holder::Group { group } => (text.members.group)(group),
    }
}

fn table(
    page: &OrganizationPage,
    reader: &Reader,
    grants: &[Grant],
    projects: &[Project],
    may_manage: bool,
) -> AnyView {
    let text = reader.text();
    let members = &text.members;
    let columns = [
        Column::text(members.holder),
        Column::text(members.role),
        Column::text(members.scope),
        Column::text(members.expires),
        Column::text(members.given),
        Column::text(""),
    ];
    let rows = grants
        .iter()
        .map(|grant| {
            let name = holder_name(text, &grant.holder);
            let over = grant.expires.is_some_and(|expires| expires <= reader.now);
            let pending = matches!(grant.holder, Holder::User { user: None, .. })
                .then(|| view! { <span class="quiet">{members.not_signed_in_yet}</span> });
            let remove = (may_manage && !over).then(|| {
                let address = page.address(&format!("members/{}/remove", grant.id));
                view! { <a href=address aria-label=(members.remove_of)(&name)>{members.remove}</a> }
            });
            vec![
                view! { <span>{name}</span> " " {pending} }.into_any(),
                (text.words.role)(grant.role).into_any(),
                scope_name(text, grant.scope, projects).into_any(),
                expiry(reader, grant, over),
                view! { <span>{ui::time(reader, grant.created)} " " <span class="quiet">{(members.given_by)(&grant.created_by)}</span></span> }
                    .into_any(),
                remove.into_any(),
            ]
        })
        .collect();
    ui::table(members.title, &columns, rows)
}

fn scope_name(text: &Text, scope: Scope, projects: &[Project]) -> String {
    match scope {
        Scope::Organization => text.members.whole_organization.to_owned(),
        Scope::Project(id) => projects
            .iter()
            .find(|project| project.id == id)
            .map_or_else(|| text.members.removed_project.to_owned(), |project| project.display_name.clone()),
    }
}

fn expiry(reader: &Reader, grant: &Grant, over: bool) -> AnyView {
    let members = &reader.text().members;
    match grant.expires {
        None => members.never.into_any(),
        Some(expires) if over => view! { {members.expired} " " {ui::time(reader, expires)} }.into_any(),
        Some(expires) => ui::time(reader, expires),
    }
}

/// What each role may do, from the table that decides it.
fn roles(text: &'static Text) -> AnyView {
    let columns: Vec<_> = std::iter::once(Column::text(text.members.may))
        .chain(Role::ALL.map(|role| Column::text((text.words.role)(role))))
        .collect();
    let rows = Action::ALL
        .into_iter()
        .filter(|action| {
            *action != Action::OwnSessions && Role::ALL.iter().any(|role| role_allows(*role, *action))
        })
        .map(|action| {
            std::iter::once((text.words.action)(action).into_any())
                .chain(Role::ALL.map(|role| {
                    let word = if role_allows(role, action) { text.common.yes } else { text.common.no };
                    word.into_any()
                }))
                .collect()
        })
        .collect();
    ui::details(text.members.roles, "", false, ui::table(text.members.roles, &columns, rows))
}
