//! Pages as a browser without scripts sees them: status, text, forms.

#[path = "../support/mod.rs"]
mod support;
