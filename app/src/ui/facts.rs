//! Short facts in a line, and longer ones in a list.

use leptos::prelude::*;

/// A fact: what it is, and its value.
pub struct Fact(pub &'static str, pub AnyView);

/// Facts in a line that wraps.
pub fn facts(facts: Vec<Fact>) -> AnyView {
    view! { <dl class="facts">{pairs(facts)}</dl> }.into_any()
}

/// Facts below each other.
pub fn fact_list(facts: Vec<Fact>) -> AnyView {
    view! { <dl class="fact-list">{pairs(facts)}</dl> }.into_any()
}

/// Labels and values that are only known when the page is made, below each other.
pub fn value_list(values: Vec<(String, String)>) -> AnyView {
    let pairs: Vec<_> = values
        .into_iter()
        .map(|(label, value)| view! { <div><dt>{label}</dt> <dd>{value}</dd></div> })
        .collect();
    view! { <dl class="fact-list">{pairs}</dl> }.into_any()
}

fn pairs(facts: Vec<Fact>) -> Vec<AnyView> {
    facts
        .into_iter()
        .map(|Fact(label, value)| view! { <div><dt>{label}</dt> <dd>{value}</dd></div> }.into_any())
        .collect()
}
