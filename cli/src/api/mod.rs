//! The HTTP API of a Provisioner (`docs/api.md`): the only way in which `pv` talks to a server.

mod address;
mod answer;
mod client;
mod elsewhere;
mod fault;
mod refusal;
mod request;
mod retry;
mod token;
mod upload;
mod views;

pub(crate) use self::address::ServerAddress;
pub(crate) use self::client::Client;
pub(crate) use self::elsewhere::signed_for_job;
pub(crate) use self::fault::Fault;
pub(crate) use self::refusal::Refusal;
pub(crate) use self::request::{Request, encoded};
pub(crate) use self::token::Token;
pub(crate) use self::views::{
    Component, ComponentState, Connection, Credentials, Document, Entry, EnvironmentOf, Invocation, List,
    LogLine, LogPage, Me, Named, Operation, OperationState, Outcome, Plan, Secret, SecretsOf, StepState,
    StoredArtifact, Version, VersionState,
};
