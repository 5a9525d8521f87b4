//! Stand-ins for tests and benchmarks. Nothing here is part of the running product.

pub mod cloud;
pub mod web;

pub use cloud::FakeCloud;
pub use web::FakeWeb;
