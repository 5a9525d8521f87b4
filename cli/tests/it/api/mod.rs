//! The commands that ask a server, with a stand-in for it that speaks the HTTP API.

mod account;
mod allow;
mod allow_mine;
mod ci;
mod database;
mod deploy;
mod failures;
mod fake;
mod functions;
mod invoke;
mod login;
mod logs;
mod questions;
mod rollout;
mod secrets;
mod variables;
mod versions;
mod waiting;
mod world;
