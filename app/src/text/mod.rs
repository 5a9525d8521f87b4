//! The catalogue: every text that people read, in English and Japanese.
//!
//! A text is a field of a struct; each language gives one value of the struct, so a missing or misspelt text does not compile. Texts with values in
//! them are functions. See `docs/decisions/0003-texts-are-typed-structs.md`.
#![expect(missing_docs, reason = "the English text of a field is its documentation")]

pub mod accounts;
pub mod allow_list;
pub mod audit;
pub mod command_line;
pub mod common;
pub mod component;
pub mod dashboard;
mod en;
pub mod errors;
pub mod function;
pub mod home;
mod ja;
mod locale;
pub mod members;
pub mod metrics;
pub mod operation;
pub mod organization;
pub mod preferences;
pub mod rollout;
pub mod secrets;
pub mod sessions;
pub mod settings;
pub mod shell;
pub mod sign_in;
pub mod trial;
pub mod trusts;
pub mod window;
pub mod words;

pub use locale::Locale;

/// All texts of one language, by area.
pub struct Text {
    pub accounts: accounts::Accounts,
    pub members: members::Members,
    pub organization: organization::Organization,
    pub sessions: sessions::Sessions,
    pub command_line: command_line::CommandLine,
    pub audit: audit::Audit,
    pub component: component::Component,
    pub dashboard: dashboard::Dashboard,
    pub operation: operation::Operation,
    pub rollout: rollout::Rollout,
    pub settings: settings::Settings,
    pub allow_list: allow_list::AllowList,
    pub window: window::Window,
    pub common: common::Common,
    pub errors: errors::Errors,
    pub function: function::Function,
    pub home: home::Home,
    pub preferences: preferences::Preferences,
    pub secrets: secrets::Secrets,
    pub shell: shell::Shell,
    pub sign_in: sign_in::SignIn,
    pub trusts: trusts::Trusts,
    pub trial: trial::Trial,
    pub metrics: metrics::Metrics,
    pub words: words::Words,
}
