//! Texts of operations: plan, progress, outcome.

use domain::operation::{Change, OperationState};
use domain::plan::Interruption;

pub struct Operation {
    pub title: fn(Change, &str) -> String,
    pub lead: fn(OperationState) -> &'static str,
    // Plan
    pub interruption: fn(Interruption) -> String,
    pub takes: fn(&str) -> String,
    /// Price before and after, US cents a month, formatted.
    pub price: fn(Option<&str>, Option<&str>) -> String,
    pub price_same: &'static str,
    /// How many are added, changed, replaced, removed.
    pub counts: fn(usize, usize, usize, usize) -> String,
    pub what_changes: &'static str,
    pub what_is_made: &'static str,
    pub what_goes: &'static str,
    pub no_changes: &'static str,
    pub resources: &'static str,
    pub resource: &'static str,
    pub action: &'static str,
    pub know_first: &'static str,
    pub aws_view: &'static str,
    pub aws_preparing: &'static str,
    pub aws_preparing_help: &'static str,
    pub aws_same: &'static str,
    pub aws_failed: &'static str,
    pub aws_name: &'static str,
    pub confirm: fn(Change) -> &'static str,
    pub discard: &'static str,
    pub discarded: &'static str,
    pub plan_expires: &'static str,
    // Gate
    pub gate_title: &'static str,
    pub gate_body: fn(Change, Option<&str>) -> String,
    pub gate_label: fn(&str) -> String,
    pub gate_help: &'static str,
    // Questions at confirmation
    pub lock_out_label: &'static str,
    pub reason_label: &'static str,
    pub reason_help: &'static str,
    // Progress
    pub steps: &'static str,
    pub usually: fn(&str) -> String,
    pub aws_detail: &'static str,
    pub aws_silent: &'static str,
    pub account_silent: &'static str,
    pub cancel: &'static str,
    pub cancel_help: &'static str,
    pub cancel_requested: &'static str,
    // Outcome
    pub succeeded: fn(Change) -> &'static str,
    pub failed: fn(Change) -> &'static str,
    pub cancelled: &'static str,
    pub cause: &'static str,
    pub setting: &'static str,
    pub part: &'static str,
    pub next_step: &'static str,
    pub retry: &'static str,
    pub change_setting: &'static str,
    pub aws_words: &'static str,
    pub open_component: &'static str,
    pub open_components: &'static str,
    pub plan: &'static str,
    pub author: &'static str,
    pub planned: &'static str,
    pub started: &'static str,
    pub ended: &'static str,
    pub audit: &'static str,
    pub until: fn(&str) -> String,
    pub window: fn(&str, &str, &str, &str) -> String,
}
