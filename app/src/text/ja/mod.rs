//! Japanese.

mod common;
mod errors;
mod home;
mod preferences;
mod shell;
mod words;

use super::Text;

/// All texts.
pub(super) static TEXT: Text = Text {
    common: common::COMMON,
    errors: errors::ERRORS,
    home: home::HOME,
    preferences: preferences::PREFERENCES,
    shell: shell::SHELL,
    words: words::WORDS,
};
