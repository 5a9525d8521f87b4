//! Every page's address, in one table. The router is built from it, and the sweep test of the server walks it: a page without a row does not exist.

use axum::Router;
use axum::routing::{MethodRouter, get, post};
use domain::authz::Action;
use http::Method;

use crate::page::AppState;
use crate::pages::{
    accounts, allow_list, audit, command_line, components, dashboard, function, home, members, operation,
    organization, preferences, sessions, trusts, window,
};

/// A page, or a form's target.
#[derive(Clone, Debug)]
pub struct Route {
    /// How.
    pub method: Method,
    /// Where. `{organization}` is a slug, `{version}` a number, `{event}` and `{secret}` are names; all other parameters are ids.
    pub path: &'static str,
    /// Who may.
    pub access: Access,
    /// Whether a POST changes something that is audited.
    pub changes: bool,
    /// What may come with it.
    pub body: Body,
    /// What answers.
    pub handler: fn() -> MethodRouter<AppState>,
}

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Public,
    /// Everybody who is signed in.
    SignedIn,
    /// Who may do this with what the path names.
    Allowed(Action),
}

/// What may come with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// A form as people fill it in: small, and there at once.
    Form,
    /// A file: large, and slow on a bad connection.
    File,
    /// An event for a function: large, and answered perhaps only when the function has ended.
    Event,
}

/// The table.
pub fn routes() -> Vec<Route> {
    use Access::{Allowed, Public, SignedIn};
    vec![
        show("/", Public, || get(home::show)),
        show("/organizations", SignedIn, || get(home::organizations)),
        show("/o/{organization}", Allowed(Action::View), || get(dashboard::show)),
        show("/o/{organization}/components", Allowed(Action::View), || get(components::list)),
        show("/o/{organization}/components/new", Allowed(Action::CreateComponent), || get(components::new)),
        change("/o/{organization}/components/new", Allowed(Action::CreateComponent), || {
            post(components::create)
        }),
        show("/o/{organization}/components/{component}", Allowed(Action::View), || get(components::overview)),
        change(
            "/o/{organization}/components/{component}/credentials",
            Allowed(Action::RevealCredentials),
            || post(components::reveal),
        ),
        show("/o/{organization}/components/{component}/activity", Allowed(Action::View), || {
            get(components::activity)
        }),
        show("/o/{organization}/components/{component}/allow-list", Allowed(Action::View), || {
            get(allow_list::show)
        }),
        change(
            "/o/{organization}/components/{component}/allow-list",
            Allowed(Action::ChangeComponent),
            || post(allow_list::add),
        ),
        change(
            "/o/{organization}/components/{component}/allow-list/remove",
            Allowed(Action::ChangeComponent),
            || post(allow_list::remove),
        ),
        show(
            "/o/{organization}/components/{component}/allow-list/many",
            Allowed(Action::ChangeComponent),
            || get(allow_list::many),
        ),
        change(
            "/o/{organization}/components/{component}/allow-list/many",
            Allowed(Action::ChangeComponent),
            || post(allow_list::add_many),
        ),
        show(
            "/o/{organization}/components/{component}/allow-list/edit",
            Allowed(Action::ChangeComponent),
            || get(allow_list::edit),
        ),
        change(
            "/o/{organization}/components/{component}/allow-list/edit",
            Allowed(Action::ChangeComponent),
            || post(allow_list::replace),
        ),
        show("/o/{organization}/components/{component}/maintenance", Allowed(Action::View), || {
            get(window::show)
        }),
        show("/o/{organization}/components/{component}/maintenance/preview", Allowed(Action::View), || {
            get(window::preview)
        }),
        change(
            "/o/{organization}/components/{component}/maintenance",
            Allowed(Action::ChangeComponent),
            || post(window::save),
        ),
        show("/o/{organization}/maintenance", Allowed(Action::View), || get(window::overview)),
        show("/o/{organization}/components/{component}/settings", Allowed(Action::View), || {
            get(components::edit)
        }),
        change("/o/{organization}/components/{component}/settings", Allowed(Action::ChangeComponent), || {
            post(components::save)
        }),
        change("/o/{organization}/components/{component}/delete", Allowed(Action::DeleteComponent), || {
            post(components::delete)
        }),
        show("/o/{organization}/components/{component}/deploy", Allowed(Action::Deploy), || {
            get(function::form)
        }),
        upload("/o/{organization}/components/{component}/deploy", Allowed(Action::Deploy), || {
            post(function::deploy)
        }),
        show("/o/{organization}/components/{component}/versions", Allowed(Action::View), || {
            get(function::versions)
        }),
        show("/o/{organization}/components/{component}/versions/{version}", Allowed(Action::View), || {
            get(function::version)
        }),
        show(
            "/o/{organization}/components/{component}/versions/{version}/roll-back",
            Allowed(Action::Deploy),
            || get(function::ask),
        ),
        change(
            "/o/{organization}/components/{component}/versions/{version}/roll-back",
            Allowed(Action::Deploy),
            || post(function::roll_back),
        ),
        show("/o/{organization}/components/{component}/variables", Allowed(Action::View), || {
            get(function::edit)
        }),
        change("/o/{organization}/components/{component}/variables", Allowed(Action::Deploy), || {
            post(function::save)
        }),
        show("/o/{organization}/components/{component}/secrets", Allowed(Action::View), || {
            get(function::secrets)
        }),
        change("/o/{organization}/components/{component}/secrets", Allowed(Action::Deploy), || {
            post(function::set)
        }),
        show(
            "/o/{organization}/components/{component}/secrets/{secret}/remove",
            Allowed(Action::Deploy),
            || get(function::ask_to_remove),
        ),
        change(
            "/o/{organization}/components/{component}/secrets/{secret}/remove",
            Allowed(Action::Deploy),
            || post(function::remove),
        ),
        show("/o/{organization}/components/{component}/try", Allowed(Action::Invoke), || {
            get(function::trials::show)
        }),
        show("/o/{organization}/components/{component}/metrics", Allowed(Action::View), || {
            get(function::metrics)
        }),
        event("/o/{organization}/components/{component}/try", Allowed(Action::Invoke), || {
            post(function::trials::run)
        }),
        event("/o/{organization}/components/{component}/try/address", Allowed(Action::Invoke), || {
            post(function::trials::ask)
        }),
        event("/o/{organization}/components/{component}/try/events", Allowed(Action::Invoke), || {
            post(function::trials::save)
        }),
        change(
            "/o/{organization}/components/{component}/try/events/{event}/remove",
            Allowed(Action::Invoke),
            || post(function::trials::remove),
        ),
        show("/o/{organization}/operations/{operation}", Allowed(Action::View), || get(operation::show)),
        change("/o/{organization}/operations/{operation}/confirm", Allowed(Action::View), || {
            post(operation::confirm)
        }),
        change("/o/{organization}/operations/{operation}/discard", Allowed(Action::View), || {
            post(operation::discard)
        }),
        change("/o/{organization}/operations/{operation}/cancel", Allowed(Action::OperateComponent), || {
            post(operation::cancel)
        }),
        change("/o/{organization}/operations/{operation}/share", Allowed(Action::Deploy), || {
            post(operation::give)
        }),
        change("/o/{organization}/operations/{operation}/retry", Allowed(Action::OperateComponent), || {
            post(operation::retry)
        }),
        show("/preferences", Public, || get(preferences::show)),
        keep("/preferences", Public, || post(preferences::save)),
        show("/o/{organization}/audit", Allowed(Action::ViewAudit), || get(audit::show)),
        show("/o/{organization}/audit/{entry}", Allowed(Action::ViewAudit), || get(audit::show_entry)),
        show("/platform/audit", Allowed(Action::ViewAudit), || get(audit::show_platform)),
        show("/platform/audit/{entry}", Allowed(Action::ViewAudit), || get(audit::show_platform_entry)),
        show("/o/{organization}/members", Allowed(Action::ViewMembers), || get(members::show)),
        change("/o/{organization}/members", Allowed(Action::ManageMembers), || post(members::add)),
        show("/o/{organization}/members/{grant}/remove", Allowed(Action::ManageMembers), || {
            get(members::ask)
        }),
        change("/o/{organization}/members/{grant}/remove", Allowed(Action::ManageMembers), || {
            post(members::remove)
        }),
        show("/o/{organization}/settings", Allowed(Action::View), || get(organization::show)),
        change("/o/{organization}/settings/projects", Allowed(Action::ManageProjects), || {
            post(organization::create_project)
        }),
        change("/o/{organization}/settings/policy", Allowed(Action::ManagePolicy), || {
            post(organization::set_policy)
        }),
        show("/o/{organization}/settings/ci", Allowed(Action::ViewMembers), || get(trusts::show)),
        show("/o/{organization}/settings/ci/new", Allowed(Action::ManageMembers), || get(trusts::form)),
        change("/o/{organization}/settings/ci/new", Allowed(Action::ManageMembers), || post(trusts::add)),
        show("/o/{organization}/settings/ci/{trust}", Allowed(Action::ViewMembers), || get(trusts::one)),
        change("/o/{organization}/settings/ci/{trust}/remove", Allowed(Action::ManageMembers), || {
            post(trusts::remove)
        }),
        show("/account/sessions", Allowed(Action::OwnSessions), || get(sessions::show)),
        change("/account/sessions/revoke-others", Allowed(Action::OwnSessions), || {
            post(sessions::revoke_others)
        }),
        change("/account/sessions/{session}/revoke", Allowed(Action::OwnSessions), || post(sessions::revoke)),
        show("/cli/authorize", Allowed(Action::OwnSessions), || get(command_line::ask)),
        change("/cli/authorize", Allowed(Action::OwnSessions), || post(command_line::answer)),
        show("/device", Allowed(Action::OwnSessions), || get(command_line::device)),
        change("/device", Allowed(Action::OwnSessions), || post(command_line::decide)),
        show("/device/done", Allowed(Action::OwnSessions), || get(command_line::done)),
        show("/platform/accounts", Allowed(Action::ViewAccounts), || get(accounts::show)),
        change("/platform/accounts", Allowed(Action::ManageAccounts), || post(accounts::save)),
    ]
}

/// The router of the pages that take this kind of body. Layers of the server go around it; [`crate::page::render_errors`] must be one of them.
pub fn router(state: AppState, body: Body) -> Router {
    routes()
        .into_iter()
        .filter(|route| route.body == body)
        .fold(Router::new(), |router, route| router.route(route.path, (route.handler)()))
        .with_state(state)
}

/// A page.
fn show(path: &'static str, access: Access, handler: fn() -> MethodRouter<AppState>) -> Route {
    Route { method: Method::GET, path, access, changes: false, body: Body::Form, handler }
}

/// A form that changes nothing that is audited.
fn keep(path: &'static str, access: Access, handler: fn() -> MethodRouter<AppState>) -> Route {
    Route { method: Method::POST, path, access, changes: false, body: Body::Form, handler }
}

/// A form that changes something; the change is audited.
fn change(path: &'static str, access: Access, handler: fn() -> MethodRouter<AppState>) -> Route {
    Route { method: Method::POST, path, access, changes: true, body: Body::Form, handler }
}

/// A form with an event, for which a function is perhaps waited for; that is audited.
fn event(path: &'static str, access: Access, handler: fn() -> MethodRouter<AppState>) -> Route {
    Route { method: Method::POST, path, access, changes: true, body: Body::Event, handler }
}

/// A form with a file that changes something; the change is audited.
fn upload(path: &'static str, access: Access, handler: fn() -> MethodRouter<AppState>) -> Route {
    Route { method: Method::POST, path, access, changes: true, body: Body::File, handler }
}
