//! Settings of a component.

use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::change::{Confirm, Mode, carry_out};
use super::components::OfComponent;
use super::operations::OperationView;
use super::precondition::ReadVersion;
use super::sent::{Answer, Asked, Sent, Tenant};

/// Other settings.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSettings {
    /// Those left out stay as they are.
    #[schema(value_type = Object)]
    settings: Value,
    /// What the change needs to be confirmed.
    #[serde(default)]
    confirm: Confirm,
}

/// Changes settings. Needs `If-Match`.
#[utoipa::path(
    put,
    path = "/api/v1/organizations/{organization}/components/{component}/settings",
    tag = "components",
    params(OfComponent, Mode, ("If-Match" = String, Header, description = "The ETag of the component")),
    request_body = NewSettings,
    responses((status = 202, body = OperationView), (status = 200, body = OperationView), (status = 412), (status = 422), (status = 428))
)]
pub(super) async fn replace(
    tenant: Tenant,
    Asked(mode): Asked<Mode>,
    ReadVersion(version): ReadVersion,
    Sent(body): Sent<NewSettings>,
) -> Answer {
    let component = tenant.component()?;
    let changes = &tenant.ports().changes;
    let plan = changes.settings(&tenant.caller, tenant.id(), component, version, body.settings).await?;
    carry_out(&tenant, mode, plan, body.confirm).await
}
