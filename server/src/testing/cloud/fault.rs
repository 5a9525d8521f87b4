//! What can go wrong with a call.

use std::sync::Arc;

use domain::error::Source;

/// A fault of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// AWS does not answer, and did nothing.
    Silent,
    /// As many requests run as may run at the same time.
    Throttled,
    /// AWS did it, and the answer was lost.
    AnswerLost,
    /// AWS refuses.
    Refused {
        /// AWS's error code.
        code: String,
        /// AWS's words.
        message: String,
    },
    /// The role of the target account cannot be assumed.
    Unreachable,
    /// AWS did it, and the call never comes back: the caller is killed in it.
    Hang,
}

impl Fault {
    pub(super) fn source() -> Source {
        Arc::new(Injected)
    }
}

#[derive(Debug, thiserror::Error)]
#[error("a fault that the test asked for")]
struct Injected;
