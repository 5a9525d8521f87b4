//! Who the token acts as.

use std::net::IpAddr;

use axum::Json;
use domain::Error;
use domain::authz::Action;
use domain::caller::{Actor, CallerGrant};
use domain::grant::{Role, Scope};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::sent::Answer;
use crate::http::session::SignedIn;

/// A person, and what they may do.
#[derive(Serialize, ToSchema)]
pub(super) struct Me {
    id: Uuid,
    email: String,
    name: String,
    /// The id of the token, as the audit trail has it.
    session: Uuid,
    /// The address that the request comes from; null where it is not known.
    #[schema(value_type = Option<String>)]
    address: Option<IpAddr>,
    grants: Vec<Granted>,
}

/// A role in force.
#[derive(Serialize, ToSchema)]
struct Granted {
    organization: Uuid,
    /// Null for the whole organization.
    project: Option<Uuid>,
    /// `viewer`, `developer` or `owner`.
    #[schema(value_type = String)]
    role: Role,
}

/// The person behind the token.
#[utoipa::path(get, path = "/api/v1/me", tag = "sign-in", responses((status = 200, body = Me)))]
pub(super) async fn show(SignedIn(caller): SignedIn) -> Answer<Json<Me>> {
    let (id, email, name, session) = match caller.actor {
        Actor::Person { id, email, name, session } => (id, email, name, session),
        // A job is nobody who could be told who they are.
        Actor::Job { .. } => return Err(Error::Forbidden(Action::OwnSessions).into()),
        Actor::Automation { .. } | Actor::Anonymous => return Err(Error::Unauthenticated.into()),
    };
    let address = caller.origin.address.map(|address| address.to_canonical());
    let grants = caller.grants.into_iter().map(granted).collect();
    Ok(Json(Me { id: id.0, email, name, session: session.0, address, grants }))
}

fn granted(grant: CallerGrant) -> Granted {
    Granted {
        organization: grant.organization.0,
        project: match grant.scope {
            Scope::Organization => None,
            Scope::Project(project) => Some(project.0),
        },
        role: grant.role,
    }
}
