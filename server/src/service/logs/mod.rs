//! What functions wrote: implements [`domain::ports::Logs`]. AWS is asked while somebody waits: nothing is stored here.

mod cursor;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use async_trait::async_trait;
use domain::audit::{AuditAction, Outcome};
use domain::authz::{Action, Resource};
use domain::caller::Caller;
use domain::cloud::{Cloud, LogEvent, LogPage, LogQuery};
use domain::component::{Component, Kind};
use domain::error::{Conflict, Dependency, Problem};
use domain::ids::{ComponentId, OrganizationId};
use domain::ports::{self, LOG_LINES_MAX, LogBegin, LogLine, LogLines, LogLook};
use domain::{Error, Result};
use jiff::{SignedDuration, Timestamp};
use kinds::function::outputs::name;
use serde_json::json;

use super::Context;
use super::audit_trail::{self, Deed};
use super::authorize::{authorize, tenant};
use super::deploys::tenant_of;
use super::placement::place_of;
use crate::db::{components, versions};
use cursor::{Cursor, Part, Reading};

/// How long one entry in the audit trail stands for a look that goes on.
const AUDITED_FOR: SignedDuration = SignedDuration::from_hours(1);

/// Reads what functions wrote.
#[derive(Clone)]
pub struct Logs {
    context: Context,
    cloud: Cloud,
}

impl Logs {
    /// The service.
    pub const fn new(context: Context, cloud: Cloud) -> Self {
        Self { context, cloud }
    }

    /// A function whose log the caller may read.
    async fn function(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
    ) -> Result<Component> {
        let tenant = tenant(&self.context, caller, organization).await?;
        let found = components::find(self.context.db.read(), &tenant, component).await?;
        let found = found.ok_or(Error::NotFound)?;
        let project = Resource::Project(organization, found.project);
        authorize(&self.context, caller, Action::ReadLogs, project).await?;
        match found.kind {
            Kind::Function => Ok(found),
            Kind::Postgres => Err(Error::Conflict(Conflict::NoLogs)),
        }
    }

    /// Where the look stands. A new one is not in the trail yet.
    fn place(&self, begin: &LogBegin, reading: Reading) -> Result<(Part, Option<Timestamp>)> {
        match begin {
            LogBegin::Since(from) => Ok((Part::since(*from), None)),
            LogBegin::After(text) => {
                let cursor = Cursor::read(text, reading, &self.context.signer)?;
                Ok((cursor.part, Some(cursor.audited)))
            }
        }
    }

    async fn page(&self, function: &Component, group: &str, part: &Part, limit: u16) -> Result<LogPage> {
        let query = LogQuery { from: part.from, until: part.until, after: part.after.clone(), limit };
        let place = place_of(&self.context, function).await?;
        let page = self.cloud.logs.events(&place, group, &query).await;
        page.map_err(|error| Error::unavailable(Dependency::Aws, error))
    }

    /// The lines with our numbers of versions in the place of Lambda's.
    async fn lines(&self, function: &Component, events: Vec<LogEvent>) -> Result<Vec<LogLine>> {
        let mut numbers: BTreeMap<u64, Option<u32>> = BTreeMap::new();
        for published in events.iter().filter_map(|event| event.version) {
            if let Entry::Vacant(unknown) = numbers.entry(published) {
                let (db, tenant) = (self.context.db.read(), tenant_of(function));
                unknown.insert(versions::numbered(db, &tenant, function.id, published).await?);
            }
        }
        let line = |event: LogEvent| {
            let LogEvent { id, time, version, text } = event;
            let version = version.and_then(|published| numbers.get(&published).copied().flatten());
            LogLine { id, time, version, text }
        };
        Ok(events.into_iter().map(line).collect())
    }
}

/// What the audit trail says of a look.
fn deed(function: &Component, part: &Part) -> Deed {
    let after = Some(json!({ "since": part.from }));
    Deed { after, ..Deed::to_component(function, AuditAction::LogsRead) }
}

#[async_trait]
impl ports::Logs for Logs {
    async fn lines(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        look: LogLook,
    ) -> Result<LogLines> {
        let function = self.function(caller, organization, component).await?;
        let group = function.outputs.get(name::LOG_GROUP).filter(|_| function.deleted.is_none());
        let group = group.ok_or(Error::Conflict(Conflict::WrongState))?;
        if !(1..=LOG_LINES_MAX).contains(&look.limit) {
            let problem = Problem::OutOfRange { min: 1, max: LOG_LINES_MAX.into() };
            return Err(Error::field("limit", problem));
        }
        let now = self.context.now();
        let reading = Reading { component, reader: caller.credential() };
        let (part, audited) = self.place(&look.begin, reading)?;
        let part = part.until(now);
        let audited = audited.filter(|audited| now.duration_since(*audited) < AUDITED_FOR);
        let entry = match audited {
            Some(_) => None,
            None => Some(audit_trail::open_now(&self.context, caller, deed(&function, &part)).await?),
        };
        let page = self.page(&function, group, &part, look.limit).await;
        if let Some(entry) = entry {
            let outcome = if page.is_ok() { Outcome::Succeeded } else { Outcome::Failed };
            audit_trail::complete_now(&self.context, entry, outcome).await?;
        }
        let LogPage { events, next } = page?;
        let complete = next.is_none();
        let cursor = Cursor { reading, audited: audited.unwrap_or(now), part: part.next(next) };
        Ok(LogLines {
            lines: self.lines(&function, events).await?,
            next: cursor.write(&self.context.signer)?,
            complete,
        })
    }
}
