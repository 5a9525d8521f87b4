//! Two organizations with everything that a route can name, and the people who try.

use std::collections::{BTreeMap, BTreeSet};

use domain::allow_list::{ListChange, NewEntry};
use domain::audit::AuditFilter;
use domain::caller::{Actor, Caller, CallerGrant, Interface, Origin, Task};
use domain::cloud::SecretValue;
use domain::component::{Component, Environment, Kind, Region};
use domain::function::{Guards, Rollout, Strategy};
use domain::grant::{Holder, Role, Scope};
use domain::ids::{OrganizationId, SessionId, UserId};
use domain::operation::Operation;
use domain::organization::Name;
use domain::ports::{Confirmation, NewComponent, NewDeploy, PageRequest, Ports, Trail};
use domain::trust::{Condition, Issuer, NewTrust, Provider, Trust};
use jiff::SignedDuration;
use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use serde_json::json;
use server::seed::{SeedFile, seed};
use server::service::command_lines::exchange;
use server::tasks::Reconciler;
use server::tasks::reconcile::Settings;

use crate::deploys_stage::{archive, deploy_of};
use crate::http_site::{Browser, Site};

/// What the paths of routes about functions have in them.
const OF_FUNCTIONS: [&str; 11] = [
    "/artifacts",
    "/deploy",
    "/environment",
    "/invocations",
    "/logs",
    "/metrics",
    "/saved-events",
    "/secrets",
    "/try",
    "/variables",
    "/versions",
];

/// The name of a secret of the function.
const SECRET: &str = "API_KEY";

/// The event that is kept of the function.
const EVENT: &str = "kept-event";

/// What stands in the addresses of the routes, by the name of the parameter.
pub(crate) struct Ids {
    pub(crate) component: Component,
    /// With two versions, of which the second is live, and a secret.
    pub(crate) function: Component,
    /// Of another function: gives its third version a tenth of the traffic, until a person says more.
    pub(crate) rolling: Operation,
    /// A plan that may be confirmed or discarded.
    pub(crate) planned: Operation,
    /// Another one.
    pub(crate) planned_too: Operation,
    /// Confirmed, and waiting for a worker.
    pub(crate) queued: Operation,
    /// Failed.
    pub(crate) failed: Operation,
    /// Jobs that the project of the function trusts.
    pub(crate) trust: Trust,
    /// What a command line on another machine shows.
    pub(crate) user_code: String,
}

pub(crate) struct World {
    pub(crate) site: Site,
    pub(crate) acme: OrganizationId,
    pub(crate) ids: Ids,
}

impl World {
    pub(crate) async fn new() -> Self {
        // The sweep asks faster than people do.
        let site = Site::with(&[("PROVISIONER__SERVER__REQUESTS_PER_MINUTE", "100000")]).await;
        let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/../dev/sample.toml");
        seed(&site.app.context, SeedFile::read(sample.as_ref()).unwrap()).await.unwrap();
        let automation = Caller::automation(Task::CommandLine, "test");
        let acme = site.parts.ports.organizations.find(&automation, "acme").await.unwrap().id;
        let ids = Ids::new(&site, acme).await;
        Self { site, acme, ids }
    }

    pub(crate) async fn owner(&self) -> Browser {
        self.site.signed_in("u-alice", "alice@acme.example").await
    }

    pub(crate) async fn viewer(&self) -> Browser {
        let claims = json!({ "sub": "u-vera", "email": "vera@acme.example", "groups": ["acme-staff"] });
        self.site.signed_in_with(&claims).await
    }

    pub(crate) async fn developer(&self) -> Browser {
        self.site.signed_in("u-dan", "dan@acme.example").await
    }

    pub(crate) async fn owner_of_another(&self) -> Browser {
        self.site.signed_in("u-gina", "gina@globex.example").await
    }

    pub(crate) async fn stranger(&self) -> Browser {
        self.site.signed_in("u-nobody", "nobody@stranger.example").await
    }

    pub(crate) async fn operator(&self) -> Browser {
        let claims = json!({ "sub": "u-otto", "email": "otto@x.example", "platform_roles": ["operator"] });
        self.site.signed_in_with(&claims).await
    }

    /// Entries of all trails, open ones too, but for those that say that somebody was refused.
    pub(crate) async fn audit_entries(&self) -> i64 {
        self.count("SELECT COUNT(*) FROM audit_entries WHERE action <> 'access.refused'").await
            + self.count("SELECT COUNT(*) FROM open_audit_entries").await
    }

    /// The newest entry of all trails, open or completed, as it is stored.
    pub(crate) async fn newest_entry(&self) -> String {
        let of = |table: &str| format!("SELECT entry FROM {table} ORDER BY id DESC LIMIT 1");
        let mut entries = self.texts(&of("audit_entries")).await;
        entries.extend(self.texts(&of("open_audit_entries")).await);
        entries.join("\n")
    }

    /// The tables in which a text stands, those of the audit trails too.
    pub(crate) async fn tables_that_hold(&self, text: &str) -> Vec<String> {
        let on_sqlite = self.site.app.context.db.read().get_database_backend() == DbBackend::Sqlite;
        let mut found = Vec::new();
        for table in self.tables(on_sqlite).await {
            let rows = self.texts(&self.rows(&table, on_sqlite).await).await;
            if rows.iter().any(|row| row.contains(text)) {
                found.push(table);
            }
        }
        found
    }

    async fn count(&self, query: &str) -> i64 {
        let connection = self.site.app.context.db.read();
        let statement = Statement::from_string(connection.get_database_backend(), query);
        connection.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
    }

    async fn texts(&self, query: &str) -> Vec<String> {
        let connection = self.site.app.context.db.read();
        let statement = Statement::from_string(connection.get_database_backend(), query);
        let rows = connection.query_all_raw(statement).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }

    /// Every row of every table, as text to compare; of sessions and tokens, which are marked as used, how many there are. A refusal may write to the trail.
    pub(crate) async fn everything(&self) -> BTreeMap<String, Vec<String>> {
        let on_sqlite = self.site.app.context.db.read().get_database_backend() == DbBackend::Sqlite;
        let tables = self.tables(on_sqlite).await;
        let mut everything = BTreeMap::new();
        for table in tables.into_iter().filter(|table| !table.starts_with("audit_")) {
            let query = match table.as_str() {
                "sessions" | "tokens" => format!("SELECT CAST(COUNT(*) AS TEXT) FROM {table}"),
                _ => self.rows(&table, on_sqlite).await,
            };
            let rows = self.texts(&query).await;
            everything.insert(table, rows);
        }
        assert!(everything["components"].len() > 1, "there is something to change");
        everything
    }

    async fn tables(&self, on_sqlite: bool) -> Vec<String> {
        self.texts(if on_sqlite {
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        } else {
            "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = current_schema()"
        })
        .await
    }

    /// A query of all rows of a table, each as text.
    async fn rows(&self, table: &str, on_sqlite: bool) -> String {
        match on_sqlite {
            true => self.sqlite_rows(table).await,
            false => format!("SELECT CAST(row_to_json(t) AS TEXT) FROM \"{table}\" t ORDER BY 1"),
        }
    }

    async fn sqlite_rows(&self, table: &str) -> String {
        let query = format!("SELECT 'quote(\"' || name || '\")' FROM pragma_table_info('{table}')");
        let columns = self.texts(&query).await;
        format!("SELECT {} FROM \"{table}\" ORDER BY 1", columns.join(" || '|' || "))
    }

    /// The path with real ids of Acme. `path` decides which operation fits.
    pub(crate) async fn address(&self, path: &str, organization: &str) -> String {
        let ports = &self.site.parts.ports;
        let automation = Caller::automation(Task::CommandLine, "test");
        let grants = ports.members.list(&automation, self.acme).await.unwrap();
        let viewer =
            grants.iter().find(|grant| matches!(grant.holder, Holder::Group { .. })).unwrap_or(&grants[0]);
        let trail =
            if path.starts_with("/platform") { Trail::Platform } else { Trail::Organization(self.acme) };
        let (filter, page) = (AuditFilter::default(), PageRequest::default());
        let entry = ports.audit.list(&automation, trail, &filter, &page).await.unwrap().items[0].id;
        let operation = match path.rsplit('/').next().unwrap() {
            "discard" => &self.ids.planned_too,
            "cancel" => &self.ids.queued,
            "retry" => &self.ids.failed,
            "share" => &self.ids.rolling,
            _ => &self.ids.planned,
        };
        let of_function = OF_FUNCTIONS.iter().any(|part| path.contains(part));
        let component = if of_function { &self.ids.function } else { &self.ids.component };
        path.replace("{organization}", organization)
            .replace("{component}", &component.id.to_string())
            .replace("{version}", "1")
            .replace("{secret}", SECRET)
            .replace("{event}", EVENT)
            .replace("{operation}", &operation.id.to_string())
            .replace("{grant}", &viewer.id.to_string())
            .replace("{trust}", &self.ids.trust.id.to_string())
            .replace("{entry}", &entry.to_string())
            .replace("{session}", &SessionId(self.site.app.context.new_id()).to_string())
    }
}

impl Ids {
    async fn new(site: &Site, acme: OrganizationId) -> Self {
        let ports = &site.parts.ports;
        let owner = owner(acme);
        let worker = worker(site);
        site.cloud.fail_resource(
            "AWS::RDS::DBCluster",
            "You have exceeded your quota (HandlerErrorCode: ServiceLimitExceeded)",
        );
        let failed = order(ports, &owner, acme, "failed-db").await;
        settle(site, &worker).await;
        let ready = order(ports, &owner, acme, "ready-db").await;
        settle(site, &worker).await;
        let entry = NewEntry { network: "198.51.100.1".to_owned(), label: "home".to_owned(), expires: None };
        let list = ports
            .changes
            .allow_list(&owner, acme, ready.component, ListChange::Add(vec![entry]))
            .await
            .unwrap();
        ports.operations.confirm(&owner, acme, list.id, Confirmation::default()).await.unwrap();
        settle(site, &worker).await;
        let find = |operation: &Operation| {
            let (owner, id) = (owner.clone(), operation.id);
            async move { ports.operations.find(&owner, acme, id).await.unwrap() }
        };
        let other = function(site, &worker, &owner, acme, "rolling-function").await;
        let rolling = roll_out(site, &worker, &owner, &other).await;
        let function = function(site, &worker, &owner, acme, "ready-function").await;
        Self {
            trust: ports.trusts.add(&owner, acme, trust(&function)).await.unwrap(),
            function,
            rolling: find(&rolling).await,
            component: ports.components.find(&owner, acme, ready.component).await.unwrap(),
            planned: plan(ports, &owner, acme, "planned-db").await,
            planned_too: plan(ports, &owner, acme, "discarded-db").await,
            queued: order(ports, &owner, acme, "queued-db").await,
            failed: find(&failed).await,
            user_code: {
                let name = "build-box".to_owned();
                let codes = exchange::begin(&site.app.context, &owner.origin, name).await.unwrap();
                codes.user_code.to_string()
            },
        }
    }
}

/// A function with two versions and a saved event.
pub(crate) async fn function(
    site: &Site,
    worker: &Reconciler,
    owner: &Caller,
    acme: OrganizationId,
    name: &str,
) -> Component {
    let ports = &site.parts.ports;
    let plan = plan_of(ports, owner, acme, Kind::Function, name).await;
    ports.operations.confirm(owner, acme, plan.id, Confirmation::default()).await.unwrap();
    settle(site, worker).await;
    for text in ["one", "two"] {
        let upload = Box::pin(futures::stream::iter([Ok(archive(text))]));
        let stored = ports.deploys.store(owner, acme, plan.component, upload).await.unwrap();
        ports.deploys.deploy(owner, acme, plan.component, deploy_of(stored.hash)).await.unwrap();
        settle(site, worker).await;
    }
    ports.secrets.set(owner, acme, plan.component, SECRET, SecretValue::new("x".to_owned())).await.unwrap();
    let event = Name::parse(EVENT).unwrap();
    ports.trials.save_event(owner, acme, plan.component, event, "{}".to_owned()).await.unwrap();
    ports.components.find(owner, acme, plan.component).await.unwrap()
}

fn trust(function: &Component) -> NewTrust {
    NewTrust {
        project: function.project,
        provider: Provider::Other,
        issuer: Issuer::parse("https://ci.example.com").unwrap(),
        conditions: vec![Condition::parse("sub", "job of acme").unwrap()],
        functions: vec![function.id],
    }
}

/// Gives a third version of the function its first share of the traffic.
async fn roll_out(site: &Site, worker: &Reconciler, owner: &Caller, function: &Component) -> Operation {
    let (deploys, organization) = (&site.parts.ports.deploys, function.organization);
    let upload = Box::pin(futures::stream::iter([Ok(archive("three"))]));
    let stored = deploys.store(owner, organization, function.id, upload).await.unwrap();
    let rollout = Some(Rollout { strategy: Strategy::Manual, guards: Guards::default() });
    let new = NewDeploy { rollout, ..deploy_of(stored.hash) };
    let operation = deploys.deploy(owner, organization, function.id, new).await.unwrap();
    settle(site, worker).await;
    operation
}

async fn plan(ports: &Ports, owner: &Caller, acme: OrganizationId, name: &str) -> Operation {
    plan_of(ports, owner, acme, Kind::Postgres, name).await
}

async fn plan_of(ports: &Ports, owner: &Caller, acme: OrganizationId, kind: Kind, name: &str) -> Operation {
    let projects = ports.organizations.projects(owner, acme).await.unwrap();
    let component = NewComponent {
        kind,
        project: projects[0].id,
        name: Name::parse(name).unwrap(),
        environment: Environment::Development,
        region: Region::parse("us-east-1").unwrap(),
        settings: json!({ "deletion_protection": false }),
        window: None,
    };
    ports.changes.create(owner, acme, component).await.unwrap()
}

async fn order(ports: &Ports, owner: &Caller, acme: OrganizationId, name: &str) -> Operation {
    let plan = plan(ports, owner, acme, name).await;
    ports.operations.confirm(owner, acme, plan.id, Confirmation::default()).await.unwrap()
}

pub(crate) fn worker(site: &Site) -> Reconciler {
    let settings = Settings {
        at_once: 1,
        pause: std::time::Duration::from_secs(1),
        answers_within: std::time::Duration::from_millis(200),
    };
    Reconciler::new(site.app.context.clone(), site.cloud.cloud(), settings)
}

/// Lets the worker look until nothing is due for some seconds.
pub(crate) async fn settle(site: &Site, worker: &Reconciler) {
    let mut quiet = 0;
    while quiet <= 6 {
        quiet = if worker.look_at_due().await.unwrap() == 0 { quiet + 1 } else { 0 };
        site.app.clock.advance(SignedDuration::from_secs(1));
    }
}

pub(crate) fn owner(organization: OrganizationId) -> Caller {
    let nil = uuid::Uuid::nil();
    Caller {
        actor: Actor::Person {
            id: UserId(nil),
            email: "alice@acme.example".to_owned(),
            name: "Alice".to_owned(),
            session: SessionId(nil),
        },
        grants: vec![CallerGrant { organization, scope: Scope::Organization, role: Role::Owner }],
        platform_roles: BTreeSet::new(),
        deploys: Vec::new(),
        origin: Origin {
            request_id: "test".to_owned(),
            interface: Interface::Portal,
            address: None,
            user_agent: None,
        },
        request_key: None,
    }
}
