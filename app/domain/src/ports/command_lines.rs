//! Command lines that want to act as a person.

use async_trait::async_trait;

use crate::caller::Caller;
use crate::command_line::{CommandLine, Decision, DeviceRequest, UserCode};
use crate::error::Result;

/// Command lines that want to act as the caller. Only a browser can let them.
#[async_trait]
pub trait CommandLines: Send + Sync {
    /// Lets a command line on the caller's own machine act as them, and answers with the code that it trades for a token: good once, and
    /// for a minute.
    async fn approve(&self, caller: &Caller, command_line: CommandLine) -> Result<String>;
    /// Writes down that it may not.
    async fn deny(&self, caller: &Caller, command_line: CommandLine) -> Result<()>;
    /// The command line on another machine that shows this code. [`crate::Error::Invalid`] at `user_code` when none does, and
    /// [`crate::Error::TooManyRequests`] for those who guess.
    async fn device(&self, caller: &Caller, code: &UserCode) -> Result<DeviceRequest>;
    /// Lets it act as the caller, or not.
    async fn decide(&self, caller: &Caller, code: &UserCode, decision: Decision) -> Result<()>;
}
