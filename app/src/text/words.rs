//! Words for the values of the domain.

use domain::allow_list::Warning;
use domain::audit::{AuditAction, Outcome};
use domain::authz::Action;
use domain::caller::{Actor, Interface};
use domain::component::{Environment, Kind, State};
use domain::grant::Role;
use domain::maintenance::Weekday;
use domain::operation::{Cause, Change, NextStep, OperationState, StepName, StepState};
use domain::plan::{PlanWarning, ResourceAction};

pub struct Words {
    pub state: fn(State) -> &'static str,
    pub operation_state: fn(OperationState) -> &'static str,
    pub step_state: fn(StepState) -> &'static str,
    pub change: fn(Change) -> &'static str,
    pub step: fn(StepName) -> &'static str,
    pub cause: fn(Cause) -> &'static str,
    pub next_step: fn(NextStep) -> &'static str,
    pub kind: fn(Kind) -> &'static str,
    pub environment: fn(Environment) -> &'static str,
    pub region: fn(&str) -> Option<&'static str>,
    pub role: fn(Role) -> &'static str,
    /// After "To ..." in English.
    pub action: fn(Action) -> &'static str,
    pub audit_action: fn(AuditAction) -> &'static str,
    pub outcome: fn(Outcome) -> &'static str,
    pub actor: fn(&Actor) -> String,
    pub interface: fn(Interface) -> &'static str,
    pub weekday: fn(Weekday) -> &'static str,
    pub warning: fn(&Warning) -> String,
    pub plan_warning: fn(&PlanWarning) -> String,
    pub resource_action: fn(ResourceAction) -> &'static str,
}
