//! `[database]`: where data lives.

use secrecy::{ExposeSecret, SecretString};

use super::Reader;

/// Where data lives.
#[derive(Clone, Debug)]
pub struct Database {
    /// `sqlite:` and a file name, or `postgres://user:password@host/database`.
    pub url: SecretString,
}

impl Database {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        const KEY: &str = "database.url";
        let url = reader.secret(KEY)?;
        let known = ["sqlite:", "postgres://", "postgresql://"];
        if !known.iter().any(|scheme| url.expose_secret().starts_with(scheme)) {
            // The value itself may hold a password, so it is not repeated here.
            reader.mistake(KEY, "must begin with sqlite: or postgres://");
            return None;
        }
        Some(Self { url })
    }
}
