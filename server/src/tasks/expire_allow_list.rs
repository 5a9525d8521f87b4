//! Removes allow-list entries whose time is over, by operations like those of people.

use std::time::Duration;

use async_trait::async_trait;
use domain::Result;
use domain::allow_list::ListChange;
use domain::caller::{self, Caller};
use domain::component::Component;
use domain::ports::{Changes as _, Confirmation, Operations as _};
use tokio_util::sync::CancellationToken;

use super::{Task, automation};
use crate::db::components;
use crate::service::Context;
use crate::service::changes::Changes;
use crate::service::operations::Operations;

/// How often it looks. An entry is promised to go within a minute or so, not on the second.
const EVERY: Duration = Duration::from_secs(30);

/// Components per activation. The rest waits for the next.
const AT_ONCE: u64 = 100;

/// Removes allow-list entries whose time is over.
pub struct ExpireAllowList {
    context: Context,
    changes: Changes,
    operations: Operations,
}

impl ExpireAllowList {
    /// The task.
    pub fn new(context: Context) -> Self {
        let (changes, operations) = (Changes::new(context.clone()), Operations::new(context.clone()));
        Self { context, changes, operations }
    }

    async fn remove_expired(&self, component: &Component) -> Result<()> {
        let expired = component.document.allow_list.expired(self.context.now());
        let caller = Caller::automation(caller::Task::AllowListExpiry, self.context.new_id().to_string());
        let plan = self
            .changes
            .allow_list(&caller, component.organization, component.id, ListChange::Remove(expired))
            .await?;
        self.operations.confirm(&caller, plan.organization, plan.id, Confirmation::default()).await?;
        Ok(())
    }
}

#[async_trait]
impl Task for ExpireAllowList {
    fn name(&self) -> &'static str {
        "expire_allow_list"
    }

    async fn activate(&self, stop: &CancellationToken) -> Result<Duration> {
        let due =
            components::with_expired_entries_for_worker(self.context.db.read(), self.context.now(), AT_ONCE)
                .await?;
        let now = self.context.now();
        for component in due.iter().filter(|component| automation::may_change(component, now)) {
            if stop.is_cancelled() {
                break;
            }
            automation::report(component, self.remove_expired(component).await);
        }
        Ok(EVERY)
    }
}
