//! What a change means to the people who use a function.

use domain::allow_list::{AllowList, Family};
use domain::component::Environment;
use domain::operation::Change;
use domain::plan::{Interruption, PlanWarning};
use jiff::civil::Date;

use super::settings::Settings;
use crate::kind::Impact;

/// How long AWS may take to give the network interfaces of a linked function back, in seconds
/// (<https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html>: up to 20 minutes).
const INTERFACES_SECONDS: u32 = 20 * 60;

/// Foretells the impact of a change. Times are first guesses: pages prefer what was learned from earlier operations.
///
/// Nothing interrupts: AWS runs the function as it was until the changed one is ready.
pub(crate) fn impact(
    change: Change,
    _: Environment,
    before: Option<&Settings>,
    after: Option<&Settings>,
) -> Impact {
    let interruption = if change == Change::Delete { Interruption::Permanent } else { Interruption::None };
    Impact { expected_seconds: expected_seconds(change, before, after), interruption, warnings: Vec::new() }
}

/// What the author of a change should know about settings and allow-list on a day, beyond what is true of every kind.
pub(crate) fn warnings(settings: &Settings, list: &AllowList, today: Date) -> Vec<PlanWarning> {
    let mut warnings: Vec<PlanWarning> = settings.runtime.warning_on(today).into_iter().collect();
    if list.networks(Family::V6).next().is_some() {
        warnings.push(PlanWarning::Ipv6NotServed);
    }
    warnings
}

fn expected_seconds(change: Change, before: Option<&Settings>, after: Option<&Settings>) -> u32 {
    let linked = |settings: Option<&Settings>| settings.is_some_and(|settings| settings.database.is_some());
    match change {
        Change::Create if linked(after) => 120,
        Change::Create => 60,
        Change::Delete if linked(before) => INTERFACES_SECONDS,
        Change::Delete => 60,
        Change::Settings if linked(before) && !linked(after) => INTERFACES_SECONDS,
        // AWS attaches network interfaces, which it first has to make.
        Change::Settings if !linked(before) && linked(after) => 120,
        Change::Settings => 30,
        Change::AllowList | Change::Window => 15,
        Change::Deploy | Change::RollBack => 5,
    }
}
