//! How a component is reached, and its password.

use axum::Json;
use axum::response::IntoResponse as _;
use domain::Error;
use domain::component::Kind;
use domain::error::Conflict;
use kinds::{function, postgres};
use serde::Serialize;
use utoipa::ToSchema;

use super::components::OfComponent;
use super::sent::{Answer, Tenant};

/// How a component is reached. Never a secret.
#[derive(Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Connection {
    /// A database.
    Postgres {
        /// For reading and writing.
        host: String,
        /// For reading only.
        reader_host: String,
        port: u16,
        database: String,
        username: String,
        /// The certificate authorities to check the server with.
        ca_url: String,
    },
    /// A function.
    Function { url: String },
}

/// How a component is reached.
#[utoipa::path(
    get,
    path = "/api/v1/organizations/{organization}/components/{component}/connection",
    tag = "components",
    params(OfComponent),
    responses((status = 200, body = Connection), (status = 404), (status = 409, description = "It is not made yet"))
)]
pub(super) async fn show(tenant: Tenant) -> Answer {
    let component = tenant.component()?;
    let found = tenant.ports().components.find(&tenant.caller, tenant.id(), component).await?;
    let connection = match found.kind {
        Kind::Postgres => postgres::Outputs::read(&found.outputs).map(|outputs| Connection::Postgres {
            host: outputs.endpoint,
            reader_host: outputs.reader_endpoint,
            port: outputs.port,
            database: outputs.database,
            username: postgres::USERNAME.to_owned(),
            ca_url: postgres::connection::CA_BUNDLE_URL.to_owned(),
        }),
        Kind::Function => {
            function::Outputs::read(&found.outputs).map(|outputs| Connection::Function { url: outputs.url })
        }
    };
    let connection = connection.filter(|_| found.deleted.is_none());
    let connection = connection.ok_or(Error::Conflict(Conflict::WrongState))?;
    Ok(Json(connection).into_response())
}

/// User name and password.
#[derive(Serialize, ToSchema)]
pub(super) struct CredentialsView {
    username: String,
    password: String,
}

/// Shows user name and password, read from AWS now. Stands in the audit trail.
#[utoipa::path(
    post,
    path = "/api/v1/organizations/{organization}/components/{component}/credentials",
    tag = "components",
    params(OfComponent),
    responses((status = 200, body = CredentialsView), (status = 403), (status = 409))
)]
pub(super) async fn reveal(tenant: Tenant) -> Answer {
    let component = tenant.component()?;
    let found = tenant.ports().components.reveal(&tenant.caller, tenant.id(), component).await?;
    let (username, password) = (found.username, found.password.expose().to_owned());
    Ok(Json(CredentialsView { username, password }).into_response())
}
