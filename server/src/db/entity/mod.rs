//! The tables as sea-orm sees them, columns as they are stored. Only `db` reads them: everything else works with the domain's types.
#![expect(unreachable_pub, reason = "sea-orm's derive makes the items; the migrations describe the columns")]

pub(super) mod account_region;
pub(super) mod approval;
pub(super) mod artifact;
pub(super) mod audit_actor;
pub(super) mod audit_entry;
pub(super) mod audit_head;
pub(super) mod audit_trail;
pub(super) mod component;
pub(super) mod device;
pub(super) mod grant;
pub(super) mod idempotency_key;
pub(super) mod job_token;
pub(super) mod open_audit_entry;
pub(super) mod operation;
pub(super) mod organization;
pub(super) mod placement;
pub(super) mod project;
pub(super) mod release;
pub(super) mod saved_event;
pub(super) mod secret;
pub(super) mod session;
pub(super) mod sign_in;
pub(super) mod signing_key;
pub(super) mod spent_id_token;
pub(super) mod step_duration;
pub(super) mod support_view;
pub(super) mod target_account;
pub(super) mod token;
pub(super) mod trust;
pub(super) mod user;
pub(super) mod version;
