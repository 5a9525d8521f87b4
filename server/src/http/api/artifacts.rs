//! Archives of code, checked while they arrive.

use axum::Json;
use axum::body::Body;
use axum::response::IntoResponse as _;
use domain::Error;
use domain::error::Problem;
use domain::ports::Upload;
use futures::StreamExt as _;
use http::{HeaderMap, StatusCode};
use http_body_util::LengthLimitError;
use serde::Serialize;
use utoipa::ToSchema;

use super::components::OfComponent;
use super::sent::{Answer, Tenant, expect_type};

/// A checked archive.
#[derive(Serialize, ToSchema)]
pub(super) struct ArtifactView {
    /// Its SHA-256: names it in a deploy.
    artifact: String,
    /// Its size, in bytes.
    size: u64,
    /// What its files take unpacked, in bytes.
    unpacked: u64,
    /// How many files it has.
    files: usize,
}

/// Checks an archive while it arrives, and stores it. Nothing runs it yet. The same archive again is stored once.
#[utoipa::path(
    post,
    path = "/api/v1/organizations/{organization}/components/{component}/artifacts",
    tag = "functions",
    params(OfComponent),
    request_body(content = Vec<u8>, content_type = "application/zip"),
    responses((status = 201, body = ArtifactView), (status = 413), (status = 415), (status = 422))
)]
pub(super) async fn store(tenant: Tenant, headers: HeaderMap, body: Body) -> Answer {
    expect_type(&headers, "application/zip")?;
    let component = tenant.component()?;
    let pieces = body.into_data_stream();
    let upload: Upload<'_> =
        Box::pin(pieces.map(|piece| piece.map(|bytes| bytes.to_vec()).map_err(broken_off)));
    let artifact = tenant.ports().deploys.store(&tenant.caller, tenant.id(), component, upload).await?;
    let view = ArtifactView {
        artifact: artifact.hash.into(),
        size: artifact.size,
        unpacked: artifact.unpacked,
        files: artifact.files.len(),
    };
    Ok((StatusCode::CREATED, Json(view)).into_response())
}

/// The program has stopped sending, or sends more than may be sent.
fn broken_off(error: axum::Error) -> Error {
    if is_too_large(&error) {
        return Error::field("code", Problem::ArchiveTooLarge { max_mb: 50 });
    }
    tracing::debug!(%error, "an upload was broken off");
    Error::field("code", Problem::ArchiveDamaged { path: None })
}

fn is_too_large(error: &(dyn std::error::Error + 'static)) -> bool {
    error.is::<LengthLimitError>() || error.source().is_some_and(is_too_large)
}
