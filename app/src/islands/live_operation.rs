//! The steps of an operation. The server renders them as they are; in the browser they follow the operation by server-sent events.

use domain::operation::{Progress, Silence, Step, StepName, StepState};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

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

/// The steps of a running operation. Once it has ended the page is loaded again, and shows the outcome.
#[island]
pub fn LiveOperation(
    /// The address of the events.
    events: String,
    /// The server's time, in milliseconds since 1970.
    now: i64,
    /// The steps as they are.
    steps: Vec<Step>,
    /// What they are called.
    labels: Vec<StepLabel>,
    /// The other words.
    words: StepWords,
) -> impl IntoView {
    let now = RwSignal::new(now);
    let steps = RwSignal::new(steps);
    let news = RwSignal::new(String::new());
    #[cfg(feature = "hydrate")]
    follow::follow(events, now, steps, news, labels.clone(), words.clone());
    #[cfg(not(feature = "hydrate"))]
    drop(events);
    view! {
        <p class="only-read" role="status">{move || news.get()}</p>
        {move || steps.with(|steps| steps_view(steps, &labels, &words, now.get()))}
    }
}

/// The steps, one below the other: state, name, time.
pub fn steps_view(steps: &[Step], labels: &[StepLabel], words: &StepWords, now: i64) -> AnyView {
    let items: Vec<_> = steps
        .iter()
        .map(|step| {
            let label = labels.iter().find(|label| label.name == step.name);
            step_view(step, label, words, now)
        })
        .collect();
    view! { <ol class="steps">{items}</ol> }.into_any()
}

fn step_view(step: &Step, label: Option<&StepLabel>, words: &StepWords, now: i64) -> AnyView {
    let class = match step.state {
        StepState::Waiting => "step neutral",
        StepState::Running => "step info",
        StepState::Done => "step success",
        StepState::Failed => "step danger",
    };
    let (name, usual) =
        label.map_or_else(Default::default, |label| (label.label.clone(), label.usual.clone()));
    let seconds = step.started.map(|started| {
        let end = step.ended.map_or(now, |ended| ended.as_millisecond());
        ((end - started.as_millisecond()) / 1000).max(0)
    });
    let running = step.state == StepState::Running;
    let bar = step.usual_seconds.filter(|_| running).zip(seconds).map(|(usual, seconds)| {
        let usual = i64::from(usual).max(1);
        view! { <progress max=usual.to_string() value=seconds.min(usual).to_string() aria-hidden="true"></progress> }
    });
    let usual = usual.filter(|_| matches!(step.state, StepState::Running | StepState::Waiting));
    let silence = step.silence.filter(|_| running).map(|Silence { account, .. }| {
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
    .into_any()
}

fn events_view(events: &[Progress], words: &StepWords) -> AnyView {
    if events.is_empty() {
        return ().into_any();
    }
    let lines: Vec<_> = events
        .iter()
        .rev()
        .map(|event| {
            let reason = event.reason.clone().unwrap_or_default();
            view! { <li><code>{event.status.clone()}</code> " " {event.logical_id.clone()} " " <span class="quiet">{reason}</span></li> }
        })
        .collect();
    view! {
        <details class="step-events">
            <summary>{words.aws_detail.clone()} " (" {lines.len()} ")"</summary>
            <ul>{lines}</ul>
        </details>
    }
    .into_any()
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

#[cfg(feature = "hydrate")]
mod follow {
    //! The part that only a browser does.

    use std::time::Duration;

    use domain::operation::{OperationState, Step};
    use leptos::prelude::*;
    use serde::Deserialize;
    use wasm_bindgen::JsCast as _;
    use wasm_bindgen::prelude::Closure;
    use web_sys::{EventSource, MessageEvent};

    use super::{StepLabel, StepWords};

    /// What is used of an event.
    #[derive(Deserialize)]
    struct Snapshot {
        state: OperationState,
        steps: Vec<Step>,
    }

    pub(super) fn follow(
        events: String,
        now: RwSignal<i64>,
        steps: RwSignal<Vec<Step>>,
        news: RwSignal<String>,
        labels: Vec<StepLabel>,
        words: StepWords,
    ) {
        // The browser's clock may be wrong: only its progress is used.
        let (server, here) = (now.get_untracked(), js_sys::Date::now());
        set_interval(
            move || {
                #[expect(clippy::cast_possible_truncation, reason = "milliseconds of a visit")]
                now.set(server + (js_sys::Date::now() - here) as i64);
            },
            Duration::from_secs(1),
        );
        let Ok(source) = EventSource::new(&events) else { return };
        let message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let data = event.data().as_string().unwrap_or_default();
            let Ok(snapshot) = serde_json::from_str::<Snapshot>(&data) else { return };
            if snapshot.state.is_ended() {
                let _ = window().location().reload();
                return;
            }
            steps.with_untracked(|before| announce(before, &snapshot.steps, news, &labels, &words));
            if steps.with_untracked(|before| *before != snapshot.steps) {
                steps.set(snapshot.steps);
            }
        });
        source.set_onmessage(Some(message.as_ref().unchecked_ref()));
        // Both live as long as the page.
        message.forget();
        std::mem::forget(source);
    }

    /// Says which step has another state now.
    fn announce(
        before: &[Step],
        after: &[Step],
        news: RwSignal<String>,
        labels: &[StepLabel],
        words: &StepWords,
    ) {
        let known = |step: &Step| before.iter().any(|old| old.name == step.name && old.state == step.state);
        let Some(step) = after.iter().rfind(|step| !known(step)) else { return };
        let label = labels.iter().find(|label| label.name == step.name).map_or("", |label| &label.label);
        news.set(format!("{label}: {}", words.state(step.state)));
    }
}
