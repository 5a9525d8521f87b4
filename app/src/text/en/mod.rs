//! English.

mod accounts;
mod allow_list;
mod audit;
mod command_line;
mod common;
mod component;
mod dashboard;
mod errors;
mod function;
mod home;
mod members;
mod metrics;
mod operation;
mod organization;
mod preferences;
mod rollout;
mod secrets;
mod sessions;
mod settings;
mod shell;
mod sign_in;
mod trial;
mod trusts;
mod window;
mod words;

use super::Text;

/// All texts.
pub(super) static TEXT: Text = Text {
    accounts: accounts::ACCOUNTS,
    members: members::MEMBERS,
    organization: organization::ORGANIZATION,
    sessions: sessions::SESSIONS,
    command_line: command_line::COMMAND_LINE,
    audit: audit::AUDIT,
    component: component::COMPONENT,
    dashboard: dashboard::DASHBOARD,
    operation: operation::OPERATION,
    rollout: rollout::ROLLOUT,
    settings: settings::SETTINGS,
    allow_list: allow_list::ALLOW_LIST,
    window: window::WINDOW,
    common: common::COMMON,
    errors: errors::ERRORS,
    function: function::FUNCTION,
    home: home::HOME,
    preferences: preferences::PREFERENCES,
    secrets: secrets::SECRETS,
    shell: shell::SHELL,
    sign_in: sign_in::SIGN_IN,
    trusts: trusts::TRUSTS,
    trial: trial::TRIAL,
    metrics: metrics::METRICS,
    words: words::WORDS,
};
