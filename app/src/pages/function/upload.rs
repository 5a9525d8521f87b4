//! A form with a file, read as it arrives: the fields before the file first, then the file piece by piece.

use axum::extract::multipart::{Field, Multipart, MultipartError};
use domain::error::Problem;
use domain::function::Artifact;
use domain::ports::Upload;
use domain::{Error, Result};
use futures_util::StreamExt;

use super::FunctionPage;
use crate::forms::Typed;

/// Most bytes of all other fields together.
const LONGEST_FIELDS: usize = 64 * 1024;

/// Reads the form, and hands its file to be checked and stored. The file must be the last field.
///
/// # Errors
/// Those of [`domain::ports::Deploys::store`] for the file; [`Problem::Required`] at `code` when there is none.
pub(super) async fn read(page: &FunctionPage, mut parts: Multipart) -> (Typed, Result<Artifact>) {
    let mut typed = Typed::default();
    let mut length = 0;
    loop {
        let field = match parts.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => return (typed, Err(Error::field("code", Problem::Required))),
            Err(error) => return (typed, Err(broken_off(error))),
        };
        let name = field.name().unwrap_or_default().to_owned();
        if name == "code" {
            if field.file_name().is_none_or(str::is_empty) {
                return (typed, Err(Error::field("code", Problem::Required)));
            }
            let stored = store(page, field).await;
            return (typed, stored);
        }
        match field.text().await {
            Ok(value) => {
                length += value.len();
                if length > LONGEST_FIELDS {
                    let max = u32::try_from(LONGEST_FIELDS).unwrap_or(u32::MAX);
                    return (typed, Err(Error::field(&name, Problem::TooLong { max })));
                }
                typed = typed.with(&name, &value);
            }
            Err(error) => return (typed, Err(broken_off(error))),
        }
    }
}

async fn store(page: &FunctionPage, field: Field<'_>) -> Result<Artifact> {
    let pieces = field.map(|piece| piece.map(|bytes| bytes.to_vec()).map_err(broken_off));
    let upload: Upload<'_> = Box::pin(pieces);
    let place = &page.0.place;
    place.page.ports.deploys.store(&place.page.caller, place.id(), page.0.component.id, upload).await
}

/// The browser has stopped sending, or sends more than may be sent.
#[expect(clippy::needless_pass_by_value, reason = "it is the end of the error")]
fn broken_off(error: MultipartError) -> Error {
    if error.status() == http::StatusCode::PAYLOAD_TOO_LARGE {
        return Error::field("code", Problem::ArchiveTooLarge { max_mb: 50 });
    }
    tracing::debug!(%error, "an upload was broken off");
    Error::field("code", Problem::ArchiveDamaged { path: None })
}
