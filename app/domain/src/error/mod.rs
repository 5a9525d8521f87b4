//! The one public error of the product.
//!
//! Ports return [`Error`]. It carries codes and parameters, never text for people: pages take the text from the catalogue, the API from its own table.
//! What went wrong inside is wrapped as a source, logged once where a response is made, and never shown.

mod problem;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::allow_list::Warning;
use crate::authz::Action;
use crate::ids::OperationId;
use crate::operation::Change;

pub use problem::{FieldError, Problem};

/// What every fallible function of the product returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Any source error.
pub type Source = Arc<dyn std::error::Error + Send + Sync>;

/// Why a request was not done.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// Nobody is signed in. HTTP 401.
    #[error("nobody is signed in")]
    Unauthenticated,
    /// It does not exist, or the caller may not know that it does. HTTP 404.
    #[error("not found")]
    NotFound,
    /// The caller may see the thing but not do this with it. HTTP 403.
    #[error("forbidden: {0:?}")]
    Forbidden(Action),
    /// One or more fields are wrong. HTTP 422.
    #[error("invalid fields: {0:?}")]
    Invalid(Vec<FieldError>),
    /// The state of things does not allow it now. HTTP 409.
    #[error("conflict: {0:?}")]
    Conflict(Conflict),
    /// Too many requests from this caller. HTTP 429.
    #[error("too many requests, retry in {retry_after_seconds} s")]
    TooManyRequests {
        /// When to try again.
        retry_after_seconds: u32,
    },
    /// Something that the product depends on does not answer. HTTP 503.
    #[error("{dependency:?} is not available")]
    Unavailable {
        /// What does not answer.
        dependency: Dependency,
        /// Why, for the log.
        #[source]
        source: Source,
    },
    /// A fault of the product. HTTP 500.
    #[error("internal error")]
    Internal(#[source] Source),
}

impl Error {
    /// A fault of the product, with its cause.
    pub fn internal(source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Internal(Arc::new(source))
    }

    /// Something outside does not answer.
    pub fn unavailable(
        dependency: Dependency,
        source: impl std::error::Error + Send + Sync + 'static,
    ) -> Self {
        Self::Unavailable { dependency, source: Arc::new(source) }
    }

    /// One wrong field.
    pub fn field(field: &str, problem: Problem) -> Self {
        Self::Invalid(vec![FieldError::new(field, problem)])
    }

    /// The stable code of the error, as the API and logs show it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unauthenticated => "unauthenticated",
            Self::NotFound => "not_found",
            Self::Forbidden(_) => "forbidden",
            Self::Invalid(_) => "invalid",
            Self::Conflict(conflict) => conflict.code(),
            Self::TooManyRequests { .. } => "too_many_requests",
            Self::Unavailable { .. } => "unavailable",
            Self::Internal(_) => "internal",
        }
    }

    /// The HTTP status that says the same (RFC 9110).
    pub const fn status(&self) -> u16 {
        match self {
            Self::Unauthenticated => 401,
            Self::Forbidden(_) => 403,
            Self::NotFound => 404,
            Self::Conflict(_) => 409,
            Self::Invalid(_) => 422,
            Self::TooManyRequests { .. } => 429,
            Self::Internal(_) => 500,
            Self::Unavailable { .. } => 503,
        }
    }
}

impl From<FieldError> for Error {
    fn from(error: FieldError) -> Self {
        Self::Invalid(vec![error])
    }
}

/// What the product depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dependency {
    /// The database.
    Database,
    /// The OIDC issuer.
    Issuer,
    /// AWS.
    Aws,
}

/// Why the state of things does not allow a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "conflict", rename_all = "snake_case")]
pub enum Conflict {
    /// Somebody changed it since it was read.
    StaleVersion {
        /// The version that was read.
        read: u32,
        /// The version now.
        current: u32,
    },
    /// Another operation runs on the component.
    OperationRunning {
        /// The operation that runs.
        operation: OperationId,
        /// What it does.
        change: Change,
    },
    /// The state of the operation does not allow this.
    WrongState,
    /// A component of that name exists in the project and environment.
    NameTaken,
    /// The component is protected against deletion: switch that off first.
    DeletionProtected,
    /// The change removes the address that the caller comes from: it must be confirmed.
    LocksCallerOut {
        /// The caller's address.
        address: String,
    },
    /// The allow-list has a warning that needs a reason or a confirmation.
    NeedsReason(Warning),
    /// The last owner of an organization cannot be removed.
    LastOwner,
    /// No target account takes this organization in this region.
    NoTargetAccount,
    /// The account of the organization in this region has no domain, so it takes no functions.
    NoDomain,
    /// A function uses the database: unlink it, or delete it, first.
    Linked {
        /// The function's name.
        by: String,
    },
    /// Nothing has been deployed yet.
    NothingDeployed,
    /// Components of this kind have no logs that can be read here yet.
    NoLogs,
    /// The version was removed to make room: it cannot come back.
    Pruned {
        /// Its number.
        version: u32,
    },
    /// The secret of the function was deleted in AWS for good.
    SecretDeleted,
    /// The secret of the function holds something that this product did not write.
    SecretUnreadable,
    /// The code of all functions of the account and region takes all the room that AWS gives (AWS quota).
    CodeStorageFull {
        /// How much there is, in GB of 1,073,741,824 bytes.
        limit_gb: u32,
    },
    /// The allow-lists of all functions behind the load balancer need more rules than it takes (AWS quota).
    LoadBalancerFull {
        /// How many rules it takes.
        limit: u32,
        /// How many networks make a rule.
        networks: u32,
    },
    /// The project trusts as many jobs as it can.
    TooManyTrusts {
        /// How many there may be.
        limit: u32,
    },
    /// The account has no room for more of this (AWS quota).
    QuotaReached {
        /// How many there may be.
        limit: u32,
    },
}

impl Conflict {
    /// The stable code of the conflict.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::StaleVersion { .. } => "stale_version",
            Self::OperationRunning { .. } => "operation_running",
            Self::WrongState => "wrong_state",
            Self::NameTaken => "name_taken",
            Self::DeletionProtected => "deletion_protected",
            Self::LocksCallerOut { .. } => "locks_caller_out",
            Self::NeedsReason(_) => "needs_reason",
            Self::LastOwner => "last_owner",
            Self::NoTargetAccount => "no_target_account",
            Self::NoDomain => "no_domain",
            Self::Linked { .. } => "linked",
            Self::NothingDeployed => "nothing_deployed",
            Self::NoLogs => "no_logs",
            Self::Pruned { .. } => "pruned",
            Self::SecretDeleted => "secret_deleted",
            Self::SecretUnreadable => "secret_unreadable",
            Self::CodeStorageFull { .. } => "code_storage_full",
            Self::LoadBalancerFull { .. } => "load_balancer_full",
            Self::TooManyTrusts { .. } => "too_many_trusts",
            Self::QuotaReached { .. } => "quota_reached",
        }
    }
}
