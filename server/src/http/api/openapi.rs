//! The description of the API (OpenAPI 3.1), generated from the handlers.

use std::sync::LazyLock;

use axum::response::{IntoResponse, Response};
use http::header;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::{
    allow_list, artifacts, components, connection, deploys, invocations, logs, me, metrics, operations,
    organizations, rollout, saved_events, secrets, settings, tokens, trusts, versions, window,
};

/// The whole API. A route that is not named here fails a test.
#[derive(OpenApi)]
#[openapi(
    info(title = "Provisioner", description = "Single-tenant AWS components without an AWS user. See docs/api.md.", version = "1"),
    modifiers(&Bearer),
    security(("token" = [])),
    paths(
        tokens::create,
        tokens::end,
        tokens::device,
        me::show,
        organizations::list,
        organizations::projects,
        trusts::list,
        trusts::add,
        trusts::remove,
        components::list,
        components::create,
        components::show,
        components::delete,
        settings::replace,
        window::replace,
        allow_list::show,
        allow_list::add,
        allow_list::replace,
        allow_list::remove,
        connection::show,
        connection::reveal,
        operations::list,
        operations::show,
        operations::cancel,
        operations::retry,
        rollout::give_share,
        operations::events,
        artifacts::store,
        deploys::deploy,
        deploys::roll_back,
        deploys::environment,
        deploys::set_environment,
        secrets::list,
        secrets::set,
        secrets::remove,
        versions::list,
        versions::show,
        metrics::show,
        logs::show,
        invocations::invoke,
        saved_events::list,
        saved_events::show,
        saved_events::save,
        saved_events::remove,
        describe,
    )
)]
struct Description;

/// How a program says who it is.
struct Bearer;

impl Modify for Bearer {
    fn modify(&self, description: &mut utoipa::openapi::OpenApi) {
        let components = description.components.get_or_insert_default();
        let token = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        components.add_security_scheme("token", token);
    }
}

/// The description, made once.
static TEXT: LazyLock<String> = LazyLock::new(|| {
    serde_json::to_string(&Description::openapi()).expect("the description is text and lists of text")
});

/// This description.
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "sign-in", responses((status = 200)))]
pub(super) async fn describe() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], TEXT.as_str()).into_response()
}
