//! The background work. [`Driver`] runs it; every task stands in a file of its own.

mod automation;
mod driver;
mod expire_allow_list;
mod housekeeping;
mod prune;
pub mod reconcile;
mod refresh_windows;

pub use driver::{Board, Driver, Task, TaskStatus};
pub use expire_allow_list::ExpireAllowList;
pub use housekeeping::{SignHeads, TidyUp};
pub use prune::Prune;
pub use reconcile::Reconciler;
pub use refresh_windows::RefreshWindows;
