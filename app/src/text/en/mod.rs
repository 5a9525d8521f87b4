//! English.

mod accounts;
mod audit;
mod common;
mod errors;
mod home;
mod members;
mod organization;
mod preferences;
mod sessions;
mod shell;
mod sign_in;
mod words;

use super::Text;

/// All texts.
pub(super) static TEXT: Text = Text {
    accounts: accounts::ACCOUNTS,
    members: members::MEMBERS,
    organization: organization::ORGANIZATION,
    sessions: sessions::SESSIONS,
    audit: audit::AUDIT,
    common: common::COMMON,
    errors: errors::ERRORS,
    home: home::HOME,
    preferences: preferences::PREFERENCES,
    shell: shell::SHELL,
    sign_in: sign_in::SIGN_IN,
    words: words::WORDS,
};
