//! Signing in and out with the company account.

mod back_channel;
mod callback;
mod cookie;
mod login;
mod logout;

pub(super) use self::back_channel::backchannel_logout;
pub(super) use self::callback::callback;
pub(super) use self::cookie::session_token;
pub(super) use self::login::login;
pub(super) use self::logout::logout;
