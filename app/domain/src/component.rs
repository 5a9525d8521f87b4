//! Components: single-tenant building blocks, and the document that says what one should be.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::allow_list::AllowList;
use crate::error::Problem;
use crate::ids::{AwsAccountId, ComponentId, OperationId, OrganizationId, ProjectId};
use crate::maintenance::Window;
use crate::operation::{Change, OperationState};
use crate::organization::Name;

/// A provisioned building block.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Component {
    /// The component.
    pub id: ComponentId,
    /// Whose.
    pub organization: OrganizationId,
    /// In which project.
    pub project: ProjectId,
    /// What it is.
    pub kind: Kind,
    /// Unique in its project and environment; never changes.
    pub name: Name,
    /// Never changes.
    pub environment: Environment,
    /// Never changes.
    pub region: Region,
    /// Where its stack lives.
    pub account: AwsAccountId,
    /// The place of a function on its load balancer, 0-99. Never changes.
    pub slot: Option<u16>,
    /// The stack behind it.
    pub stack_name: String,
    /// Which definition of the kind it was last rendered with (semantic version).
    pub blueprint: String,
    /// How it is.
    pub state: State,
    /// What it should be, as of the last successful operation (while it is created: as planned).
    pub document: Document,
    /// The number of the release in force; 0 until the first is made. The version of `If-Match`.
    pub version: u32,
    /// What the stack told: endpoint, port, ARNs. Never a secret.
    pub outputs: Outputs,
    /// The operation that runs now.
    pub running: Option<OperationId>,
    /// Since when.
    pub created: Timestamp,
    /// Last change of any of this.
    pub changed: Timestamp,
    /// When it was deleted.
    pub deleted: Option<Timestamp>,
}

/// Values that a stack told, by name (`Endpoint`, `Port`, ...).
pub type Outputs = std::collections::BTreeMap<String, String>;

/// Everything about a component that a person chose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The settings of the kind, in its own JSON form.
    pub settings: serde_json::Value,
    /// Who may connect.
    pub allow_list: AllowList,
    /// When maintenance may start.
    pub window: Window,
}

/// A database that a function may use: what the function's stack and its code must know of it. Never a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedDatabase {
    /// The component.
    pub component: ComponentId,
    /// Where it is reached.
    pub host: String,
    /// The port.
    pub port: u16,
    /// The database that exists from the start.
    pub database: String,
    /// The user that owns it.
    pub username: String,
    /// The ARN of the secret with user name and password.
    pub secret_arn: String,
    /// The ARN of the key that encrypts the secret.
    pub key_arn: String,
    /// AWS's id of its firewall.
    pub security_group_id: String,
}

/// What a component is. One folder of the crate `kinds` each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An Aurora PostgreSQL server.
    Postgres,
    /// A serverless function behind a load balancer.
    Function,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 2] = [Self::Postgres, Self::Function];

    /// The name in addresses, the database and tags.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::Function => "function",
        }
    }
}

/// What a component is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    /// Experiments.
    Development,
    /// The rehearsal.
    Staging,
    /// The real thing.
    Production,
}

impl Environment {
    /// All environments.
    pub const ALL: [Self; 3] = [Self::Development, Self::Staging, Self::Production];

    /// The name in addresses, the database and tags.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Development => "development",
            Self::Staging => "staging",
            Self::Production => "production",
        }
    }
}

/// An AWS region, such as `ap-northeast-1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Region(String);

impl Region {
    /// Reads a region's name: lower-case words and a number, joined by hyphens.
    ///
    /// # Errors
    /// [`Problem::NotAChoice`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let parts: Vec<&str> = text.split('-').collect();
        let words_then_number = parts.len() >= 3
            && text.len() <= 32
            && parts[..parts.len() - 1]
                .iter()
                .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase()))
            && matches!(parts[parts.len() - 1].as_bytes(), [digit] if digit.is_ascii_digit());
        if words_then_number { Ok(Self(text.to_owned())) } else { Err(Problem::NotAChoice) }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Region {
    type Error = crate::error::FieldError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|problem| crate::error::FieldError::new("region", problem))
    }
}

impl From<Region> for String {
    fn from(region: Region) -> Self {
        region.0
    }
}

impl fmt::Display for Region {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// How a component is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Its first operation runs.
    Creating,
    /// It works; nothing runs.
    Ready,
    /// An operation changes it; it works meanwhile.
    Updating,
    /// An operation deletes it.
    Deleting,
    /// The first operation failed and was rolled back: there is nothing in AWS.
    CreateFailed,
    /// The last change failed and was rolled back: it works as before.
    ChangeFailed,
    /// Deleting it stopped half-way; it can be resumed.
    DeleteFailed,
    /// Gone, but for its final snapshot.
    Deleted,
}

impl State {
    /// Whether people can use the component now.
    pub const fn is_usable(self) -> bool {
        matches!(self, Self::Ready | Self::Updating | Self::ChangeFailed)
    }

    /// Whether another document can be planned for it: it works, or its creation can be tried again with other settings.
    pub const fn is_changeable(self) -> bool {
        self.is_usable() || matches!(self, Self::CreateFailed)
    }

    /// How a component is while an operation changes it.
    pub const fn while_running(change: Change) -> Self {
        match change {
            Change::Create => Self::Creating,
            Change::Settings | Change::AllowList | Change::Window | Change::Deploy | Change::RollBack => {
                Self::Updating
            }
            Change::Delete => Self::Deleting,
        }
    }

    /// How a component is when its operation has come to a state. None when the operation has not touched it.
    ///
    /// A cancelled creation is undone, like a failed one; any other cancelled operation leaves a component that works as before.
    pub const fn after(change: Change, operation: OperationState) -> Option<Self> {
        Some(match (operation, change) {
            // Whatever superseded it changes the component now.
            (OperationState::Planned | OperationState::Discarded | OperationState::Superseded, _) => {
                return None;
            }
            (OperationState::Queued | OperationState::Running, change) => Self::while_running(change),
            (OperationState::Succeeded, Change::Delete) => Self::Deleted,
            (OperationState::Succeeded, _) => Self::Ready,
            (OperationState::Failed | OperationState::Cancelled, Change::Create) => Self::CreateFailed,
            (OperationState::Failed, Change::Delete) => Self::DeleteFailed,
            (OperationState::Failed, _) => Self::ChangeFailed,
            (OperationState::Cancelled, _) => Self::Ready,
        })
    }
}

/// A numbered, immutable revision of a component's document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Release {
    /// Whose.
    pub component: ComponentId,
    /// 1, 2, 3 ...
    pub number: u32,
    /// Who made it, as text for people.
    pub author: String,
    /// What it says about itself.
    pub message: Option<String>,
    /// Made by this operation.
    pub operation: OperationId,
    /// The revision.
    pub document: Document,
    /// When.
    pub created: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::{Region, State};
    use crate::operation::{Change, OperationState};

    #[test]
    fn a_component_follows_its_operation() {
        use OperationState::{Cancelled, Discarded, Failed, Planned, Queued, Running, Succeeded, Superseded};
        for (change, operation, state) in [
            (Change::Create, Planned, None),
            (Change::Create, Discarded, None),
            (Change::Create, Queued, Some(State::Creating)),
            (Change::Create, Succeeded, Some(State::Ready)),
            (Change::Create, Failed, Some(State::CreateFailed)),
            (Change::Create, Cancelled, Some(State::CreateFailed)),
            (Change::Deploy, Running, Some(State::Updating)),
            (Change::Deploy, Succeeded, Some(State::Ready)),
            (Change::Deploy, Failed, Some(State::ChangeFailed)),
            (Change::Deploy, Superseded, None),
            (Change::Settings, Running, Some(State::Updating)),
            (Change::AllowList, Succeeded, Some(State::Ready)),
            (Change::Window, Failed, Some(State::ChangeFailed)),
            (Change::Settings, Cancelled, Some(State::Ready)),
            (Change::Delete, Running, Some(State::Deleting)),
            (Change::Delete, Succeeded, Some(State::Deleted)),
            (Change::Delete, Failed, Some(State::DeleteFailed)),
            (Change::Delete, Cancelled, Some(State::Ready)),
        ] {
            assert_eq!(State::after(change, operation), state, "{change:?} {operation:?}");
        }
    }

    #[test]
    fn regions_are_words_and_a_number() {
        for region in ["us-east-1", "ap-northeast-1", "us-gov-west-1"] {
            assert_eq!(Region::parse(region).as_ref().map(Region::as_str), Ok(region));
        }
        for region in [
            "",
            "us-east",
            "US-EAST-1",
            "us-east-",
            "us--1",
            "us-east-1a",
            "us-east-+1",
            "us-east-１",
            "../us-east-1",
            "us east-1",
        ] {
            assert!(Region::parse(region).is_err(), "{region}");
        }
    }
}
