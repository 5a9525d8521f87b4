//! Components, operations and their leases, as they are stored.

use domain::allow_list::{AllowList, Cidr, Entry};
use domain::authz::{ProjectScope, TenantScope};
use domain::component::{Component, Document, Environment, Kind, Outputs, Region, Release, State};
use domain::ids::{AllowListEntryId, ComponentId, OperationId, ProjectId};
use domain::maintenance::Window;
use domain::operation::{Change, Intent, Operation, OperationState, StepName};
use domain::organization::{Organization, Project};
use domain::plan::{AwsView, Interruption, Plan, PriceChange};
use domain::ports::{ComponentFilter, OperationFilter, PageRequest};
use jiff::{SignedDuration, Timestamp};
use server::db::operations::Lease;
use server::db::step_durations::StepDuration;
use server::db::{components, operations, releases, step_durations};

use crate::support::{TestApp, name, operator};

struct Tenant {
    app: TestApp,
    organization: Organization,
    shop: Project,
    analytics: Project,
    all: TenantScope,
}

impl Tenant {
    async fn new() -> Self {
        use domain::account::{RoleArn, TargetAccount};
        use domain::ports::Accounts as _;
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
        };
        app.accounts.save(&operator(), account).await.unwrap();
        let all = TenantScope { organization: organization.id, projects: ProjectScope::All };
        Self { app, organization, shop, analytics, all }
    }

    fn component(&self, project: &Project, text: &str) -> Component {
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

    fn operation(&self, component: &Component, state: OperationState) -> Operation {
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
            },
            base_version: 1,
            author: "alice@acme.example".to_owned(),
            message: None,
            steps: Vec::new(),
            failure: None,
            cancel_requested: false,
            attempt: 0,
            audit_entry: None,
            created: self.app.context.now(),
            confirmed: None,
            started: None,
            ended: None,
        }
    }

    async fn store(&self, component: &Component) -> Result<(), server::db::Fault> {
        let transaction = self.app.context.db.write().await.unwrap();
        components::insert(&transaction, component).await?;
        transaction.commit().await
    }

    async fn queue(&self, operation: &Operation) -> Result<(), server::db::Fault> {
        let transaction = self.app.context.db.write().await.unwrap();
        operations::insert(&transaction, operation, Some(self.app.context.now())).await?;
        transaction.commit().await
    }

    async fn claim(&self, owner: &str) -> Option<Operation> {
        let now = self.app.context.now();
        let transaction = self.app.context.db.write().await.unwrap();
        let lease = Lease { owner: owner.to_owned(), until: now + SignedDuration::from_secs(60) };
        let claimed = operations::claim_for_worker(&transaction, &lease, now).await.unwrap();
        transaction.commit().await.unwrap();
        claimed
    }

    async fn give_back(&self, operation: &Operation, owner: &str, next: Option<Timestamp>) -> bool {
        let transaction = self.app.context.db.write().await.unwrap();
        let saved = operations::save_for_worker(&transaction, operation, owner, next).await.unwrap();
        transaction.commit().await.unwrap();
        saved
    }
}

fn region() -> Region {
    Region::parse("eu-central-1").unwrap()
}

fn document(allow_list: AllowList) -> Document {
    let settings = serde_json::json!({ "size": "small" });
    Document { settings, allow_list, window: Window::default_for(&region()) }
}

fn only(scope: &TenantScope, project: ProjectId) -> TenantScope {
    TenantScope { organization: scope.organization, projects: ProjectScope::Only(vec![project]) }
}

#[tokio::test]
async fn a_component_comes_back_as_it_was_stored() {
    let tenant = Tenant::new().await;
    let mut orders = tenant.component(&tenant.shop, "orders");
    tenant.store(&orders).await.unwrap();
    let db = tenant.app.context.db.read();
    assert_eq!(components::find(db, &tenant.all, orders.id).await.unwrap(), Some(orders.clone()));

    orders.state = State::Deleted;
    orders.version = 2;
    orders.deleted = Some(tenant.app.context.now());
    let transaction = tenant.app.context.db.write().await.unwrap();
    components::save(&transaction, &orders).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(components::find(db, &tenant.all, orders.id).await.unwrap(), Some(orders.clone()));
    assert_eq!(components::find(db, &only(&tenant.all, tenant.analytics.id), orders.id).await.unwrap(), None);
    let globex = tenant.app.organization("globex").await;
    let elsewhere = TenantScope { organization: globex.id, projects: ProjectScope::All };
    assert_eq!(components::find(db, &elsewhere, orders.id).await.unwrap(), None);
}

#[tokio::test]
async fn a_name_is_taken_until_its_component_is_deleted() {
    let tenant = Tenant::new().await;
    let mut first = tenant.component(&tenant.shop, "orders");
    tenant.store(&first).await.unwrap();
    assert!(tenant.store(&tenant.component(&tenant.shop, "orders")).await.unwrap_err().is_taken());
    tenant.store(&tenant.component(&tenant.analytics, "orders")).await.unwrap();
    let production =
        Component { environment: Environment::Production, ..tenant.component(&tenant.shop, "orders") };
    tenant.store(&production).await.unwrap();

    first.deleted = Some(tenant.app.context.now());
    let transaction = tenant.app.context.db.write().await.unwrap();
    components::save(&transaction, &first).await.unwrap();
    transaction.commit().await.unwrap();
    tenant.store(&tenant.component(&tenant.shop, "orders")).await.unwrap();
}

#[tokio::test]
async fn components_are_listed_by_project_environment_and_name() {
    let tenant = Tenant::new().await;
    for (project, text) in [
        (&tenant.shop, "orders"),
        (&tenant.shop, "carts"),
        (&tenant.analytics, "events"),
        (&tenant.shop, "order-history"),
    ] {
        tenant.store(&tenant.component(project, text)).await.unwrap();
    }
    let list = async |scope: &TenantScope, filter: ComponentFilter| -> Vec<String> {
        let mut filter = ComponentFilter { page: PageRequest { cursor: None, size: 2 }, ..filter };
        let mut names = Vec::new();
        loop {
            let page = components::list(tenant.app.context.db.read(), scope, &filter).await.unwrap();
            names.extend(page.items.iter().map(|component| component.name.to_string()));
            match page.next {
                Some(next) => filter.page.cursor = Some(next),
                None => return names,
            }
        }
    };
    let everything = ComponentFilter::default();
    assert_eq!(list(&tenant.all, everything.clone()).await, ["events", "carts", "order-history", "orders"]);
    let narrowed = only(&tenant.all, tenant.analytics.id);
    assert_eq!(list(&narrowed, everything.clone()).await, ["events"]);
    let named = ComponentFilter { text: Some("ORDER".to_owned()), ..everything.clone() };
    assert_eq!(list(&tenant.all, named).await, ["order-history", "orders"]);
    let wildcard = ComponentFilter { text: Some("_".to_owned()), ..everything.clone() };
    assert_eq!(list(&tenant.all, wildcard).await, Vec::<String>::new());
    let failed = ComponentFilter { state: Some(State::CreateFailed), ..everything };
    assert_eq!(list(&tenant.all, failed).await, Vec::<String>::new());

    let made_up = PageRequest { cursor: Some("made up".to_owned()), size: 2 };
    let filter = ComponentFilter { page: made_up, ..ComponentFilter::default() };
    let refused = components::list(tenant.app.context.db.read(), &tenant.all, &filter).await.unwrap_err();
    assert_eq!(domain::Error::from(refused).status(), 404);
}

#[tokio::test]
async fn expired_allow_list_entries_are_found() {
    let tenant = Tenant::new().await;
    let now = tenant.app.context.now();
    let entry = Entry {
        id: AllowListEntryId(tenant.app.context.new_id()),
        network: Cidr::parse("203.0.113.7").unwrap(),
        label: "office".to_owned(),
        expires: Some(now + SignedDuration::from_hours(1)),
        added_by: "alice@acme.example".to_owned(),
        added: now,
    };
    let orders = Component {
        document: document(AllowList::from_entries(vec![entry])),
        ..tenant.component(&tenant.shop, "orders")
    };
    tenant.store(&orders).await.unwrap();
    tenant.store(&tenant.component(&tenant.shop, "carts")).await.unwrap();
    let db = tenant.app.context.db.read();
    assert_eq!(components::with_expired_entries_for_worker(db, now, 10).await.unwrap(), []);
    let later = now + SignedDuration::from_hours(1);
    assert_eq!(components::with_expired_entries_for_worker(db, later, 10).await.unwrap(), [orders]);
}

#[tokio::test]
async fn releases_are_listed_newest_first_for_their_tenant() {
    let tenant = Tenant::new().await;
    let orders = tenant.component(&tenant.shop, "orders");
    tenant.store(&orders).await.unwrap();
    let release = |number| Release {
        component: orders.id,
        number,
        author: "alice@acme.example".to_owned(),
        message: None,
        operation: OperationId(uuid::Uuid::nil()),
        document: orders.document.clone(),
        created: tenant.app.context.now(),
    };
    let transaction = tenant.app.context.db.write().await.unwrap();
    for number in [1, 2] {
        releases::insert(&transaction, &release(number)).await.unwrap();
    }
    transaction.commit().await.unwrap();
    let db = tenant.app.context.db.read();
    assert_eq!(releases::list(db, &tenant.all, orders.id).await.unwrap(), [release(2), release(1)]);
    let narrowed = only(&tenant.all, tenant.analytics.id);
    assert_eq!(releases::list(db, &narrowed, orders.id).await.unwrap(), []);
}

#[tokio::test]
async fn a_component_has_one_active_operation() {
    let tenant = Tenant::new().await;
    let orders = tenant.component(&tenant.shop, "orders");
    let plan = tenant.operation(&orders, OperationState::Planned);
    tenant.queue(&plan).await.unwrap();
    tenant.queue(&tenant.operation(&orders, OperationState::Planned)).await.unwrap();
    let first = tenant.operation(&orders, OperationState::Queued);
    tenant.queue(&first).await.unwrap();
    let second = tenant.operation(&orders, OperationState::Running);
    assert!(tenant.queue(&second).await.unwrap_err().is_taken());
    let db = tenant.app.context.db.read();
    let active = operations::active(db, &tenant.all, orders.id).await.unwrap();
    assert_eq!(active.map(|operation| operation.id), Some(first.id));

    let confirmed = Operation { state: OperationState::Queued, ..plan };
    let transaction = tenant.app.context.db.write().await.unwrap();
    assert!(operations::save(&transaction, &confirmed, None).await.unwrap_err().is_taken());
}

#[tokio::test]
async fn operations_are_listed_newest_first_without_discarded_plans() {
    let tenant = Tenant::new().await;
    let orders = tenant.component(&tenant.shop, "orders");
    let events = tenant.component(&tenant.analytics, "events");
    let succeeded = tenant.operation(&orders, OperationState::Succeeded);
    let discarded = tenant.operation(&orders, OperationState::Discarded);
    let planned = tenant.operation(&events, OperationState::Planned);
    for operation in [&succeeded, &discarded, &planned] {
        tenant.queue(operation).await.unwrap();
    }
    let list = async |scope: &TenantScope, filter: OperationFilter| -> Vec<OperationId> {
        let page = operations::list(tenant.app.context.db.read(), scope, &filter).await.unwrap();
        page.items.iter().map(|operation| operation.id).collect()
    };
    assert_eq!(list(&tenant.all, OperationFilter::default()).await, [planned.id, succeeded.id]);
    assert_eq!(list(&only(&tenant.all, tenant.shop.id), OperationFilter::default()).await, [succeeded.id]);
    let thrown_away =
        OperationFilter { states: vec![OperationState::Discarded], ..OperationFilter::default() };
    assert_eq!(list(&tenant.all, thrown_away).await, [discarded.id]);
    let of_orders = OperationFilter { component: Some(orders.id), ..OperationFilter::default() };
    assert_eq!(list(&tenant.all, of_orders).await, [succeeded.id]);
}

#[tokio::test]
async fn one_worker_holds_an_operation_until_its_lease_runs_out() {
    let tenant = Tenant::new().await;
    let orders = tenant.component(&tenant.shop, "orders");
    let queued = tenant.operation(&orders, OperationState::Queued);
    tenant.queue(&queued).await.unwrap();
    assert_eq!(tenant.claim("one").await, Some(queued.clone()));
    assert_eq!(tenant.claim("two").await, None);
    tenant.app.clock.advance(SignedDuration::from_secs(60));
    assert_eq!(tenant.claim("two").await, Some(queued.clone()), "the first worker was silent for too long");

    let running = Operation { state: OperationState::Running, ..queued };
    let soon = Some(tenant.app.context.now() + SignedDuration::from_secs(5));
    assert!(!tenant.give_back(&running, "one", soon).await, "another worker has it");
    assert!(tenant.give_back(&running, "two", soon).await);
    assert_eq!(tenant.claim("one").await, None, "it is not time yet");
    tenant.app.clock.advance(SignedDuration::from_secs(5));
    assert_eq!(tenant.claim("one").await, Some(running.clone()));
    assert!(tenant.give_back(&running, "one", None).await);
    tenant.app.clock.advance(SignedDuration::from_hours(1));
    assert_eq!(tenant.claim("one").await, None, "there is no more to do");
}

#[tokio::test]
async fn a_worker_does_not_undo_what_a_person_decided_meanwhile() {
    let tenant = Tenant::new().await;
    let orders = tenant.component(&tenant.shop, "orders");
    tenant.queue(&tenant.operation(&orders, OperationState::Queued)).await.unwrap();
    let held = tenant.claim("one").await.unwrap();

    let transaction = tenant.app.context.db.write().await.unwrap();
    let mut wished = operations::lock(&transaction, &tenant.all, held.id).await.unwrap().unwrap();
    wished.cancel_requested = true;
    operations::save(&transaction, &wished, Some(tenant.app.context.now())).await.unwrap();
    transaction.commit().await.unwrap();

    assert!(!tenant.give_back(&held, "one", Some(tenant.app.context.now())).await);
    assert!(tenant.claim("two").await.unwrap().cancel_requested);
}

#[tokio::test(flavor = "multi_thread")]
async fn workers_that_claim_at_once_get_different_operations() {
    let tenant = Tenant::new().await;
    for text in ["one", "two", "three", "four"] {
        let component = tenant.component(&tenant.shop, text);
        tenant.queue(&tenant.operation(&component, OperationState::Queued)).await.unwrap();
    }
    let (a, b, c, d, e) = tokio::join!(
        tenant.claim("a"),
        tenant.claim("b"),
        tenant.claim("c"),
        tenant.claim("d"),
        tenant.claim("e")
    );
    let mut claimed: Vec<_> = [a, b, c, d, e].into_iter().flatten().map(|operation| operation.id).collect();
    claimed.sort_unstable();
    claimed.dedup();
    assert_eq!(claimed.len(), 4);
}

#[tokio::test]
async fn the_usual_time_is_learned_from_the_newest_steps() {
    let tenant = Tenant::new().await;
    let mut duration = StepDuration {
        operation: OperationId(uuid::Uuid::nil()),
        kind: Kind::Postgres,
        change: Change::Create,
        step: StepName::Stack,
        seconds: 0,
        ended: tenant.app.context.now(),
    };
    let transaction = tenant.app.context.db.write().await.unwrap();
    for seconds in 1..=60 {
        duration.operation = OperationId(tenant.app.context.new_id());
        duration.seconds = seconds;
        duration.ended += SignedDuration::from_secs(1);
        step_durations::save(&transaction, &duration).await.unwrap();
    }
    duration.seconds = 100;
    step_durations::save(&transaction, &duration).await.unwrap();
    transaction.commit().await.unwrap();
    let db = tenant.app.context.db.read();
    let newest = step_durations::newest(db, Kind::Postgres, Change::Create, StepName::Stack).await.unwrap();
    assert_eq!((newest.len(), newest[0], newest[49]), (50, 100, 11), "the same step again replaces its time");
    let other = step_durations::newest(db, Kind::Postgres, Change::Delete, StepName::Stack).await.unwrap();
    assert_eq!(other, Vec::<u32>::new());
}
