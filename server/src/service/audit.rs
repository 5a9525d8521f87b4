//! Reading audit trails.

use async_trait::async_trait;
use domain::audit::{AuditAction, AuditEntry, AuditFilter, AuditHead, Outcome, Target};
use domain::authz::{self, Action, Resource};
use domain::caller::Caller;
use domain::error::{Error, Result};
use domain::ids::AuditEntryId;
use domain::ports::{self, Page, PageRequest, Trail};

use super::audit_trail::{self, Deed};
use super::{Context, authorize};
use crate::db::audit::{self, AuditScope};
use crate::db::organizations;

/// How many entries or heads are handed out at once.
const AT_ONCE: u64 = 1000;

/// The service behind [`ports::AuditLog`].
#[derive(Clone)]
pub struct AuditLog {
    context: Context,
}

impl AuditLog {
    /// The service.
    pub const fn new(context: Context) -> Self {
        Self { context }
    }

    /// What of a trail the caller may see.
    async fn scope(&self, caller: &Caller, action: Action, trail: Trail) -> Result<AuditScope> {
        match trail {
            Trail::Platform => {
                authorize(&self.context, caller, action, Resource::Platform).await?;
                Ok(AuditScope::Platform)
            }
            Trail::Organization(organization) => {
                authorize(&self.context, caller, action, Resource::Organization(organization)).await?;
                Ok(AuditScope::Tenant(authz::scope(caller, organization)?))
            }
        }
    }
}

#[async_trait]
impl ports::AuditLog for AuditLog {
    async fn list(
        &self,
        caller: &Caller,
        trail: Trail,
        filter: &AuditFilter,
        page: &PageRequest,
    ) -> Result<Page<AuditEntry>> {
        let scope = self.scope(caller, Action::ViewAudit, trail).await?;
        Ok(audit::list(self.context.db.read(), &scope, filter, page).await?)
    }

    async fn find(&self, caller: &Caller, trail: Trail, entry: AuditEntryId) -> Result<AuditEntry> {
        let scope = self.scope(caller, Action::ViewAudit, trail).await?;
        audit::find(self.context.db.read(), &scope, entry).await?.ok_or(Error::NotFound)
    }

    async fn export(&self, caller: &Caller, trail: Trail, after_sequence: u64) -> Result<Vec<AuditEntry>> {
        let scope = self.scope(caller, Action::ExportAudit, trail).await?;
        Ok(audit::export(self.context.db.read(), &scope, after_sequence, AT_ONCE).await?)
    }

    async fn heads(&self, caller: &Caller, trail: Trail) -> Result<Vec<AuditHead>> {
        let scope = self.scope(caller, Action::ExportAudit, trail).await?;
        Ok(audit::heads(self.context.db.read(), &scope, AT_ONCE).await?)
    }

    async fn record_export(&self, caller: &Caller, trail: Trail) -> Result<()> {
        self.scope(caller, Action::ExportAudit, trail).await?;
        let name = match trail {
            Trail::Platform => "platform".to_owned(),
            Trail::Organization(organization) => {
                let found = organizations::find_for_worker(self.context.db.read(), organization).await?;
                found.ok_or(Error::NotFound)?.slug.as_str().to_owned()
            }
        };
        let transaction = self.context.db.write().await?;
        let target = Target { name, ..Target::default() };
        let deed = Deed::new(trail, AuditAction::AuditExported, target);
        audit_trail::record(&self.context, &transaction, caller, deed, Outcome::Succeeded).await?;
        Ok(transaction.commit().await?)
    }
}
