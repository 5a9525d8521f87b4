//! The part that only a browser does.

use std::time::Duration;

use domain::operation::OperationState;
use leptos::prelude::*;
use serde::Deserialize;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use web_sys::{EventSource, MessageEvent};

use super::refresh::refresh;
use super::{LiveStep, StepLabel, StepWords};

/// What is used of an event.
#[derive(Deserialize)]
struct Snapshot {
    state: OperationState,
    steps: Vec<LiveStep>,
}

pub(super) fn follow(
    events: String,
    state: OperationState,
    now: RwSignal<i64>,
    steps: RwSignal<Vec<LiveStep>>,
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
    let message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let data = event.data().as_string().unwrap_or_default();
        let Ok(snapshot) = serde_json::from_str::<Snapshot>(&data) else { return };
        if snapshot.state != state {
            let _ = window().location().reload();
            return;
        }
        refresh();
        let after = snapshot.steps;
        steps.with_untracked(|before| announce(before, &after, news, &labels, &words));
        if steps.with_untracked(|before| *before != after) {
            steps.set(after);
        }
    });
    source.set_onmessage(Some(message.as_ref().unchecked_ref()));
    // Both live as long as the page.
    message.forget();
    std::mem::forget(source);
}

/// Says which step has another state now.
fn announce(
    before: &[LiveStep],
    after: &[LiveStep],
    news: RwSignal<String>,
    labels: &[StepLabel],
    words: &StepWords,
) {
    let known = |step: &LiveStep| before.iter().any(|old| old.name == step.name && old.state == step.state);
    let Some(step) = after.iter().rfind(|step| !known(step)) else { return };
    let label = labels.iter().find(|label| label.name == step.name).map_or("", |label| &label.label);
    news.set(format!("{label}: {}", words.state(step.state)));
}
