//! The steps of an operation. The server renders them as they are; in the browser they follow the operation by server-sent events.

#[cfg(feature = "hydrate")]
mod follow;
#[cfg(feature = "hydrate")]
mod refresh;

use domain::operation::{OperationState, StepName, StepState};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A step as the events tell it. Times are text (RFC 3339): `jiff` would be a third of the WASM.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LiveStep {
    /// Which step.
    pub name: StepName,
    /// How far it is.
    pub state: StepState,
    /// When it began.
    pub started: Option<String>,
    /// When it ended.
    pub ended: Option<String>,
    /// How long it usually takes, in seconds.
    pub usual_seconds: Option<u32>,
    /// AWS does not answer.
    pub silence: Option<LiveSilence>,
    /// What AWS said, newest last.
    pub progress: Vec<LiveEvent>,
}

/// AWS does not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveSilence {
    /// The account cannot be reached; otherwise AWS as a whole.
    pub account: bool,
}

/// What AWS said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveEvent {
    /// AWS's status.
    pub status: String,
    /// The part's name in the template.
    pub logical_id: String,
    /// AWS's words.
    pub reason: Option<String>,
}

/// What a step is called.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StepLabel {
    /// Which step.
    pub name: StepName,
    /// Its name.
    pub label: String,
    /// How long it usually takes, in words.
    pub usual: Option<String>,
}

/// The other words.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StepWords {
    /// Waiting, running, done, failed.
    pub states: [String; 4],
    /// Above AWS's events.
    pub aws_detail: String,
    /// AWS cannot be reached.
    pub aws_silent: String,
    /// The account cannot be reached.
    pub account_silent: String,
}

impl StepWords {
    fn state(&self, state: StepState) -> &str {
        let [waiting, running, done, failed] = &self.states;
        match state {
            StepState::Waiting => waiting,
            StepState::Running => running,
            StepState::Done => done,
            StepState::Failed => failed,
        }
    }
}

/// The steps of a running operation. Once the operation has another state the page is loaded again: what stands around the steps changes too.
#[island]
pub fn LiveOperation(
    /// The address of the events.
    events: String,
    /// The state that the page shows.
    state: OperationState,
    /// The server's time, in milliseconds since 1970.
    now: i64,
    /// The steps as they are.
    steps: Vec<LiveStep>,
    /// What they are called.
    labels: Vec<StepLabel>,
    /// The other words.
    words: StepWords,
) -> impl IntoView {
    let now = RwSignal::new(now);
    let steps = RwSignal::new(steps);
    let news = RwSignal::new(String::new());
    #[cfg(feature = "hydrate")]
    follow::follow(events, state, now, steps, news, labels.clone(), words.clone());
    #[cfg(not(feature = "hydrate"))]
    let _ = (events, state);
    view! {
        <p class="only-read" role="status">{move || news.get()}</p>
        {move || steps.with(|steps| steps_view(steps, &labels, &words, now.get()))}
    }
}

/// The steps, one below the other: state, name, time.
pub fn steps_view(
    steps: &[LiveStep],
    labels: &[StepLabel],
    words: &StepWords,
    now: i64,
) -> impl IntoView + use<> {
    let items: Vec<_> = steps
        .iter()
        .map(|step| {
            let label = labels.iter().find(|label| label.name == step.name);
            step_view(step, label, words, now)
        })
        .collect();
    view! { <ol class="steps">{items}</ol> }
}

fn step_view(
    step: &LiveStep,
    label: Option<&StepLabel>,
    words: &StepWords,
    now: i64,
) -> impl IntoView + use<> {
    let class = match step.state {
        StepState::Waiting => "step neutral",
        StepState::Running => "step info",
        StepState::Done => "step success",
        StepState::Failed => "step danger",
    };
    let (name, usual) =
        label.map_or_else(Default::default, |label| (label.label.clone(), label.usual.clone()));
    let time = |text: &Option<String>| text.as_deref().map(milliseconds);
    let seconds =
        time(&step.started).map(|started| ((time(&step.ended).unwrap_or(now) - started) / 1000).max(0));
    let running = step.state == StepState::Running;
    let bar = step.usual_seconds.filter(|_| running).zip(seconds).map(|(usual, seconds)| {
        let usual = i64::from(usual).max(1);
        view! { <progress max=usual.to_string() value=seconds.min(usual).to_string() aria-hidden="true"></progress> }
    });
    let usual = usual.filter(|_| matches!(step.state, StepState::Running | StepState::Waiting));
    let silence = step.silence.filter(|_| running).map(|LiveSilence { account }| {
        let words = if account { &words.account_silent } else { &words.aws_silent };
        view! { <p class="step-silence">{words.clone()}</p> }
    });
    view! {
        <li class=class>
            <span class="step-mark" aria-hidden="true">{mark(step.state)}</span>
            <div class="step-body">
                <p class="step-line">
                    <span class="step-name">{name}</span>
                    <span class="step-state">{words.state(step.state).to_owned()}</span>
                    <span class="step-time">{seconds.map(clock)} " " <span class="quiet">{usual}</span></span>
                </p>
                {bar}
                {silence}
                {events_view(&step.progress, words)}
            </div>
        </li>
    }
}

fn events_view(events: &[LiveEvent], words: &StepWords) -> Option<impl IntoView + use<>> {
    if events.is_empty() {
        return None;
    }
    let lines: Vec<_> = events
        .iter()
        .rev()
        .map(|event| {
            let reason = event.reason.clone().unwrap_or_default();
            view! { <li><code>{event.status.clone()}</code> " " {event.logical_id.clone()} " " <span class="quiet">{reason}</span></li> }
        })
        .collect();
    Some(view! {
        <details class="step-events">
            <summary>{format!("{} ({})", words.aws_detail, lines.len())}</summary>
            <ul>{lines}</ul>
        </details>
    })
}

/// A time in milliseconds since 1970.
#[cfg(feature = "hydrate")]
fn milliseconds(time: &str) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 are whole")]
    let milliseconds = js_sys::Date::parse(time) as i64;
    milliseconds
}

/// A time in milliseconds since 1970.
#[cfg(not(feature = "hydrate"))]
fn milliseconds(time: &str) -> i64 {
    time.parse::<jiff::Timestamp>().map_or(0, |time| time.as_millisecond())
}

/// A sign beside the word.
const fn mark(state: StepState) -> &'static str {
    match state {
        StepState::Waiting => "",
        StepState::Running => "•",
        StepState::Done => "✓",
        StepState::Failed => "✕",
    }
}

/// Seconds as `4:05` or `1:02:03`.
fn clock(seconds: i64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds % 3600 / 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}
