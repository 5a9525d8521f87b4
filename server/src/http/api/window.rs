//! The maintenance window of a component.

use domain::error::FieldError;
use domain::maintenance::{TimeOfDay, Weekday, Window};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::change::{Confirm, Mode, carry_out};
use super::components::OfComponent;
use super::operations::OperationView;
use super::precondition::ReadVersion;
use super::sent::{Answer, Asked, Sent, Tenant};

/// When maintenance may start, in the zone of the people who use the component.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WindowView {
    /// IANA name, such as `Asia/Tokyo`.
    zone: String,
    /// `monday` to `sunday`: the day on which it opens, in the zone.
    #[schema(value_type = String)]
    weekday: Weekday,
    /// `hh:mm`: the time at which it opens, in the zone.
    start: String,
    /// How long it is open: 30-480.
    minutes: u16,
}

impl From<Window> for WindowView {
    fn from(window: Window) -> Self {
        let Window { zone, weekday, start, minutes } = window;
        Self { zone, weekday, start: start.to_string(), minutes }
    }
}

impl TryFrom<WindowView> for Window {
    type Error = FieldError;

    fn try_from(view: WindowView) -> Result<Self, FieldError> {
        let start =
            TimeOfDay::parse(&view.start).map_err(|problem| FieldError::new("window.start", problem))?;
        Ok(Self { zone: view.zone, weekday: view.weekday, start, minutes: view.minutes })
    }
}

/// Another window.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewWindow {
    window: WindowView,
    /// What the change needs to be confirmed.
    #[serde(default)]
    confirm: Confirm,
}

/// Changes the window. Needs `If-Match`.
#[utoipa::path(
    put,
    path = "/api/v1/organizations/{organization}/components/{component}/window",
    tag = "components",
    params(OfComponent, Mode, ("If-Match" = String, Header, description = "The ETag of the component")),
    request_body = NewWindow,
    responses((status = 202, body = OperationView), (status = 200, body = OperationView), (status = 412), (status = 422), (status = 428))
)]
pub(super) async fn replace(
    tenant: Tenant,
    Asked(mode): Asked<Mode>,
    ReadVersion(version): ReadVersion,
    Sent(body): Sent<NewWindow>,
) -> Answer {
    let component = tenant.component()?;
    let window = Window::try_from(body.window)?;
    let plan = tenant.ports().changes.window(&tenant.caller, tenant.id(), component, version, window).await?;
    carry_out(&tenant, mode, plan, body.confirm).await
}
