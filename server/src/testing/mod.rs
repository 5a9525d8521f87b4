//! Stand-ins for tests and benchmarks. Nothing here is part of the running product.

pub mod cloud;

pub use cloud::FakeCloud;
