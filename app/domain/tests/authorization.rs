//! The whole authorization table as a text that people who do not read Rust can check: `authorization.txt`.

use std::collections::BTreeSet;
use std::fmt::Write;

use domain::Error;
use domain::authz::{Action, ProjectScope, Resource, decide, scope};
use domain::caller::{Actor, Caller, CallerGrant, DeployGrant, Interface, JobRight, Origin, Task};
use domain::grant::{Grant, Holder, PlatformRole, Role, Scope};
use domain::ids::{ComponentId, GrantId, OrganizationId, ProjectId, SessionId, UserId};
use domain::trust::Job;
use jiff::Timestamp;
use uuid::Uuid;

const NOW: Timestamp = Timestamp::constant(1_795_251_600, 0);
const ACME: OrganizationId = OrganizationId(Uuid::from_u128(1));
const OTHER_ORGANIZATION: OrganizationId = OrganizationId(Uuid::from_u128(2));
const SHOP: ProjectId = ProjectId(Uuid::from_u128(3));
const OTHER_PROJECT: ProjectId = ProjectId(Uuid::from_u128(4));
const CHECKOUT: ComponentId = ComponentId(Uuid::from_u128(7));
const OTHER_FUNCTION: ComponentId = ComponentId(Uuid::from_u128(8));

const PREFACE: &str = "\
Who may do what in Provisioner
==============================

  yes      may do it
  no       sees the thing, but may not do this with it (answered with 403)
  -        is not told that the thing exists (answered with 404)
  sign in  must sign in first (answered with 401)

The columns: owner, developer and viewer hold that role in the whole organization Acme;
p-owner, p-devel. and p-viewer hold it in Acme's project Shop only; expired is an owner whose
role has run out; stranger is signed in without any role; operator, support and auditor are the
platform's own staff; job is a job of a CI system that the project Shop trusts with its function
checkout; nobody is not signed in.

What a p-owner, p-devel. or p-viewer sees of Acme itself is narrowed to the project Shop: its
components, its operations, its part of the audit trail. What a job sees of it is narrowed to its
functions and their operations.
";

/// What a row says, in plain words.
const fn words(action: Action) -> &'static str {
    match action {
        Action::View => "see it",
        Action::ViewAudit => "see the audit trail",
        Action::ExportAudit => "export the audit trail",
        Action::CreateComponent => "create components",
        Action::ChangeComponent => "change components",
        Action::DeleteComponent => "delete components",
        Action::Deploy => "deploy code",
        Action::Invoke => "run functions by hand",
        Action::ReadLogs => "read what functions write",
        Action::OperateComponent => "cancel and retry operations",
        Action::RevealCredentials => "see passwords",
        Action::ViewMembers => "see who has which role",
        Action::ManageMembers => "give and take roles",
        Action::ManageProjects => "make projects",
        Action::ManagePolicy => "set the rules",
        Action::ViewAccounts => "see AWS accounts",
        Action::ManageAccounts => "change AWS accounts",
        Action::OwnSessions => "see and end own sessions",
    }
}

/// The tables: what they are about, and the actions that are asked for there.
fn tables() -> [(&'static str, Resource, Vec<Action>); 7] {
    let of_platform = [
        Action::View,
        Action::ViewAudit,
        Action::ExportAudit,
        Action::ViewAccounts,
        Action::ManageAccounts,
        Action::OwnSessions,
    ];
    let inside: Vec<Action> = Action::ALL
        .into_iter()
        .filter(|action| {
            !matches!(action, Action::ViewAccounts | Action::ManageAccounts | Action::OwnSessions)
        })
        .collect();
    [
        ("The organization Acme as a whole", Resource::Organization(ACME), inside.clone()),
        ("Acme's project Shop", Resource::Project(ACME, SHOP), inside.clone()),
        ("The function checkout of Shop", Resource::Component(ACME, SHOP, CHECKOUT), inside.clone()),
        ("Shop's other functions", Resource::Component(ACME, SHOP, OTHER_FUNCTION), inside.clone()),
        ("Acme's other projects", Resource::Project(ACME, OTHER_PROJECT), inside.clone()),
        ("Any other organization", Resource::Organization(OTHER_ORGANIZATION), inside),
        ("The platform itself", Resource::Platform, of_platform.to_vec()),
    ]
}

fn grant(role: Role, scope: Scope, expires: Option<Timestamp>) -> Grant {
    Grant {
        id: GrantId(Uuid::from_u128(9)),
        organization: ACME,
        scope,
        holder: Holder::Group { group: "staff".to_owned() },
        role,
        expires,
        created: NOW,
        created_by: "Eve".to_owned(),
    }
}

fn caller(actor: Actor, grants: &[Grant], platform_roles: &[PlatformRole]) -> Caller {
    Caller {
        actor,
        grants: CallerGrant::in_force(grants, NOW),
        platform_roles: BTreeSet::from_iter(platform_roles.iter().copied()),
        deploys: Vec::new(),
        origin: Origin {
            request_id: "r".to_owned(),
            interface: Interface::Portal,
            address: None,
            user_agent: None,
        },
        request_key: None,
    }
}

fn person(grants: &[Grant], platform_roles: &[PlatformRole]) -> Caller {
    let actor = Actor::Person {
        id: UserId(Uuid::from_u128(5)),
        email: "eve@acme.example".to_owned(),
        name: "Eve".to_owned(),
        session: SessionId(Uuid::from_u128(6)),
    };
    caller(actor, grants, platform_roles)
}

fn job() -> Caller {
    let actor = Actor::Job {
        token: SessionId(Uuid::from_u128(6)),
        issuer: "https://gitlab.com".to_owned(),
        subject: "project_path:acme/shop:ref_type:branch:ref:main".to_owned(),
        job: Job { repository: "acme/shop".to_owned(), commit: None, run: None },
    };
    let deploys =
        vec![DeployGrant { organization: ACME, project: SHOP, component: CHECKOUT, right: JobRight::Deploy }];
    Caller { deploys, ..caller(actor, &[], &[]) }
}

fn columns() -> Vec<(&'static str, Caller)> {
    let whole = |role| person(&[grant(role, Scope::Organization, None)], &[]);
    let project = |role| person(&[grant(role, Scope::Project(SHOP), None)], &[]);
    vec![
        ("owner", whole(Role::Owner)),
        ("developer", whole(Role::Developer)),
        ("viewer", whole(Role::Viewer)),
        ("p-owner", project(Role::Owner)),
        ("p-devel.", project(Role::Developer)),
        ("p-viewer", project(Role::Viewer)),
        ("expired", person(&[grant(Role::Owner, Scope::Organization, Some(NOW))], &[])),
        ("stranger", person(&[], &[])),
        ("operator", person(&[], &[PlatformRole::Operator])),
        ("support", person(&[], &[PlatformRole::Support])),
        ("auditor", person(&[], &[PlatformRole::Auditor])),
        ("job", job()),
        ("nobody", caller(Actor::Anonymous, &[], &[])),
    ]
}

fn table() -> String {
    let columns = columns();
    let mut text = String::from(PREFACE);
    for (title, resource, actions) in tables() {
        write!(text, "\n{title}\n{:-<1$}\n{2:<29}", "", title.len(), "").expect("text takes text");
        for (name, _) in &columns {
            write!(text, "{name:<11}").expect("text takes text");
        }
        text = text.trim_end().to_owned();
        text.push('\n');
        for action in actions {
            write!(text, "{:<29}", words(action)).expect("text takes text");
            for (_, caller) in &columns {
                let cell = match decide(caller, action, resource) {
                    Ok(()) => "yes",
                    Err(Error::Forbidden(_)) => "no",
                    Err(Error::NotFound) => "-",
                    Err(Error::Unauthenticated) => "sign in",
                    Err(error) => panic!("{error}"),
                };
                write!(text, "{cell:<11}").expect("text takes text");
            }
            text = text.trim_end().to_owned();
            text.push('\n');
        }
    }
    text
}

#[test]
fn the_table_is_as_agreed() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/authorization.txt");
    let table = table();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &table).expect("the table can be written");
    }
    let agreed = std::fs::read_to_string(path).expect("authorization.txt");
    assert!(
        table == agreed,
        "the table differs from what is agreed. If that is meant: UPDATE=1 cargo test -p domain --test authorization\n{table}"
    );
}

#[test]
fn queries_start_from_what_the_caller_may_see() {
    let projects =
        |caller: &Caller, organization| scope(caller, organization).map(|scope| scope.projects).ok();
    for (name, caller) in columns() {
        let expected = match name {
            "owner" | "developer" | "viewer" | "operator" | "support" | "auditor" => Some(ProjectScope::All),
            "p-owner" | "p-devel." | "p-viewer" => Some(ProjectScope::Only(vec![SHOP])),
            "job" => Some(ProjectScope::Components(vec![SHOP], vec![CHECKOUT])),
            _ => None,
        };
        assert_eq!(projects(&caller, ACME), expected, "{name}");
        let staff = matches!(name, "operator" | "support" | "auditor");
        assert_eq!(projects(&caller, OTHER_ORGANIZATION), staff.then_some(ProjectScope::All), "{name}");
    }
    let automation = Caller::automation(Task::Reconcile, "r");
    assert_eq!(projects(&automation, ACME), Some(ProjectScope::All));
}

#[test]
fn several_grants_add_up_and_stay_in_their_scopes() {
    let caller = person(
        &[
            grant(Role::Viewer, Scope::Organization, None),
            grant(Role::Developer, Scope::Project(SHOP), None),
            grant(Role::Viewer, Scope::Project(SHOP), None),
        ],
        &[],
    );
    assert!(decide(&caller, Action::ChangeComponent, Resource::Project(ACME, SHOP)).is_ok());
    let elsewhere = decide(&caller, Action::ChangeComponent, Resource::Project(ACME, OTHER_PROJECT));
    assert!(matches!(elsewhere, Err(Error::Forbidden(Action::ChangeComponent))), "{elsewhere:?}");

    let twice = person(
        &[grant(Role::Viewer, Scope::Project(SHOP), None), grant(Role::Owner, Scope::Project(SHOP), None)],
        &[],
    );
    assert_eq!(scope(&twice, ACME).expect("a project").projects, ProjectScope::Only(vec![SHOP]));
}

/// A mistaken pair of ids must not help: the project is looked for inside the organization that the grant is in.
#[test]
fn a_grant_does_not_reach_a_project_under_another_organization() {
    let caller = person(&[grant(Role::Owner, Scope::Project(SHOP), None)], &[]);
    for action in Action::ALL.into_iter().filter(|action| *action != Action::OwnSessions) {
        let decision = decide(&caller, action, Resource::Project(OTHER_ORGANIZATION, SHOP));
        assert!(matches!(decision, Err(Error::NotFound)), "{action:?} {decision:?}");
    }
}

/// Whatever is added to the actions, a job does not get it by itself; and a service that asks about a whole project does not mean jobs.
#[test]
fn a_job_sees_and_deploys_its_functions_and_nothing_else() {
    let mut allowed = Vec::new();
    for (_, resource, _) in tables() {
        let actions = Action::ALL.into_iter();
        allowed.extend(
            actions
                .filter(|action| decide(&job(), *action, resource).is_ok())
                .map(|action| (action, resource)),
        );
    }
    let function = Resource::Component(ACME, SHOP, CHECKOUT);
    let expected =
        [(Action::View, Resource::Organization(ACME)), (Action::View, function), (Action::Deploy, function)];
    assert_eq!(allowed, expected);
    let mut later = job();
    later.deploys[0].right = JobRight::View;
    assert!(decide(&later, Action::View, function).is_ok());
    assert!(matches!(decide(&later, Action::Deploy, function), Err(Error::Forbidden(Action::Deploy))));
}
