//! The real `pv` with real Python, Node.js and Rust functions.
//!
//! Needed: `python3` with its module venv, the Python package index at the first run, `node`, and the registry of crates.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod api;
mod commands;
mod examples;
mod failures;
mod invoke;
mod limits;
mod node;
mod reload;
mod support;
mod surroundings;
