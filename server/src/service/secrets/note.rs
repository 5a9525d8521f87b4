//! What is written down of a change: the audit entry before anything happens, and what is known of the names afterwards.

use domain::audit::{AuditAction, Outcome};
use domain::authz::{ProjectScope, TenantScope};
use domain::caller::Caller;
use domain::component::Component;
use domain::error::Conflict;
use domain::function::{Secret, SecretsWritten, VariableName};
use domain::ids::AuditEntryId;
use domain::{Error, Result};
use kinds::function::outputs::name::SECRET_ARN;
use serde_json::json;

use super::Secrets;
use super::write::{Apply, Current, InAws};
use crate::db::{components, organizations, secrets};
use crate::service::audit_trail::{self, Deed};
use crate::service::changes::author;
use crate::service::placement::{self, OnBehalf};

impl Secrets {
    /// Makes a change in AWS now, between the two halves of its audit entry.
    pub(super) async fn write(
        &self,
        caller: &Caller,
        function: &Component,
        action: AuditAction,
        name: &VariableName,
        apply: &Apply<'_>,
    ) -> Result<Secret> {
        let usable = function.version > 0 && function.deleted.is_none() && function.state.is_usable();
        let arn = function.outputs.get(SECRET_ARN).filter(|_| usable);
        let arn = arn.ok_or(Error::Conflict(Conflict::WrongState))?;
        let deed =
            Deed { after: Some(json!({ "name": name.as_str() })), ..Deed::to_component(function, action) };
        let entry = audit_trail::open_now(&self.context, caller, deed).await?;
        let done = self.change(function, arn, entry, apply).await;
        let current = match done {
            Ok(current) => current,
            Err(error) => {
                audit_trail::complete_now(&self.context, entry, Outcome::Failed).await?;
                return Err(error);
            }
        };
        let written = SecretsWritten {
            version: current.version,
            name: name.clone(),
            names: current.names,
            by: author(caller),
            at: self.context.now(),
        };
        self.complete(function, entry, &written).await
    }

    async fn change(
        &self,
        function: &Component,
        arn: &str,
        entry: AuditEntryId,
        apply: &Apply<'_>,
    ) -> Result<Current> {
        let db = self.context.db.read();
        let organization =
            organizations::find_for_worker(db, function.organization).await?.ok_or(Error::NotFound)?;
        let on_behalf =
            OnBehalf { organization: &organization.slug, component: function.id, operation: None };
        let place = placement::place(&self.context, &function.account, &function.region, on_behalf).await?;
        let known = secrets::list(db, &tenant_of(function), function.id).await?;
        let newest = known.iter().map(|secret| secret.seen.max(secret.version)).max().unwrap_or(0);
        InAws { cloud: &self.cloud, place: &place, arn, mark: entry.0 }.change(newest, apply).await
    }

    /// Notes what is known now, and closes the entry.
    async fn complete(
        &self,
        function: &Component,
        entry: AuditEntryId,
        written: &SecretsWritten,
    ) -> Result<Secret> {
        let transaction = self.context.db.write().await?;
        // Two changes that are noted at the same time must see each other.
        components::lock_for_worker(&transaction, function.id).await?;
        let known = secrets::list(&transaction, &tenant_of(function), function.id).await?;
        let noted = written.note(&known);
        for secret in &noted {
            secrets::save(&transaction, function, secret).await?;
        }
        audit_trail::complete(&self.context, &transaction, entry, Outcome::Succeeded, None).await?;
        transaction.commit().await?;
        let is_it = |secret: &Secret| secret.name == written.name.as_str();
        noted.into_iter().chain(known).find(is_it).ok_or(Error::NotFound)
    }
}

/// The tenant of a function, for work that the caller's rights were checked for.
fn tenant_of(function: &Component) -> TenantScope {
    TenantScope { organization: function.organization, projects: ProjectScope::All }
}
