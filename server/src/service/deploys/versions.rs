//! What becomes of versions while operations go on.

use domain::authz::{ProjectScope, TenantScope};
use domain::component::Component;
use domain::error::Conflict;
use domain::function::{Source, Version, VersionState};
use domain::operation::{Change, Operation, OperationState};
use domain::{Error, Result};

use super::variables::carried_over;
use crate::db::{WriteTransaction, versions};
use crate::service::Context;

/// With other settings, live code becomes another version: it gets its number when the change is confirmed. What is live may have changed since
/// the plan was made.
pub(in crate::service) async fn number_settings_version(
    context: &Context,
    transaction: &WriteTransaction,
    component: &Component,
    operation: &mut Operation,
) -> Result<()> {
    let intent = &mut operation.intent;
    if operation.change != Change::Settings || intent.deployment.is_none() {
        return Ok(());
    }
    let deployment = carried_over(context, component.organization, component.id, &intent.neighbours).await?;
    let deployment = intent.deployment.insert(deployment);
    let tenant = TenantScope { organization: component.organization, projects: ProjectScope::All };
    let Some(live) = versions::live(transaction, &tenant, component.id).await? else { return Ok(()) };
    let number = versions::newest_number(transaction, component.id).await? + 1;
    deployment.version = Some(number);
    let version = Version {
        number,
        state: VersionState::Deploying,
        settings: operation.intent.document.settings.clone(),
        published: None,
        author: operation.author.clone(),
        message: operation.message.clone(),
        source: Source::Settings,
        operation: operation.id,
        created: context.now(),
        ..live
    };
    Ok(versions::insert(transaction, component, &version).await?)
}

/// Notes what an operation that has ended made of the version it was about.
pub(crate) async fn end_version(
    context: &Context,
    transaction: &WriteTransaction,
    operation: &Operation,
) -> Result<()> {
    let Some(number) = operation.intent.deployment.as_ref().and_then(|deployment| deployment.version) else {
        return Ok(());
    };
    let state = match operation.state {
        OperationState::Succeeded => {
            let (component, published) = (operation.component, operation.published());
            versions::make_live_for_worker(transaction, component, number, published, context.now()).await?;
            return Ok(());
        }
        OperationState::Superseded => VersionState::Superseded,
        _ if operation.change.moves_code() && operation.has_shifted() => VersionState::Returned,
        _ => VersionState::Failed,
    };
    Ok(versions::end_for_worker(transaction, operation.id, state, operation.published()).await?)
}

/// Notes that a failed operation tries again.
///
/// # Errors
/// [`Conflict::Pruned`] when its version was removed meanwhile.
pub(crate) async fn retry_version(transaction: &WriteTransaction, operation: &Operation) -> Result<()> {
    let tenant = TenantScope { organization: operation.organization, projects: ProjectScope::All };
    if let Some(number) = operation.intent.deployment.as_ref().and_then(|deployment| deployment.version) {
        let found = versions::find(transaction, &tenant, operation.component, number).await?;
        if found.is_some_and(|found| found.state == VersionState::Pruned) {
            return Err(Error::Conflict(Conflict::Pruned { version: number }));
        }
    }
    Ok(versions::begin_again(transaction, operation.id).await?)
}
