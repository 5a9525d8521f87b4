//! Texts of the pages on which a person lets a command line act as them.

pub struct CommandLine {
    pub title: &'static str,
    pub question: fn(&str) -> String,
    pub means: &'static str,
    pub approve: &'static str,
    pub deny: &'static str,
    pub device_title: &'static str,
    pub device_lead: &'static str,
    pub code: &'static str,
    pub code_help: &'static str,
    pub go_on: &'static str,
    pub name: &'static str,
    pub address: &'static str,
    pub unknown_address: &'static str,
    pub asked: &'static str,
    pub only_yours: &'static str,
    pub done_title: &'static str,
    pub done: &'static str,
    pub sessions: &'static str,
}
