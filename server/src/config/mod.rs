//! Typed configuration: compiled-in defaults, a file, the environment; checked as a whole, with every mistake named at once.
//!
//! One file for each section of `config.default.toml`, which documents every setting.

use std::fmt;
use std::path::Path;

use figment::Figment;

mod audit;
mod aws;
mod database;
mod oidc;
mod operations;
mod print;
mod reader;
mod server;
mod sessions;
mod source;
mod telemetry;
mod tokens;
mod trusts;

pub use self::audit::Audit;
pub use self::aws::{Aws, StaticKey};
pub use self::database::Database;
pub use self::oidc::{Oidc, PlatformRoles};
pub use self::operations::Operations;
pub use self::print::print;
pub use self::server::Server;
pub use self::sessions::Sessions;
pub use self::source::DEFAULTS;
pub use self::telemetry::{LogFormat, Telemetry};
pub use self::tokens::Tokens;
pub use self::trusts::Trusts;

use self::reader::Reader;

/// The whole configuration, checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the server listens, and how it protects itself.
    pub server: Server,
    /// Where data lives.
    pub database: Database,
    /// Who says who people are.
    pub oidc: Oidc,
    /// How long people stay signed in.
    pub sessions: Sessions,
    /// How long command lines stay signed in.
    pub tokens: Tokens,
    /// The outside issuers that projects may trust.
    pub trusts: Trusts,
    /// How AWS is reached.
    pub aws: Aws,
    /// The audit trail.
    pub audit: Audit,
    /// What the server tells about itself.
    pub telemetry: Telemetry,
    /// The work in the background.
    pub operations: Operations,
}

impl Config {
    /// Reads and checks everything.
    ///
    /// # Errors
    /// All mistakes, each with where the value comes from, the setting, and what is allowed.
    pub fn check(values: &Values) -> Result<Self, Mistakes> {
        let mut reader = Reader::new(&values.0);
        let config = Self::read(&mut reader);
        reader.finish(config)
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        // Every section is read before the first missing one ends this, so that all mistakes are found.
        let server = Server::read(reader);
        let database = Database::read(reader);
        let oidc = Oidc::read(reader);
        let sessions = Sessions::read(reader);
        let tokens = Tokens::read(reader);
        let trusts = Trusts::read(reader);
        let aws = Aws::read(reader);
        let audit = Audit::read(reader);
        let telemetry = Telemetry::read(reader);
        let operations = Operations::read(reader);
        Some(Self {
            server: server?,
            database: database?,
            oidc: oidc?,
            sessions: sessions?,
            tokens: tokens?,
            trusts: trusts?,
            aws: aws?,
            audit: audit?,
            telemetry: telemetry?,
            operations: operations?,
        })
    }
}

/// All settings as they were found, before they are checked.
pub struct Values(Figment);

impl Values {
    /// Merges the defaults, the file and the environment.
    ///
    /// # Errors
    /// A file that cannot be read or is not TOML, and settings that do not exist.
    pub fn gather(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, Mistakes> {
        source::gather(file, environment).map(Self)
    }
}

/// Everything that is wrong with the configuration.
#[derive(Debug, PartialEq, Eq)]
pub struct Mistakes(Vec<Mistake>);

impl Mistakes {
    fn one(origin: &str, key: &str, text: impl Into<String>) -> Self {
        Self(vec![Mistake::new(origin, key, text)])
    }
}

impl std::error::Error for Mistakes {}

impl fmt::Display for Mistakes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "the configuration cannot be used:")?;
        self.0.iter().try_for_each(|mistake| writeln!(formatter, "  {mistake}"))
    }
}

/// One thing that is wrong with the configuration.
#[derive(Debug, PartialEq, Eq)]
pub struct Mistake {
    origin: String,
    key: String,
    text: String,
}

impl Mistake {
    fn new(origin: &str, key: &str, text: impl Into<String>) -> Self {
        Self { origin: origin.to_owned(), key: key.to_owned(), text: text.into() }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { origin, key, text } = self;
        if key.is_empty() {
            write!(formatter, "{origin}: {text}")
        } else {
            write!(formatter, "{origin}: {key}: {text}")
        }
    }
}

/// Whether an address names this machine only. There, `http` is as safe as `https`.
fn is_loopback(url: &url::Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn http_url(text: &str) -> Option<url::Url> {
    url::Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}
