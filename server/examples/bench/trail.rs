//! Writing the audit trail and checking it.

use std::process::Command;
use std::time::Instant;

use domain::audit::{AuditAction, AuditHead, Outcome, Target, export, verify_export};
use domain::ports::Trail;
use ed25519_dalek::VerifyingKey;
use server::service::audit_trail::{self, Deed};

use crate::Fallible;
use crate::measure::{per_second, timed};
use crate::process::program;
use crate::stage::{Folder, Stage};
use crate::table::{Expected, Table};

/// How many entries are appended, each in a transaction of its own.
const APPENDED: usize = 5_000;

/// How many entries the checked export has.
const EXPORTED: u64 = 200_000;

/// How often it is checked; the quickest counts, because nothing but other work on the machine makes one slower.
const CHECKS: usize = 5;

/// Entries checked in a second.
const VERIFIED: Expected = Expected::Above(500_000.0);

pub(crate) async fn measure(stage: &Stage, table: &mut Table) -> Fallible<()> {
    let file = exported(stage).await?;
    let key = stage.context.signer.verifying_key();
    let mut best = None;
    for _ in 0..CHECKS {
        let (verified, took) = timed(|| verify_export(file.as_slice(), [key]));
        let entries = usize::try_from(verified?.entries)?;
        best = Some(best.map_or((entries, took), |(_, least)| (entries, took.min(least))));
    }
    let (entries, took) = best.ok_or("nothing was checked")?;
    table.add("audit verify, in memory", per_second(entries, took), VERIFIED);
    table.add("audit verify, the command on a file", command(&file, &key)?, VERIFIED);

    let start = Instant::now();
    append(stage).await?;
    table.add("audit append, one writer", per_second(APPENDED, start.elapsed()), Expected::Nothing);
    Ok(())
}

/// The beginning of the trail, as the server exports it.
async fn exported(stage: &Stage) -> Fallible<Vec<u8>> {
    let trail = Trail::Organization(stage.organization);
    let (mut lines, mut count, mut hash) = (Vec::new(), 0, String::new());
    while count < EXPORTED {
        let entries = stage.ports.audit.export(&stage.owner, trail, count).await?;
        let newest = entries.last().ok_or("the trail is shorter than the export should be")?;
        (count, hash) = (newest.sequence, newest.hash.clone());
        for entry in &entries {
            lines.extend(export::entry(entry));
        }
    }
    let context = &stage.context;
    let head = AuditHead::sign(Some(stage.organization), count, &hash, context.now(), &context.signer);
    let mut file = export::header(Some(stage.organization), vec![head], context.now()).into_bytes();
    file.append(&mut lines);
    file.extend(export::footer(count).into_bytes());
    Ok(file)
}

/// Runs `provisioner audit verify`, with all that starting a program takes.
fn command(file: &[u8], key: &VerifyingKey) -> Fallible<crate::table::Quantity> {
    let folder = Folder::new("audit")?;
    let path = folder.path().join("audit.ndjson");
    std::fs::write(&path, file)?;
    let mut best = None;
    for _ in 0..CHECKS {
        let mut command = Command::new(program()?);
        command.args(["audit", "verify"]).arg(&path).args(["--key", &hex::encode(key.as_bytes())]);
        let (output, took) = timed(|| command.output());
        let output = output?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stdout).into_owned().into());
        }
        best = Some(best.map_or(took, |least| took.min(least)));
    }
    Ok(per_second(usize::try_from(EXPORTED)?, best.ok_or("nothing was checked")?))
}

async fn append(stage: &Stage) -> Fallible<()> {
    for _ in 0..APPENDED {
        let transaction = stage.context.db.write().await?;
        let target =
            Target { name: "orders-0001".to_owned(), component: Some(stage.component), project: None };
        let deed = Deed {
            after: Some(
                serde_json::json!({ "allow_list": [{ "label": "Office Tokyo", "network": "203.0.113.7/32" }] }),
            ),
            ..Deed::new(Trail::Organization(stage.organization), AuditAction::AllowListChanged, target)
        };
        audit_trail::record(&stage.context, &transaction, &stage.owner, deed, Outcome::Succeeded).await?;
        transaction.commit().await?;
    }
    Ok(())
}
