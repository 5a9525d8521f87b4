//! Set-up: what a fresh machine lacks is installed, and what is there is left alone.

pub(crate) mod browser;
pub(crate) mod debian;
pub(crate) mod node;
pub(crate) mod postgres;
pub(crate) mod python;
pub(crate) mod wasm;
