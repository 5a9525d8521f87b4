//! Trying functions: versions, faults of functions and of AWS, saved events, the public address.

use domain::Error;
use domain::audit::{AuditAction, AuditEntry, Outcome};
use domain::caller::Caller;
use domain::cloud::Invocation;
use domain::error::{Conflict, Problem};
use domain::function::VersionState;
use domain::grant::Role;
use domain::ports::{NewInvocation, Trials as _};
use domain::trial::address::{Answer, Method, Question, Reached, Unreached};
use domain::trial::{EVENT_MAX_BYTES, EVENTS_MAX, Ending, FunctionErrorClass, PAYLOAD_MAX_BYTES, Trial};
use kinds::load_balancer::NOT_LET_IN;
use serde_json::{Value, json};
use server::service::trials::Trials;
use server::testing::FakeWeb;
use server::testing::cloud::Fault;
use std::time::Duration;

use crate::deploys_stage::FunctionStage;
use crate::operations_stage::{Stage, caller};
use crate::support::name;

struct Bench {
    stage: FunctionStage,
    web: FakeWeb,
    trials: Trials,
}

impl Bench {
    /// A function with one version.
    async fn new() -> Self {
        Self::with(json!({})).await
    }

    async fn with(settings: serde_json::Value) -> Self {
        let stage = FunctionStage::with(settings).await;
        stage.deploy("one").await;
        let web = FakeWeb::new();
        let context = stage.stage.app.context.clone();
        let trials = Trials::new(context, stage.stage.aws.cloud(), std::sync::Arc::new(web.clone()));
        Self { stage, web, trials }
    }

    async fn run_as(&self, caller: &Caller, version: Option<u32>, payload: &str) -> domain::Result<Trial> {
        let invocation = NewInvocation { version, payload: payload.to_owned() };
        let Stage { organization, .. } = &self.stage.stage;
        self.trials.invoke(caller, *organization, self.stage.function.id, invocation).await
    }

    async fn run(&self, version: Option<u32>, payload: &str) -> domain::Result<Trial> {
        self.run_as(&self.stage.stage.owner, version, payload).await
    }

    /// What the live code answers from now on.
    async fn answer_with(&self, payload: Vec<u8>, failed: bool, log_tail: &str) {
        let code = self.stage.live().await.unwrap().artifact;
        let answer = Invocation { version: None, payload, failed, log_tail: log_tail.to_owned() };
        self.stage.stage.aws.answer_with(code, answer);
    }

    async fn ask(&self, path: &str) -> domain::Result<Reached> {
        let question = Question::new(Method::Get, path).unwrap();
        let Stage { owner, organization, .. } = &self.stage.stage;
        self.trials.ask(owner, *organization, self.stage.function.id, question).await
    }

    async fn save(&self, event: &str, payload: &str) -> domain::Result<()> {
        let Stage { owner, organization, .. } = &self.stage.stage;
        let (function, payload) = (self.stage.function.id, payload.to_owned());
        self.trials.save_event(owner, *organization, function, name(event), payload).await.map(drop)
    }

    async fn newest(&self) -> AuditEntry {
        self.stage.stage.app.newest(self.stage.stage.organization).await
    }
}

#[tokio::test]
async fn what_is_live_runs_or_one_version_and_the_trail_says_which_without_the_event() {
    let bench = Bench::new().await;
    bench.stage.deploy("two").await;
    let live = bench.run(None, "{\"secret\": \"hunter2\"}").await.unwrap();
    let Ending::Answered(answer) = &live.ending else { panic!("{:?}", live.ending) };
    let answer: Value = serde_json::from_str(answer).unwrap();
    assert_eq!((live.version, answer), (Some(2), json!({ "body": "it works", "statusCode": 200 })));
    let report = live.report.unwrap();
    assert_eq!((report.memory_mb, report.memory_used_mb, report.cold_start), (512, 67, None));
    assert!(live.log.text.contains("platform.start"));
    let entry = bench.newest().await;
    assert_eq!((entry.action, entry.outcome), (AuditAction::FunctionInvoked, Outcome::Succeeded));
    assert_eq!(entry.after, Some(json!({ "version": null, "bytes": 21 })));
    assert_eq!(entry.target.component, Some(bench.stage.function.id));
    assert_eq!(bench.run(Some(1), "1").await.unwrap().version, Some(1));
    assert_eq!(bench.stage.stage.aws.payloads(), [b"{\"secret\": \"hunter2\"}".to_vec(), b"1".to_vec()]);
    bench.stage.roll_back(1).await.unwrap();
    bench.stage.stage.settle().await;
    assert_eq!(
        bench.run(None, "{}").await.unwrap().version,
        Some(1),
        "after a roll-back the older one is live"
    );
}

#[tokio::test]
async fn a_version_that_aws_does_not_have_is_a_wrong_choice() {
    let bench = Bench::new().await;
    bench.stage.stage.aws.fail_update("InvalidZip", "Could not unzip uploaded file.");
    bench.stage.deploy("two").await;
    assert_eq!(bench.stage.versions().await[1].state, VersionState::Failed);
    for version in [2, 99, 0, u32::MAX] {
        let refused = bench.run(Some(version), "{}").await.unwrap_err();
        assert!(matches!(&refused, Error::Invalid(errors) if errors[0].field == "version"), "{refused:?}");
    }
    assert!(bench.stage.stage.aws.payloads().is_empty());
}

#[tokio::test]
async fn functions_that_fail_in_every_way_are_told_apart() {
    let bench = Bench::new().await;
    for (kind, message, class) in [
        ("Runtime.ImportModuleError", "Unable to import module 'app'", FunctionErrorClass::NotLoaded),
        ("Sandbox.Timedout", "Task timed out after 30.00 seconds", FunctionErrorClass::TimedOut),
        ("Runtime.ExitError", "Runtime exited with error: signal: killed", FunctionErrorClass::Ended),
        ("Function.ResponseSizeTooLarge", "Response payload size exceeded", FunctionErrorClass::TooLarge),
        ("ValueError", "no", FunctionErrorClass::Thrown),
    ] {
        let payload = json!({ "errorType": kind, "errorMessage": message, "stackTrace": ["a", "b"] });
        bench.answer_with(payload.to_string().into_bytes(), true, "").await;
        let trial = bench.run(None, "{}").await.unwrap();
        let Ending::Failed(error) = trial.ending else { panic!("{trial:?}") };
        assert_eq!((error.class(), error.message.as_str(), error.trace.len()), (class, message, 2));
        assert_eq!(bench.newest().await.outcome, Outcome::Succeeded, "it was run");
    }
}

#[tokio::test]
async fn a_megabyte_of_log_and_six_of_answer_arrive_as_far_as_aws_tells() {
    let bench = Bench::new().await;
    // Lambda answers with the last 4,096 bytes, which begin in the middle of a line.
    let report = r#"{"time":"2026-11-21T09:30:00Z","type":"platform.report","record":{"requestId":"1","metrics":{"durationMs":1.5,"billedDurationMs":2,"memorySizeMB":512,"maxMemoryUsedMB":90,"initDurationMs":200}}}"#;
    let printed = format!("{}\n{report}\n", "printed ".repeat(1000));
    let tail = &printed[printed.len() - 4096..];
    let answer = format!("\"{}\"", "x".repeat(PAYLOAD_MAX_BYTES - 2));
    bench.answer_with(answer.clone().into_bytes(), false, tail).await;
    let trial = bench.run(None, "{}").await.unwrap();
    // A failure must not print six megabytes.
    assert!(trial.ending == Ending::Answered(answer), "another answer");
    assert!(trial.log.is_cut && !trial.log.text.contains("printed"), "half a line is none");
    assert_eq!(trial.report.unwrap().cold_start, Some(Duration::from_millis(200)));
}

#[tokio::test]
async fn faults_of_aws_are_ends_that_say_whether_it_may_have_run() {
    let bench = Bench::new().await;
    let refusal = Fault::Refused { code: "KMSDisabledException".to_owned(), message: "the key".to_owned() };
    let refused = Ending::Refused { code: "KMSDisabledException".to_owned(), message: "the key".to_owned() };
    for (fault, ending, outcome) in [
        (Fault::Throttled, Ending::Throttled, Outcome::Failed),
        (Fault::Silent, Ending::Silent, Outcome::Unknown),
        (Fault::AnswerLost, Ending::Silent, Outcome::Unknown),
        (refusal, refused, Outcome::Failed),
    ] {
        bench.stage.stage.aws.fault_at(1, fault);
        let trial = bench.run(None, "{}").await.unwrap();
        assert_eq!((trial.ending, trial.version), (ending, None));
        assert_eq!(bench.newest().await.outcome, outcome);
    }
    bench.stage.stage.aws.fault_at(1, Fault::Unreachable);
    assert!(matches!(bench.run(None, "{}").await, Err(Error::Unavailable { .. })));
    assert_eq!(bench.newest().await.outcome, Outcome::Failed);
}

#[tokio::test]
async fn a_function_that_never_answers_is_waited_for_as_long_as_it_may_run() {
    let mut bench = Bench::with(json!({ "timeout_seconds": 1 })).await;
    bench.trials = bench.trials.with_leeway(Duration::ZERO);
    bench.stage.stage.aws.fault_at(1, Fault::Hang);
    let started = std::time::Instant::now();
    let trial = bench.run(None, "{}").await.unwrap();
    assert_eq!(trial.ending, Ending::Silent);
    assert!(started.elapsed() >= Duration::from_secs(1), "its code may take a second");
    assert_eq!(bench.newest().await.outcome, Outcome::Unknown);
}

#[tokio::test]
async fn no_transaction_is_held_while_a_function_runs_and_its_entry_is_there_already() {
    let bench = Bench::new().await;
    bench.stage.stage.aws.fault_at(1, Fault::Hang);
    tokio::select! {
        _ = bench.run(None, "{}") => panic!("it hangs"),
        () = bench.stage.stage.aws.hung() => {}
    }
    // On SQLite nobody else could write.
    bench.save("while-it-runs", "{}").await.unwrap();
    let open = bench.stage.stage.app.context.db.write().await.unwrap();
    drop(open);
}

#[tokio::test]
async fn wrong_events_and_wrong_moments_are_refused_before_anything_runs() {
    let bench = Bench::new().await;
    for (payload, problem) in [
        ("", "required"),
        ("{", "not_json"),
        (&*format!("\"{}\"", "x".repeat(PAYLOAD_MAX_BYTES)), "too_large"),
    ] {
        let refused = bench.run(None, payload).await.unwrap_err();
        assert!(
            matches!(&refused, Error::Invalid(errors) if errors[0].problem.code() == problem),
            "{refused:?}"
        );
    }
    let viewer = caller(bench.stage.stage.organization, Role::Viewer);
    assert!(matches!(bench.run_as(&viewer, None, "{}").await, Err(Error::Forbidden(_))));
    let empty = FunctionStage::new().await;
    let aws = empty.stage.aws.cloud();
    let trials = Trials::new(empty.stage.app.context.clone(), aws, std::sync::Arc::new(FakeWeb::new()));
    let invocation = NewInvocation { version: None, payload: "{}".to_owned() };
    let Stage { owner, organization, .. } = &empty.stage;
    let refused = trials.invoke(owner, *organization, empty.function.id, invocation).await;
    assert!(matches!(refused, Err(Error::Conflict(Conflict::NothingDeployed))), "{refused:?}");
    assert!(bench.stage.stage.aws.payloads().is_empty());
}

#[tokio::test]
async fn events_are_kept_replaced_and_forgotten() {
    let bench = Bench::new().await;
    bench.save("order", " {\"id\": 1} ").await.unwrap();
    assert_eq!(bench.newest().await.after, Some(json!({ "event": "order", "bytes": 9 })));
    bench.save("order", "{\"id\": 2}").await.unwrap();
    bench.save("a-first-one", "{}").await.unwrap();
    let Stage { owner, organization, .. } = &bench.stage.stage;
    let function = bench.stage.function.id;
    let events = bench.trials.events(owner, *organization, function).await.unwrap();
    let kept: Vec<_> = events.iter().map(|event| (event.name.as_str(), event.payload.as_str())).collect();
    assert_eq!(kept, [("a-first-one", "{}"), ("order", "{\"id\": 2}")]);
    bench.trials.remove_event(owner, *organization, function, &name("order")).await.unwrap();
    assert_eq!(bench.newest().await.action, AuditAction::EventRemoved);
    let again = bench.trials.remove_event(owner, *organization, function, &name("order")).await;
    assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
    let viewer = caller(*organization, Role::Viewer);
    assert!(matches!(bench.trials.events(&viewer, *organization, function).await, Err(Error::Forbidden(_))));
}

#[tokio::test]
async fn there_is_room_for_fifty_events_of_100_kb() {
    let bench = Bench::new().await;
    let longest = format!("\"{}\"", "x".repeat(EVENT_MAX_BYTES - 2));
    for number in 0..EVENTS_MAX {
        bench.save(&format!("event-{number}"), "{}").await.unwrap();
    }
    bench.save("event-7", &longest).await.unwrap();
    let full = bench.save("one-more", "{}").await;
    let expected = Problem::TooManyEvents { max: EVENTS_MAX };
    assert!(matches!(&full, Err(Error::Invalid(errors)) if errors[0].problem == expected), "{full:?}");
    let long = bench.save("event-7", &format!("{longest} ").replace("\" ", "x\"")).await;
    assert!(
        matches!(&long, Err(Error::Invalid(errors)) if errors[0].problem == Problem::TooLarge { max_kb: 100 })
    );
}

fn answer(status: u16, body: &str) -> Answer {
    Answer {
        status,
        headers: Vec::new(),
        body: body.to_owned(),
        is_cut: false,
        took: Duration::from_millis(9),
    }
}

#[tokio::test]
async fn only_the_functions_own_host_is_asked_and_the_trail_keeps_the_query_out() {
    let bench = Bench::new().await;
    bench.web.answer_with(Ok(answer(200, "hello")));
    let reached = bench.ask("/orders?token=hunter2").await.unwrap();
    assert_eq!(reached, Reached::Answer(answer(200, "hello")));
    let asked = bench.web.asked();
    assert_eq!(asked[0].0, bench.stage.function.outputs["Host"]);
    assert_eq!(asked[0].1.path(), "/orders?token=hunter2");
    let entry = bench.newest().await;
    assert_eq!((entry.action, entry.outcome), (AuditAction::AddressAsked, Outcome::Succeeded));
    assert_eq!(entry.after, Some(json!({ "method": "GET", "path": "/orders" })));
}

#[tokio::test]
async fn who_is_not_let_in_is_told_so() {
    let bench = Bench::new().await;
    for (given, expected) in [
        (Ok(answer(404, NOT_LET_IN)), Reached::NotLetIn),
        (Ok(answer(404, "not here")), Reached::Answer(answer(404, "not here"))),
        (Err(Unreached::NoConnection), Reached::Nobody(Unreached::NoConnection)),
    ] {
        bench.web.answer_with(given);
        assert_eq!(bench.ask("/").await.unwrap(), expected);
    }
    assert_eq!(bench.newest().await.outcome, Outcome::Failed);
    let private = Bench::with(json!({ "exposure": "private" })).await;
    assert_eq!(private.ask("/").await.unwrap(), Reached::Private);
    assert!(private.web.asked().is_empty());
}
