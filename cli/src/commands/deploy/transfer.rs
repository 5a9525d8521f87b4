//! Code on its way to the server.

use std::cell::Cell;

use serde_json::Value;

use crate::api::{Component, Document, Request, StoredArtifact, Version, VersionState};
use crate::failure::{Class, Failure};
use crate::output::Output;
use crate::remote::{Change, Code, Started, Tenant};
use crate::terminal::StatusLine;

/// How many versions are looked at for the same code.
const RECENT: usize = 50;

/// Begins a deploy. The code is sent before, unless the server has it.
pub(super) fn deploy(
    tenant: &Tenant,
    function: &Component,
    code: &Code,
    body: Value,
    output: Output,
) -> Result<Started, Failure> {
    let change = Change::post(tenant.path_of(function, "deploys"), body);
    if is_known(tenant, function, code)? {
        match change.begin(tenant) {
            // It was removed meanwhile.
            Err(fault) if fault.refusal().is_some_and(|refusal| refusal.status() == 404) => {}
            begun => return Ok(begun?),
        }
    }
    upload(tenant, function, code, output)?;
    Ok(change.begin(tenant)?)
}

/// Whether the server has the code: a version of it does.
pub(super) fn is_known(tenant: &Tenant, function: &Component, code: &Code) -> Result<bool, Failure> {
    let recent: Vec<Document<Version>> = tenant.list(&tenant.path_of(function, "versions"), &[], RECENT)?;
    let has_code = |version: &Document<Version>| {
        version.state != VersionState::Pruned && version.artifact == code.artifact.hash.as_str()
    };
    Ok(recent.iter().any(has_code))
}

fn upload(tenant: &Tenant, function: &Component, code: &Code, output: Output) -> Result<(), Failure> {
    let line = StatusLine::new(output);
    let total = code.bytes.len() as u64;
    let shown = Cell::new(None);
    let sent = |bytes: u64| {
        let percent = (bytes * 100).checked_div(total).unwrap_or(100);
        if shown.replace(Some(percent)) != Some(percent) {
            line.show(&format!("  sending {percent} % of {}", size(total)));
        }
    };
    let path = tenant.path_of(function, "artifacts");
    let stored: StoredArtifact = tenant.client.ask(&Request::upload(path, &code.bytes, &sent))?;
    if stored.artifact == code.artifact.hash.as_str() {
        Ok(())
    } else {
        Err(Failure::new(Class::Unavailable, "the server received other bytes than were sent")
            .advising("Something between here and the server changes what is sent"))
    }
}

/// A size for people.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} kB", bytes / 1024),
        _ => format!("{}.{} MB", bytes >> 20, ((bytes & 0xf_ffff) * 10) >> 20),
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_short() {
        for (bytes, expected) in
            [(0, "0 B"), (1023, "1023 B"), (34_567, "33 kB"), (1_572_864, "1.5 MB"), (52_428_800, "50.0 MB")]
        {
            assert_eq!(size(bytes), expected);
        }
    }
}
