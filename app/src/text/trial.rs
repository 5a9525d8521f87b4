//! Texts of trying functions: events, what came of them, the public address.

use std::time::Duration;

use domain::trial::FunctionErrorClass;
use domain::trial::address::Unreached;

use super::errors::Message;

pub struct Trial {
    pub title: &'static str,
    // Event
    pub send: &'static str,
    pub send_lead: &'static str,
    pub start_from: &'static str,
    pub own_events: &'static str,
    pub samples: &'static str,
    /// A sample by its name in `domain::trial::samples`.
    pub sample: fn(&str) -> &'static str,
    pub load: &'static str,
    pub payload: &'static str,
    pub payload_help: &'static str,
    pub version: &'static str,
    pub live: fn(u32) -> String,
    pub run: &'static str,
    pub keep: &'static str,
    pub name: &'static str,
    pub name_help: &'static str,
    pub save: &'static str,
    pub remove: &'static str,
    pub remove_one: fn(&str) -> String,
    // What came of it
    pub outcome: &'static str,
    pub answered: &'static str,
    pub failed: fn(FunctionErrorClass) -> Message,
    pub throttled: fn() -> Message,
    pub silent: fn() -> Message,
    pub refused: &'static str,
    pub duration: &'static str,
    pub billed: &'static str,
    pub memory: &'static str,
    pub memory_of: fn(u32, u32) -> String,
    pub start: &'static str,
    pub cold: fn(&str) -> String,
    pub warm: &'static str,
    pub answer: &'static str,
    pub nothing: &'static str,
    pub answer_cut: fn(&str) -> String,
    pub error: &'static str,
    pub trace: &'static str,
    pub log: &'static str,
    pub log_cut: &'static str,
    /// "12 ms", "1.25 s".
    pub time: fn(Duration) -> String,
    // Public address
    pub ask_title: &'static str,
    pub ask_lead: &'static str,
    pub method: &'static str,
    pub path: &'static str,
    pub path_help: &'static str,
    pub headers: &'static str,
    pub headers_help: &'static str,
    pub body: &'static str,
    pub more: &'static str,
    pub ask: &'static str,
    pub status: &'static str,
    pub took: &'static str,
    pub answer_headers: &'static str,
    pub body_cut: &'static str,
    pub private: fn() -> Message,
    pub not_let_in: fn() -> Message,
    pub nobody: fn(Unreached) -> Message,
}
