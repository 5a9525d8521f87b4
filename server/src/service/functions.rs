//! The functions that a caller may see: where every service about functions begins.

use domain::caller::Caller;
use domain::component::{Component, Kind};
use domain::ids::{ComponentId, OrganizationId};
use domain::{Error, Result};

use super::Context;
use super::authorize::tenant;
use crate::db::components;

/// A function that the caller may see.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is of another kind, or the caller may not know of it.
pub(super) async fn visible(
    context: &Context,
    caller: &Caller,
    organization: OrganizationId,
    component: ComponentId,
) -> Result<Component> {
    let tenant = tenant(context, caller, organization).await?;
    let found = components::find(context.db.read(), &tenant, component).await?;
    found.filter(|found| found.kind == Kind::Function).ok_or(Error::NotFound)
}
