//! An archive on its way into the database, checked while it arrives.

use artifact::{Expectation, Intake};
use domain::audit::{AuditAction, Outcome};
use domain::caller::Caller;
use domain::component::Component;
use domain::function::{Architecture, Artifact};
use domain::ports::Upload;
use domain::{Error, Result};
use futures::StreamExt;
use kinds::function::Settings;
use serde_json::json;

use super::ready::check_works;
use crate::db::artifacts;
use crate::service::Context;
use crate::service::archives;
use crate::service::audit_trail::{self, Deed};

/// Checks an archive, and stores it with its bytes until a deploy has brought them to AWS.
pub(super) async fn store(
    context: &Context,
    caller: &Caller,
    function: &Component,
    mut upload: Upload<'_>,
) -> Result<Artifact> {
    check_works(function)?;
    let mut intake = Intake::new(expectation(function)?);
    while let Some(piece) = upload.next().await {
        intake.push(&piece?)?;
    }
    // Unpacking megabytes to check them must not hold up other requests of this thread.
    let checked = tokio::task::spawn_blocking(move || intake.finish()).await.map_err(Error::internal)?;
    let (artifact, content) = checked?;
    let transaction = context.db.write().await?;
    // It may have been deleted while the archive came, and what is stored then would stay for ever.
    let function = archives::lock(&transaction, function).await?;
    check_works(&function)?;
    archives::check_not_removed(&transaction, &function, &artifact.hash, context.now()).await?;
    artifacts::save(&transaction, &function, &artifact, content, context.now()).await?;
    let deed = Deed {
        after: Some(
            json!({ "artifact": artifact.hash, "size": artifact.size, "files": artifact.files.len() }),
        ),
        ..Deed::to_component(&function, AuditAction::CodeUploaded)
    };
    audit_trail::record(context, &transaction, caller, deed, Outcome::Succeeded).await?;
    transaction.commit().await?;
    Ok(artifact)
}

/// What the archive must hold, as the settings of the function say.
fn expectation(function: &Component) -> Result<Expectation> {
    let settings = Settings::from_document(&function.document.settings)?;
    Ok(Expectation {
        family: settings.runtime.family().to_domain(),
        handler: settings.handler.as_str().to_owned(),
        architecture: match settings.architecture {
            kinds::function::Architecture::Arm64 => Architecture::Arm64,
            kinds::function::Architecture::X86 => Architecture::X86_64,
        },
    })
}
