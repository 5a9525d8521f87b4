//! Takes an audit trail away as a file.

use app::page::PageError;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Result;
use domain::audit::{AuditEntry, csv, export, key_id};
use domain::caller::Caller;
use domain::ports::{Ports, Trail};
use ed25519_dalek::VerifyingKey;
use futures::stream::{self, StreamExt as _, TryStreamExt as _};
use http::header;
use serde_json::json;

use super::Server;
use super::session::SignedIn;

/// `GET /o/{organization}/audit/export.ndjson`: can be verified with `provisioner audit verify`.
pub(super) async fn ndjson(
    server: State<Server>,
    caller: SignedIn,
    slug: Path<String>,
) -> Result<Response, PageError> {
    export(server, caller, slug, Format::Ndjson).await
}

/// `GET /o/{organization}/audit/export.csv`: for spreadsheets.
pub(super) async fn csv(
    server: State<Server>,
    caller: SignedIn,
    slug: Path<String>,
) -> Result<Response, PageError> {
    export(server, caller, slug, Format::Csv).await
}

/// `GET /o/{organization}/audit/heads.json`: the signed heads, newest first. Whoever keeps them sees later when a trail was cut.
pub(super) async fn heads(
    State(server): State<Server>,
    SignedIn(caller): SignedIn,
    Path(slug): Path<String>,
) -> Result<Response, PageError> {
    let organization = server.ports.organizations.find(&caller, &slug).await?;
    let heads = server.ports.audit.heads(&caller, Trail::Organization(organization.id)).await?;
    Ok(axum::Json(json!({ "organization": organization.id, "heads": heads })).into_response())
}

/// `GET /.well-known/provisioner-audit-keys.json`: the public key that heads are verified with.
pub(super) async fn keys(State(server): State<Server>) -> Response {
    let key: VerifyingKey = server.context.signer.verifying_key();
    let key = json!({
        "key": key_id(&key),
        "algorithm": "Ed25519",
        "public_key": hex::encode(key.as_bytes()),
        "public_key_base64": STANDARD.encode(key.as_bytes()),
    });
    axum::Json(json!({ "keys": [key] })).into_response()
}

#[derive(Clone, Copy)]
enum Format {
    Ndjson,
    Csv,
}

impl Format {
    const fn ending(self) -> &'static str {
        match self {
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
        }
    }

    const fn content_type(self) -> &'static str {
        match self {
            Self::Ndjson => "application/x-ndjson",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }

    fn entry(self, entry: &AuditEntry) -> Vec<u8> {
        match self {
            Self::Ndjson => export::entry(entry),
            Self::Csv => csv::entry(entry).into_bytes(),
        }
    }
}

async fn export(
    State(server): State<Server>,
    SignedIn(caller): SignedIn,
    Path(slug): Path<String>,
    format: Format,
) -> Result<Response, PageError> {
    let organization = server.ports.organizations.find(&caller, &slug).await?;
    let trail = Trail::Organization(organization.id);
    server.ports.audit.record_export(&caller, trail).await?;
    let heads = server.ports.audit.heads(&caller, trail).await?;
    let first = match format {
        Format::Ndjson => export::header(Some(organization.id), heads, server.context.now()),
        Format::Csv => csv::header(),
    };
    let entries = entries(server.ports.clone(), caller, trail, format);
    let body = stream::once(async { Ok(Bytes::from(first)) }).chain(entries);
    let name = format!("audit-{slug}.{}", format.ending());
    let headers = [
        (header::CONTENT_TYPE, format.content_type().to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, Body::from_stream(body)).into_response())
}

/// How far an export is.
enum Progress {
    After(u64),
    Ended,
}

/// The lines of all entries, read a page at a time. An error in the middle breaks the connection, so that nobody takes the rest for the whole.
fn entries(
    ports: Ports,
    caller: Caller,
    trail: Trail,
    format: Format,
) -> impl stream::Stream<Item = Result<Bytes, std::io::Error>> {
    let pages = stream::try_unfold((Progress::After(0), 0_u64), move |(progress, count)| {
        let (ports, caller) = (ports.clone(), caller.clone());
        async move {
            let Progress::After(sequence) = progress else { return Ok(None) };
            let entries = ports.audit.export(&caller, trail, sequence).await?;
            let count = count + u64::try_from(entries.len()).unwrap_or(u64::MAX);
            let Some(last) = entries.last() else {
                let end = match format {
                    Format::Ndjson => export::footer(count).into_bytes(),
                    Format::Csv => Vec::new(),
                };
                return Ok(Some((end, (Progress::Ended, count))));
            };
            let lines: Vec<u8> = entries.iter().flat_map(|entry| format.entry(entry)).collect();
            Ok(Some((lines, (Progress::After(last.sequence), count))))
        }
    });
    pages.map_ok(Bytes::from).map_err(|error: domain::Error| {
        tracing::error!(error = &error as &dyn std::error::Error, "an audit export stopped");
        std::io::Error::other(error)
    })
}
