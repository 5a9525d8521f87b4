//! The pages, one module each. A handler extracts a page and what was typed, awaits one or two port methods, and renders.

pub mod home;
pub mod preferences;
pub mod sign_in;
