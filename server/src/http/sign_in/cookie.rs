//! The two cookies: of a session, and of a sign-in that has begun.

use axum_extra::extract::cookie::CookieJar;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::HeaderMap;
use subtle::ConstantTimeEq as _;

use crate::config;

/// How long a sign-in may take, in seconds.
pub(super) const SIGN_IN_SECONDS: i64 = 600;

/// Letters of the state in the name of its cookie, so that two tabs can sign in at the same time.
const NAME_LETTERS: usize = 8;

/// The secret in the session cookie, if there is one that can be one.
pub(in crate::http) fn session_token(config: &config::Server, headers: &HeaderMap) -> Option<[u8; 32]> {
    let jar = CookieJar::from_headers(headers);
    let cookie = jar.get(&name(config, "session"))?;
    URL_SAFE_NO_PAD.decode(cookie.value()).ok()?.try_into().ok()
}

/// Sets the cookie of a new session. It ends with the browser, and on the server earlier.
pub(super) fn set_session(config: &config::Server, token: &[u8; 32]) -> String {
    set(config, &name(config, "session"), &URL_SAFE_NO_PAD.encode(token), "")
}

/// Takes the cookie of the session away.
pub(super) fn forget_session(config: &config::Server) -> String {
    set(config, &name(config, "session"), "", "; Max-Age=0")
}

/// Sets the cookie that binds a sign-in to the browser that began it.
pub(super) fn set_sign_in(config: &config::Server, state: &str) -> String {
    set(config, &sign_in_name(config, state), state, &format!("; Max-Age={SIGN_IN_SECONDS}"))
}

/// Takes that cookie away.
pub(super) fn forget_sign_in(config: &config::Server, state: &str) -> String {
    set(config, &sign_in_name(config, state), "", "; Max-Age=0")
}

/// Whether this browser began the sign-in with that state.
pub(super) fn began(config: &config::Server, headers: &HeaderMap, state: &str) -> bool {
    CookieJar::from_headers(headers)
        .get(&sign_in_name(config, state))
        .is_some_and(|cookie| bool::from(cookie.value().as_bytes().ct_eq(state.as_bytes())))
}

/// `SameSite` is `Lax`: with `Strict` the cookie would be missing when the issuer sends the browser back.
fn set(config: &config::Server, name: &str, value: &str, lifetime: &str) -> String {
    let secure = if config.is_https() { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{lifetime}")
}

/// `__Host-` keeps other hosts of the domain from setting it, but is for https only (RFC 6265bis, section 4.1.3.2).
fn name(config: &config::Server, name: &str) -> String {
    if config.is_https() { format!("__Host-{name}") } else { name.to_owned() }
}

fn sign_in_name(config: &config::Server, state: &str) -> String {
    let letters: String = state.chars().filter(char::is_ascii_alphanumeric).take(NAME_LETTERS).collect();
    name(config, &format!("sign-in-{letters}"))
}
