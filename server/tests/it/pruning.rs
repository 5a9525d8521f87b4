//! Old versions and archives make room, and nothing goes that somebody needs.

use domain::Error;
use domain::audit::AuditAction;
use domain::component::Kind;
use domain::error::Conflict;
use domain::function::{Traffic, VersionState};
use domain::ports::{Changes as _, Deploys as _, NewCode, NewComponent, NewDeploy, Operations as _};
use jiff::SignedDuration;
use serde_json::json;
use server::db;
use server::service::pruning::Pruning;
use server::testing::cloud::Fault;

use crate::deploys_stage::{FunctionStage, archive, deploy_of};
use crate::operations_stage::Stage;

const DAY: i64 = 24 * 3600;

impl FunctionStage {
    async fn tidy(&self) -> domain::Result<()> {
        let (context, cloud) = (self.stage.app.context.clone(), self.stage.aws.cloud());
        Pruning::new(context, cloud).tidy(&self.function).await
    }

    fn days_pass(&self, days: i64) {
        self.stage.app.clock.advance(SignedDuration::from_secs(days * DAY));
    }

    fn bucket(&self) -> &str {
        &self.function.outputs["CodeBucket"]
    }

    /// The archives in the bucket.
    fn archives(&self) -> Vec<String> {
        let objects = self.stage.aws.objects(self.bucket());
        objects.into_iter().filter(|key| key.starts_with("code/")).collect()
    }

    async fn states(&self) -> Vec<VersionState> {
        self.versions().await.iter().map(|version| version.state).collect()
    }
}

/// A function with 53 versions, of which the third can go 90 days later, and the first two: version 2 has the code of version 53.
async fn grown() -> FunctionStage {
    let stage = FunctionStage::new().await;
    for number in 1..=53 {
        stage.deploy(&if number == 2 { "53".to_owned() } else { number.to_string() }).await;
    }
    stage
}

#[tokio::test]
async fn old_versions_go_and_their_code_with_them() {
    let stage = grown().await;
    stage.days_pass(89);
    stage.tidy().await.unwrap();
    assert!(!stage.states().await.contains(&VersionState::Pruned), "90 days are not over");
    stage.days_pass(2);
    assert_eq!((stage.archives().len(), stage.stage.aws.versions(&stage.name()).len()), (52, 54));
    stage.tidy().await.unwrap();
    let states = stage.states().await;
    assert_eq!(
        states[..4],
        [VersionState::Pruned, VersionState::Pruned, VersionState::Pruned, VersionState::Previous]
    );
    assert_eq!(states.iter().filter(|state| **state == VersionState::Pruned).count(), 3);
    assert_eq!(stage.stage.aws.versions(&stage.name()).len(), 50, "the placeholder has gone, too");
    assert_eq!(stage.archives().len(), 50, "the code of version 2 is that of version 53");
    assert_eq!(stage.live().await.unwrap().number, 53);
    let entry = stage.stage.app.newest(stage.stage.organization).await;
    assert_eq!(
        (entry.action, entry.after),
        (AuditAction::VersionsPruned, Some(json!({ "versions": [1, 2, 3] })))
    );
    let calls = stage.stage.aws.calls().len();
    stage.tidy().await.unwrap();
    assert_eq!(stage.stage.aws.calls().len(), calls, "there is nothing left to do");

    let refused = stage.roll_back(1).await;
    assert!(matches!(refused, Err(Error::Conflict(Conflict::Pruned { version: 1 }))), "{refused:?}");
    let code_of = |number| NewDeploy { code: NewCode::OfVersion(number), ..deploy_of(stage.versions_code()) };
    let refused = stage.start(code_of(1)).await;
    assert!(matches!(refused, Err(Error::Conflict(Conflict::Pruned { version: 1 }))), "{refused:?}");
    stage.start(code_of(2)).await.unwrap();
    stage.stage.settle().await;
    assert_eq!(stage.live().await.unwrap().number, 54);
    stage.deploy("1").await;
    assert_eq!(stage.serving(), stage.store("1").await.unwrap(), "what went can be sent again");
}

impl FunctionStage {
    fn versions_code(&self) -> domain::function::ArtifactHash {
        domain::function::ArtifactHash::of([0; 32])
    }
}

#[tokio::test]
async fn a_roll_back_that_was_faster_wins() {
    let stage = grown().await;
    stage.days_pass(91);
    let operation = stage.roll_back(1).await.unwrap();
    stage.tidy().await.unwrap();
    assert!(
        !stage.states().await.contains(&VersionState::Pruned),
        "nothing goes while an operation is at work"
    );
    stage.stage.settle().await;
    let ended = stage.stage.operation(operation.id).await;
    assert!(ended.failure.is_none(), "{:?}", ended.failure);
    assert_eq!(stage.live().await.unwrap().number, 1);
    stage.tidy().await.unwrap();
    assert_eq!(stage.states().await[..3], [VersionState::Live, VersionState::Pruned, VersionState::Pruned]);
    stage.roll_back(53).await.unwrap();
    stage.stage.settle().await;
    stage.tidy().await.unwrap();
    assert_eq!(stage.states().await[0], VersionState::Previous, "it had traffic a moment ago");
}

#[tokio::test]
async fn a_failed_roll_back_is_not_tried_again_to_a_version_that_has_gone() {
    let stage = grown().await;
    stage.days_pass(91);
    let operation = stage.roll_back(1).await.unwrap();
    let refused = Fault::Refused { code: "AccessDeniedException".to_owned(), message: "no".to_owned() };
    stage.stage.aws.fault_at(1, refused);
    stage.stage.settle().await;
    stage.tidy().await.unwrap();
    let Stage { operations, owner, organization, .. } = &stage.stage;
    let late = operations.retry(owner, *organization, operation.id).await;
    assert!(matches!(late, Err(Error::Conflict(Conflict::Pruned { version: 1 }))), "{late:?}");
}

#[tokio::test]
async fn whatever_aws_does_not_answer_is_done_the_next_time() {
    let reference = grown().await;
    reference.days_pass(91);
    let before = reference.stage.aws.calls().len();
    reference.tidy().await.unwrap();
    let calls = reference.stage.aws.calls().len() - before;
    assert!(calls >= 7, "a list, three versions with the placeholder, two archives: {calls}");
    for fault in [Fault::Silent, Fault::AnswerLost] {
        let stage = grown().await;
        stage.days_pass(91);
        // Each activation may get one call further than the one before.
        for call in 1..=calls {
            stage.stage.aws.fault_at(call, fault.clone());
            let outcome = stage.tidy().await;
            assert!(matches!(outcome, Ok(()) | Err(Error::Unavailable { .. })), "{outcome:?}");
            stage.stage.aws.recover();
            stage.days_pass(1);
        }
        stage.tidy().await.unwrap();
        assert_eq!(stage.archives(), reference.archives(), "{fault:?}");
        assert_eq!(stage.stage.aws.versions(&stage.name()).len(), 50, "{fault:?}");
    }
}

#[tokio::test]
async fn a_version_that_somebody_uses_behind_our_back_stays_in_aws_and_holds_up_nothing() {
    let stage = grown().await;
    let place = domain::cloud::Place {
        account: stage.function.account.clone(),
        role_arn: domain::account::RoleArn::parse("arn:aws:iam::222222222222:role/provisioner").unwrap(),
        external_id: "external".to_owned(),
        region: stage.function.region.clone(),
        organization: "acme".to_owned().try_into().unwrap(),
        component: None,
        operation: None,
    };
    let aliases = stage.stage.aws.cloud().aliases;
    aliases.point(&place, &stage.name(), "theirs", &Traffic::all(2), None).await.unwrap();
    stage.days_pass(91);
    stage.tidy().await.unwrap();
    let there: Vec<u64> =
        stage.stage.aws.versions(&stage.name()).iter().map(|(number, ..)| *number).collect();
    assert_eq!((there.len(), there[0]), (51, 2));
    aliases.point(&place, &stage.name(), "theirs", &Traffic::all(54), Some("1")).await.unwrap();
    stage.tidy().await.unwrap();
    assert_eq!(stage.stage.aws.versions(&stage.name()).len(), 50);
}

#[tokio::test]
async fn code_that_nobody_deployed_goes_after_a_week() {
    let stage = FunctionStage::new().await;
    let kept = stage.store("kept").await.unwrap();
    stage.start(deploy_of(kept.clone())).await.unwrap();
    stage.stage.settle().await;
    let unused = stage.store("unused").await.unwrap();
    stage.days_pass(6);
    let again = stage.store("again").await.unwrap();
    stage.days_pass(2);
    stage.tidy().await.unwrap();
    let Stage { owner, organization, .. } = &stage.stage;
    for (hash, there) in [(&kept, true), (&unused, false), (&again, true)] {
        let found = stage.deploys.artifact(owner, *organization, stage.function.id, hash).await;
        assert_eq!(found.is_ok(), there, "{found:?}");
    }
    let refused = stage.start(deploy_of(unused.clone())).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    stage.deploy("unused").await;
    assert_eq!(stage.serving(), unused);
}

#[tokio::test]
async fn an_archive_that_is_being_removed_is_not_stored_at_the_same_time() {
    let stage = FunctionStage::new().await;
    let hash = stage.store("one").await.unwrap();
    let context = &stage.stage.app.context;
    let transaction = context.db.write().await.unwrap();
    db::artifacts::begin_removal_for_worker(&transaction, stage.function.id, &hash, context.now())
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    assert!(matches!(stage.start(deploy_of(hash.clone())).await, Err(Error::NotFound)));
    let busy = stage.store("one").await;
    assert!(matches!(busy, Err(Error::Unavailable { .. })), "{busy:?}");
    stage.stage.pass(301);
    assert_eq!(stage.store("one").await.unwrap(), hash, "whoever removed it has stopped in the middle");
    stage.days_pass(8);
    stage.tidy().await.unwrap();
    assert!(matches!(stage.start(deploy_of(hash)).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn code_that_two_functions_share_stays_for_the_other() {
    let one = FunctionStage::new().await;
    let code = one.store("shared").await.unwrap();
    one.start(deploy_of(code.clone())).await.unwrap();
    one.stage.settle().await;
    let Stage { owner, organization, changes, .. } = &one.stage;
    let new = NewComponent { kind: Kind::Function, ..one.stage.new_component("other") };
    let plan = changes.create(owner, *organization, new).await.unwrap();
    one.stage.confirm(&plan).await;
    one.stage.settle().await;
    let upload = Box::pin(futures::stream::iter([Ok(archive("shared"))]));
    one.deploys.store(owner, *organization, plan.component, upload).await.unwrap();
    one.deploys.deploy(owner, *organization, plan.component, deploy_of(code)).await.unwrap();
    one.stage.settle().await;
    assert_eq!(one.archives().len(), 1, "one object for both");
    let delete = changes.delete(owner, *organization, plan.component).await.unwrap();
    one.stage.confirm_typed(&delete, "other").await;
    one.stage.settle().await;
    assert_eq!(one.archives().len(), 1, "the first one still needs it");
    let delete = changes.delete(owner, *organization, one.function.id).await.unwrap();
    one.stage.confirm_typed(&delete, "hello").await;
    one.stage.settle().await;
    assert!(one.archives().is_empty());
}
