//! What lies outside of a component's stack, and its template names.

pub use domain::account::Domain;
pub use domain::component::LinkedDatabase;
