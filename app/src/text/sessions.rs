//! Texts of the sessions page.

pub struct Sessions {
    pub title: &'static str,
    pub lead: &'static str,
    pub browser: &'static str,
    pub unknown_browser: &'static str,
    pub command_line: fn(&str) -> String,
    pub current: &'static str,
    pub address: &'static str,
    pub signed_in: &'static str,
    pub last_seen: &'static str,
    pub ends: &'static str,
    pub revoke: &'static str,
    pub revoke_of: fn(&str) -> String,
    pub revoke_others: &'static str,
    pub only_this: &'static str,
}
