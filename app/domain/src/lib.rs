//! The pure rules of Provisioner, and the words that all layers share.
//!
//! Nothing here does input or output, and everything compiles for WASM: the browser checks forms with the same code as the server.
//! The dependency rule: `domain <- kinds <- app <- {frontend, server}`, `domain <- aws <- server`.

pub mod account;
pub mod allow_list;
pub mod audit;
pub mod authz;
pub mod caller;
pub mod clock;
pub mod cloud;
pub mod command_line;
pub mod component;
pub mod email;
pub mod error;
pub mod function;
pub mod grant;
pub mod ids;
pub mod maintenance;
pub mod operation;
pub mod organization;
pub mod plan;
pub mod ports;
pub mod session;
pub mod text;
pub mod trial;
pub mod trust;

pub use error::{Error, Result};
