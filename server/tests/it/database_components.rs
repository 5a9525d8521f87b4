//! Components and their releases, as they are stored.

use domain::allow_list::{AllowList, Cidr, Entry};
use domain::authz::{ProjectScope, TenantScope};
use domain::component::{Component, Environment, Release, State};
use domain::ids::{AllowListEntryId, OperationId};
use domain::ports::{ComponentFilter, PageRequest};
use jiff::SignedDuration;
use server::db::{components, releases};

use crate::database_tenant::{Tenant, document, only};

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
