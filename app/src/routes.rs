//! Every page's address, in one table. The router is built from it, and the sweep test of the server walks it: a page without a row does not exist.

use axum::Router;
use axum::routing::{MethodRouter, get, post};
use domain::authz::Action;
use http::Method;

use crate::page::AppState;
use crate::pages::{home, preferences};

/// A page, or a form's target.
#[derive(Clone, Debug)]
pub struct Route {
    /// How.
    pub method: Method,
    /// Where. `{organization}` is a slug; all other parameters are ids.
    pub path: &'static str,
    /// Who may.
    pub access: Access,
    /// Whether a POST changes something that is audited.
    pub changes: bool,
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

/// The table.
pub fn routes() -> Vec<Route> {
    use Access::{Public, SignedIn};
    vec![
        show("/", Public, || get(home::show)),
        show("/organizations", SignedIn, || get(home::organizations)),
        show("/preferences", Public, || get(preferences::show)),
        keep("/preferences", Public, || post(preferences::save)),
    ]
}

/// The router of all pages. Layers of the server go around it; [`crate::page::render_errors`] must be one of them.
pub fn router(state: AppState) -> Router {
    routes()
        .into_iter()
        .fold(Router::new(), |router, route| router.route(route.path, (route.handler)()))
        .with_state(state)
}

/// A page.
fn show(path: &'static str, access: Access, handler: fn() -> MethodRouter<AppState>) -> Route {
    Route { method: Method::GET, path, access, changes: false, handler }
}

/// A form that changes nothing that is audited.
fn keep(path: &'static str, access: Access, handler: fn() -> MethodRouter<AppState>) -> Route {
    Route { method: Method::POST, path, access, changes: false, handler }
}
