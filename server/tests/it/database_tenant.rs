//! A tenant with two projects, and rows to store for it.

use domain::account::{Domain, RoleArn, TargetAccount};
use domain::allow_list::AllowList;
use domain::authz::{ProjectScope, TenantScope};
use domain::component::{Component, Document, Environment, Kind, Outputs, Region, State};
use domain::ids::{ComponentId, OperationId, ProjectId};
use domain::maintenance::Window;
use domain::operation::{Change, Intent, Neighbours, Operation, OperationState};
use domain::organization::{Organization, Project};
use domain::plan::{AwsView, Interruption, Plan, PriceChange};
use domain::ports::Accounts as _;
use jiff::{SignedDuration, Timestamp};
use server::db::operations::Lease;
use server::db::{components, operations};

use crate::support::{TestApp, name, operator};

pub(crate) struct Tenant {
    pub(crate) app: TestApp,
    pub(crate) organization: Organization,
    pub(crate) shop: Project,
    pub(crate) analytics: Project,
    pub(crate) all: TenantScope,
}

impl Tenant {
    pub(crate) async fn new() -> Self {
        let app = TestApp::new().await;
        let organization = app.organization("acme").await;
        let shop = app.project(&organization, "shop").await;
        let analytics = app.project(&organization, "analytics").await;
        let account = TargetAccount {
            id: "222222222222".to_owned().try_into().unwrap(),
            display_name: "Customer databases".to_owned(),
            role_arn: RoleArn::parse("arn:aws:iam::222222222222:role/provisioner").unwrap(),
            external_id: "external-1".to_owned(),
            regions: vec![region()],
            organizations: vec![organization.id],
            domain: Some(Domain::parse("functions.example", "Z0123456789ABC").unwrap()),
        };
        app.accounts.save(&operator(), account).await.unwrap();
        let all = TenantScope { organization: organization.id, projects: ProjectScope::All };
        Self { app, organization, shop, analytics, all }
    }

    pub(crate) fn component(&self, project: &Project, text: &str) -> Component {
        let now = self.app.context.now();
        Component {
            id: ComponentId(self.app.context.new_id()),
            organization: self.organization.id,
            project: project.id,
            kind: Kind::Postgres,
            name: name(text),
            environment: Environment::Development,
            region: region(),
            account: "222222222222".to_owned().try_into().unwrap(),
            slot: None,
            stack_name: format!("acme-{text}"),
            blueprint: "1.0.0".to_owned(),
            state: State::Ready,
            document: document(AllowList::default()),
            version: 1,
            outputs: Outputs::from([("Port".to_owned(), "5432".to_owned())]),
            running: None,
            created: now,
            changed: now,
            deleted: None,
        }
    }

    pub(crate) fn operation(&self, component: &Component, state: OperationState) -> Operation {
        Operation {
            id: OperationId(self.app.context.new_id()),
            organization: component.organization,
            project: component.project,
            component: component.id,
            change: Change::Settings,
            state,
            plan: Plan {
                changes: Vec::new(),
                resources: Vec::new(),
                warnings: Vec::new(),
                price: PriceChange::default(),
                expected_seconds: 40,
                interruption: Interruption::None,
                gate: None,
                aws: AwsView::Preparing,
            },
            intent: Intent {
                kind: component.kind,
                name: component.name.clone(),
                environment: component.environment,
                region: component.region.clone(),
                account: component.account.clone(),
                document: component.document.clone(),
                blueprint: component.blueprint.clone(),
                stack_name: component.stack_name.clone(),
                change_set: None,
                window_utc: "sun:02:00-sun:05:00".to_owned(),
                token: "token".to_owned(),
                final_snapshot: None,
                deployment: None,
                neighbours: Neighbours::default(),
            },
            base_version: 1,
            author: "alice@acme.example".to_owned(),
            message: None,
            steps: Vec::new(),
            failure: None,
            cancel_requested: false,
            share_requested: None,
            attempt: 0,
            audit_entry: None,
            created: self.app.context.now(),
            confirmed: None,
            started: None,
            ended: None,
        }
    }

    pub(crate) async fn store(&self, component: &Component) -> Result<(), server::db::Fault> {
        let transaction = self.app.context.db.write().await.unwrap();
        components::insert(&transaction, component).await?;
        transaction.commit().await
    }

    pub(crate) async fn queue(&self, operation: &Operation) -> Result<(), server::db::Fault> {
        let transaction = self.app.context.db.write().await.unwrap();
        operations::insert(&transaction, operation, Some(self.app.context.now())).await?;
        transaction.commit().await
    }

    pub(crate) async fn claim(&self, owner: &str) -> Option<Operation> {
        let now = self.app.context.now();
        let transaction = self.app.context.db.write().await.unwrap();
        let lease = Lease { owner: owner.to_owned(), until: now + SignedDuration::from_secs(60) };
        let claimed = operations::claim_for_worker(&transaction, &lease, now).await.unwrap();
        transaction.commit().await.unwrap();
        claimed
    }

    pub(crate) async fn give_back(
        &self,
        operation: &Operation,
        owner: &str,
        next: Option<Timestamp>,
    ) -> bool {
        let transaction = self.app.context.db.write().await.unwrap();
        let saved = operations::save_for_worker(&transaction, operation, owner, next).await.unwrap();
        transaction.commit().await.unwrap();
        saved
    }
}

pub(crate) fn region() -> Region {
    Region::parse("eu-central-1").unwrap()
}

pub(crate) fn document(allow_list: AllowList) -> Document {
    let settings = serde_json::json!({ "size": "small" });
    Document { settings, allow_list, window: Window::default_for(&region()) }
}

pub(crate) fn only(scope: &TenantScope, project: ProjectId) -> TenantScope {
    TenantScope { organization: scope.organization, projects: ProjectScope::Only(vec![project]) }
}
