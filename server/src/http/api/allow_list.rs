//! The allow-list of a component. Adding and removing need no version; replacing the whole list does.

use domain::allow_list::{Entry, ListChange, NewEntry};
use domain::ids::AllowListEntryId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::change::{Confirm, Mode, carry_out};
use super::components::{OfComponent, tagged};
use super::operations::OperationView;
use super::precondition::ReadVersion;
use super::sent::{Answer, Asked, Sent, Tenant};

/// A network that may connect.
#[derive(Serialize, ToSchema)]
pub(super) struct EntryView {
    id: Uuid,
    /// In CIDR notation, such as `203.0.113.0/24`.
    network: String,
    label: String,
    /// Until when; null: until removed.
    expires: Option<Timestamp>,
    added_by: String,
    added: Timestamp,
}

impl EntryView {
    pub(super) fn of(entry: &Entry) -> Self {
        Self {
            id: entry.id.0,
            network: entry.network.to_string(),
            label: entry.label.clone(),
            expires: entry.expires,
            added_by: entry.added_by.clone(),
            added: entry.added,
        }
    }
}

/// A whole allow-list.
#[derive(Serialize, ToSchema)]
pub(super) struct ListView {
    /// Empty: nobody can connect.
    entries: Vec<EntryView>,
}

/// A network to add.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewNetwork {
    /// A network or an address.
    network: String,
    /// Whose, 1-140 characters.
    label: String,
    /// Until when, at most 90 days away; without it, until removed.
    expires: Option<Timestamp>,
}

impl From<NewNetwork> for NewEntry {
    fn from(new: NewNetwork) -> Self {
        Self { network: new.network, label: new.label, expires: new.expires }
    }
}

/// Networks: those to add, or the whole list.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewNetworks {
    entries: Vec<NewNetwork>,
    /// What the change needs to be confirmed.
    #[serde(default)]
    confirm: Confirm,
}

/// The list, with the `ETag` of the component.
#[utoipa::path(
    get,
    path = "/api/v1/organizations/{organization}/components/{component}/allow-list",
    tag = "components",
    params(OfComponent),
    responses((status = 200, body = ListView), (status = 404))
)]
pub(super) async fn show(tenant: Tenant) -> Answer {
    let component = tenant.component()?;
    let found = tenant.ports().components.find(&tenant.caller, tenant.id(), component).await?;
    let entries = found.document.allow_list.entries().iter().map(EntryView::of).collect();
    Ok(tagged(found.version, ListView { entries }))
}

/// Adds networks.
#[utoipa::path(
    post,
    path = "/api/v1/organizations/{organization}/components/{component}/allow-list",
    tag = "components",
    params(OfComponent, Mode),
    request_body = NewNetworks,
    responses((status = 202, body = OperationView), (status = 200, body = OperationView), (status = 409), (status = 422))
)]
pub(super) async fn add(tenant: Tenant, Asked(mode): Asked<Mode>, Sent(body): Sent<NewNetworks>) -> Answer {
    let change = ListChange::Add(body.entries.into_iter().map(NewEntry::from).collect());
    apply(&tenant, mode, change, body.confirm).await
}

/// Replaces the whole list. Needs `If-Match`. A network that stands in the list already keeps its id, author and time.
#[utoipa::path(
    put,
    path = "/api/v1/organizations/{organization}/components/{component}/allow-list",
    tag = "components",
    params(OfComponent, Mode, ("If-Match" = String, Header, description = "The ETag of the component")),
    request_body = NewNetworks,
    responses((status = 202, body = OperationView), (status = 200, body = OperationView), (status = 412), (status = 422), (status = 428))
)]
pub(super) async fn replace(
    tenant: Tenant,
    Asked(mode): Asked<Mode>,
    ReadVersion(version): ReadVersion,
    Sent(body): Sent<NewNetworks>,
) -> Answer {
    let entries = body.entries.into_iter().map(NewEntry::from).collect();
    apply(&tenant, mode, ListChange::Replace { version, entries }, body.confirm).await
}

/// How a network is removed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Removal {
    /// Answers with the plan, and leaves nothing behind.
    #[serde(default)]
    dry_run: bool,
    /// Whether to go on although the address that the request comes from is shut out.
    #[serde(default)]
    locks_me_out: bool,
    /// Why, 1-500 characters.
    reason: Option<String>,
}

/// Removes a network.
#[utoipa::path(
    delete,
    path = "/api/v1/organizations/{organization}/components/{component}/allow-list/{network}",
    tag = "components",
    params(OfComponent, ("network" = Uuid, Path, description = "The id of the entry"), Removal),
    responses((status = 202, body = OperationView), (status = 200, body = OperationView), (status = 404), (status = 409))
)]
pub(super) async fn remove(tenant: Tenant, Asked(removal): Asked<Removal>) -> Answer {
    let entry: AllowListEntryId = tenant.parameter("network")?;
    let Removal { dry_run, locks_me_out, reason } = removal;
    let confirm = Confirm { name: None, locks_me_out, reason };
    apply(&tenant, Mode::of(dry_run), ListChange::Remove(vec![entry]), confirm).await
}

async fn apply(tenant: &Tenant, mode: Mode, change: ListChange, confirm: Confirm) -> Answer {
    let component = tenant.component()?;
    let plan = tenant.ports().changes.allow_list(&tenant.caller, tenant.id(), component, change).await?;
    carry_out(tenant, mode, plan, confirm).await
}
