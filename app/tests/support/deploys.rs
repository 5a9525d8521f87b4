//! The fake port for code of functions.

use async_trait::async_trait;
use domain::caller::Caller;
use domain::function::{Artifact, ArtifactHash, Version, VersionState};
use domain::ids::*;
use domain::operation::{Change, Operation, OperationState};
use domain::ports::*;
use domain::{Error, Result};
use futures::StreamExt;

use super::function_sample::artifact;
use super::ports::{Fake, page};
use super::sample::id;
use super::{lock, operations};

impl Fake {
    fn start(&self, function: ComponentId, change: Change) -> Result<Operation> {
        let mut world = lock(&self.0);
        world.call(&format!("deploys.{change:?}"))?;
        let found =
            world.components.iter().find(|found| found.id == function).cloned().ok_or(Error::NotFound)?;
        let mut operation = operations::planned(id(9, 92), &found, change, &found.document);
        operation.state = OperationState::Queued;
        world.operations.push(operation.clone());
        Ok(operation)
    }
}

#[async_trait]
impl Deploys for Fake {
    async fn store(
        &self,
        _: &Caller,
        _: OrganizationId,
        _: ComponentId,
        mut upload: Upload<'_>,
    ) -> Result<Artifact> {
        let mut sent = Vec::new();
        while let Some(piece) = upload.next().await {
            sent.extend(piece?);
        }
        let mut world = lock(&self.0);
        world.call(&format!("deploys.store {}", String::from_utf8_lossy(&sent)))?;
        Ok(artifact(&ArtifactHash::of([5; 32])))
    }

    async fn deploy(
        &self,
        _: &Caller,
        _: OrganizationId,
        function: ComponentId,
        new: NewDeploy,
    ) -> Result<Operation> {
        lock(&self.0).calls.push(format!("{new:?}"));
        self.start(function, Change::Deploy)
    }

    async fn roll_back(
        &self,
        _: &Caller,
        _: OrganizationId,
        function: ComponentId,
        version: u32,
        _: Option<String>,
    ) -> Result<Operation> {
        lock(&self.0).calls.push(format!("back to {version}"));
        self.start(function, Change::RollBack)
    }

    async fn versions(
        &self,
        _: &Caller,
        _: OrganizationId,
        function: ComponentId,
        _: &PageRequest,
    ) -> Result<Page<Version>> {
        let world = lock(&self.0);
        Ok(page(
            world.versions.iter().filter(|version| version.component == function).rev().cloned().collect(),
        ))
    }

    async fn version(
        &self,
        _: &Caller,
        _: OrganizationId,
        function: ComponentId,
        number: u32,
    ) -> Result<Version> {
        let world = lock(&self.0);
        let mut all = world.versions.iter();
        all.find(|version| version.component == function && version.number == number)
            .cloned()
            .ok_or(Error::NotFound)
    }

    async fn live(&self, _: &Caller, _: OrganizationId, function: ComponentId) -> Result<Option<Version>> {
        let world = lock(&self.0);
        let mut all = world.versions.iter();
        let live = |version: &&Version| version.component == function && version.state == VersionState::Live;
        Ok(all.find(live).cloned())
    }

    async fn artifact(
        &self,
        _: &Caller,
        _: OrganizationId,
        _: ComponentId,
        hash: &ArtifactHash,
    ) -> Result<Artifact> {
        Ok(artifact(hash))
    }
}
