//! Functions: code that people deploy. What a version is made of, and which versions get the traffic.

mod artifact;
mod compare;
mod deployment;
mod environment;
mod guard;
mod measure;
mod rollout;
mod runtime;
mod span;
mod traffic;
mod version;

pub use artifact::{Artifact, ArtifactHash, FileEntry};
pub use compare::{Changed, Comparison, compare};
pub use deployment::{Check, Code, Deployment, Examiner, is_path};
pub use environment::{Environment, VARIABLES_MAX_BYTES, VariableName, diff_variables};
pub use guard::{FEWEST_ERRORS, FEWEST_TIMED, Guards, Signs, Trip};
pub use measure::{COLD_STARTS, Durations, OWN_NAMESPACE, Point, Series};
pub use rollout::{LONGEST_SILENCE, Minutes, Rollout, STEP, Shifting, Strategy};
pub use runtime::{Architecture, Platform, RuntimeFamily};
pub use span::{Measured, Span};
pub use traffic::{Share, Traffic};
pub use version::{Source, Version, VersionState};

/// The alias that the load balancer invokes.
pub const LIVE: &str = "live";
