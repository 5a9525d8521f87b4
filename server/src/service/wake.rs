//! Tells the worker that there is work, and open pages that something changed.
//!
//! A signal only makes things quicker: the worker looks by a timer too, and so do pages, because another replica does not hear it.

use std::sync::Arc;

use domain::ids::OrganizationId;
use tokio::sync::{Notify, broadcast};

/// How many changes a slow listener may fall behind. It then reads everything again, which is all that a signal asks for.
const BACKLOG: usize = 256;

/// Signals inside this process.
#[derive(Clone, Debug)]
pub struct Wake {
    worker: Arc<Notify>,
    changes: broadcast::Sender<OrganizationId>,
}

impl Wake {
    /// Signals that nobody listens to yet.
    pub fn new() -> Self {
        Self { worker: Arc::new(Notify::new()), changes: broadcast::Sender::new(BACKLOG) }
    }

    /// There is work. Kept until the worker asks, when it is busy.
    pub fn worker(&self) {
        self.worker.notify_one();
    }

    /// Waits until there is work.
    pub async fn work(&self) {
        self.worker.notified().await;
    }

    /// Something about a component or an operation of the organization has changed.
    pub fn changed(&self, organization: OrganizationId) {
        // Without a listener there is nobody to tell.
        let _ = self.changes.send(organization);
    }

    /// All changes from now on.
    pub fn changes(&self) -> broadcast::Receiver<OrganizationId> {
        self.changes.subscribe()
    }
}

impl Default for Wake {
    fn default() -> Self {
        Self::new()
    }
}
