//! Buttons and links that look like buttons.

use leptos::prelude::*;

/// How much a button asks to be pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// The one thing to do on the page.
    Primary,
    /// Something that can be done.
    Plain,
    /// Something that cannot be undone.
    Danger,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button primary",
            Self::Plain => "button",
            Self::Danger => "button danger",
        }
    }
}

/// A link to another page.
pub fn link_button(label: &str, address: &str, tone: Tone) -> AnyView {
    view! { <a class=tone.class() href=address.to_owned()>{label.to_owned()}</a> }.into_any()
}

/// A button that sends the form around it with a value of its own.
pub fn value_button(name: &str, value: &str, label: &str, tone: Tone) -> AnyView {
    let (name, value) = (name.to_owned(), value.to_owned());
    view! { <button type="submit" class=tone.class() name=name value=value>{label.to_owned()}</button> }
        .into_any()
}

/// The button that sends the form around it.
pub fn submit_button(label: &str, tone: Tone) -> AnyView {
    view! { <button type="submit" class=tone.class()>{label.to_owned()}</button> }.into_any()
}
