//! Signed-in browsers.

use std::net::IpAddr;

use jiff::Timestamp;

use crate::ids::SessionId;

/// A signed-in browser, as its person may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The session. Not the secret in the cookie.
    pub id: SessionId,
    /// Whether the request comes from it.
    pub current: bool,
    /// When the person signed in.
    pub created: Timestamp,
    /// The last request.
    pub last_seen: Timestamp,
    /// When it ends at the latest.
    pub expires: Timestamp,
    /// Where the last request came from.
    pub address: Option<IpAddr>,
    /// The user agent at sign-in, cut to 200 characters.
    pub user_agent: Option<String>,
}
