//! Where somebody is signed in: browsers and command lines.

use std::net::IpAddr;

use jiff::Timestamp;

use crate::ids::SessionId;

/// A browser or command line in which somebody is signed in, as that person may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The session. Not the secret in the cookie, and not the token.
    pub id: SessionId,
    /// What it is.
    pub kind: SessionKind,
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

/// What somebody is signed in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionKind {
    /// A browser, by its cookie.
    Browser,
    /// A command line, or another program, by a token.
    CommandLine {
        /// What it calls itself: the name of its machine.
        name: String,
    },
}
