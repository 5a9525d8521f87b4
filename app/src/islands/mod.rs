//! All code that runs in a browser. Islands get their texts as props, so that no catalogue is in the WASM.
#![expect(missing_docs, reason = "leptos generates structs for the props of islands without documentation")]

pub mod allow_list;
#[cfg(feature = "hydrate")]
mod fetch;
#[cfg(feature = "hydrate")]
mod form;
pub mod live_operation;
pub mod problem_texts;
pub mod window;
