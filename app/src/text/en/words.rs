use domain::allow_list::Warning;
use domain::audit::{AuditAction, Outcome};
use domain::authz::Action;
use domain::caller::{Actor, Interface, Task};
use domain::component::{Environment, Kind, State};
use domain::grant::Role;
use domain::maintenance::Weekday;
use domain::operation::{Cause, Change, NextStep, OperationState, StepName, StepState};
use domain::plan::{PlanWarning, ResourceAction};

use crate::text::words::Words;

pub(super) const WORDS: Words = Words {
    state,
    operation_state,
    step_state,
    change,
    step,
    cause,
    next_step,
    kind,
    environment,
    region,
    role,
    action,
    audit_action,
    outcome,
    actor,
    interface,
    weekday,
    warning,
    plan_warning,
    resource_action,
};

fn state(state: State) -> &'static str {
    match state {
        State::Creating => "Being created",
        State::Ready => "Ready",
        State::Updating => "Being changed",
        State::Deleting => "Being deleted",
        State::CreateFailed => "Not created",
        State::ChangeFailed => "Ready, last change failed",
        State::DeleteFailed => "Deletion stopped",
        State::Deleted => "Deleted",
    }
}

fn operation_state(state: OperationState) -> &'static str {
    match state {
        OperationState::Planned => "Plan, not started",
        OperationState::Queued => "Starting",
        OperationState::Running => "Running",
        OperationState::Succeeded => "Done",
        OperationState::Failed => "Failed",
        OperationState::Cancelled => "Cancelled",
        OperationState::Discarded => "Discarded",
        OperationState::Superseded => "Overtaken",
    }
}

fn step_state(state: StepState) -> &'static str {
    match state {
        StepState::Waiting => "waiting",
        StepState::Running => "running",
        StepState::Done => "done",
        StepState::Failed => "failed",
    }
}

fn change(change: Change) -> &'static str {
    match change {
        Change::Create => "Create",
        Change::Settings => "Change settings",
        Change::AllowList => "Change allow-list",
        Change::Window => "Change maintenance window",
        Change::Delete => "Delete",
        Change::Deploy => "Deploy",
        Change::RollBack => "Roll back",
    }
}

fn step(step: StepName) -> &'static str {
    match step {
        StepName::Network => "Make sure the private network is there",
        StepName::Prepare => "Compare with what AWS would do",
        StepName::Stack => "Apply the change in AWS",
        StepName::Verify => "Check that everything is ready",
        StepName::Unprotect => "Lift the deletion protection",
        StepName::Snapshot => "Take a final snapshot",
        StepName::Remove => "Remove everything from AWS",
        StepName::Artifacts => "Make sure there is a place for code",
        StepName::LoadBalancer => "Make sure the load balancer is there",
        StepName::Endpoints => "Make sure the private ways to AWS are there",
        StepName::Placeholder => "Put something there until code is deployed",
        StepName::Code => "Give the function code and variables",
        StepName::Publish => "Make it a version that no longer changes",
        StepName::Check => "Check the new version",
        StepName::Shift => "Move the traffic",
        StepName::CheckAfter => "Check it with all the traffic",
        StepName::Connect => "Connect it to the load balancer",
        StepName::Detach => "Take it out of the private network",
        StepName::RemoveCode => "Remove its code from AWS",
    }
}

fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Quota => "The AWS account has no room for more of these.",
        Cause::AccessDenied => "The portal's role in the AWS account may not do this.",
        Cause::Capacity => "AWS has no server of this size free in the region at the moment.",
        Cause::Unsupported => "AWS does not offer this engine version, or not in this size.",
        Cause::AlreadyExists => "Something of the same name already exists in the AWS account.",
        Cause::InUse => "Something else still uses a part of this component.",
        Cause::KeyUnavailable => "The encryption key or the stored password cannot be used.",
        Cause::WouldLoseData => {
            "AWS would have replaced or removed data that the plan did not name, so nothing was done."
        }
        Cause::AccountUnreachable => "The portal cannot sign in to the AWS account.",
        Cause::Stale => "The component has changed since the plan was made.",
        Cause::Template => "AWS refused the definition of the component. This is our mistake.",
        Cause::Cancelled => "It was stopped on request.",
        Cause::TimedOut => "It took far longer than it ever should.",
        Cause::CheckFailed => {
            "The new version did not pass its check, so it got no traffic. The version before it goes on."
        }
        Cause::SentBack => {
            "A guard of the roll-out sent the new version back: all traffic goes to the version before it again."
        }
        Cause::CodeGone => "The code is no longer kept in the AWS account.",
        Cause::CodeUnusable => {
            "AWS cannot run this code: handler, runtime and processor have to fit. The version before it goes on."
        }
        Cause::Unknown => "AWS reported an error that the portal does not know.",
    }
}

fn next_step(step: NextStep) -> &'static str {
    match step {
        NextStep::Retry => "Start it again. It goes on where it stopped.",
        NextStep::ChangeSetting => "Change the setting and plan again.",
        NextStep::DeployAgain => "Correct the code or its settings, and deploy again.",
        NextStep::AskOperator => {
            "Tell the platform team; they have to make room or give rights. Then start it again."
        }
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Postgres => "PostgreSQL",
        Kind::Function => "Function",
    }
}

fn environment(environment: Environment) -> &'static str {
    match environment {
        Environment::Development => "Development",
        Environment::Staging => "Staging",
        Environment::Production => "Production",
    }
}

fn region(region: &str) -> Option<&'static str> {
    Some(match region {
        "us-east-1" => "Virginia",
        "us-west-2" => "Oregon",
        "eu-central-1" => "Frankfurt",
        "eu-west-1" => "Ireland",
        "ap-northeast-1" => "Tokyo",
        "ap-northeast-3" => "Osaka",
        _ => return None,
    })
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Viewer => "Viewer",
        Role::Developer => "Developer",
        Role::Owner => "Owner",
    }
}

fn action(action: Action) -> &'static str {
    match action {
        Action::View => "see this organization",
        Action::ViewAudit => "see the audit trail",
        Action::ExportAudit => "export the audit trail",
        Action::CreateComponent => "create components",
        Action::ChangeComponent => "change components",
        Action::DeleteComponent => "delete components",
        Action::Deploy => "deploy code",
        Action::Invoke => "try functions",
        Action::ReadLogs => "read what functions write",
        Action::OperateComponent => "cancel or retry operations",
        Action::RevealCredentials => "see passwords",
        Action::ViewMembers => "see the members",
        Action::ManageMembers => "give and take roles",
        Action::ManageProjects => "create projects",
        Action::ManagePolicy => "set the policy of the organization",
        Action::ViewAccounts => "see AWS accounts",
        Action::ManageAccounts => "register AWS accounts",
        Action::OwnSessions => "manage your sessions",
    }
}

fn audit_action(action: AuditAction) -> &'static str {
    match action {
        AuditAction::SignedIn => "Signed in",
        AuditAction::SignInFailed => "Sign-in failed",
        AuditAction::SignedOut => "Signed out",
        AuditAction::SessionRevoked => "Session ended",
        AuditAction::CommandLineApproved => "Let a command line sign in",
        AuditAction::CommandLineDenied => "Refused a command line",
        AuditAction::CommandLineSignedIn => "Signed in a command line",
        AuditAction::AccessRefused => "Access refused",
        AuditAction::SupportViewed => "Support looked in",
        AuditAction::ComponentCreated => "Created component",
        AuditAction::SettingsChanged => "Changed settings",
        AuditAction::AllowListChanged => "Changed allow-list",
        AuditAction::WindowChanged => "Changed maintenance window",
        AuditAction::ComponentDeleted => "Deleted component",
        AuditAction::FunctionDeployed => "Deployed",
        AuditAction::FunctionRolledBack => "Rolled back",
        AuditAction::CodeUploaded => "Sent code",
        AuditAction::SecretSet => "Set a secret",
        AuditAction::SecretRemoved => "Removed a secret",
        AuditAction::VersionsPruned => "Removed old versions",
        AuditAction::FunctionInvoked => "Ran a function",
        AuditAction::AddressAsked => "Asked the address of a function",
        AuditAction::EventSaved => "Saved an event",
        AuditAction::EventRemoved => "Removed an event",
        AuditAction::LogsRead => "Read what a function wrote",
        AuditAction::CredentialsRevealed => "Revealed credentials",
        AuditAction::OperationPlanned => "Made a plan",
        AuditAction::OperationDiscarded => "Discarded a plan",
        AuditAction::OperationCancelRequested => "Asked to cancel",
        AuditAction::ShareRequested => "Gave a new version more traffic",
        AuditAction::OperationRetried => "Started again",
        AuditAction::OrganizationCreated => "Registered organization",
        AuditAction::PolicyChanged => "Changed policy",
        AuditAction::ProjectCreated => "Created project",
        AuditAction::GrantAdded => "Gave a role",
        AuditAction::GrantRemoved => "Took a role",
        AuditAction::TrustAdded => "Began to trust CI jobs",
        AuditAction::TrustRemoved => "Ended a trust in CI jobs",
        AuditAction::TokenExchanged => "Exchanged a token of a CI job",
        AuditAction::AccountRegistered => "Registered AWS account",
        AuditAction::AccountChanged => "Changed AWS account",
        AuditAction::AuditExported => "Exported audit trail",
    }
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Succeeded => "Done",
        Outcome::Failed => "Failed",
        Outcome::Refused => "Refused",
        Outcome::Cancelled => "Cancelled",
        Outcome::Superseded => "Overtaken",
        Outcome::Unknown => "Unknown",
    }
}

fn actor(actor: &Actor) -> String {
    match actor {
        Actor::Person { name, email, .. } if name.is_empty() => email.clone(),
        Actor::Person { name, .. } => name.clone(),
        Actor::Job { job, .. } => format!("CI job of {}", job.repository),
        Actor::Automation { task: name } => task(*name).to_owned(),
        Actor::Anonymous => "Not signed in".to_owned(),
    }
}

fn task(task: Task) -> &'static str {
    match task {
        Task::AllowListExpiry => "Automation: allow-list expiry",
        Task::WindowRefresh => "Automation: daylight saving",
        Task::Reconcile => "Automation: operations",
        Task::AuditTimeout => "Automation: audit upkeep",
        Task::Pruning => "Automation: old versions",
        Task::CommandLine => "Command line of the server",
    }
}

fn interface(interface: Interface) -> &'static str {
    match interface {
        Interface::Portal => "Portal",
        Interface::Api => "API",
        Interface::Cli => "Command line",
        Interface::Automation => "Automation",
    }
}

fn weekday(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

fn warning(warning: &Warning) -> String {
    match warning {
        Warning::Everybody => "Everybody on the internet could connect.".to_owned(),
        Warning::VeryWide => "This network is very wide: millions of addresses could connect.".to_owned(),
        Warning::Private => {
            "This is a private range. It only helps where your network is connected to ours.".to_owned()
        }
        Warning::Contained { by, label } => format!("This lies inside {by} (“{label}”) and adds nothing."),
    }
}

fn plan_warning(plan_warning: &PlanWarning) -> String {
    match plan_warning {
        PlanWarning::NobodyCanConnect => "The allow-list is empty: nobody can connect.".to_owned(),
        PlanWarning::Network { network, about } => format!("{network}: {}", warning(about)),
        PlanWarning::SingleInstance => {
            "There is one server only. If its data centre fails, the database is away for some minutes."
                .to_owned()
        }
        PlanWarning::RuntimeEndsSoon { until } => format!(
            "AWS looks after this version of the language until {} only. Choose a newer one soon.",
            until.strftime("%-d %b %Y")
        ),
        PlanWarning::Ipv6NotServed => {
            "The load balancer speaks IPv4 only: IPv6 networks in the list let nobody in.".to_owned()
        }
        PlanWarning::CodeStorageFills { percent } => format!(
            "With this version, {percent} % of the room that AWS gives for code in the account is taken. Tell the platform team before it is full."
        ),
        PlanWarning::Restart => {
            "The server restarts once. Open connections break and can be opened again.".to_owned()
        }
    }
}

fn resource_action(action: ResourceAction) -> &'static str {
    match action {
        ResourceAction::Add => "Added",
        ResourceAction::Change => "Changed",
        ResourceAction::MayReplace => "Changed, possibly replaced",
        ResourceAction::Replace => "Replaced",
        ResourceAction::Remove => "Removed",
    }
}
