//! A function whose second version gets its traffic share by share.

use domain::function::{Durations, Guards, Minutes, Point, Rollout, Share, Strategy};
use domain::operation::Operation;
use domain::ports::{NewDeploy, Operations as _};
use server::tasks::reconcile::Reconciler;

use crate::deploys_stage::{FunctionStage, deploy_of};
use crate::operations_stage::Stage;

pub(crate) struct RolloutStage {
    pub(crate) of: FunctionStage,
}

pub(crate) const fn minutes(minutes: u8) -> Minutes {
    Minutes::new(minutes).expect("a test knows the range")
}

pub(crate) fn canary(guards: Guards) -> Rollout {
    Rollout { strategy: Strategy::Canary { minutes: minutes(5) }, guards }
}

impl RolloutStage {
    /// A function that serves `zero`.
    pub(crate) async fn new() -> Self {
        let of = FunctionStage::new().await;
        of.deploy("zero").await;
        Self { of }
    }

    /// Asks for `one`, share by share, and lets it get its first share.
    pub(crate) async fn begin(&self, rollout: Rollout) -> Operation {
        self.begin_with(NewDeploy {
            rollout: Some(rollout),
            ..deploy_of(self.of.store("one").await.unwrap())
        })
        .await
    }

    pub(crate) async fn begin_with(&self, new: NewDeploy) -> Operation {
        let operation = self.of.start(new).await.unwrap();
        for _ in 0..100 {
            if self.of.stage.operation(operation.id).await.shifting().is_some() && self.share() > 0 {
                return operation;
            }
            self.of.stage.worker.look_at_due().await.unwrap();
            self.of.stage.pass(1);
        }
        panic!("it gets no traffic: {:?}", self.of.stage.operation(operation.id).await);
    }

    /// Lets seconds pass, with a worker that looks.
    pub(crate) async fn pass(&self, seconds: i64) {
        self.pass_with(&self.of.stage.worker, seconds).await;
    }

    pub(crate) async fn pass_with(&self, worker: &Reconciler, seconds: i64) {
        for _ in 0..seconds {
            self.of.stage.pass(1);
            worker.look_at_due().await.unwrap();
        }
    }

    /// What share of the traffic the newest version gets in AWS, in percent.
    pub(crate) fn share(&self) -> u8 {
        let name = self.of.name();
        let traffic = self.of.stage.aws.traffic(&name, "live").expect("the alias is there");
        let newest = self.of.stage.aws.versions(&name).last().expect("there is a version").0;
        traffic.share(newest).as_percent()
    }

    /// CloudWatch counts so many requests of the newest version, of which so many failed, in the minute before this moment.
    pub(crate) fn count(&self, requests: u64, errors: u64, p95: f64) {
        let name = self.of.name();
        let version = self.of.stage.aws.versions(&name).last().map(|version| version.0);
        let point = Point {
            at: self.of.stage.app.context.now(),
            requests,
            errors,
            duration: Some(Durations { p50: p95 / 2.0, p95, p99: p95 * 2.0 }),
            ..Point::default()
        };
        self.of.stage.aws.count_request(&name, version, point);
    }

    pub(crate) async fn give(&self, operation: &Operation, percent: u8) -> domain::Result<Operation> {
        let Stage { operations, owner, organization, .. } = &self.of.stage;
        operations.give_share(owner, *organization, operation.id, Share::percent(percent)).await
    }

    pub(crate) async fn cancel(&self, operation: &Operation) {
        let Stage { operations, owner, organization, .. } = &self.of.stage;
        operations.cancel(owner, *organization, operation.id).await.unwrap();
    }
}
