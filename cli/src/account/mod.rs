//! Who uses `pv` on this machine: which server, which project, and the token.

pub(crate) mod ci;
mod config;
mod credentials;
mod files;
mod login;

pub(crate) use self::config::Config;
pub(crate) use self::credentials::Credentials;
pub(crate) use self::login::{Way, login};
