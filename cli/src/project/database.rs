//! The address of a database, as the variables that a linked component gives.

use std::str::FromStr;

use hyper::Uri;
use percent_encoding::percent_decode_str;

use super::Variables;

/// `postgres://user:password@host:5432/name`. The parts may be percent-encoded
/// (<https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS>); one host, no socket.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct DatabaseUrl {
    url: String,
    host: String,
    port: u16,
    name: String,
    user: String,
    password: String,
}

// Without the password: it may come from a shell's history, but not into a log.
impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "postgres://{}:***@{}:{}/{}", self.user, self.host, self.port, self.name)
    }
}

impl FromStr for DatabaseUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let form = || "write it as postgres://user:password@host:5432/name".to_owned();
        let uri: Uri = text.parse().map_err(|_| form())?;
        let authority = uri.authority().ok_or_else(form)?;
        if !matches!(uri.scheme_str(), Some("postgres" | "postgresql")) || authority.host().is_empty() {
            return Err(form());
        }
        let (credentials, _) = authority.as_str().rsplit_once('@').unwrap_or_default();
        let (user, password) = credentials.split_once(':').unwrap_or((credentials, ""));
        Ok(Self {
            url: text.to_owned(),
            host: authority.host().trim_matches(['[', ']']).to_owned(),
            port: authority.port_u16().unwrap_or(5432),
            name: decoded(uri.path().trim_start_matches('/')),
            user: decoded(user),
            password: decoded(password),
        })
    }
}

impl DatabaseUrl {
    /// `DATABASE_URL` and its parts, each decoded.
    pub(crate) fn variables(&self) -> Variables {
        [
            ("DATABASE_URL", self.url.clone()),
            ("DATABASE_HOST", self.host.clone()),
            ("DATABASE_PORT", self.port.to_string()),
            ("DATABASE_NAME", self.name.clone()),
            ("DATABASE_USER", self.user.clone()),
            ("DATABASE_PASSWORD", self.password.clone()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
