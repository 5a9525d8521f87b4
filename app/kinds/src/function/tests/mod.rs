//! What people, AWS and auditors notice of the kind.

mod blueprint;
mod changes;
mod properties;
mod reading;
mod using;
