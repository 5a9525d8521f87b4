//! Component kinds: what people may set, and the CloudFormation templates that follow from it. One folder each.
//!
//! Pure functions: the same input always gives the same output. A blueprint is the versioned definition of a kind (or of the network):
//! settings go in, a template comes out. A template never changes without a new blueprint version: `blueprints.lock` beside each
//! blueprint holds a hash of what it rendered, and a test compares.

pub mod artifacts;
#[cfg(test)]
mod blueprints;
mod bucket;
mod encryption;
pub mod endpoints;
pub mod form;
pub mod function;
pub mod kind;
pub mod load_balancer;
pub mod names;
mod neighbours;
pub mod network;
pub mod plan;
pub mod postgres;
pub mod price;
mod shared;
pub mod tags;
pub mod template;
pub mod words;

pub use kind::{Context, Definition, Demand, Given, Impact, Start, of};
pub use neighbours::{Domain, LinkedDatabase};
pub use plan::{Desired, Draft, plan};
pub use shared::{SharedStack, shared_stack};

/// How long logs of connections are kept, in days: thirteen months, so that an auditor finds a whole year.
const LOG_RETENTION_DAYS: u16 = 400;
