//! Functions: code that people deploy. What a version is made of, and which versions get the traffic.

mod artifact;
mod compare;
mod environment;
mod runtime;
mod traffic;

pub use artifact::{Artifact, ArtifactHash, FileEntry};
pub use compare::{Changed, Comparison, compare};
pub use environment::{Environment, VARIABLES_MAX_BYTES, VariableName};
pub use runtime::{Architecture, Platform, RuntimeFamily};
pub use traffic::{Share, Traffic};

/// The alias that the load balancer invokes.
pub const LIVE: &str = "live";
