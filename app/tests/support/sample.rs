//! Sample data: an organization with components in all states.

use std::collections::BTreeSet;

use domain::account::{RoleArn, TargetAccount};
use domain::allow_list::{AllowList, Cidr, Entry};
use domain::audit::{AuditAction, AuditEntry, Outcome, Target};
use domain::caller::{Actor, Caller, CallerGrant, Interface, Origin};
use domain::component::{Component, Document, Environment, Kind, Region, Release, State};
use domain::grant::{Grant, Holder, PlatformRole, Role, Scope};
use domain::maintenance::{TimeOfDay, Weekday, Window};
use domain::organization::{Name, Organization, Policy, Project};
use domain::session::{Session, SessionKind};
use jiff::{SignedDuration, Timestamp};

use super::function_sample::{domain, function, saved_event, versions};
use super::secrets::secret;
use super::{World, operations, outputs};

pub fn now() -> Timestamp {
    "2026-11-21T09:30:00Z".parse().expect("a time")
}

/// The n-th id of a sort: the first two digits say of which.
pub fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(sort: u8, number: u16) -> T {
    format!("01939000-0000-7000-80{sort:02}-00000000{number:04}").parse().expect("a UUID")
}

pub fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

pub(super) fn ago(minutes: i64) -> Timestamp {
    now() - SignedDuration::from_mins(minutes)
}

fn organization(number: u16, slug: &str, display_name: &str) -> Organization {
    Organization {
        id: id(1, number),
        slug: name(slug),
        display_name: display_name.to_owned(),
        policy: Policy { public_networks: false },
        created: ago(400_000),
    }
}

fn project(number: u16, slug: &str, display_name: &str) -> Project {
    Project {
        id: id(2, number),
        organization: id(1, 1),
        slug: name(slug),
        display_name: display_name.to_owned(),
        cost_center: Some("4711".to_owned()),
    }
}

pub fn entry(number: u16, network: &str, label: &str, expires: Option<i64>) -> Entry {
    Entry {
        id: id(3, number),
        network: Cidr::parse(network).expect("a network"),
        label: label.to_owned(),
        expires: expires.map(|hours| now() + SignedDuration::from_hours(hours)),
        added_by: "Mika Tanaka".to_owned(),
        added: ago(5000),
    }
}

pub fn document(environment: Environment) -> Document {
    Document {
        settings: kinds::postgres::Settings::default_for(environment).to_value(),
        allow_list: AllowList::from_entries(vec![
            entry(1, "203.0.113.7", "Office Tokyo", None),
            entry(2, "198.51.100.0/24", "Build servers", None),
            entry(3, "2001:db8:40::/48", "Data centre", Some(20)),
        ]),
        window: Window {
            zone: "Asia/Tokyo".to_owned(),
            weekday: Weekday::Sunday,
            start: TimeOfDay::from_minute(3 * 60),
            minutes: 180,
        },
    }
}

pub fn component(number: u16, text: &str, environment: Environment, state: State) -> Component {
    let project = if number.is_multiple_of(3) { 2 } else { 1 };
    Component {
        id: id(4, number),
        organization: id(1, 1),
        project: id(2, project),
        kind: Kind::Postgres,
        name: name(text),
        environment,
        region: Region::parse("ap-northeast-1").expect("a region"),
        account: "210987654321".to_owned().try_into().expect("an account"),
        slot: None,
        stack_name: format!("provisioner-aoba-shop-{text}"),
        blueprint: "1.0.0".to_owned(),
        state,
        document: document(environment),
        version: 3,
        outputs: if state == State::Creating { Default::default() } else { outputs(text) },
        running: None,
        created: ago(60_000),
        changed: ago(3_000 - i64::from(number) * 200),
        deleted: None,
    }
}

fn grant(number: u16, role: Role, holder: Holder) -> Grant {
    Grant {
        id: id(5, number),
        organization: id(1, 1),
        scope: if number == 3 { Scope::Project(id(2, 2)) } else { Scope::Organization },
        holder,
        role,
        expires: (number == 3).then(|| now() + SignedDuration::from_hours(24 * 30)),
        created: ago(90_000),
        created_by: "Haruto Sato".to_owned(),
    }
}

fn user(email: &str) -> Holder {
    Holder::User { email: email.to_owned(), user: Some(id(6, 1)) }
}

fn session(number: u16) -> Session {
    Session {
        id: id(7, number),
        kind: match number {
            3 => SessionKind::CommandLine { name: "build-box".to_owned() },
            _ => SessionKind::Browser,
        },
        current: number == 1,
        created: ago(90 * i64::from(number)),
        last_seen: ago(i64::from(number) * 10 - 10),
        expires: now() + SignedDuration::from_hours(10),
        address: "203.0.113.7".parse().ok(),
        user_agent: Some("Mozilla/5.0 (X11; Linux x86_64) Chrome/131.0".to_owned()),
    }
}

fn audit(number: u16, action: AuditAction, outcome: Outcome) -> AuditEntry {
    let reveals = action == AuditAction::AllowListChanged;
    AuditEntry {
        id: id(8, number),
        organization: Some(id(1, 1)),
        sequence: u64::from(number),
        actor: person("Mika Tanaka", Role::Developer).actor,
        roles: vec!["developer".to_owned()],
        origin: origin(),
        action,
        target: Target { name: "orders-db".to_owned(), project: Some(id(2, 1)), component: Some(id(4, 1)) },
        before: reveals.then(|| serde_json::json!({"allow_list": [{"network": "203.0.113.7/32", "label": "Office Tokyo"}]})),
        after: reveals.then(|| serde_json::json!({"allow_list": [{"network": "203.0.113.7/32", "label": "Office Tokyo"}, {"network": "198.51.100.0/24", "label": "Build servers"}]})),
        reason: reveals.then(|| "New build servers".to_owned()),
        outcome,
        operation: reveals.then(|| id(9, 4)),
        aws: None,
        opened: ago(3000 - i64::from(number) * 120),
        completed: ago(2999 - i64::from(number) * 120),
        previous_hash: "0".repeat(64),
        hash: format!("{number:064x}"),
    }
}

fn origin() -> Origin {
    Origin {
        request_id: "req-7f3a".to_owned(),
        interface: Interface::Portal,
        address: "203.0.113.7".parse().ok(),
        user_agent: Some("Mozilla/5.0 (X11; Linux x86_64) Chrome/131.0".to_owned()),
    }
}

/// A person with a role in the whole organization.
pub fn person(name: &str, role: Role) -> Caller {
    Caller {
        actor: Actor::Person {
            id: id(6, 1),
            email: "mika.tanaka@aoba.example".to_owned(),
            name: name.to_owned(),
            session: id(7, 1),
        },
        grants: vec![CallerGrant { organization: id(1, 1), scope: Scope::Organization, role }],
        platform_roles: BTreeSet::new(),
        deploys: Vec::new(),
        origin: origin(),
        request_key: None,
    }
}

/// A platform operator, who is in no organization.
pub fn operator() -> Caller {
    let mut caller = person("Olga Petrova", Role::Viewer);
    caller.grants.clear();
    caller.platform_roles = [PlatformRole::Operator].into();
    caller
}

/// The organization "Aoba Logistics" in the middle of its day.
pub fn sample() -> World {
    use Environment::{Development, Production, Staging};
    let mut components = vec![
        component(1, "orders-db", Production, State::Ready),
        component(2, "billing-db", Production, State::Updating),
        component(3, "reports", Development, State::Creating),
        component(4, "analytics-db", Staging, State::ChangeFailed),
        component(5, "old-orders", Staging, State::Deleting),
        component(6, "sandbox", Development, State::CreateFailed),
        function(7, "webhooks"),
        function(8, "resize"),
    ];
    components[1].running = Some(id(9, 2));
    components[2].running = Some(id(9, 3));
    let releases = (1..=3_u16)
        .map(|number| Release {
            component: id(4, 1),
            number: u32::from(number),
            author: "Mika Tanaka".to_owned(),
            message: None,
            operation: id(9, 4),
            document: document(Production),
            created: ago(9000 - i64::from(number) * 2000),
        })
        .collect();
    let accounts = vec![TargetAccount {
        id: "210987654321".to_owned().try_into().expect("an account"),
        display_name: "Customers, Asia".to_owned(),
        role_arn: RoleArn::parse("arn:aws:iam::210987654321:role/provisioner").expect("an ARN"),
        external_id: "prov-aoba-2f4c".to_owned(),
        regions: vec![
            Region::parse("ap-northeast-1").expect("a region"),
            Region::parse("us-east-1").expect("a region"),
        ],
        organizations: vec![id(1, 1)],
        domain: Some(domain()),
    }];
    let entries = vec![
        audit(1, AuditAction::SignedIn, Outcome::Succeeded),
        audit(2, AuditAction::ComponentCreated, Outcome::Succeeded),
        audit(3, AuditAction::AllowListChanged, Outcome::Succeeded),
        audit(4, AuditAction::CredentialsRevealed, Outcome::Succeeded),
        audit(5, AuditAction::SettingsChanged, Outcome::Failed),
        audit(6, AuditAction::AccessRefused, Outcome::Refused),
        audit(7, AuditAction::GrantAdded, Outcome::Succeeded),
    ];
    World {
        organizations: vec![organization(1, "aoba", "Aoba Logistics"), organization(2, "kite", "Kite Works")],
        projects: vec![project(1, "shop", "Web shop"), project(2, "reporting", "Reporting")],
        grants: vec![
            grant(1, Role::Owner, user("haruto.sato@aoba.example")),
            grant(2, Role::Developer, user("mika.tanaka@aoba.example")),
            grant(3, Role::Viewer, Holder::Group { group: "partners/kite".to_owned() }),
        ],
        sessions: vec![session(1), session(2), session(3)],
        trusts: super::trusts::trusts(),
        accounts,
        operations: operations::sample(&components),
        components,
        versions: versions(),
        secrets: vec![secret("API_KEY", Some("Mika Tanaka"), 2), secret("from-the-console", None, 0)],
        events: vec![saved_event()],
        releases,
        entries,
        ..World::default()
    }
}
