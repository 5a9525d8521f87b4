//! Who may connect to a component. Every form leads to a plan, which shows the difference and asks before anything changes.

mod expiry;
mod form;
mod lines;
mod list;
mod live;
mod merge;
mod stale;
mod whole;

pub use form::add;
pub use list::{remove, show};
pub use whole::{add_many, edit, many, replace};

use axum::response::Response;
use domain::Result;
use domain::allow_list::ListChange;
use domain::authz::{self, Action, Resource};

use crate::page::redirect;
use crate::pages::components::ComponentPage;

/// Refuses a form to whom its plan would be refused, before anything is said about what they typed.
fn may_change(page: &ComponentPage) -> Result<()> {
    let resource = Resource::Project(page.place.id(), page.component.project);
    authz::decide(&page.place.page.caller, Action::ChangeComponent, resource)
}

/// Plans the change, and leads to the plan.
async fn plan(page: &ComponentPage, change: ListChange) -> Result<Response> {
    let (place, changes) = (&page.place, &page.place.page.ports.changes);
    let operation = changes.allow_list(&place.page.caller, place.id(), page.component.id, change).await?;
    Ok(redirect(&place.address(&format!("operations/{}", operation.id))))
}
