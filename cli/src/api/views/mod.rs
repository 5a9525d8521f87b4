//! What the API answers with, as far as `pv` reads it.
//!
//! A server may be newer than this `pv`: fields that are not known are left aside, and words that are not known are shown as they are.

mod component;
mod function;
mod invocation;
mod logs;
mod operation;

use std::net::IpAddr;
use std::ops::Deref;

use serde::{Deserialize, Deserializer, de};
use serde_json::Value;
use uuid::Uuid;

pub(crate) use self::component::{Component, ComponentState, Connection, Credentials, Entry};
pub(crate) use self::function::{EnvironmentOf, Secret, SecretsOf, StoredArtifact, Version, VersionState};
pub(crate) use self::invocation::{Invocation, Outcome};
pub(crate) use self::logs::{LogLine, LogPage};
pub(crate) use self::operation::{Operation, OperationState, Plan, StepState};

/// A document: what `pv` reads of it, and the whole for `--json`.
#[derive(Clone, Debug)]
pub(crate) struct Document<T> {
    /// What is read.
    view: T,
    /// The whole.
    pub(crate) json: Value,
}

impl<T> Deref for Document<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.view
    }
}

impl<'de, T: de::DeserializeOwned> Deserialize<'de> for Document<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Value::deserialize(deserializer)?;
        let view = T::deserialize(&json).map_err(de::Error::custom)?;
        Ok(Self { view, json })
    }
}

/// A page of a list.
#[derive(Debug, Deserialize)]
pub(crate) struct List<T> {
    /// What stands on it.
    pub(crate) items: Vec<T>,
    /// The cursor of the next page.
    pub(crate) next: Option<String>,
}

/// Who the token acts as.
#[derive(Debug, Deserialize)]
pub(crate) struct Me {
    pub(crate) email: String,
    pub(crate) name: String,
    /// From where the server was asked.
    pub(crate) address: Option<IpAddr>,
    pub(crate) grants: Vec<Grant>,
}

/// A role in force.
#[derive(Debug, Deserialize)]
pub(crate) struct Grant {
    pub(crate) organization: Uuid,
    pub(crate) project: Option<Uuid>,
    pub(crate) role: String,
}

/// An organization.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Named {
    pub(crate) id: Uuid,
    /// Its name in addresses.
    pub(crate) slug: String,
}
