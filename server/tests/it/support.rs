//! A server without HTTP: a fresh database, a clock that stands still, ids and secrets that repeat.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use domain::audit::{AuditEntry, AuditFilter};
use domain::caller::{Caller, Interface, Origin, Task};
use domain::clock::FixedClock;
use domain::grant::{Grant, Holder, NewGrant, PlatformRole, Role, Scope};
use domain::ids::OrganizationId;
use domain::organization::{Name, NewProject, Organization, Project};
use domain::ports::{AuditLog as _, Members as _, Organizations as _, PageRequest, Trail};
use ed25519_dalek::SigningKey;
use jiff::{SignedDuration, Timestamp};
use server::config;
use server::db::Database;
use server::random::Random;
use server::service::accounts::Accounts;
use server::service::audit::AuditLog;
use server::service::command_lines::CommandLines;
use server::service::members::Members;
use server::service::organizations::Organizations;
use server::service::sessions::Sessions;
use server::service::sign_in::{self, Identity};
use server::service::{Context, Wake};

/// Where the clock of every test begins.
pub(crate) const START: &str = "2026-11-21T09:00:00Z";

/// How long sessions last in tests: as by default.
pub(crate) const LIMITS: config::Sessions =
    config::Sessions { idle: SignedDuration::from_mins(60), absolute: SignedDuration::from_hours(12) };

/// How long tokens last in tests: as by default.
pub(crate) const TOKENS: config::Tokens = config::Tokens {
    idle: SignedDuration::from_hours(30 * 24),
    absolute: SignedDuration::from_hours(90 * 24),
};

pub(crate) struct TestApp {
    pub(crate) context: Context,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) organizations: Organizations,
    pub(crate) members: Members,
    pub(crate) sessions: Sessions,
    pub(crate) command_lines: CommandLines,
    pub(crate) accounts: Accounts,
    pub(crate) audit: AuditLog,
    _database: TestDatabase,
}

impl TestApp {
    pub(crate) async fn new() -> Self {
        let database = TestDatabase::new().await;
        let db = Database::connect(&database.url).await.unwrap();
        db.migrate().await.unwrap();
        let start: Timestamp = START.parse().unwrap();
        let clock = Arc::new(FixedClock::new(start));
        let context = Context {
            db,
            clock: clock.clone(),
            random: Arc::new(Random::seeded(1)),
            wake: Wake::new(),
            signer: Arc::new(SigningKey::from_bytes(&[7; 32])),
        };
        Self {
            organizations: Organizations::new(context.clone()),
            members: Members::new(context.clone()),
            sessions: Sessions::new(context.clone(), LIMITS, TOKENS),
            command_lines: CommandLines::new(context.clone()),
            accounts: Accounts::new(context.clone()),
            audit: AuditLog::new(context.clone()),
            context,
            clock,
            _database: database,
        }
    }

    /// An organization without anybody in it.
    pub(crate) async fn organization(&self, slug: &str) -> Organization {
        self.organizations.create(&operator(), name(slug), slug).await.unwrap()
    }

    pub(crate) async fn project(&self, organization: &Organization, slug: &str) -> Project {
        let new = NewProject { slug: name(slug), display_name: slug.to_owned(), cost_center: None };
        self.organizations.create_project(&operator(), organization.id, new).await.unwrap()
    }

    /// Gives a role by e-mail address, as the operator does on the command line.
    pub(crate) async fn grant(
        &self,
        organization: &Organization,
        scope: Scope,
        email: &str,
        role: Role,
    ) -> Grant {
        let new = NewGrant { scope, holder: person(email), role, expires: None };
        self.members.add(&operator(), organization.id, new).await.unwrap()
    }

    /// Somebody who signs in now, with what they were granted before.
    pub(crate) async fn sign_in(&self, email: &str) -> Caller {
        self.sign_in_as(identity(email)).await.1
    }

    pub(crate) async fn sign_in_as(&self, identity: Identity) -> ([u8; 32], Caller) {
        let token = sign_in::create(&self.context, &LIMITS, identity, origin(), None).await.unwrap();
        (token, self.resolve(&token).await.expect("the session has just begun"))
    }

    pub(crate) async fn resolve(&self, token: &[u8; 32]) -> Option<Caller> {
        sign_in::resolve(&self.context, &LIMITS, token, origin()).await.unwrap()
    }

    /// The whole trail, oldest first.
    pub(crate) async fn trail(&self, trail: Trail) -> Vec<AuditEntry> {
        let page = PageRequest { cursor: None, size: 200 };
        let page = self.audit.list(&operator(), trail, &AuditFilter::default(), &page).await.unwrap();
        assert_eq!(page.next, None, "the trail has more entries than a test should write");
        page.items.into_iter().rev().collect()
    }

    pub(crate) async fn newest(&self, organization: OrganizationId) -> AuditEntry {
        self.trail(Trail::Organization(organization)).await.pop().expect("the trail is not empty")
    }
}

/// The operator at the machine.
pub(crate) fn operator() -> Caller {
    Caller::automation(Task::CommandLine, "test")
}

pub(crate) fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

pub(crate) fn person(email: &str) -> Holder {
    Holder::User { email: email.to_owned(), user: None }
}

pub(crate) fn origin() -> Origin {
    Origin {
        request_id: "request-1".to_owned(),
        interface: Interface::Portal,
        address: Some("203.0.113.7".parse().unwrap()),
        user_agent: Some("Test/1.0".to_owned()),
    }
}

/// What the issuer says of somebody whose address it has verified.
pub(crate) fn identity(email: &str) -> Identity {
    Identity {
        issuer: "https://issuer.example".to_owned(),
        subject: format!("subject of {email}"),
        email: email.to_owned(),
        email_verified: true,
        name: email.split('@').next().unwrap_or_default().to_owned(),
        groups: Vec::new(),
        platform_roles: BTreeSet::new(),
        issuer_session: Some(format!("issuer session of {email}")),
        id_token: "header.claims.signature".to_owned(),
    }
}

/// What the issuer says of a member of the platform's own staff.
pub(crate) fn staff(email: &str, role: PlatformRole) -> Identity {
    Identity { platform_roles: BTreeSet::from([role]), ..identity(email) }
}

/// A database of its own for one test, gone afterwards (SQLite) or when the server is thrown away (PostgreSQL).
struct TestDatabase {
    url: String,
    file: Option<std::path::PathBuf>,
}

impl TestDatabase {
    async fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        match std::env::var("TEST_DATABASE_URL") {
            Ok(url) => Self { url: create_postgres_database(&url, &name).await, file: None },
            Err(_) => {
                let file = std::env::temp_dir().join(format!("provisioner_{name}.sqlite"));
                Self { url: format!("sqlite:{}", file.display()), file: Some(file) }
            }
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let Some(file) = &self.file else { return };
        for suffix in ["", "-wal", "-shm"] {
            let mut path = file.clone().into_os_string();
            path.push(suffix);
            let _ = std::fs::remove_file(path);
        }
    }
}

async fn create_postgres_database(url: &str, name: &str) -> String {
    use sea_orm::ConnectionTrait;
    let server = sea_orm::Database::connect(url).await.unwrap();
    server.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await.unwrap();
    server.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    server.close().await.unwrap();
    let mut url = url::Url::parse(url).unwrap();
    url.set_path(name);
    url.into()
}
