//! What people choose about a PostgreSQL server.

use domain::component::Environment;
use domain::error::Problem;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::engine::EngineVersion;
use super::size::Size;

/// What people choose. Everything else is decided by the blueprint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// How much machine each instance is.
    pub size: Size,
    /// Which version of PostgreSQL.
    pub engine_version: EngineVersion,
    /// How many instances stand by, and answer reads meanwhile: 0-[`Settings::REPLICAS_MAX`].
    pub replicas: u8,
    /// For how many days any second can be restored: 1-[`Settings::RETENTION_MAX`].
    pub backup_retention_days: u8,
    /// Whether this must be switched off before the component can be deleted.
    pub deletion_protection: bool,
    /// The database that exists from the start.
    pub database_name: DatabaseName,
}

impl Settings {
    /// Most replicas.
    pub const REPLICAS_MAX: u8 = 2;
    /// Longest retention, in days
    /// (<https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Managing.Backups.Retaining.html>).
    pub const RETENTION_MAX: u8 = 35;

    /// Settings so good that a name is enough.
    ///
    /// The smallest size everywhere: it is enough to begin, and can be changed in minutes. In production one replica stands by, because without
    /// one an outage of a machine lasts until AWS has made another (about ten minutes instead of one); elsewhere that is not worth
    /// double the price. Production is restorable for two weeks, so that a mistake found after a holiday can still be undone.
    pub fn default_for(environment: Environment) -> Self {
        let production = environment == Environment::Production;
        Self {
            size: Size::Small,
            engine_version: EngineVersion::DEFAULT,
            replicas: u8::from(production),
            backup_retention_days: if production { 14 } else { 7 },
            deletion_protection: true,
            database_name: DatabaseName::default(),
        }
    }

    /// Reads the settings of a document, which were validated when it was written.
    ///
    /// # Errors
    /// [`domain::Error::Internal`] when the value does not hold settings of this kind.
    pub fn from_document(value: &Value) -> domain::Result<Self> {
        Self::deserialize(value).map_err(domain::Error::internal)
    }

    /// The settings as a document holds them.
    pub fn to_value(&self) -> Value {
        serde_json::to_value(self).expect("plain fields with text keys always become JSON")
    }
}

/// The name of a database: `[a-z][a-z0-9_]{0,62}`, and no word that the server keeps for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DatabaseName(String);

impl DatabaseName {
    /// Most characters (`NAMEDATALEN`, <https://www.postgresql.org/docs/current/limits.html>).
    pub const MAX: u32 = 63;

    /// Reads a name.
    ///
    /// # Errors
    /// [`Problem::Required`], [`Problem::TooLong`] or [`Problem::NotADatabaseName`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let bytes = text.as_bytes();
        match bytes {
            [] => return Err(Problem::Required),
            _ if text.chars().count() > Self::MAX as usize => {
                return Err(Problem::TooLong { max: Self::MAX });
            }
            _ => {}
        }
        let valid = bytes[0].is_ascii_lowercase()
            && bytes.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'_')
            && !text.starts_with("pg_")
            && !RESERVED.contains(&text);
        if valid { Ok(Self(text.to_owned())) } else { Err(Problem::NotADatabaseName) }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for DatabaseName {
    fn default() -> Self {
        Self("app".to_owned())
    }
}

impl TryFrom<String> for DatabaseName {
    type Error = domain::error::FieldError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|problem| crate::form::Setting::DatabaseName.problem(problem))
    }
}

impl From<DatabaseName> for String {
    fn from(name: DatabaseName) -> Self {
        name.0
    }
}

/// Databases that Aurora makes itself, and the reserved words of PostgreSQL
/// (<https://www.postgresql.org/docs/17/sql-keywords-appendix.html>, column "reserved"), which RDS refuses as names.
#[rustfmt::skip]
const RESERVED: [&str; 82] = [
    "postgres", "rdsadmin", "template0", "template1",
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization", "binary", "both", "case", "cast",
    "check", "collate", "collation", "column", "concurrently", "constraint", "create", "cross", "current_catalog", "current_date",
    "current_role", "current_schema", "current_time", "current_timestamp", "current_user", "default", "deferrable", "desc", "distinct",
    "do", "else", "end", "except", "false", "fetch", "for", "foreign", "freeze", "from", "full", "grant", "group", "having", "ilike", "in",
    "initially", "inner", "intersect", "into", "is", "isnull", "join", "lateral", "leading", "left", "like", "limit", "localtime",
    "localtimestamp", "natural", "not", "notnull", "null", "offset", "on", "only", "or", "order", "outer", "user", "table", "select",
    "where", "with",
];
