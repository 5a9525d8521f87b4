//! Who asks, and from where. Established once per request and passed to every port.

use std::collections::BTreeSet;
use std::net::IpAddr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::grant::{Grant, PlatformRole, Role, Scope};
use crate::ids::{ComponentId, OrganizationId, ProjectId, SessionId, UserId};
use crate::trust::Job;

/// Who asks, with what rights, and from where.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who asks.
    pub actor: Actor,
    /// The grants in force now: of the person and of the groups that the issuer named.
    pub grants: Vec<CallerGrant>,
    /// Roles over the whole platform.
    pub platform_roles: BTreeSet<PlatformRole>,
    /// The functions that a job may deploy, or look at: all that it may do.
    pub deploys: Vec<DeployGrant>,
    /// Where the request came from.
    pub origin: Origin,
    /// The key with which the request may be sent twice. Of a request that was sent before, the second finds with it what the first began.
    pub request_key: Option<String>,
}

/// A grant in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallerGrant {
    /// The organization it is about.
    pub organization: OrganizationId,
    /// The whole organization, or one project of it.
    pub scope: Scope,
    /// What may be done.
    pub role: Role,
}

impl CallerGrant {
    /// Those of a person's grants that are in force. Expired ones end here, so that nothing behind this can use one by mistake.
    pub fn in_force(grants: &[Grant], now: Timestamp) -> Vec<Self> {
        grants
            .iter()
            .filter(|grant| grant.is_in_force(now))
            .map(|grant| Self { organization: grant.organization, scope: grant.scope, role: grant.role })
            .collect()
    }
}

/// What a job may do with a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobRight {
    /// Deploy it, and see how that goes on.
    Deploy,
    /// See how that goes on, and nothing else: a roll-out may take longer than the right to deploy lasts.
    View,
}

/// A function that a job may deploy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeployGrant {
    /// Whose it is.
    pub organization: OrganizationId,
    /// In which project it is.
    pub project: ProjectId,
    /// The function.
    pub component: ComponentId,
    /// What may be done with it.
    pub right: JobRight,
}

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// A person, signed in.
    Person {
        /// Who.
        id: UserId,
        /// The address that the issuer told.
        email: String,
        /// The name that the issuer told.
        name: String,
        /// The session in which they act: a browser, or a command line and its token.
        session: SessionId,
    },
    /// A job of a CI system that a project trusts.
    Job {
        /// Its token.
        token: SessionId,
        /// Who signed what is known of it.
        issuer: String,
        /// Whom the issuer says that it is (`sub`).
        subject: String,
        /// What runs.
        job: Job,
    },
    /// The product itself.
    Automation {
        /// Which of its tasks.
        task: Task,
    },
    /// Somebody who has not signed in (failed sign-ins are audited too).
    Anonymous,
}

/// A task that acts without a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Removes allow-list entries whose time is over.
    AllowListExpiry,
    /// Follows daylight-saving changes with the windows in AWS.
    WindowRefresh,
    /// Advances operations.
    Reconcile,
    /// Closes audit entries that a crash left open.
    AuditTimeout,
    /// Removes versions of functions that nobody needs any more.
    Pruning,
    /// `provisioner seed` and other commands of the operator on the machine.
    CommandLine,
}

/// Where a request came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The id that is in the response, the log and the audit entry.
    pub request_id: String,
    /// Through what.
    pub interface: Interface,
    /// The peer's address, or the one a trusted proxy told.
    pub address: Option<IpAddr>,
    /// The user agent, cut to 200 characters.
    pub user_agent: Option<String>,
}

/// Through what somebody acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Interface {
    /// The pages.
    Portal,
    /// The HTTP API.
    Api,
    /// The command line.
    Cli,
    /// A task of the product.
    Automation,
}

impl Caller {
    /// A task of the product. It holds no grants: authorization knows it by its actor.
    pub fn automation(task: Task, request_id: impl Into<String>) -> Self {
        Self {
            actor: Actor::Automation { task },
            grants: Vec::new(),
            platform_roles: BTreeSet::new(),
            deploys: Vec::new(),
            origin: Origin {
                request_id: request_id.into(),
                interface: Interface::Automation,
                address: None,
                user_agent: None,
            },
            request_key: None,
        }
    }

    /// The person who acts, if one does.
    pub const fn user(&self) -> Option<UserId> {
        match &self.actor {
            Actor::Person { id, .. } => Some(*id),
            Actor::Job { .. } | Actor::Automation { .. } | Actor::Anonymous => None,
        }
    }

    /// With what they came: the session of a browser, or a token.
    pub const fn credential(&self) -> Option<SessionId> {
        match &self.actor {
            Actor::Person { session, .. } => Some(*session),
            Actor::Job { token, .. } => Some(*token),
            Actor::Automation { .. } | Actor::Anonymous => None,
        }
    }
}
