//! The HTTP API, `/api/v1`: what pages can do, for programs. A file a resource; each handler calls ports, as pages do.
//!
//! Who asks is told by a token alone. Cookies are not looked at, so no other site can make a browser ask.

mod allow_list;
mod artifacts;
mod change;
mod components;
mod connection;
mod deploys;
mod exchange;
mod invocations;
mod listed;
mod logs;
mod me;
mod metrics;
mod once;
mod openapi;
mod operations;
mod organizations;
mod precondition;
mod rollout;
mod saved_events;
mod secrets;
mod sent;
mod settings;
mod tokens;
mod trusts;
mod versions;
mod window;

use app::routes::Access;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, delete, get, post, put};
use domain::authz::Action;
use http::Method;

use super::routes::Row;
use super::{EVENT_LIMIT, EVENT_TIMEOUT, FILE_LIMIT, FILE_TIMEOUT, Server, bounded, limits, session};

/// A route of the API.
struct Endpoint {
    row: Row,
    class: Class,
    handler: fn() -> MethodRouter<Server>,
}

/// How a request of a route is treated before the handler sees it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// As it is.
    Plain,
    /// With an `Idempotency-Key` it is done once.
    Once,
    /// It brings megabytes.
    Upload,
    /// It brings an event for a function, and waits perhaps for that.
    Event,
}

/// The rows of the table.
pub(super) fn rows() -> impl Iterator<Item = Row> {
    endpoints().into_iter().map(|endpoint| endpoint.row)
}

/// The routes, with what surrounds them. The last layer is the first to see a request.
pub(super) fn router(server: &Server) -> Router {
    let config = &server.config.server;
    let of = |class: fn(Class) -> bool| {
        routes(endpoints().into_iter().filter(|endpoint| class(endpoint.class)).collect(), server)
    };
    let uploads = bounded(of(|class| class == Class::Upload), FILE_TIMEOUT, FILE_LIMIT);
    let events = of(|class| class == Class::Event).layer(DefaultBodyLimit::disable());
    let events = bounded(events, EVENT_TIMEOUT, EVENT_LIMIT);
    let others = of(|class| matches!(class, Class::Plain | Class::Once));
    let others = bounded(others, config.request_timeout, config.body_limit);
    uploads
        .merge(events)
        .merge(others)
        .layer(from_fn_with_state(server.clone(), limits::pace))
        .layer(from_fn(session::insist))
        .layer(from_fn_with_state(server.clone(), session::recognize_token))
}

fn routes(endpoints: Vec<Endpoint>, server: &Server) -> Router {
    let add = |router: Router<Server>, endpoint: Endpoint| {
        let handler = (endpoint.handler)();
        let handler = match endpoint.class {
            Class::Once => handler.layer(from_fn_with_state(server.clone(), once::once)),
            Class::Plain | Class::Upload | Class::Event => handler,
        };
        router.route(endpoint.row.path, handler)
    };
    endpoints.into_iter().fold(Router::new(), add).with_state(server.clone())
}

/// The table.
fn endpoints() -> Vec<Endpoint> {
    use Access::{Allowed, Public, SignedIn};
    use Action::{
        ChangeComponent, CreateComponent, DeleteComponent, Deploy, Invoke, ManageMembers, OperateComponent,
        ReadLogs, View, ViewMembers,
    };
    vec![
        look("/api/v1/openapi.json", Public, || get(openapi::describe)),
        act(Method::POST, "/api/v1/tokens", Public, Class::Plain, || post(tokens::create)),
        act(Method::DELETE, "/api/v1/tokens/current", Allowed(Action::OwnSessions), Class::Plain, || {
            delete(tokens::end)
        }),
        begin("/api/v1/device", || post(tokens::device)),
        look("/api/v1/me", SignedIn, || get(me::show)),
        look("/api/v1/organizations", SignedIn, || get(organizations::list)),
        look("/api/v1/organizations/{organization}/projects", Allowed(View), || get(organizations::projects)),
        look("/api/v1/organizations/{organization}/trusts", Allowed(ViewMembers), || get(trusts::list)),
        change(Method::POST, "/api/v1/organizations/{organization}/trusts", ManageMembers, || {
            post(trusts::add)
        }),
        change(Method::DELETE, "/api/v1/organizations/{organization}/trusts/{trust}", ManageMembers, || {
            delete(trusts::remove)
        }),
        look("/api/v1/organizations/{organization}/components", Allowed(View), || get(components::list)),
        change(Method::POST, "/api/v1/organizations/{organization}/components", CreateComponent, || {
            post(components::create)
        }),
        look("/api/v1/organizations/{organization}/components/{component}", Allowed(View), || {
            get(components::show)
        }),
        change(
            Method::DELETE,
            "/api/v1/organizations/{organization}/components/{component}",
            DeleteComponent,
            || delete(components::delete),
        ),
        change(
            Method::PUT,
            "/api/v1/organizations/{organization}/components/{component}/settings",
            ChangeComponent,
            || put(settings::replace),
        ),
        change(
            Method::PUT,
            "/api/v1/organizations/{organization}/components/{component}/window",
            ChangeComponent,
            || put(window::replace),
        ),
        look("/api/v1/organizations/{organization}/components/{component}/allow-list", Allowed(View), || {
            get(allow_list::show)
        }),
        change(
            Method::POST,
            "/api/v1/organizations/{organization}/components/{component}/allow-list",
            ChangeComponent,
            || post(allow_list::add),
        ),
        change(
            Method::PUT,
            "/api/v1/organizations/{organization}/components/{component}/allow-list",
            ChangeComponent,
            || put(allow_list::replace),
        ),
        change(
            Method::DELETE,
            "/api/v1/organizations/{organization}/components/{component}/allow-list/{network}",
            ChangeComponent,
            || delete(allow_list::remove),
        ),
        look("/api/v1/organizations/{organization}/components/{component}/connection", Allowed(View), || {
            get(connection::show)
        }),
        // An answer with a password is kept nowhere.
        act(
            Method::POST,
            "/api/v1/organizations/{organization}/components/{component}/credentials",
            Allowed(Action::RevealCredentials),
            Class::Plain,
            || post(connection::reveal),
        ),
        look("/api/v1/organizations/{organization}/operations", Allowed(View), || get(operations::list)),
        look("/api/v1/organizations/{organization}/operations/{operation}", Allowed(View), || {
            get(operations::show)
        }),
        change(
            Method::POST,
            "/api/v1/organizations/{organization}/operations/{operation}/cancel",
            OperateComponent,
            || post(operations::cancel),
        ),
        change(
            Method::POST,
            "/api/v1/organizations/{organization}/operations/{operation}/share",
            Deploy,
            || post(rollout::give_share),
        ),
        change(
            Method::POST,
            "/api/v1/organizations/{organization}/operations/{operation}/retry",
            OperateComponent,
            || post(operations::retry),
        ),
        look("/api/v1/organizations/{organization}/operations/{operation}/events", Allowed(View), || {
            get(operations::events)
        }),
        act(
            Method::POST,
            "/api/v1/organizations/{organization}/components/{component}/artifacts",
            Allowed(Deploy),
            Class::Upload,
            || post(artifacts::store),
        ),
        change(
            Method::POST,
            "/api/v1/organizations/{organization}/components/{component}/deploys",
            Deploy,
            || post(deploys::deploy),
        ),
        look("/api/v1/organizations/{organization}/components/{component}/versions", Allowed(View), || {
            get(versions::list)
        }),
        look(
            "/api/v1/organizations/{organization}/components/{component}/versions/{version}",
            Allowed(View),
            || get(versions::show),
        ),
        change(
            Method::POST,
            "/api/v1/organizations/{organization}/components/{component}/versions/{version}/roll-back",
            Deploy,
            || post(deploys::roll_back),
        ),
        look(
            "/api/v1/organizations/{organization}/components/{component}/environment",
            Allowed(View),
            || get(deploys::environment),
        ),
        change(
            Method::PUT,
            "/api/v1/organizations/{organization}/components/{component}/environment",
            Deploy,
            || put(deploys::set_environment),
        ),
        look("/api/v1/organizations/{organization}/components/{component}/secrets", Allowed(View), || {
            get(secrets::list)
        }),
        // A request with a key is kept as a hash, which could be guessed. These may be sent twice without one.
        act(
            Method::PUT,
            "/api/v1/organizations/{organization}/components/{component}/secrets/{secret}",
            Allowed(Deploy),
            Class::Plain,
            || put(secrets::set),
        ),
        act(
            Method::DELETE,
            "/api/v1/organizations/{organization}/components/{component}/secrets/{secret}",
            Allowed(Deploy),
            Class::Plain,
            || delete(secrets::remove),
        ),
        look("/api/v1/organizations/{organization}/components/{component}/metrics", Allowed(View), || {
            get(metrics::show)
        }),
        // It changes nothing but the audit trail.
        act(
            Method::GET,
            "/api/v1/organizations/{organization}/components/{component}/logs",
            Allowed(ReadLogs),
            Class::Plain,
            || get(logs::show),
        ),
        // What a function does cannot be answered from memory, so it is not done once for each key.
        act(
            Method::POST,
            "/api/v1/organizations/{organization}/components/{component}/invocations",
            Allowed(Invoke),
            Class::Event,
            || post(invocations::invoke),
        ),
        look(
            "/api/v1/organizations/{organization}/components/{component}/saved-events",
            Allowed(Invoke),
            || get(saved_events::list),
        ),
        look(
            "/api/v1/organizations/{organization}/components/{component}/saved-events/{event}",
            Allowed(Invoke),
            || get(saved_events::show),
        ),
        act(
            Method::PUT,
            "/api/v1/organizations/{organization}/components/{component}/saved-events/{event}",
            Allowed(Invoke),
            Class::Event,
            || put(saved_events::save),
        ),
        change(
            Method::DELETE,
            "/api/v1/organizations/{organization}/components/{component}/saved-events/{event}",
            Invoke,
            || delete(saved_events::remove),
        ),
    ]
}

/// Shows something.
fn look(path: &'static str, access: Access, handler: fn() -> MethodRouter<Server>) -> Endpoint {
    let row = Row { method: Method::GET, path, access, changes: false };
    Endpoint { row, class: Class::Plain, handler }
}

/// Begins what a person ends in a browser: only that is audited.
fn begin(path: &'static str, handler: fn() -> MethodRouter<Server>) -> Endpoint {
    let row = Row { method: Method::POST, path, access: Access::Public, changes: false };
    Endpoint { row, class: Class::Plain, handler }
}

/// Changes something, once for each key.
fn change(
    method: Method,
    path: &'static str,
    action: Action,
    handler: fn() -> MethodRouter<Server>,
) -> Endpoint {
    act(method, path, Access::Allowed(action), Class::Once, handler)
}

/// Does something that is audited.
fn act(
    method: Method,
    path: &'static str,
    access: Access,
    class: Class,
    handler: fn() -> MethodRouter<Server>,
) -> Endpoint {
    Endpoint { row: Row { method, path, access, changes: true }, class, handler }
}
