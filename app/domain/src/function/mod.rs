//! Functions: code that people deploy. What a version is made of, and which versions get the traffic.

mod artifact;
mod deployment;
mod environment;
mod traffic;
mod version;

pub use artifact::{Artifact, ArtifactHash, FileEntry};
pub use deployment::{Check, Code, Deployment};
pub use environment::{Environment, VARIABLES_MAX_BYTES, VariableName};
pub use traffic::{Share, Traffic};
pub use version::{Source, Version, VersionState};

/// The alias that the load balancer invokes.
pub const LIVE: &str = "live";
