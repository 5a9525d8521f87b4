//! What a change means to the people who use a server.

use domain::component::Environment;
use domain::operation::Change;
use domain::plan::{Interruption, PlanWarning};

use super::settings::Settings;
use crate::kind::Impact;

/// Waiting for an instance, in seconds: AWS makes one in 5-10 minutes.
const INSTANCE_SECONDS: u32 = 480;

/// Foretells the impact of a change. Times are first guesses: pages prefer what was learned from earlier operations.
pub(crate) fn impact(
    change: Change,
    environment: Environment,
    before: Option<&Settings>,
    after: Option<&Settings>,
) -> Impact {
    let interruption = match (change, before, after) {
        (Change::Delete, ..) => Interruption::Permanent,
        (_, Some(before), Some(after)) => interruption(before, after),
        _ => Interruption::None,
    };
    let mut warnings = Vec::new();
    let chooses_replicas = matches!(change, Change::Create | Change::Settings);
    if chooses_replicas
        && environment == Environment::Production
        && after.is_some_and(|after| after.replicas == 0)
    {
        warnings.push(PlanWarning::SingleInstance);
    }
    if change != Change::Delete && interruption != Interruption::None {
        warnings.push(PlanWarning::Restart);
    }
    Impact { expected_seconds: expected_seconds(change, before, after), interruption, warnings }
}

/// A restart takes the replica's role over in about a minute, and without one waits for the machine
/// (<https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html>).
fn interruption(before: &Settings, after: &Settings) -> Interruption {
    match (restarts(before, after), before.replicas.min(after.replicas)) {
        (true, 0) => Interruption::Short { seconds: 300 },
        (true, _) => Interruption::Short { seconds: 60 },
        // The removed instance may be the one that writes.
        (false, _) if after.replicas < before.replicas => Interruption::Short { seconds: 30 },
        (false, _) => Interruption::None,
    }
}

fn expected_seconds(change: Change, before: Option<&Settings>, after: Option<&Settings>) -> u32 {
    let instances = |settings: &Settings| 1 + u32::from(settings.replicas);
    match (change, before, after) {
        // Key, firewall and parameters; the cluster; then one instance after the other.
        (Change::Create, _, after) => 360 + INSTANCE_SECONDS * after.map_or(1, instances),
        (Change::Delete, ..) => 900,
        (Change::AllowList | Change::Window, ..) => 60,
        (Change::Deploy | Change::RollBack, ..) => 0,
        (Change::Settings, Some(before), Some(after)) => 120 + INSTANCE_SECONDS * worked_on(before, after),
        (Change::Settings, ..) => 120,
    }
}

/// How many instances AWS makes, restarts or removes.
fn worked_on(before: &Settings, after: &Settings) -> u32 {
    let restarted = if restarts(before, after) { 1 + before.replicas.min(after.replicas) } else { 0 };
    u32::from(restarted + before.replicas.abs_diff(after.replicas))
}

fn restarts(before: &Settings, after: &Settings) -> bool {
    before.size != after.size || before.engine_version != after.engine_version
}
