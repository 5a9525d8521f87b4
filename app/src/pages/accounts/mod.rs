//! Target accounts: where stacks live. For the platform's own staff.

mod form;
mod list;

use axum::extract::Query;
use domain::authz::{self, Action, Resource};
use domain::error::{Error, FieldError};
use http::StatusCode;
use serde::Deserialize;

use crate::forms::Typed;
use crate::page::{Answer, Page, redirect};

/// The address of the page.
const ADDRESS: &str = "/platform/accounts";

/// Which account stands in the form.
#[derive(Debug, Default, Deserialize)]
pub struct Selected {
    /// Its number; none for a new one.
    account: Option<String>,
}

/// `GET /platform/accounts`.
pub async fn show(page: Page, Query(selected): Query<Selected>) -> Answer {
    authz::decide(&page.caller, Action::ViewAccounts, Resource::Platform)?;
    let accounts = page.ports.accounts.list(&page.caller).await?;
    let typed = match selected.account {
        Some(id) => {
            let account = accounts.iter().find(|account| account.id.as_str() == id).ok_or(Error::NotFound)?;
            form::of(account)
        }
        None => Typed::default(),
    };
    render(&page, StatusCode::OK, &typed, &[]).await
}

/// `POST /platform/accounts`: registers an account, or changes the one of that number.
pub async fn save(page: Page, typed: Typed) -> Answer {
    let saved = match form::read(&typed) {
        Ok(account) => page.ports.accounts.save(&page.caller, account).await,
        Err(errors) => {
            authz::decide(&page.caller, Action::ManageAccounts, Resource::Platform)?;
            Err(Error::Invalid(errors))
        }
    };
    match saved {
        Ok(()) => Ok(redirect(ADDRESS)),
        Err(Error::Invalid(errors)) => render(&page, StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors).await,
        Err(error) => Err(error.into()),
    }
}

async fn render(page: &Page, status: StatusCode, typed: &Typed, errors: &[FieldError]) -> Answer {
    let accounts = page.ports.accounts.list(&page.caller).await?;
    let organizations = page.ports.organizations.list(&page.caller).await?;
    Ok(list::render(page, status, &accounts, &organizations, typed, errors))
}
