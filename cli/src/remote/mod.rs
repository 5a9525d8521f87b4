//! Components on a server: found, changed, followed.

mod archive;
mod change;
mod follow;
mod plan;
mod tenant;

pub(crate) use self::archive::{Code, expectation};
pub(crate) use self::change::Change;
pub(crate) use self::follow::{ABSENCE, Started, cannot_wait, follow, judge};
pub(crate) use self::plan::shown as plan_shown;
pub(crate) use self::tenant::{Sought, Tenant};
