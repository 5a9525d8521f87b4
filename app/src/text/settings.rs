//! Texts of the settings of kinds: labels, help, choices, prices, resources.

use kinds::form::{Meaning, Setting};
use kinds::price::PriceWord;
use kinds::words::ResourceWord;

pub struct Settings {
    pub label: fn(Setting) -> &'static str,
    pub help: fn(Setting) -> &'static str,
    /// The value of a choice, for people: `small` -> "Small".
    pub choice: fn(Setting, &str) -> String,
    pub meaning: fn(Meaning) -> String,
    pub price: fn(PriceWord) -> String,
    pub resource: fn(ResourceWord) -> &'static str,
    /// The label of a field of the document, such as `window.start`.
    pub path: fn(&str) -> String,
}
