//! Operations that go on: looked at until they end.

use std::thread;
use std::time::{Duration, Instant};

use jiff::SignedDuration;

use super::Tenant;
use crate::api::{Document, Operation, OperationState, Request, StepState};
use crate::clock;
use crate::failure::{Class, Failure};
use crate::output::{Format, Output, Stream, Style, complain};
use crate::terminal::StatusLine;

/// When to ask again, where the server does not say.
const ASK_AGAIN: Duration = Duration::from_secs(2);

/// How long a server may be asked more often than it says, where it says that little time passes: somebody waits for a deploy of a second.
const EAGER: Duration = Duration::from_secs(4);
/// How often it is asked then.
const EAGER_PAUSE: Duration = Duration::from_millis(150);

/// How long a server may be away while somebody waits: longer than its restart.
pub(crate) const ABSENCE: Duration = Duration::from_secs(300);

/// How often the line of a terminal is written again.
const TICK: Duration = Duration::from_secs(1);

/// An operation that has begun.
#[derive(Debug)]
pub(crate) struct Started {
    /// As it is.
    pub(crate) operation: Document<Operation>,
    /// After how long to ask for it again.
    pub(crate) wait: Option<Duration>,
}

/// Waits until an operation ends, and answers with it. Shows each step to people. What is followed goes on when this ends.
///
/// # Errors
/// It lasts longer than the limit, the server is away for too long, or says no.
pub(crate) fn follow(
    tenant: &Tenant,
    mut started: Started,
    limit: Option<Duration>,
    output: Output,
) -> Result<Document<Operation>, Failure> {
    let begun = Instant::now();
    let mut progress = Progress { line: StatusLine::new(output), shown: 0, output };
    let path = tenant.path(&format!("operations/{}", started.operation.id));
    let mut heard = Instant::now();
    loop {
        progress.show_ended_steps(&started.operation);
        if started.operation.ended {
            return Ok(started.operation);
        }
        let left = limit.map(|limit| limit.saturating_sub(begun.elapsed()));
        if left.is_some_and(|left| left.is_zero()) {
            return Err(too_long(&started.operation));
        }
        let wait = match started.wait.unwrap_or(ASK_AGAIN) {
            wait if wait <= Duration::from_secs(1) && begun.elapsed() < EAGER => EAGER_PAUSE,
            wait => wait,
        };
        progress.pause(&started.operation, left.map_or(wait, |left| wait.min(left)));
        match tenant.client.ask_with_wait(&Request::get(path.as_str())) {
            Ok((operation, wait)) => {
                (started, heard) = (Started { operation, wait }, Instant::now());
            }
            Err(fault) if fault.may_pass() && heard.elapsed() < ABSENCE => {
                progress.line.show(&format!("  waiting for {}: {fault}", tenant.client.server()));
            }
            Err(fault) => return Err(goes_on(fault.into(), &started.operation)),
        }
    }
}

fn too_long(operation: &Operation) -> Failure {
    goes_on(Failure::new(Class::TimedOut, "it takes longer than --timeout"), operation)
}

/// The failure with what helps against it, and how to go on afterwards.
fn goes_on(failure: Failure, operation: &Operation) -> Failure {
    let before = failure.advice().map(|advice| format!("{advice}\n  ")).unwrap_or_default();
    failure.advising(format!("{before}The operation goes on; `pv wait {}` waits for it again", operation.id))
}

/// How an operation ended, as the result of a command.
///
/// # Errors
/// It did not succeed.
pub(crate) fn judge(operation: &Operation) -> Result<(), Failure> {
    let name = &operation.name;
    match operation.state {
        OperationState::Succeeded => Ok(()),
        OperationState::Superseded => {
            Err(Failure::new(Class::Conflict, format!("a newer deploy of {name} overtook this one")))
        }
        OperationState::Cancelled | OperationState::Discarded => {
            Err(Failure::new(Class::Conflict, format!("somebody stopped the change of {name}")))
        }
        _ => Err(failed(operation)),
    }
}

fn failed(operation: &Operation) -> Failure {
    let Some(cause) = &operation.failure else {
        return Failure::new(Class::Failed, format!("the change of {} failed", operation.name));
    };
    let mut message = format!("{} (step: {})", cause.title.trim_end_matches('.'), words(&cause.step));
    if let Some(setting) = &cause.setting {
        message += &format!("\n  setting: {setting}");
    }
    if !cause.detail.is_empty() {
        message += &format!("\n  {}", cause.detail.trim_end().replace('\n', "\n  "));
    }
    Failure::new(Class::Failed, message).advising(&*cause.next_title)
}

/// A change was begun and is not waited for: how to wait later.
pub(crate) fn cannot_wait(operation: &Operation) -> String {
    format!(
        "started: {} of {}; `pv wait {}` waits for it",
        words(&operation.change),
        operation.name,
        operation.id
    )
}

/// A word of the API for people.
fn words(word: &str) -> String {
    word.replace('_', " ")
}

/// What a person sees of an operation.
struct Progress {
    line: StatusLine,
    /// How many steps were shown as ended.
    shown: usize,
    output: Output,
}

impl Progress {
    fn show_ended_steps(&mut self, operation: &Operation) {
        let ended = |state| matches!(state, StepState::Done | StepState::Failed);
        for step in operation.steps.iter().skip(self.shown).take_while(|step| ended(step.state)) {
            self.shown += 1;
            if self.output.format() == Format::Json {
                continue;
            }
            self.line.clear();
            let (word, style) = match step.state {
                StepState::Failed => ("failed", Style::Danger),
                _ => ("done", Style::Success),
            };
            let lasted = match (step.started, step.ended) {
                (Some(started), Some(ended)) => duration(ended.duration_since(started)),
                _ => String::new(),
            };
            let word = Stream::Stderr.paint(style, &format!("{word:<6}"));
            complain(format_args!("  {word}  {:<16}  {lasted}", words(&step.name)));
        }
    }

    /// Waits, and shows how long the running step has lasted.
    fn pause(&self, operation: &Operation, wait: Duration) {
        let step = operation.steps.get(self.shown);
        let mut left = wait;
        while self.line.is_on() && !left.is_zero() {
            let name = step.map_or("waiting".to_owned(), |step| words(&step.name));
            let share = operation.share.map(|percent| format!(", {percent} % of the traffic"));
            let lasted = step
                .and_then(|step| step.started)
                .map(|started| duration(clock::now().duration_since(started)));
            let usual = step
                .and_then(|step| step.usual_seconds)
                .map(|seconds| format!(", usually {}", duration(SignedDuration::from_secs(seconds.into()))));
            self.line.show(&format!(
                "  ...     {name:<16}  {}{}{}",
                lasted.unwrap_or_default(),
                usual.unwrap_or_default(),
                share.unwrap_or_default()
            ));
            let slice = left.min(TICK);
            thread::sleep(slice);
            left -= slice;
        }
        thread::sleep(left);
    }
}

/// A length of time as people say it: `7 s`, `3 min`, `3 min 20 s`.
fn duration(duration: SignedDuration) -> String {
    let seconds = duration.as_secs().max(0);
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_short() {
        for (seconds, expected) in [(-3, "0 s"), (0, "0 s"), (59, "59 s"), (60, "1 min"), (200, "3 min 20 s")]
        {
            assert_eq!(duration(SignedDuration::from_secs(seconds)), expected);
        }
    }
}
