//! Who may do what in an organization.

mod form;
mod list;
mod remove;

pub use remove::{ask, remove};

use axum::response::Response;
use domain::error::{Error, FieldError};
use http::StatusCode;

use crate::forms::Typed;
use crate::page::{Answer, OrganizationPage, redirect};

/// `GET /o/{organization}/members`.
pub async fn show(page: OrganizationPage) -> Answer {
    render(&page, StatusCode::OK, &form::defaults(), &[]).await
}

/// `POST /o/{organization}/members`: gives a role.
pub async fn add(page: OrganizationPage, typed: Typed) -> Answer {
    let added = match form::read(&page, &typed) {
        Ok(grant) => page.page.ports.members.add(&page.page.caller, page.id(), grant).await.map(|_| ()),
        Err(errors) => Err(Error::Invalid(errors)),
    };
    match added {
        Ok(()) => Ok(redirect(&page.address("members"))),
        Err(Error::Invalid(errors)) => render(&page, StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors).await,
        Err(error) => Err(error.into()),
    }
}

async fn render(
    page: &OrganizationPage,
    status: StatusCode,
    typed: &Typed,
    errors: &[FieldError],
) -> Result<Response, crate::page::PageError> {
    let ports = &page.page.ports;
    let grants = ports.members.list(&page.page.caller, page.id()).await?;
    let projects = ports.organizations.projects(&page.page.caller, page.id()).await?;
    Ok(list::render(page, status, &grants, &projects, typed, errors))
}
