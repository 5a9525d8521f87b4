//! `pv version`.

use serde_json::json;

use crate::output::Output;

/// Shows the version.
pub(super) fn run(output: Output) {
    let version = env!("CARGO_PKG_VERSION");
    output.result(format_args!("pv {version}"), &json!({ "version": version }));
}
