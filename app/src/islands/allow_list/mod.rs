//! The forms of the allow-list, checked while somebody types: by the same code that decides on the server.

mod check;
mod texts;

pub use check::{Finding, Findings, KnownNetwork, Purpose, check, numbered};
pub use texts::{ListTexts, WarningTexts};

use domain::error::Problem;
use leptos::prelude::*;

/// Says what is to be known about the networks in the form around it, whose fields are its children: one network (`network` and `label`) or
/// many (`entries`). What the server said stays until the first key.
#[island]
pub fn ListCheck(
    /// The list as it is.
    list: Vec<KnownNetwork>,
    /// What becomes of the networks.
    purpose: Purpose,
    /// Whether everybody may be let in.
    public_networks: bool,
    /// The words.
    texts: ListTexts,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let findings = RwSignal::new(None::<Findings>);
    let look = move |event: leptos::ev::Event, typing: bool| {
        #[cfg(feature = "hydrate")]
        findings.set(browser::look(&event, &list, purpose, public_networks, typing));
        #[cfg(not(feature = "hydrate"))]
        let _ = (event, typing, &list, purpose, public_networks);
    };
    let look_again = look.clone();
    let live = move || findings.with(Option::is_some);
    view! {
        <div class="check" class:live=live on:input=move |event| look(event, true) on:change=move |event| look_again(event, false)>
            {children()}
            <div class="findings" role="status">
                {move || findings.with(|findings| findings.as_ref().map(|findings| words(findings, &texts)))}
            </div>
        </div>
    }
}

fn words(findings: &Findings, texts: &ListTexts) -> impl IntoView + use<> {
    let lines: Vec<_> = findings
        .found
        .iter()
        .filter_map(|(place, finding)| {
            let words = texts.sentence(*place, finding)?;
            let class = if matches!(finding, Finding::Wrong(_)) { "problem" } else { "caution" };
            let button = canonical(finding).map(|canonical| use_button(*place, canonical, texts));
            Some(view! { <p class=class>{words} " " {button}</p> })
        })
        .collect();
    let room = findings.room.map(|room| view! { <p class="help">{texts.head_room(room)}</p> });
    view! { {lines} {room} }
}

fn canonical(finding: &Finding) -> Option<&str> {
    match finding {
        Finding::Wrong(Problem::HostBitsSet { canonical }) => Some(canonical),
        _ => None,
    }
}

/// Puts the network that was probably meant in place of the typed one.
fn use_button(place: Option<usize>, canonical: &str, texts: &ListTexts) -> impl IntoView + use<> {
    let label = texts.use_network(canonical);
    let canonical = canonical.to_owned();
    let press = move |event: leptos::ev::MouseEvent| {
        #[cfg(feature = "hydrate")]
        browser::put(&event, place, &canonical);
        #[cfg(not(feature = "hydrate"))]
        let _ = (event, place, &canonical);
    };
    view! { <button type="button" class="button small" on:click=press>{label}</button> }
}

#[cfg(feature = "hydrate")]
mod browser {
    //! The part that only a browser does.

    use domain::allow_list::NewEntry;
    use leptos::web_sys::{Event, MouseEvent};

    use super::{Findings, KnownNetwork, Purpose, check, numbered};
    use crate::islands::form::{self, FormValues};

    pub(super) fn look(
        event: &Event,
        list: &[KnownNetwork],
        purpose: Purpose,
        public_networks: bool,
        typing: bool,
    ) -> Option<Findings> {
        let values = FormValues::around(event)?;
        let many = values.get("entries");
        let entries = if many.is_empty() {
            let entry =
                NewEntry { network: values.get("network"), label: values.get("label"), expires: None };
            vec![(None, entry)]
        } else {
            numbered(&many).map(|(line, entry)| (Some(line), entry)).collect()
        };
        // Who types the label has finished the network.
        let unfinished = typing && !form::is_in(event, "label");
        Some(check(list, purpose, public_networks, &entries, unfinished))
    }

    /// Replaces the network, or the one on a line.
    pub(super) fn put(event: &MouseEvent, line: Option<usize>, canonical: &str) {
        let Some(line) = line else {
            form::set(event, "network", canonical);
            return;
        };
        let Some(values) = FormValues::around(event) else { return };
        let text = values.get("entries");
        let lines = text.lines().enumerate().map(|(index, text)| match numbered(text).next() {
            Some((_, entry)) if index + 1 == line => text.replacen(&entry.network, canonical, 1),
            _ => text.to_owned(),
        });
        form::set(event, "entries", &lines.collect::<Vec<_>>().join("\n"));
    }
}
