//! What a window would mean, while somebody chooses it.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::problem_texts::ProblemTexts;

/// The words for mistakes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WindowTexts {
    /// What may be wrong.
    pub problems: ProblemTexts,
    /// The fields' names and labels.
    pub labels: Vec<(String, String)>,
}

/// What the server says about what is typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preview {
    /// What the window means, as HTML.
    Window(String),
    /// What is wrong with it, in sentences.
    Mistakes(Vec<String>),
}

/// Shows the preview of the window in the form among its children. Mistakes are found here, by the code that decides on the server; openings
/// need time zone data, which only the server has.
#[island]
pub fn WindowPreview(
    /// Where previews come from.
    address: String,
    /// The words for mistakes.
    texts: WindowTexts,
    /// The preview of the page (class `preview`) and the form.
    children: Children,
) -> impl IntoView {
    let preview = RwSignal::new(None::<String>);
    let mistakes = RwSignal::new(Vec::<String>::new());
    let look = move |event: leptos::ev::Event| {
        #[cfg(feature = "hydrate")]
        browser::look(&event, &address, &texts, preview, mistakes);
        #[cfg(not(feature = "hydrate"))]
        let _ = (event, &address, &texts, mistakes);
    };
    let live = move || preview.with(Option::is_some);
    view! {
        <div class="form-with-preview" class:live=live on:input=look>
            {children()}
            <section class="preview-live" inner_html=move || preview.get().unwrap_or_default()></section>
            <div class="preview-mistakes" role="status">
                {move || mistakes.get().into_iter().map(|line| view! { <p class="problem">{line}</p> }).collect::<Vec<_>>()}
            </div>
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    //! The part that only a browser does.

    use std::cell::Cell;
    use std::time::Duration;

    use domain::error::FieldError;
    use domain::maintenance::Window;
    use leptos::prelude::*;
    use leptos::web_sys::Event;

    use super::{Preview, WindowTexts};
    use crate::islands::fetch::fetch;
    use crate::islands::form::FormValues;

    /// How long nobody must have typed before the server is asked.
    const PAUSE: Duration = Duration::from_millis(250);

    thread_local! {
        /// Which question is the newest: the answers to older ones are too late.
        static NEWEST: Cell<u32> = const { Cell::new(0) };
    }

    pub(super) fn look(
        event: &Event,
        address: &str,
        texts: &WindowTexts,
        preview: RwSignal<Option<String>>,
        mistakes: RwSignal<Vec<String>>,
    ) {
        let Some(values) = FormValues::around(event) else { return };
        let question = NEWEST.get().wrapping_add(1);
        NEWEST.set(question);
        let get = |name: &str| values.get(&format!("window.{name}"));
        match Window::parse(&get("zone"), &get("weekday"), &get("start"), &get("minutes")) {
            Ok(window) => {
                mistakes.set(Vec::new());
                let address = format!("{address}?{}", query(&window));
                set_timeout(move || ask(question, address, preview, mistakes), PAUSE);
            }
            Err(errors) => mistakes.set(errors.iter().filter_map(|error| sentence(error, texts)).collect()),
        }
    }

    fn query(window: &Window) -> String {
        let zone = String::from(js_sys::encode_uri_component(&window.zone));
        format!(
            "window.zone={zone}&window.weekday={}&window.start={}&window.minutes={}",
            window.weekday.as_str(),
            window.start,
            window.minutes
        )
    }

    /// What is wrong is said beside the last window that was right.
    fn ask(
        question: u32,
        address: String,
        preview: RwSignal<Option<String>>,
        mistakes: RwSignal<Vec<String>>,
    ) {
        if NEWEST.get() != question {
            return;
        }
        leptos::task::spawn_local(async move {
            let answer = fetch(&address).await.and_then(|answer| serde_json::from_str(&answer).ok());
            match answer.filter(|_| NEWEST.get() == question) {
                Some(Preview::Window(html)) => preview.set(Some(html)),
                Some(Preview::Mistakes(lines)) => mistakes.set(lines),
                None => {}
            }
        });
    }

    /// "Time zone: Please fill in this field."
    fn sentence(error: &FieldError, texts: &WindowTexts) -> Option<String> {
        let (_, label) = texts.labels.iter().find(|(field, _)| *field == error.field)?;
        Some(format!("{label}: {}", texts.problems.of(&error.problem)?))
    }
}
