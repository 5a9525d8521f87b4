//! Pages as a browser without scripts sees them: status, text, forms.

#![allow(unreachable_pub, reason = "the modules are one test")]

#[path = "../support/mod.rs"]
mod support;

mod browser;
mod components;
mod errors;
mod every_page;
mod operations;
mod preferences;
