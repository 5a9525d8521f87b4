//! Functions: code that people deploy. What a version is made of, and which versions get the traffic.

mod artifact;
mod compare;
mod deployment;
mod environment;
mod guard;
mod measure;
mod pruning;
mod rollout;
mod runtime;
mod secret;
mod span;
mod traffic;
mod version;

pub use artifact::{Artifact, ArtifactHash, FileEntry};
pub use compare::{Changed, Comparison, compare};
pub use deployment::{Check, Code, Deployment, Examiner, is_path};
pub use environment::{Environment, VARIABLES_MAX_BYTES, VariableName, diff_variables};
pub use guard::{FEWEST_ERRORS, FEWEST_TIMED, Guards, Signs, Trip};
pub use measure::{COLD_STARTS, Durations, OWN_NAMESPACE, Point, Series};
pub use pruning::{
    Standing, UNUSED_CODE_KEPT_FOR, VERSIONS_KEPT, VERSIONS_KEPT_FOR, prunable, unpublishable,
};
pub use rollout::{LONGEST_SILENCE, Minutes, Rollout, STEP, Shifting, Strategy};
pub use runtime::{Architecture, Platform, RuntimeFamily};
pub use secret::{
    SECRET_ARN_VARIABLE, SECRETS_MAX_BYTES, Secret, SecretValues, SecretsWritten, secret_version_id,
    secret_version_number,
};
pub use span::{Measured, Span};
pub use traffic::{Share, Traffic};
pub use version::{Source, Version, VersionState};

/// The alias that the load balancer invokes.
pub const LIVE: &str = "live";
