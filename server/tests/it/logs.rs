//! Reading what functions wrote: who may, what the trail says of it, and how a look goes on.

use domain::Error;
use domain::audit::{AuditAction, AuditEntry, Outcome};
use domain::caller::{Actor, Caller};
use domain::cloud::LogEvent;
use domain::error::Conflict;
use domain::grant::{PlatformRole, Role};
use domain::ids::{ComponentId, SessionId};
use domain::ports::{LOG_LINES_MAX, LogBegin, LogLines, LogLook, Logs as _, Trail};
use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use server::service::logs::Logs;
use server::testing::cloud::Fault;

use crate::api_program::Program;
use crate::deploys_stage::FunctionStage;
use crate::operations_stage::{Stage, caller};
use crate::sweep_world::World;

struct Bench {
    stage: FunctionStage,
    logs: Logs,
}

impl Bench {
    /// A function with one version.
    async fn new() -> Self {
        let stage = FunctionStage::new().await;
        stage.deploy("one").await;
        let logs = Logs::new(stage.stage.app.context.clone(), stage.stage.aws.cloud());
        Self { stage, logs }
    }

    fn ago(&self, seconds: i64) -> Timestamp {
        self.stage.stage.app.context.now() - SignedDuration::from_secs(seconds)
    }

    fn write(&self, id: &str, seconds_ago: i64, version: Option<u64>) {
        let group = &self.stage.function.outputs["LogGroup"];
        let event = event(id, self.ago(seconds_ago), version);
        self.stage.stage.aws.write_log(group, event);
    }

    async fn look_as(&self, caller: &Caller, begin: LogBegin, limit: u16) -> domain::Result<LogLines> {
        let Stage { organization, .. } = &self.stage.stage;
        let look = LogLook { begin, limit };
        self.logs.lines(caller, *organization, self.stage.function.id, look).await
    }

    async fn look(&self, begin: LogBegin) -> LogLines {
        self.look_as(&self.stage.stage.owner, begin, 100).await.unwrap()
    }

    /// The entries about looks.
    async fn looks(&self) -> Vec<AuditEntry> {
        let trail = self.stage.stage.app.trail(Trail::Organization(self.stage.stage.organization)).await;
        trail.into_iter().filter(|entry| entry.action == AuditAction::LogsRead).collect()
    }
}

fn event(id: &str, time: Timestamp, version: Option<u64>) -> LogEvent {
    LogEvent { id: id.to_owned(), time, version, text: format!("{id}\u{1b}[2J\n") }
}

fn ids(found: &LogLines) -> Vec<&str> {
    found.lines.iter().map(|line| line.id.as_str()).collect()
}

#[tokio::test]
async fn lines_come_oldest_first_with_the_number_of_their_version() {
    let bench = Bench::new().await;
    bench.stage.deploy("two").await;
    let published = bench.stage.live().await.unwrap().published;
    bench.write("late", 10, published);
    bench.write("early", 20, Some(99));
    bench.write("long ago", 3600, published);
    let found = bench.look(LogBegin::Since(bench.ago(60))).await;
    assert_eq!((ids(&found), found.complete), (vec!["early", "late"], true));
    assert_eq!((found.lines[0].version, found.lines[1].version), (None, Some(2)));
    assert_eq!(found.lines[0].text, "early\u{1b}[2J\n", "as it was written");
    let ahead = bench.look(LogBegin::Since(bench.ago(-60))).await;
    assert!(ahead.lines.is_empty() && ahead.complete);
}

#[tokio::test]
async fn a_look_goes_on_and_late_lines_are_not_missed() {
    let bench = Bench::new().await;
    for (id, ago) in [("1", 50), ("2", 40), ("3", 2)] {
        bench.write(id, ago, None);
    }
    let owner = &bench.stage.stage.owner;
    let first = bench.look_as(owner, LogBegin::Since(bench.ago(60)), 2).await.unwrap();
    assert_eq!((ids(&first), first.complete), (vec!["1", "2"], false));
    bench.stage.stage.pass(1);
    bench.write("new", 0, None);
    let rest = bench.look(LogBegin::After(first.next)).await;
    assert_eq!((ids(&rest), rest.complete), (vec!["3"], true), "a new line is for the next part");
    bench.write("late", 14, None);
    let next = bench.look(LogBegin::After(rest.next)).await;
    assert_eq!(ids(&next), ["late", "3", "new"], "the last seconds are told again");
    bench.stage.stage.pass(20);
    let quiet = bench.look(LogBegin::After(next.next.clone())).await;
    assert_eq!(ids(&quiet), ["late", "3", "new"], "the part before ended 20 s ago");
    assert!(ids(&bench.look(LogBegin::After(quiet.next)).await).is_empty());
    assert_eq!(bench.looks().await.len(), 1);
}

#[tokio::test]
async fn each_look_is_in_the_trail_and_once_more_every_hour() {
    let bench = Bench::new().await;
    let since = bench.ago(60);
    let mut found = bench.look(LogBegin::Since(since)).await;
    let looks = bench.looks().await;
    assert_eq!((looks.len(), looks[0].outcome), (1, Outcome::Succeeded));
    assert_eq!(looks[0].after, Some(serde_json::json!({ "since": since })));
    assert_eq!(looks[0].target.component, Some(bench.stage.function.id));
    for (seconds, expected) in [(1800, 1), (1799, 1), (1, 2), (3599, 2), (1, 3)] {
        bench.stage.stage.pass(seconds);
        found = bench.look(LogBegin::After(found.next)).await;
        assert_eq!(bench.looks().await.len(), expected, "{seconds}");
    }
    bench.stage.stage.aws.fault_at(1, Fault::Silent);
    let owner = &bench.stage.stage.owner;
    let silent = bench.look_as(owner, LogBegin::Since(since), 1).await;
    assert!(matches!(silent, Err(Error::Unavailable { .. })), "{silent:?}");
    assert_eq!(bench.looks().await.last().unwrap().outcome, Outcome::Failed);
}

#[tokio::test]
async fn nobody_goes_on_with_the_look_of_another() {
    let bench = Bench::new().await;
    let next = bench.look(LogBegin::Since(bench.ago(60))).await.next;
    let mut other = bench.stage.stage.owner.clone();
    if let Actor::Person { session, .. } = &mut other.actor {
        *session = SessionId(uuid::Uuid::from_u128(77));
    }
    let taken = bench.look_as(&other, LogBegin::After(next.clone()), 1).await;
    assert!(matches!(taken, Err(Error::NotFound)), "{taken:?}");
    let another = bench.stage.another("another").await.id;
    let Stage { owner, organization, .. } = &bench.stage.stage;
    let look = |begin| LogLook { begin, limit: 1 };
    let moved = bench.logs.lines(owner, *organization, another, look(LogBegin::After(next.clone()))).await;
    assert!(matches!(moved, Err(Error::NotFound)), "{moved:?}");
    for forged in ["", "x", &next[1..], &format!("{next}A")] {
        let refused = bench.look_as(owner, LogBegin::After(forged.to_owned()), 1).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{forged}: {refused:?}");
    }
    assert_eq!(bench.looks().await.len(), 1);
}

#[tokio::test]
async fn developers_and_support_read_and_viewers_and_auditors_do_not() {
    let bench = Bench::new().await;
    let organization = bench.stage.stage.organization;
    let staff = |role| {
        let mut person = caller(organization, Role::Viewer);
        person.grants.clear();
        person.platform_roles = [role].into();
        person
    };
    for (person, may) in [
        (caller(organization, Role::Owner), true),
        (caller(organization, Role::Developer), true),
        (caller(organization, Role::Viewer), false),
        (staff(PlatformRole::Operator), true),
        (staff(PlatformRole::Support), true),
        (staff(PlatformRole::Auditor), false),
    ] {
        let before = bench.looks().await.len();
        let found = bench.look_as(&person, LogBegin::Since(bench.ago(60)), 1).await;
        match found {
            Ok(_) => assert!(may && bench.looks().await.len() == before + 1, "{person:?}"),
            Err(Error::Forbidden(_)) => assert!(!may && bench.looks().await.len() == before, "{person:?}"),
            Err(error) => panic!("{person:?}: {error:?}"),
        }
    }
    let stranger = Caller { grants: Vec::new(), ..caller(organization, Role::Owner) };
    let hidden = bench.look_as(&stranger, LogBegin::Since(bench.ago(60)), 1).await;
    assert!(matches!(hidden, Err(Error::NotFound)), "{hidden:?}");
}

#[tokio::test]
async fn what_cannot_be_read_is_said() {
    let bench = Bench::new().await;
    let Stage { owner, organization, aws, .. } = &bench.stage.stage;
    let since = || LogBegin::Since(bench.ago(60));
    for limit in [0, LOG_LINES_MAX + 1] {
        let refused = bench.look_as(owner, since(), limit).await.unwrap_err();
        assert!(matches!(&refused, Error::Invalid(errors) if errors[0].field == "limit"), "{refused:?}");
    }
    let database = bench.stage.stage.ready("orders-db").await.id;
    let look = || LogLook { begin: since(), limit: 1 };
    let refused = bench.logs.lines(owner, *organization, database, look()).await;
    assert!(matches!(refused, Err(Error::Conflict(Conflict::NoLogs))), "{refused:?}");
    let nobody = ComponentId(uuid::Uuid::from_u128(5));
    let missing = bench.logs.lines(owner, *organization, nobody, look()).await;
    assert!(matches!(missing, Err(Error::NotFound)), "{missing:?}");
    assert!(bench.looks().await.is_empty() && aws.count("FilterLogEvents") == 0);
}

#[tokio::test]
async fn programs_read_lines_and_go_on_with_what_they_were_given() {
    let world = World::new().await;
    let mut pv = Program::of(&world.site, &mut world.owner().await).await;
    let function = &world.ids.function;
    let now = world.site.app.context.now();
    let group = &function.outputs["LogGroup"];
    world.site.cloud.write_log(group, event("a", now - SignedDuration::from_mins(16), None));
    world.site.cloud.write_log(group, event("b", now - SignedDuration::from_mins(14), None));
    let api = format!("/api/v1/organizations/acme/components/{}/logs", function.id);
    let found = pv.get(&api).await;
    assert_eq!(found.status, StatusCode::OK, "{}", found.text);
    let found = found.json();
    let time = now - SignedDuration::from_mins(14);
    let line = serde_json::json!({ "id": "b", "time": time, "version": null, "text": "b\u{1b}[2J\n" });
    assert_eq!((&found["lines"], &found["complete"]), (&serde_json::json!([line]), &true.into()));
    let all = pv.get(&format!("{api}?since=2026-01-01T00:00:00Z&limit=1")).await.json();
    assert_eq!((&all["lines"][0]["id"], &all["complete"]), (&"a".into(), &false.into()));
    let before = world.audit_entries().await;
    let next = all["next"].as_str().unwrap();
    let rest = pv.get(&format!("{api}?after={next}&limit=1000")).await.json();
    assert_eq!((&rest["lines"][0]["id"], &rest["complete"]), (&"b".into(), &true.into()));
    assert_eq!(world.audit_entries().await, before, "it is the same look");
    for (query, status, code) in [
        ("since=yesterday", 400, "malformed"),
        ("limit=70000", 400, "malformed"),
        ("until=2026-01-01T00:00:00Z", 400, "malformed"),
        (&format!("since=2026-01-01T00:00:00Z&after={next}"), 400, "malformed"),
        ("limit=1001", 422, "invalid"),
        ("after=forged", 404, "not_found"),
    ] {
        assert_eq!(pv.get(&format!("{api}?{query}")).await.problem(), (status, code.to_owned()), "{query}");
    }
    let database = api.replace(&function.id.to_string(), &world.ids.component.id.to_string());
    assert_eq!(pv.get(&database).await.problem(), (409, "no_logs".to_owned()));
    world.site.cloud.fault_always(Fault::Throttled);
    assert_eq!(pv.get(&api).await.problem(), (503, "unavailable".to_owned()));
}
