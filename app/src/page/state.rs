//! What pages are given by the server.

use std::fmt;
use std::sync::Arc;

use domain::clock::Clock;
use domain::ports::Ports;

/// The state of the router: what the server can do, and what it is.
#[derive(Clone)]
pub struct AppState {
    /// What the server can do.
    pub ports: Ports,
    /// What the server is.
    pub settings: Arc<Settings>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// What pages know of the configuration.
#[derive(Clone)]
pub struct Settings {
    /// The address under which people reach the server, without a slash at the end.
    pub public_url: String,
    /// The version of the binary.
    pub version: String,
    /// The address of a static file, by its plain name: `main.css` -> `/main.3f2a.css`.
    pub asset: AssetAddress,
    /// The port on which the local stand-in for AWS answers for functions. None: AWS answers itself.
    pub stand_in_port: Option<u16>,
}

impl Settings {
    /// Where a function is reached whose stack says `https://HOST`.
    pub fn function_address(&self, url: &str) -> String {
        match self.stand_in_port {
            Some(port) => format!("{}:{port}", url.replacen("https://", "http://", 1)),
            None => url.to_owned(),
        }
    }
}

/// Looks up the address of a static file, whose name may hold a hash of its content.
#[derive(Clone)]
pub struct AssetAddress(Arc<dyn Fn(&str) -> String + Send + Sync>);

impl AssetAddress {
    /// Uses a function from plain name to address.
    pub fn new(find: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        Self(Arc::new(find))
    }

    /// The address of the file.
    pub fn of(&self, name: &str) -> String {
        (self.0)(name)
    }
}

impl fmt::Debug for AssetAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AssetAddress")
    }
}
