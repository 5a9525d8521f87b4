//! The pages, one module each. A handler extracts a page and what was typed, awaits one or two port methods, and renders.

pub mod accounts;
pub mod allow_list;
pub mod audit;
pub mod command_line;
pub mod components;
pub mod dashboard;
pub mod function;
pub mod home;
pub mod members;
pub mod operation;
pub mod organization;
mod postgres;
pub mod preferences;
mod reply;
pub mod sessions;
pub mod sign_in;
pub mod trusts;
mod values;
pub mod window;
