//! Code of functions: sent, deployed, and taken back.

use std::collections::BTreeMap;
use std::pin::Pin;

use async_trait::async_trait;

use super::{Page, PageRequest};
use crate::caller::Caller;
use crate::error::Result;
use crate::function::{Artifact, ArtifactHash, Rollout, Source, Version};
use crate::ids::{ComponentId, OrganizationId};
use crate::operation::Operation;

/// Code as it arrives, piece by piece. An error says that the rest will not come.
pub type Upload<'a> = Pin<Box<dyn futures_core::Stream<Item = Result<Vec<u8>>> + Send + 'a>>;

/// Code of functions, and its versions.
#[async_trait]
pub trait Deploys: Send + Sync {
    /// Checks an archive while it arrives, and stores it under its hash. Nothing runs it yet.
    async fn store(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        upload: Upload<'_>,
    ) -> Result<Artifact>;
    /// Starts to make a version from code and variables, and to give it the traffic. It supersedes a deploy that is on its way.
    async fn deploy(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        new: NewDeploy,
    ) -> Result<Operation>;
    /// Starts to give the traffic back to an earlier version as it was, code and configuration.
    async fn roll_back(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        version: u32,
        message: Option<String>,
    ) -> Result<Operation>;
    /// The versions of a function, newest first.
    async fn versions(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        page: &PageRequest,
    ) -> Result<Page<Version>>;
    /// One of them.
    async fn version(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        number: u32,
    ) -> Result<Version>;
    /// The version that gets the traffic. None until the first deploy.
    async fn live(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
    ) -> Result<Option<Version>>;
    /// What is in an archive of the function.
    async fn artifact(
        &self,
        caller: &Caller,
        organization: OrganizationId,
        component: ComponentId,
        hash: &ArtifactHash,
    ) -> Result<Artifact>;
}

/// A deploy as somebody asks for it.
#[derive(Clone, Debug, PartialEq)]
pub struct NewDeploy {
    /// The code.
    pub code: NewCode,
    /// All variables. None: as they are.
    pub environment: Option<BTreeMap<String, String>>,
    /// What must succeed before the version gets traffic.
    pub check: Option<NewCheck>,
    /// How it gets its traffic share by share. None: all at once. A first deploy has no version to share with.
    pub rollout: Option<Rollout>,
    /// What must succeed once the version has all the traffic; else it goes back.
    pub check_after: Option<NewCheck>,
    /// What it says about itself, at most 500 characters.
    pub message: Option<String>,
    /// Where it comes from.
    pub source: Source,
}

impl NewDeploy {
    /// A deploy of this code that asks for nothing more: variables as they are, no check, all the traffic at once.
    pub const fn new(code: NewCode, source: Source) -> Self {
        Self { code, environment: None, check: None, rollout: None, check_after: None, message: None, source }
    }
}

/// A check of a deploy, as somebody asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewCheck {
    /// The version answers this event without an error. Any JSON.
    Event(String),
    /// The version answers `GET` of this path with a status below 400.
    Path(String),
    /// Another function of the project, by its name, ends without an error when it is told of the version.
    Function(String),
}

/// The code of a deploy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewCode {
    /// What is live now.
    AsIs,
    /// What was sent for this function.
    Stored(ArtifactHash),
    /// That of an earlier version.
    OfVersion(u32),
}
