//! Texts of errors: of whole pages and of fields.

use domain::Error;
use domain::error::{Conflict, Problem};

/// What happened, and why and what now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// What happened: one short line.
    pub title: String,
    /// Why, and what to do now.
    pub body: String,
}

impl Message {
    /// A message of two texts.
    pub fn new(title: impl Into<String>, body: impl Into<String>) -> Self {
        Self { title: title.into(), body: body.into() }
    }
}

pub struct Errors {
    pub error: fn(&Error) -> Message,
    /// For an HTTP status that comes without an error.
    pub status: fn(u16) -> Message,
    pub conflict: fn(&Conflict) -> Message,
    pub problem: fn(&Problem) -> String,
    pub home: &'static str,
    pub see_operation: &'static str,
    pub see_current: &'static str,
    pub request_id: &'static str,
}
