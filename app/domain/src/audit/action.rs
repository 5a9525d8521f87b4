//! What can be done: the published list of actions.

use serde::{Deserialize, Serialize};

/// What can be done. The published list of actions in `docs/audit-actions.md` is generated from this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum AuditAction {
    /// Somebody signed in.
    #[serde(rename = "session.signed_in")]
    SignedIn,
    /// Somebody could not sign in.
    #[serde(rename = "session.sign_in_failed")]
    SignInFailed,
    /// Somebody signed out.
    #[serde(rename = "session.signed_out")]
    SignedOut,
    /// A session was revoked by its person, by an operator or by the issuer.
    #[serde(rename = "session.revoked")]
    SessionRevoked,
    /// Somebody let a command line act as them.
    #[serde(rename = "session.command_line_approved")]
    CommandLineApproved,
    /// Somebody did not let a command line act as them.
    #[serde(rename = "session.command_line_denied")]
    CommandLineDenied,
    /// A command line got its token.
    #[serde(rename = "session.command_line_signed_in")]
    CommandLineSignedIn,
    /// A request was refused (403, or 404 for want of rights).
    #[serde(rename = "access.refused")]
    AccessRefused,
    /// Platform staff looked into an organization.
    #[serde(rename = "access.support_viewed")]
    SupportViewed,
    /// A component was created.
    #[serde(rename = "component.created")]
    ComponentCreated,
    /// The settings of a component were changed.
    #[serde(rename = "component.settings_changed")]
    SettingsChanged,
    /// The allow-list of a component was changed.
    #[serde(rename = "component.allow_list_changed")]
    AllowListChanged,
    /// The window of a component was changed.
    #[serde(rename = "component.window_changed")]
    WindowChanged,
    /// A component was deleted.
    #[serde(rename = "component.deleted")]
    ComponentDeleted,
    /// Code or variables of a function were deployed.
    #[serde(rename = "component.deployed")]
    FunctionDeployed,
    /// A function went back to an earlier version.
    #[serde(rename = "component.rolled_back")]
    FunctionRolledBack,
    /// Code was sent, to be deployed later.
    #[serde(rename = "component.code_uploaded")]
    CodeUploaded,
    /// A secret value of a function was set. The value stands nowhere.
    #[serde(rename = "component.secret_set")]
    SecretSet,
    /// A secret value of a function was removed.
    #[serde(rename = "component.secret_removed")]
    SecretRemoved,
    /// Old versions of a function were removed.
    #[serde(rename = "component.versions_pruned")]
    VersionsPruned,
    /// Somebody ran a function by hand.
    #[serde(rename = "component.invoked")]
    FunctionInvoked,
    /// Somebody asked the address of a function from the portal.
    #[serde(rename = "component.address_asked")]
    AddressAsked,
    /// An event to try a function with was saved.
    #[serde(rename = "component.event_saved")]
    EventSaved,
    /// A saved event was removed.
    #[serde(rename = "component.event_removed")]
    EventRemoved,
    /// Somebody read what a function wrote: once for each look, and once for each hour of it.
    #[serde(rename = "component.logs_read")]
    LogsRead,
    /// Credentials of a component were shown.
    #[serde(rename = "component.credentials_revealed")]
    CredentialsRevealed,
    /// A plan was made.
    #[serde(rename = "operation.planned")]
    OperationPlanned,
    /// A plan was thrown away.
    #[serde(rename = "operation.discarded")]
    OperationDiscarded,
    /// Somebody asked to cancel an operation.
    #[serde(rename = "operation.cancel_requested")]
    OperationCancelRequested,
    /// Somebody gave a new version of a function more of the traffic before its time.
    #[serde(rename = "operation.share_requested")]
    ShareRequested,
    /// Somebody started a failed operation again.
    #[serde(rename = "operation.retried")]
    OperationRetried,
    /// An organization was registered.
    #[serde(rename = "organization.created")]
    OrganizationCreated,
    /// The policy of an organization was changed.
    #[serde(rename = "organization.policy_changed")]
    PolicyChanged,
    /// A project was made.
    #[serde(rename = "project.created")]
    ProjectCreated,
    /// A role was given.
    #[serde(rename = "grant.added")]
    GrantAdded,
    /// A role was taken.
    #[serde(rename = "grant.removed")]
    GrantRemoved,
    /// A project began to trust jobs of an outside issuer.
    #[serde(rename = "trust.added")]
    TrustAdded,
    /// A project does not trust these jobs any more.
    #[serde(rename = "trust.removed")]
    TrustRemoved,
    /// A job gave the token of its issuer for one of ours, or was refused.
    #[serde(rename = "trust.token_exchanged")]
    TokenExchanged,
    /// A target account was registered.
    #[serde(rename = "account.registered")]
    AccountRegistered,
    /// A target account was changed.
    #[serde(rename = "account.changed")]
    AccountChanged,
    /// An audit trail was exported.
    #[serde(rename = "audit.exported")]
    AuditExported,
}

impl AuditAction {
    /// All actions, in the order of the published list.
    pub const ALL: [Self; 42] = [
        Self::SignedIn,
        Self::SignInFailed,
        Self::SignedOut,
        Self::SessionRevoked,
        Self::CommandLineApproved,
        Self::CommandLineDenied,
        Self::CommandLineSignedIn,
        Self::AccessRefused,
        Self::SupportViewed,
        Self::ComponentCreated,
        Self::SettingsChanged,
        Self::AllowListChanged,
        Self::WindowChanged,
        Self::ComponentDeleted,
        Self::FunctionDeployed,
        Self::FunctionRolledBack,
        Self::CodeUploaded,
        Self::SecretSet,
        Self::SecretRemoved,
        Self::VersionsPruned,
        Self::FunctionInvoked,
        Self::AddressAsked,
        Self::EventSaved,
        Self::EventRemoved,
        Self::LogsRead,
        Self::CredentialsRevealed,
        Self::OperationPlanned,
        Self::OperationDiscarded,
        Self::OperationCancelRequested,
        Self::ShareRequested,
        Self::OperationRetried,
        Self::OrganizationCreated,
        Self::PolicyChanged,
        Self::ProjectCreated,
        Self::GrantAdded,
        Self::GrantRemoved,
        Self::TrustAdded,
        Self::TrustRemoved,
        Self::TokenExchanged,
        Self::AccountRegistered,
        Self::AccountChanged,
        Self::AuditExported,
    ];

    /// The name in files, addresses and the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignedIn => "session.signed_in",
            Self::SignInFailed => "session.sign_in_failed",
            Self::SignedOut => "session.signed_out",
            Self::SessionRevoked => "session.revoked",
            Self::CommandLineApproved => "session.command_line_approved",
            Self::CommandLineDenied => "session.command_line_denied",
            Self::CommandLineSignedIn => "session.command_line_signed_in",
            Self::AccessRefused => "access.refused",
            Self::SupportViewed => "access.support_viewed",
            Self::ComponentCreated => "component.created",
            Self::SettingsChanged => "component.settings_changed",
            Self::AllowListChanged => "component.allow_list_changed",
            Self::WindowChanged => "component.window_changed",
            Self::ComponentDeleted => "component.deleted",
            Self::FunctionDeployed => "component.deployed",
            Self::FunctionRolledBack => "component.rolled_back",
            Self::CodeUploaded => "component.code_uploaded",
            Self::SecretSet => "component.secret_set",
            Self::SecretRemoved => "component.secret_removed",
            Self::VersionsPruned => "component.versions_pruned",
            Self::FunctionInvoked => "component.invoked",
            Self::AddressAsked => "component.address_asked",
            Self::EventSaved => "component.event_saved",
            Self::EventRemoved => "component.event_removed",
            Self::LogsRead => "component.logs_read",
            Self::CredentialsRevealed => "component.credentials_revealed",
            Self::OperationPlanned => "operation.planned",
            Self::OperationDiscarded => "operation.discarded",
            Self::OperationCancelRequested => "operation.cancel_requested",
            Self::ShareRequested => "operation.share_requested",
            Self::OperationRetried => "operation.retried",
            Self::OrganizationCreated => "organization.created",
            Self::PolicyChanged => "organization.policy_changed",
            Self::ProjectCreated => "project.created",
            Self::GrantAdded => "grant.added",
            Self::GrantRemoved => "grant.removed",
            Self::TrustAdded => "trust.added",
            Self::TrustRemoved => "trust.removed",
            Self::TokenExchanged => "trust.token_exchanged",
            Self::AccountRegistered => "account.registered",
            Self::AccountChanged => "account.changed",
            Self::AuditExported => "audit.exported",
        }
    }

    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == text)
    }

    /// What it means, for the published list.
    pub const fn description(self) -> &'static str {
        match self {
            Self::SignedIn => "Somebody signed in.",
            Self::SignInFailed => "Somebody could not sign in.",
            Self::SignedOut => "Somebody signed out.",
            Self::SessionRevoked => "A session was revoked by its person, by an operator or by the issuer.",
            Self::CommandLineApproved => "Somebody let a command line act as them.",
            Self::CommandLineDenied => "Somebody did not let a command line act as them.",
            Self::CommandLineSignedIn => "A command line got its token.",
            Self::AccessRefused => "A request was refused (403, or 404 for want of rights).",
            Self::SupportViewed => "Platform staff looked into an organization.",
            Self::ComponentCreated => "A component was created.",
            Self::SettingsChanged => "The settings of a component were changed.",
            Self::AllowListChanged => "The allow-list of a component was changed.",
            Self::WindowChanged => "The window of a component was changed.",
            Self::ComponentDeleted => "A component was deleted.",
            Self::FunctionDeployed => "Code or variables of a function were deployed.",
            Self::FunctionRolledBack => "A function went back to an earlier version.",
            Self::CodeUploaded => "Code was sent, to be deployed later.",
            Self::SecretSet => "A secret value of a function was set. The value stands nowhere.",
            Self::SecretRemoved => "A secret value of a function was removed.",
            Self::VersionsPruned => "Old versions of a function were removed.",
            Self::FunctionInvoked => "Somebody ran a function by hand.",
            Self::AddressAsked => "Somebody asked the address of a function from the portal.",
            Self::EventSaved => "An event to try a function with was saved.",
            Self::EventRemoved => "A saved event was removed.",
            Self::LogsRead => {
                "Somebody read what a function wrote: once for each look, and once for each hour of it."
            }
            Self::CredentialsRevealed => "Credentials of a component were shown.",
            Self::OperationPlanned => "A plan was made.",
            Self::OperationDiscarded => "A plan was thrown away.",
            Self::OperationCancelRequested => "Somebody asked to cancel an operation.",
            Self::ShareRequested => {
                "Somebody gave a new version of a function more of the traffic before its time."
            }
            Self::OperationRetried => "Somebody started a failed operation again.",
            Self::OrganizationCreated => "An organization was registered.",
            Self::PolicyChanged => "The policy of an organization was changed.",
            Self::ProjectCreated => "A project was made.",
            Self::GrantAdded => "A role was given.",
            Self::GrantRemoved => "A role was taken.",
            Self::TrustAdded => "A project began to trust jobs of an outside issuer.",
            Self::TrustRemoved => "A project does not trust these jobs any more.",
            Self::TokenExchanged => "A job gave the token of its issuer for one of ours, or was refused.",
            Self::AccountRegistered => "A target account was registered.",
            Self::AccountChanged => "A target account was changed.",
            Self::AuditExported => "An audit trail was exported.",
        }
    }

    /// The published list, `docs/audit-actions.md`.
    pub fn published_list() -> String {
        let mut text = String::from(PREFACE);
        for action in Self::ALL {
            text.push_str(&format!("| `{}` | {} |\n", action.as_str(), action.description()));
        }
        text
    }
}

const PREFACE: &str = "\
# Actions in the audit trail

Generated from `app/domain/src/audit/action.rs`. To write it again: `UPDATE=1 cargo test -p domain audit_actions`.
Names are never reused and never change their meaning.

| action | what happened |
|---|---|
";
