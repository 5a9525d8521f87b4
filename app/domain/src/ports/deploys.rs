//! Code of functions: sent, deployed, and taken back.

use std::collections::BTreeMap;
use std::pin::Pin;

use async_trait::async_trait;

use super::{Page, PageRequest};
use crate::caller::Caller;
use crate::error::Result;
use crate::function::{Artifact, ArtifactHash, Check, Source, Version};
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
    pub check: Option<Check>,
    /// What it says about itself, at most 500 characters.
    pub message: Option<String>,
    /// Where it comes from.
    pub source: Source,
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
