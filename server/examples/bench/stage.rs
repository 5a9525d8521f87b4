//! A whole server in this process, on a fresh SQLite file full of data, and somebody who is signed in.

mod components;
mod entries;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::caller::{Caller, Interface, Origin, Task};
use domain::clock::FixedClock;
use domain::ids::{ComponentId, OrganizationId};
use domain::ports::Ports;
use http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use jiff::Timestamp;
use server::config::{Config, Values};
use server::db::Database;
use server::http::issuers::Issuers;
use server::http::oidc::Issuer;
use server::http::{Parts, router};
use server::random::Random;
use server::service::sign_in::{self, Identity};
use server::service::{Context, Wake};
use server::tasks::Board;
use server::testing::{FakeCloud, FakeWeb};
use server::{seed, start, telemetry};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use crate::Fallible;

/// The organization that has all the data.
pub(crate) const ORGANIZATION: &str = "acme";

/// Who looks at the pages.
const OWNER: &str = "alice@acme.example";

/// Organization, projects, owner and target account, as `provisioner seed` takes them.
const SEED: &str = include_str!("seed.toml");

/// When the data begins. The clock stands at its end while the pages are asked for.
const START: &str = "2026-01-01T00:00:00Z";

/// How much data there is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) components: usize,
    pub(crate) entries: usize,
}

/// The server and its data.
pub(crate) struct Stage {
    pub(crate) context: Context,
    pub(crate) ports: Ports,
    pub(crate) organization: OrganizationId,
    /// One of many.
    pub(crate) component: ComponentId,
    /// The person who is signed in.
    pub(crate) owner: Caller,
    cookie: String,
    router: Router,
    _folder: Folder,
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Visitor {
    /// Somebody who is not signed in.
    Nobody,
    /// The owner of the organization.
    Owner,
}

/// What was answered.
pub(crate) struct Answer {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Stage {
    /// Fills a new database.
    pub(crate) async fn new(size: Size) -> Fallible<Self> {
        eprintln!("  writing {} components and {} audit entries ...", size.components, size.entries);
        let folder = Folder::new("pages")?;
        let config = Arc::new(config()?);
        let clock = Arc::new(FixedClock::new(START.parse::<Timestamp>()?));
        let context = Context {
            db: Database::connect(&format!("sqlite:{}", folder.path().join("bench.db").display())).await?,
            clock: clock.clone(),
            random: Arc::new(Random::seeded(1)),
            wake: Wake::new(),
            signer: Arc::new(ed25519_dalek::SigningKey::from_bytes(&[7; 32])),
        };
        context.db.migrate().await?;
        seed::seed(&context, toml::from_str(SEED)?).await?;
        let ports =
            start::ports(&config, &context, &FakeCloud::new(clock.clone()).cloud(), Arc::new(FakeWeb::new()));
        let operator = Caller::automation(Task::CommandLine, "bench");
        let organization = ports.organizations.list(&operator).await?.first().ok_or("nothing was seeded")?.id;
        let projects = ports.organizations.projects(&operator, organization).await?;
        let components = components::write(&context, &projects, size.components).await?;
        clock.advance(entries::write(&context, &components, size.entries).await?);

        let token = sign_in::create(&context, &config.sessions, identity(&config), origin(), None).await?;
        let owner = sign_in::resolve(&context, &config.sessions, &token, origin()).await?;
        let parts = Parts {
            issuer: Arc::new(Issuer::new(&config, clock.clone())?),
            issuers: Arc::new(Issuers::new(&config.trusts, clock.clone())?),
            config,
            context: context.clone(),
            ports: ports.clone(),
            board: Board::default(),
            metrics: telemetry::metrics::detached()?,
            stop: CancellationToken::new(),
        };
        Ok(Self {
            context,
            ports,
            organization,
            component: components.get(components.len() / 2).ok_or("there is no component")?.id,
            owner: owner.ok_or("the session has just begun")?,
            cookie: format!("session={}", URL_SAFE_NO_PAD.encode(token)),
            router: router(parts)?,
            _folder: folder,
        })
    }

    /// Loads a page as the browser of the owner does.
    pub(crate) async fn get(&self, path: &str) -> Fallible<Answer> {
        self.ask(Visitor::Owner, path, "br").await
    }

    /// Asks for something in one encoding: `br` or `identity`.
    pub(crate) async fn ask(&self, visitor: Visitor, path: &str, encoding: &str) -> Fallible<Answer> {
        let mut request = Request::get(path)
            .header(header::ACCEPT, "text/html")
            .header(header::ACCEPT_ENCODING, encoding)
            .extension(ConnectInfo(SocketAddr::from(([203, 0, 113, 7], 40_000))));
        if visitor == Visitor::Owner {
            request = request.header(header::COOKIE, &self.cookie);
        }
        let (head, body) = self.router.clone().oneshot(request.body(Body::empty())?).await?.into_parts();
        let body = body.collect().await.map_err(|error| error.to_string())?.to_bytes();
        if head.status == StatusCode::OK {
            Ok(Answer { headers: head.headers, body })
        } else {
            Err(format!("{path}: {}", head.status).into())
        }
    }
}

/// Logs and counts as the server does, but into nothing. Once.
pub(crate) fn log_into_nothing() -> Fallible<()> {
    let logs = tracing_subscriber::fmt().json().flatten_event(true).with_span_list(false);
    logs.with_max_level(tracing::Level::INFO).with_writer(std::io::sink).try_init()?;
    telemetry::metrics::install()?;
    Ok(())
}

fn config() -> Fallible<Config> {
    let settings = [
        ("PROVISIONER__SERVER__REQUESTS_PER_MINUTE", "100000"),
        ("PROVISIONER__OIDC__ISSUER", "http://127.0.0.1:1"),
        ("PROVISIONER__OIDC__CLIENT_ID", "bench"),
        ("PROVISIONER__OIDC__CLIENT_SECRET", "bench"),
        ("PROVISIONER__OIDC__ALLOW_HTTP", "true"),
    ];
    let variables = settings.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let values = Values::gather(None, variables).map_err(|mistakes| mistakes.to_string())?;
    Ok(Config::check(&values).map_err(|mistakes| mistakes.to_string())?)
}

fn identity(config: &Config) -> Identity {
    Identity {
        issuer: config.oidc.issuer.as_str().to_owned(),
        subject: "alice".to_owned(),
        email: OWNER.to_owned(),
        email_verified: true,
        name: "Alice".to_owned(),
        groups: Vec::new(),
        platform_roles: std::collections::BTreeSet::new(),
        issuer_session: None,
        id_token: String::new(),
    }
}

fn origin() -> Origin {
    Origin { request_id: "bench".to_owned(), interface: Interface::Portal, address: None, user_agent: None }
}

/// A folder of its own, gone when this is dropped.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Fallible<Self> {
        static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let number = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let path =
            std::env::temp_dir().join(format!("provisioner-bench-{}-{name}-{number}", std::process::id()));
        std::fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left in the folder of temporary files does no harm.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
