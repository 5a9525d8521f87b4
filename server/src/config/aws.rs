//! `[aws]`: how AWS is reached.

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::{Reader, http_url};

/// How AWS is reached.
#[derive(Clone, Debug)]
pub struct Aws {
    /// Another address than AWS's own.
    pub endpoint: Option<Url>,
    /// A fixed key; without it, the usual sources of the AWS SDK are asked.
    pub key: Option<StaticKey>,
}

/// An access key and its secret.
#[derive(Clone, Debug)]
pub struct StaticKey {
    /// The access key.
    pub id: String,
    /// Its secret.
    pub secret: SecretString,
}

impl Aws {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let endpoint =
            reader.optional("aws.endpoint", "an address, such as \"http://127.0.0.1:4566\"", http_url);
        let id = reader.text("aws.access_key_id");
        let secret = reader.secret("aws.secret_access_key");
        let (id, secret) = (id?, secret?);
        let key = match (id.is_empty(), secret.expose_secret().is_empty()) {
            (true, true) => None,
            (false, false) => Some(StaticKey { id, secret }),
            _ => {
                reader.mistake("aws.access_key_id", "must be set together with aws.secret_access_key");
                return None;
            }
        };
        Some(Self { endpoint: endpoint?, key })
    }
}
