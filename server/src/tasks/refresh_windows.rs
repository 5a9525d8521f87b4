//! Follows daylight-saving changes: RDS knows a window in UTC only, people set it in their zone.

use std::time::Duration;

use async_trait::async_trait;
use domain::Result;
use domain::authz::{ProjectScope, TenantScope};
use domain::caller::{self, Caller};
use domain::component::Component;
use domain::operation::OperationState;
use domain::ports::{Changes as _, Confirmation, OperationFilter, Operations as _, PageRequest};
use tokio_util::sync::CancellationToken;

use super::{Task, automation};
use crate::db::{components, operations};
use crate::service::Context;
use crate::service::changes::Changes;
use crate::service::operations::Operations;

/// How often it looks: a window is right at the latest so long after the last opening before the zone's offset changes.
const EVERY: Duration = Duration::from_secs(3600);

/// Components read at once.
const PAGE: u64 = 200;

/// Pushes the window in UTC again where it is not that of the next opening any more.
pub struct RefreshWindows {
    context: Context,
    changes: Changes,
    operations: Operations,
}

impl RefreshWindows {
    /// The task.
    pub fn new(context: Context) -> Self {
        let (changes, operations) = (Changes::new(context.clone()), Operations::new(context.clone()));
        Self { context, changes, operations }
    }

    /// Whether AWS has another window than the next opening needs.
    async fn is_outdated(&self, component: &Component) -> Result<bool> {
        let tenant = TenantScope { organization: component.organization, projects: ProjectScope::All };
        let filter = OperationFilter {
            component: Some(component.id),
            states: vec![OperationState::Succeeded],
            page: PageRequest { cursor: None, size: 1 },
        };
        let newest = operations::list(self.context.db.read(), &tenant, &filter).await?.items.pop();
        let wanted = component.document.window.schedule()?.utc(self.context.now()).to_string();
        Ok(newest.is_some_and(|operation| operation.intent.window_utc != wanted))
    }

    async fn refresh(&self, component: &Component) -> Result<()> {
        let caller = Caller::automation(caller::Task::WindowRefresh, self.context.new_id().to_string());
        let window = component.document.window.clone();
        let plan = self
            .changes
            .window(&caller, component.organization, component.id, component.version, window)
            .await?;
        self.operations.confirm(&caller, plan.organization, plan.id, Confirmation::default()).await?;
        Ok(())
    }
}

#[async_trait]
impl Task for RefreshWindows {
    fn name(&self) -> &'static str {
        "refresh_windows"
    }

    async fn activate(&self, stop: &CancellationToken) -> Result<Duration> {
        let mut after = None;
        loop {
            let page = components::all_for_worker(self.context.db.read(), after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(EVERY) };
            after = Some(last.id);
            let now = self.context.now();
            for component in page.iter().filter(|component| automation::may_change(component, now)) {
                if stop.is_cancelled() {
                    return Ok(EVERY);
                }
                if self.is_outdated(component).await? {
                    automation::report(component, self.refresh(component).await);
                }
            }
        }
    }
}
