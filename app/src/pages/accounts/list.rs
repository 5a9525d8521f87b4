//! The page: the accounts, and the form of one.

use axum::response::Response;
use domain::account::TargetAccount;
use domain::authz::{Action, Resource};
use domain::component::Region;
use domain::error::FieldError;
use domain::organization::Organization;
use http::StatusCode;
use leptos::prelude::*;

use super::{ADDRESS, form};
use crate::forms::Typed;
use crate::page::{Page, Reader};
use crate::ui::{self, Column};

/// Shows the page.
pub(super) fn render(
    page: &Page,
    status: StatusCode,
    accounts: &[TargetAccount],
    organizations: &[Organization],
    typed: &Typed,
    errors: &[FieldError],
) -> Response {
    let text = page.reader.text();
    let may_manage = page.may(Action::ManageAccounts, Resource::Platform);
    page.render(status, text.accounts.title, |reader| {
        let list = if accounts.is_empty() {
            ui::empty_state(text.accounts.empty, text.accounts.empty_help, ())
        } else {
            table(reader, accounts, organizations, may_manage)
        };
        let form = may_manage.then(|| form::view(reader, organizations, typed, errors));
        view! {
            {ui::page_header(text, Vec::new(), text.accounts.title, ())}
            <p class="lead">{text.accounts.lead}</p>
            {list}
            {form}
        }
    })
}

fn table(
    reader: &Reader,
    accounts: &[TargetAccount],
    organizations: &[Organization],
    may_manage: bool,
) -> AnyView {
    let text = &reader.text().accounts;
    let columns = [
        Column::text(text.account),
        Column::text(text.id),
        Column::text(text.role_arn),
        Column::text(text.regions),
        Column::text(text.organizations),
        Column::text(""),
    ];
    let rows = accounts
        .iter()
        .map(|account| {
            let regions: Vec<&str> = account.regions.iter().map(Region::as_str).collect();
            let placed: Vec<&str> = organizations
                .iter()
                .filter(|organization| account.organizations.contains(&organization.id))
                .map(|organization| organization.display_name.as_str())
                .collect();
            let placed = if placed.is_empty() { text.no_organizations.to_owned() } else { placed.join(", ") };
            let change = may_manage.then(|| {
                let address = format!("{ADDRESS}?account={}#account-form", account.id);
                view! { <a href=address aria-label=(text.change_of)(&account.display_name)>{text.change}</a> }
            });
            vec![
                account.display_name.clone().into_any(),
                view! { <span class="code">{account.id.to_string()}</span> }.into_any(),
                view! { <span class="code">{account.role_arn.as_str().to_owned()}</span> }.into_any(),
                regions.join(", ").into_any(),
                placed.into_any(),
                change.into_any(),
            ]
        })
        .collect();
    ui::table(text.title, &columns, rows)
}
