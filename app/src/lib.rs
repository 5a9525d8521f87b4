//! Pages and islands.
//!
//! Pages (feature `ssr`) are axum handlers that render synchronous Leptos views: see `docs/decisions/0001-pages-are-axum-routes.md`.
//! [`islands`] is all code that also runs in a browser (feature `hydrate`).

pub mod islands;

#[cfg(feature = "ssr")]
pub mod forms;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod text;
#[cfg(feature = "ssr")]
pub mod ui;
