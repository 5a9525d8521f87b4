//! The services behind the ports: authorize, validate, one write transaction with its audit entry, wake the worker.

pub mod accounts;
pub mod archives;
pub mod audit;
pub mod audit_trail;
mod authorize;
pub mod changes;
pub mod command_lines;
pub mod components;
pub mod deploys;
mod functions;
pub mod housekeeping;
pub mod idempotency;
pub mod listener_rules;
pub mod logs;
pub mod members;
pub mod metrics;
pub mod neighbours;
pub mod operations;
pub mod organizations;
pub mod placement;
pub mod pruning;
pub mod secrets;
pub mod sessions;
pub mod sign_in;
pub mod tokens;
pub mod trials;
pub mod trusts;
mod wake;

use std::sync::Arc;

use domain::clock::Clock;
use ed25519_dalek::SigningKey;
use jiff::Timestamp;
use uuid::Uuid;

use crate::db::Database;
use crate::random::Random;

pub use authorize::{authorize, tenant};
pub use wake::Wake;

/// What every service and task works with.
#[derive(Clone)]
pub struct Context {
    /// Where everything is stored.
    pub db: Database,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Ids and secrets.
    pub random: Arc<Random>,
    /// Who must know of changes.
    pub wake: Wake,
    /// Signs the heads of audit trails, and where looks at logs stand.
    pub signer: Arc<SigningKey>,
}

impl Context {
    /// The current instant.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A new id: `OperationId(context.new_id())`.
    pub fn new_id(&self) -> Uuid {
        self.random.id(self.now())
    }
}
