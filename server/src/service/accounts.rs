//! Target accounts.

use std::collections::BTreeSet;

use async_trait::async_trait;
use domain::account::{Domain, TargetAccount};
use domain::audit::{AuditAction, Outcome, Target};
use domain::authz::{Action, Resource};
use domain::caller::Caller;
use domain::component::Region;
use domain::error::{Error, FieldError, Problem, Result};
use domain::ids::{AwsAccountId, OrganizationId};
use domain::ports::{self, Trail};
use domain::text;
use serde_json::json;

use super::audit_trail::{self, Deed};
use super::{Context, authorize, tenant};
use crate::db::{accounts, components, organizations};

/// The service behind [`ports::Accounts`].
#[derive(Clone)]
pub struct Accounts {
    context: Context,
}

impl Accounts {
    /// The service.
    pub const fn new(context: Context) -> Self {
        Self { context }
    }

    /// Whether another domain would take away the names of functions that exist.
    async fn moves_functions(&self, id: &AwsAccountId, domain: Option<&Domain>) -> Result<bool> {
        let db = self.context.db.read();
        let known = accounts::find_for_worker(db, id).await?;
        let same = known.as_ref().is_none_or(|known| known.domain.as_ref() == domain);
        Ok(!same && components::has_functions_for_worker(db, id).await?)
    }

    async fn checked(&self, account: TargetAccount) -> Result<TargetAccount> {
        let TargetAccount { id, display_name, role_arn, external_id, mut regions, mut organizations, domain } =
            account;
        let mut mistakes = Vec::new();
        let display_name = text::check_text("display_name", &display_name, 1, 100)
            .map_err(|mistake| mistakes.push(mistake))
            .unwrap_or_default();
        if let Err(mistake) = check_external_id(&external_id) {
            mistakes.push(mistake);
        }
        if role_arn.as_str().split(':').nth(4) != Some(id.as_str()) {
            mistakes.push(FieldError::new("role_arn", Problem::NotARoleArn));
        }
        if regions.is_empty() {
            mistakes.push(FieldError::new("regions", Problem::Required));
        }
        regions.sort_unstable();
        regions.dedup();
        organizations.sort_unstable();
        organizations.dedup();
        let known = organizations::list(self.context.db.read(), organizations.iter().copied()).await?;
        if known.len() != organizations.len() {
            mistakes.push(FieldError::new("organizations", Problem::NotAChoice));
        }
        if self.moves_functions(&id, domain.as_ref()).await? {
            mistakes.push(FieldError::new("domain", Problem::CannotChange));
        }
        if mistakes.is_empty() {
            Ok(TargetAccount { id, display_name, role_arn, external_id, regions, organizations, domain })
        } else {
            Err(Error::Invalid(mistakes))
        }
    }
}

#[async_trait]
impl ports::Accounts for Accounts {
    async fn list(&self, caller: &Caller) -> Result<Vec<TargetAccount>> {
        authorize(&self.context, caller, Action::ViewAccounts, Resource::Platform).await?;
        Ok(accounts::list_for_platform(self.context.db.read()).await?)
    }

    async fn save(&self, caller: &Caller, account: TargetAccount) -> Result<()> {
        authorize(&self.context, caller, Action::ManageAccounts, Resource::Platform).await?;
        let account = self.checked(account).await?;
        let transaction = self.context.db.write().await?;
        let before = accounts::find_for_worker(&transaction, &account.id).await?;
        if before.as_ref() == Some(&account) {
            return Ok(());
        }
        accounts::save(&transaction, &account, self.context.now()).await?;
        let action = match before {
            Some(_) => AuditAction::AccountChanged,
            None => AuditAction::AccountRegistered,
        };
        let target = Target { name: account.id.as_str().to_owned(), ..Target::default() };
        let deed = Deed {
            before: before.map(|before| json!(before)),
            after: Some(json!(account)),
            ..Deed::new(Trail::Platform, action, target)
        };
        audit_trail::record(&self.context, &transaction, caller, deed, Outcome::Succeeded).await?;
        Ok(transaction.commit().await?)
    }

    async fn regions(&self, caller: &Caller, organization: OrganizationId) -> Result<Vec<Region>> {
        let tenant = tenant(&self.context, caller, organization).await?;
        let accounts = accounts::of_tenant(self.context.db.read(), &tenant).await?;
        let regions: BTreeSet<Region> = accounts.into_iter().flat_map(|account| account.regions).collect();
        Ok(regions.into_iter().collect())
    }
}

/// 2-1224 letters, digits and `_+=,.@:/-`
/// (<https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>).
fn check_external_id(external_id: &str) -> Result<(), FieldError> {
    let problem = match external_id.len() {
        0 => Problem::Required,
        1 => Problem::TooShort { min: 2 },
        2..=1224 => {
            let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@:/-".contains(&byte);
            if external_id.bytes().all(fits) {
                return Ok(());
            }
            Problem::UnsafeCharacters
        }
        _ => Problem::TooLong { max: 1224 },
    };
    Err(FieldError::new("external_id", problem))
}
