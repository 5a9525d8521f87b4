//! A stage with a function, and archives to deploy.

use domain::component::{Component, Kind};
use domain::function::{ArtifactHash, Source, Traffic, Version};
use domain::operation::Operation;
use domain::ports::{Deploys as _, NewCode, NewComponent, NewDeploy, PageRequest};
use serde_json::{Value, json};
use server::service::deploys::Deploys;

use crate::operations_stage::Stage;

pub(crate) struct FunctionStage {
    pub(crate) stage: Stage,
    pub(crate) deploys: Deploys,
    pub(crate) function: Component,
}

impl FunctionStage {
    pub(crate) async fn new() -> Self {
        Self::with(json!({})).await
    }

    /// A function with these settings, which nobody has deployed to.
    pub(crate) async fn with(settings: Value) -> Self {
        let stage = Stage::new().await;
        let new = NewComponent { kind: Kind::Function, settings, ..stage.new_component("hello") };
        let plan = domain::ports::Changes::create(&stage.changes, &stage.owner, stage.organization, new)
            .await
            .unwrap();
        stage.confirm(&plan).await;
        stage.settle().await;
        let function = stage.component(&plan).await;
        Self { deploys: Deploys::new(stage.app.context.clone()), stage, function }
    }

    /// Another function of the same project, beside this one.
    pub(crate) async fn another(&self, name: &str) -> Component {
        let new =
            NewComponent { kind: Kind::Function, settings: json!({}), ..self.stage.new_component(name) };
        let Stage { changes, owner, organization, .. } = &self.stage;
        let plan = domain::ports::Changes::create(changes, owner, *organization, new).await.unwrap();
        self.stage.confirm(&plan).await;
        self.stage.settle().await;
        self.stage.component(&plan).await
    }

    /// AWS's name of the function.
    pub(crate) fn name(&self) -> String {
        name_of(&self.function)
    }

    /// Sends an archive whose program answers with `text`.
    pub(crate) async fn store(&self, text: &str) -> domain::Result<ArtifactHash> {
        self.store_bytes(archive(text)).await
    }

    pub(crate) async fn store_bytes(&self, bytes: Vec<u8>) -> domain::Result<ArtifactHash> {
        let pieces = bytes.chunks(1000).map(|piece| Ok(piece.to_vec())).collect::<Vec<_>>();
        let upload = Box::pin(futures::stream::iter(pieces));
        let Stage { owner, organization, .. } = &self.stage;
        let stored = self.deploys.store(owner, *organization, self.function.id, upload).await?;
        Ok(stored.hash)
    }

    /// Starts to deploy.
    pub(crate) async fn start(&self, new: NewDeploy) -> domain::Result<Operation> {
        let Stage { owner, organization, .. } = &self.stage;
        self.deploys.deploy(owner, *organization, self.function.id, new).await
    }

    /// Starts to deploy a program that answers with `text`.
    pub(crate) async fn send(&self, text: &str) -> Operation {
        let code = self.store(text).await.unwrap();
        self.start(deploy_of(code)).await.unwrap()
    }

    /// The same, until it is done.
    pub(crate) async fn deploy(&self, text: &str) -> Operation {
        let operation = self.send(text).await;
        self.stage.settle().await;
        self.stage.operation(operation.id).await
    }

    pub(crate) async fn roll_back(&self, version: u32) -> domain::Result<Operation> {
        let Stage { owner, organization, .. } = &self.stage;
        self.deploys.roll_back(owner, *organization, self.function.id, version, None).await
    }

    /// All versions, oldest first.
    pub(crate) async fn versions(&self) -> Vec<Version> {
        let Stage { owner, organization, .. } = &self.stage;
        let page = PageRequest { cursor: None, size: 200 };
        let versions = self.deploys.versions(owner, *organization, self.function.id, &page).await.unwrap();
        versions.items.into_iter().rev().collect()
    }

    pub(crate) async fn live(&self) -> Option<Version> {
        let Stage { owner, organization, .. } = &self.stage;
        self.deploys.live(owner, *organization, self.function.id).await.unwrap()
    }

    /// The code that gets all the traffic in AWS.
    pub(crate) fn serving(&self) -> ArtifactHash {
        let traffic = self.stage.aws.traffic(&self.name(), "live").expect("the alias is there");
        let Traffic { version, canary: None } = traffic else { panic!("two versions: {traffic:?}") };
        let versions = self.stage.aws.versions(&self.name());
        versions.into_iter().find(|(number, ..)| *number == version).expect("the version is there").1
    }
}

/// AWS's name of a function.
pub(crate) fn name_of(function: &Component) -> String {
    function.stack_name.trim_start_matches("provisioner-").to_owned()
}

pub(crate) fn deploy_of(code: ArtifactHash) -> NewDeploy {
    NewDeploy::new(NewCode::Stored(code), Source::Portal)
}

/// An archive of a Python program that answers with `text`.
pub(crate) fn archive(text: &str) -> Vec<u8> {
    artifact::archive_of(&[(
        "app.py",
        0o644,
        &format!("def handler(event, context):\n    return {text:?}\n"),
    )])
    .unwrap()
}
