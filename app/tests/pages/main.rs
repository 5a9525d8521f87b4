//! Pages as a browser without scripts sees them: status, text, forms.

#![allow(unreachable_pub, clippy::unwrap_used, reason = "the modules are one test")]

#[path = "../support/mod.rs"]
mod support;

mod allow_list;
mod browser;
mod command_line;
mod components;
mod errors;
mod every_page;
mod functions;
mod metrics;
mod operations;
mod preferences;
mod rollouts;
mod trials;
mod trusts;
mod typed;
mod window;
