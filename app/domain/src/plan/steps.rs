//! The steps of an operation.

use crate::operation::{Change, StepName};

/// The steps of a change, in order. The network is a step only where the organization has none in the region yet.
pub fn steps_for(change: Change, network_exists: bool) -> Vec<StepName> {
    match change {
        Change::Create if network_exists => vec![StepName::Stack, StepName::Verify],
        Change::Create => vec![StepName::Network, StepName::Stack, StepName::Verify],
        Change::Settings | Change::AllowList | Change::Window => {
            vec![StepName::Prepare, StepName::Stack, StepName::Verify]
        }
        Change::Delete => vec![StepName::Snapshot, StepName::Unprotect, StepName::Remove],
    }
}
