//! Functions: code that people deploy. What a version is made of, and which versions get the traffic.

mod artifact;
mod environment;
mod traffic;

pub use artifact::{Artifact, ArtifactHash, FileEntry};
pub use environment::{Environment, VARIABLES_MAX_BYTES, VariableName};
pub use traffic::{Share, Traffic};

/// The alias that the load balancer invokes.
pub const LIVE: &str = "live";
