//! A server with a fake AWS, an organization with a project, and people who work in it.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::account::{Domain, RoleArn, TargetAccount};
use domain::allow_list::{ListChange, NewEntry};
use domain::caller::{Actor, Caller, CallerGrant, Interface, Origin};
use domain::component::{Component, Environment, Kind, Region};
use domain::grant::{Role, Scope};
use domain::ids::{AwsAccountId, OperationId, OrganizationId, ProjectId, SessionId, UserId};
use domain::operation::Operation;
use domain::organization::{Name, Organization, Policy, Project};
use domain::ports::{Changes as _, Components as _, Confirmation, NewComponent, Operations as _};
use jiff::SignedDuration;
use serde_json::json;
use server::db;
use server::service::changes::Changes;
use server::service::components::Components;
use server::service::operations::Operations;
use server::tasks::Reconciler;
use server::tasks::reconcile::Settings;
use server::testing::FakeCloud;

use crate::support::TestApp;

pub(crate) struct Stage {
    pub(crate) app: TestApp,
    pub(crate) aws: FakeCloud,
    pub(crate) worker: Reconciler,
    pub(crate) changes: Changes,
    pub(crate) operations: Operations,
    pub(crate) components: Components,
    pub(crate) organization: OrganizationId,
    pub(crate) project: ProjectId,
    /// Owns the organization.
    pub(crate) owner: Caller,
}

impl Stage {
    pub(crate) async fn new() -> Self {
        let app = TestApp::new().await;
        let aws = FakeCloud::new(app.clock.clone());
        let context = app.context.clone();
        let (organization, project) = seed(&app).await;
        Self {
            worker: worker(&app, &aws),
            changes: Changes::new(context.clone()),
            operations: Operations::new(context.clone()),
            components: Components::new(context, aws.cloud()),
            owner: caller(organization, Role::Owner),
            organization,
            project,
            app,
            aws,
        }
    }

    /// Another worker on the same database, as another replica or the server after a restart.
    pub(crate) fn another_worker(&self) -> Reconciler {
        worker(&self.app, &self.aws)
    }

    pub(crate) fn new_component(&self, name: &str) -> NewComponent {
        NewComponent {
            kind: Kind::Postgres,
            project: self.project,
            name: Name::parse(name).unwrap(),
            environment: Environment::Development,
            region: region(),
            settings: json!({}),
            window: None,
        }
    }

    /// Plans a component from its name alone, and confirms the plan.
    pub(crate) async fn order(&self, name: &str) -> Operation {
        let plan =
            self.changes.create(&self.owner, self.organization, self.new_component(name)).await.unwrap();
        self.confirm(&plan).await
    }

    /// A component that is ready.
    pub(crate) async fn ready(&self, name: &str) -> Component {
        let operation = self.order(name).await;
        self.settle().await;
        self.component(&operation).await
    }

    pub(crate) async fn confirm(&self, plan: &Operation) -> Operation {
        self.operations
            .confirm(&self.owner, self.organization, plan.id, Confirmation::default())
            .await
            .unwrap()
    }

    pub(crate) async fn allow(&self, component: &Component, network: &str) -> Operation {
        let entry = NewEntry { network: network.to_owned(), label: "office".to_owned(), expires: None };
        self.changes
            .allow_list(&self.owner, self.organization, component.id, ListChange::Add(vec![entry]))
            .await
            .unwrap()
    }

    /// Switches deletion protection off, and plans the deletion.
    pub(crate) async fn plan_deletion(&self, component: &Component) -> Operation {
        let open = self
            .changes
            .settings(
                &self.owner,
                self.organization,
                component.id,
                component.version,
                json!({ "deletion_protection": false }),
            )
            .await
            .unwrap();
        self.confirm(&open).await;
        self.settle().await;
        self.changes.delete(&self.owner, self.organization, component.id).await.unwrap()
    }

    pub(crate) async fn confirm_typed(&self, plan: &Operation, name: &str) -> Operation {
        let typed = Confirmation { typed_name: Some(name.to_owned()), ..Confirmation::default() };
        self.operations.confirm(&self.owner, self.organization, plan.id, typed).await.unwrap()
    }

    pub(crate) async fn operation(&self, id: OperationId) -> Operation {
        self.operations.find(&self.owner, self.organization, id).await.unwrap()
    }

    pub(crate) async fn component(&self, operation: &Operation) -> Component {
        self.components.find(&self.owner, self.organization, operation.component).await.unwrap()
    }

    /// Lets the worker look, second by second, until nothing is due for a minute.
    pub(crate) async fn settle(&self) {
        self.settle_with(&self.worker).await;
    }

    pub(crate) async fn settle_with(&self, worker: &Reconciler) {
        let mut quiet = 0;
        for _ in 0..1000 {
            quiet = if worker.look_at_due().await.unwrap() == 0 { quiet + 1 } else { 0 };
            if quiet > 6 {
                return;
            }
            self.pass(1);
        }
        panic!("the worker does not come to an end");
    }

    /// Lets seconds pass.
    pub(crate) fn pass(&self, seconds: i64) {
        self.app.clock.advance(SignedDuration::from_secs(seconds));
    }
}

fn worker(app: &TestApp, aws: &FakeCloud) -> Reconciler {
    let settings =
        Settings { at_once: 4, pause: Duration::from_secs(1), answers_within: Duration::from_millis(200) };
    Reconciler::new(app.context.clone(), aws.cloud(), settings)
}

pub(crate) fn region() -> Region {
    Region::parse("eu-central-1").unwrap()
}

pub(crate) fn caller(organization: OrganizationId, role: Role) -> Caller {
    Caller {
        actor: Actor::Person {
            id: UserId(uuid::Uuid::from_u128(1)),
            email: "ada@example.com".to_owned(),
            name: "Ada".to_owned(),
            session: SessionId(uuid::Uuid::from_u128(2)),
        },
        grants: vec![CallerGrant { organization, scope: Scope::Organization, role }],
        platform_roles: BTreeSet::new(),
        deploys: Vec::new(),
        origin: Origin {
            request_id: "request".to_owned(),
            interface: Interface::Portal,
            address: Some("198.51.100.7".parse().unwrap()),
            user_agent: None,
        },
        request_key: None,
    }
}

async fn seed(app: &TestApp) -> (OrganizationId, ProjectId) {
    let context = &app.context;
    let organization = Organization {
        id: OrganizationId(context.new_id()),
        slug: Name::parse("acme").unwrap(),
        display_name: "Acme".to_owned(),
        policy: Policy::default(),
        created: context.now(),
    };
    let project = Project {
        id: ProjectId(context.new_id()),
        organization: organization.id,
        slug: Name::parse("shop").unwrap(),
        display_name: "Shop".to_owned(),
        cost_center: None,
    };
    let account = TargetAccount {
        id: AwsAccountId::try_from("222222222222".to_owned()).unwrap(),
        display_name: "Customers".to_owned(),
        role_arn: RoleArn::parse("arn:aws:iam::222222222222:role/provisioner").unwrap(),
        external_id: "external".to_owned(),
        regions: vec![region()],
        organizations: vec![organization.id],
        domain: Some(Domain::parse("functions.example", "Z0123456789ABC").unwrap()),
    };
    let transaction = context.db.write().await.unwrap();
    db::organizations::insert(&transaction, &organization).await.unwrap();
    db::projects::insert(&transaction, &project, context.now()).await.unwrap();
    db::accounts::save(&transaction, &account, context.now()).await.unwrap();
    transaction.commit().await.unwrap();
    (organization.id, project.id)
}
