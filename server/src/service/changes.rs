//! Plans of changes: implements [`domain::ports::Changes`].
//!
//! Everything that the execution needs is chosen here and stored with the plan: ids, names in AWS, tokens, the window in UTC. AWS is not asked.

mod draft;

use async_trait::async_trait;
use domain::allow_list::{AllowList, ChangeContext, Cidr, ListChange, Warning};
use domain::authz::{Action, ProjectScope, Resource, TenantScope};
use domain::caller::Caller;
use domain::component::{Component, Document, Kind, State};
use domain::error::Conflict;
use domain::ids::{AllowListEntryId, ComponentId, OrganizationId};
use domain::maintenance::Window;
use domain::operation::{Change, Operation};
use domain::ports::{self, NewComponent};
use domain::{Error, Result};
use kinds::form::Setting;
use kinds::{Given, Start};
use serde_json::Value;

use super::Context;
use super::authorize::{authorize, tenant};
use super::placement::{self, Surroundings};
use crate::db::{components, operations, organizations};
use draft::{Draft, Identity};

pub(super) use draft::author;

/// Plans changes.
#[derive(Clone)]
pub struct Changes {
    context: Context,
}

impl Changes {
    /// The service.
    pub const fn new(context: Context) -> Self {
        Self { context }
    }

    /// A component that the caller may change in this way, and that nothing else changes now.
    async fn changeable(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        action: Action,
    ) -> Result<Component> {
        let tenant = tenant(&self.context, caller, organization).await?;
        let db = self.context.db.read();
        let component = components::find(db, &tenant, component).await?.ok_or(Error::NotFound)?;
        authorize(&self.context, caller, action, Resource::Project(organization, component.project)).await?;
        if let Some(running) = operations::active(db, &tenant, component.id).await? {
            let running = Conflict::OperationRunning { operation: running.id, change: running.change };
            return Err(Error::Conflict(running));
        }
        let half_deleted = component.state == State::DeleteFailed && action != Action::DeleteComponent;
        if component.deleted.is_some() || half_deleted {
            return Err(Error::Conflict(Conflict::WrongState));
        }
        Ok(component)
    }

    /// Refuses what may not be chosen any more today.
    fn check_day(&self, kind: Kind, before: Option<&Value>, after: &Value) -> Result<()> {
        let problems = kinds::of(kind).problems_on(draft::today(&self.context), before, after)?;
        if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
    }

    /// A database that a function uses cannot go.
    async fn check_unlinked(&self, component: &Component) -> Result<()> {
        if component.kind != Kind::Postgres {
            return Ok(());
        }
        let tenant = TenantScope {
            organization: component.organization,
            projects: ProjectScope::Only(vec![component.project]),
        };
        let functions = components::linked(self.context.db.read(), &tenant, component.id).await?;
        match functions.first() {
            Some(function) => Err(Error::Conflict(Conflict::Linked { by: function.name.to_string() })),
            None => Ok(()),
        }
    }

    /// Plans another document for a component. One whose creation failed is planned anew.
    async fn replace(
        &self,
        caller: &Caller,
        component: Component,
        change: Change,
        document: Document,
        networks: Vec<(Cidr, Warning)>,
    ) -> Result<Operation> {
        let change = if component.version == 0 { Change::Create } else { change };
        let draft = Draft {
            change,
            identity: Identity::of(&component),
            before: (change != Change::Create).then(|| component.document.clone()),
            after: Some(document),
            networks,
            base_version: component.version,
        };
        draft.store(&self.context, caller).await
    }
}

#[async_trait]
impl ports::Changes for Changes {
    async fn create(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        new: NewComponent,
    ) -> Result<Operation> {
        let project = Resource::Project(organization, new.project);
        authorize(&self.context, caller, Action::CreateComponent, project).await?;
        let db = self.context.db.read();
        Surroundings::read(db, organization, new.project).await?;
        let settings = kinds::of(new.kind)
            .read(Start::New(new.environment), Given::Json(&new.settings))
            .map_err(Error::Invalid)?;
        self.check_day(new.kind, None, &settings)?;
        let window = new.window.unwrap_or_else(|| Window::default_for(&new.region));
        window.check().map_err(Error::Invalid)?;
        let tenant = TenantScope { organization, projects: ProjectScope::All };
        let namesake = components::find_by_name(db, &tenant, new.project, new.environment, &new.name).await?;
        if namesake.is_some() {
            return Err(Error::Conflict(Conflict::NameTaken));
        }
        let demand = kinds::of(new.kind).demand(&settings)?;
        let account =
            placement::choose_account(&self.context, organization, &new.region, new.kind, demand).await?;
        let draft = Draft {
            change: Change::Create,
            identity: Identity {
                component: ComponentId(self.context.new_id()),
                organization,
                project: new.project,
                kind: new.kind,
                name: new.name,
                environment: new.environment,
                region: new.region,
                account: account.id,
                slot: None,
            },
            before: None,
            after: Some(Document { settings, allow_list: AllowList::default(), window }),
            networks: Vec::new(),
            base_version: 0,
        };
        draft.store(&self.context, caller).await
    }

    async fn settings(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        version: u32,
        settings: Value,
    ) -> Result<Operation> {
        let component = self.changeable(caller, organization, component, Action::ChangeComponent).await?;
        check_version(&component, version)?;
        let start = Start::Existing(&component.document.settings);
        let settings =
            kinds::of(component.kind).read(start, Given::Json(&settings)).map_err(Error::Invalid)?;
        self.check_day(component.kind, Some(&component.document.settings), &settings)?;
        let document = Document { settings, ..component.document.clone() };
        self.replace(caller, component, Change::Settings, document, Vec::new()).await
    }

    async fn allow_list(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        change: ListChange,
    ) -> Result<Operation> {
        let component = self.changeable(caller, organization, component, Action::ChangeComponent).await?;
        let tenant = TenantScope { organization, projects: ProjectScope::All };
        let organization =
            organizations::find(self.context.db.read(), &tenant).await?.ok_or(Error::NotFound)?;
        let applied = component.document.allow_list.apply(
            &change,
            &ChangeContext {
                policy: organization.policy,
                now: self.context.now(),
                author: &author(caller),
                new_id: &|| AllowListEntryId(self.context.new_id()),
                current_version: component.version,
                // The reason is asked for when the plan is confirmed.
                reason_given: true,
            },
        )?;
        let problems = kinds::of(component.kind).list_problems(&applied.list);
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        let document = Document { allow_list: applied.list, ..component.document.clone() };
        self.replace(caller, component, Change::AllowList, document, applied.warnings).await
    }

    async fn window(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        version: u32,
        window: Window,
    ) -> Result<Operation> {
        let component = self.changeable(caller, organization, component, Action::ChangeComponent).await?;
        check_version(&component, version)?;
        window.check().map_err(Error::Invalid)?;
        let document = Document { window, ..component.document.clone() };
        self.replace(caller, component, Change::Window, document, Vec::new()).await
    }

    async fn delete(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
    ) -> Result<Operation> {
        let component = self.changeable(caller, organization, component, Action::DeleteComponent).await?;
        if component.version > 0 && is_protected(&component) {
            return Err(Error::Conflict(Conflict::DeletionProtected));
        }
        self.check_unlinked(&component).await?;
        let draft = Draft {
            change: Change::Delete,
            identity: Identity::of(&component),
            before: Some(component.document.clone()),
            after: None,
            networks: Vec::new(),
            base_version: component.version,
        };
        draft.store(&self.context, caller).await
    }
}

/// Whether people switched off deleting it. What was never made protects nothing.
fn is_protected(component: &Component) -> bool {
    component.document.settings[Setting::DeletionProtection.as_str()] == true
}

fn check_version(component: &Component, read: u32) -> Result<()> {
    if component.version == read {
        return Ok(());
    }
    Err(Error::Conflict(Conflict::StaleVersion { read, current: component.version }))
}
