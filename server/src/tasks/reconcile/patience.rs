//! How often AWS is asked, and how long an operation waits before it gives up.

use std::time::Duration;

use domain::operation::{Cause, Step, StepName};
use jiff::{SignedDuration, Timestamp};

/// The first pause while Lambda changes a function. A change takes one to three seconds, which are twenty looks: AWS takes 100 of them a second.
const SHORT_PAUSE: Duration = Duration::from_millis(20);

/// The longest pause between two looks at AWS.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// After so long a step has failed, whatever AWS says. An Aurora cluster takes 10 to 20 minutes, a snapshot of terabytes an hour.
const LONGEST_STEP: SignedDuration = SignedDuration::from_hours(2);

/// After so long a role that cannot be assumed is not a hiccup of IAM any more.
const LONGEST_UNREACHABLE: SignedDuration = SignedDuration::from_mins(15);

/// The pause between two looks at traffic that moves share by share: AWS counts requests by the minute.
const ROLLOUT_PAUSE: Duration = Duration::from_secs(15);

/// The first pause between two looks at a step: Lambda changes a function within a second or two, and somebody waits for it.
pub(super) fn first(usual: Duration, step: StepName) -> Duration {
    match step {
        StepName::Code | StepName::Publish => usual.min(SHORT_PAUSE),
        _ => usual,
    }
}

/// The pause before the next look: short at first, a twentieth of what has passed later, at most five seconds. Traffic that moves share by
/// share is looked at every 15 s.
pub(super) fn pause(first: Duration, step: &Step, now: Timestamp) -> Duration {
    if step.shifting.is_some() {
        return ROLLOUT_PAUSE;
    }
    let passed = step.started.map_or(Duration::ZERO, |started| elapsed(started, now).unsigned_abs());
    (first + passed / 20).min(LONGEST_PAUSE.max(first))
}

/// Why a step that still waits has waited long enough, if it has. Traffic that moves share by share takes its time, and is never left between two
/// versions because an account did not answer for a while.
pub(super) fn given_up(step: &Step, now: Timestamp) -> Option<Cause> {
    if step.shifting.is_some() {
        return None;
    }
    let longer = |since: Option<Timestamp>, than| since.is_some_and(|since| elapsed(since, now) > than);
    let unreachable = step.silence.filter(|silence| silence.account).map(|silence| silence.since);
    if longer(unreachable, LONGEST_UNREACHABLE) {
        Some(Cause::AccountUnreachable)
    } else if longer(step.started, LONGEST_STEP) {
        Some(Cause::TimedOut)
    } else {
        None
    }
}

fn elapsed(since: Timestamp, now: Timestamp) -> SignedDuration {
    since.duration_until(now)
}
