//! Every route of the server, in one table: the pages of the crate `app`, those of this crate, and the API.
//!
//! The routers are built from the table, and the sweep test walks it: a route without a row does not exist.

use app::routes::{Access, Body};
use axum::Router;
use axum::routing::{MethodRouter, get, post};
use domain::authz::Action;
use http::Method;

use super::{Server, api, assets, events, export, health, sign_in};

/// What the table says of a route.
#[derive(Clone, Debug)]
pub struct Row {
    /// How.
    pub method: Method,
    /// Where. `{organization}` is a slug, `{event}` a name; all other parameters are ids.
    pub path: &'static str,
    /// Who may.
    pub access: Access,
    /// Whether it changes something that is audited.
    pub changes: bool,
}

/// A route of this crate.
struct Route {
    row: Row,
    handler: fn() -> MethodRouter<Server>,
}

/// The whole table.
pub fn rows() -> Vec<Row> {
    let pages = app::routes::routes().into_iter().map(|route| Row {
        method: route.method,
        path: route.path,
        access: route.access,
        changes: route.changes,
    });
    let own = people().into_iter().chain(machines()).map(|route| route.row);
    pages.chain(own).chain(api::rows()).collect()
}

/// Routes that know who asks. Whatever is not in the table is a static file, or nothing.
pub(super) fn for_people(server: &Server) -> Router {
    let own: Router = router(people(), server).merge(Router::new().fallback(assets::plain));
    app::routes::router(server.app.clone(), Body::Form).merge(own)
}

/// Routes that take a file.
pub(super) fn for_files(server: &Server) -> Router {
    app::routes::router(server.app.clone(), Body::File)
}

/// Routes that take an event for a function.
pub(super) fn for_events(server: &Server) -> Router {
    app::routes::router(server.app.clone(), Body::Event)
}

/// Routes that must answer without the database, or are not for browsers.
pub(super) fn for_machines(server: &Server) -> Router {
    router(machines(), server)
}

fn router(routes: Vec<Route>, server: &Server) -> Router {
    routes
        .into_iter()
        .fold(Router::new(), |router, route| router.route(route.row.path, (route.handler)()))
        .with_state(server.clone())
}

fn people() -> Vec<Route> {
    use Access::{Allowed, Public};
    vec![
        look("/auth/login", Public, || get(sign_in::login)),
        look("/auth/callback", Public, || get(sign_in::callback)),
        change("/auth/logout", Public, || post(sign_in::logout)),
        look("/o/{organization}/events", Allowed(Action::View), || get(events::organization)),
        look("/o/{organization}/operations/{operation}/events", Allowed(Action::View), || {
            get(events::operation)
        }),
        look("/o/{organization}/audit/export.ndjson", Allowed(Action::ExportAudit), || get(export::ndjson)),
        look("/o/{organization}/audit/export.csv", Allowed(Action::ExportAudit), || get(export::csv)),
        look("/o/{organization}/audit/heads.json", Allowed(Action::ExportAudit), || get(export::heads)),
    ]
}

fn machines() -> Vec<Route> {
    use Access::Public;
    vec![
        change("/auth/backchannel-logout", Public, || post(sign_in::backchannel_logout)),
        look("/.well-known/provisioner-audit-keys.json", Public, || get(export::keys)),
        look("/assets/{hash}/{*name}", Public, || get(assets::hashed)),
        look("/healthz", Public, || get(health::process)),
        look("/readyz", Public, || get(health::readiness)),
        look("/metrics", Public, || get(health::metrics)),
    ]
}

/// A route that changes nothing but what its own audit entries say, such as an export.
fn look(path: &'static str, access: Access, handler: fn() -> MethodRouter<Server>) -> Route {
    Route { row: Row { method: Method::GET, path, access, changes: false }, handler }
}

fn change(path: &'static str, access: Access, handler: fn() -> MethodRouter<Server>) -> Route {
    Route { row: Row { method: Method::POST, path, access, changes: true }, handler }
}
