//! The static files, carried inside the binary: style sheet, WASM, icons.
//!
//! [`address`] puts the file's hash into its address, so that browsers keep the file for ever and still get a new one at once.

use app::page::AssetAddress;
use axum::extract::{Path, Request};
use axum::response::{IntoResponse, Response};
use domain::Error;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../target/site"]
struct Site;

/// Encodings of files that are compressed ahead of time, best first: the name in headers, and what the file name ends with.
const COMPRESSED: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// Digits of the hash in an address.
const HASH_DIGITS: usize = 16;

/// Finds the address of a file by its plain name.
pub(super) fn address() -> AssetAddress {
    AssetAddress::new(|name| match Site::get(name) {
        Some(file) => format!("/assets/{}/{name}", hash(&file)),
        None => format!("/{name}"),
    })
}

/// `GET /assets/{hash}/{*name}`: never changes when the hash is right. Files that name others relatively may get here with their own hash.
pub(super) async fn hashed(Path((given, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    match file(&name) {
        Some(file) if hash(&file) == given => {
            answer(&name, &file, &headers, "public, max-age=31536000, immutable")
        }
        Some(file) => answer(&name, &file, &headers, "no-cache"),
        None => not_found(),
    }
}

/// Any other address: a file of that name, such as `/favicon.ico`, or nothing.
pub(super) async fn plain(request: Request) -> Response {
    let name = request.uri().path().trim_start_matches('/');
    match file(name) {
        Some(_) if !matches!(*request.method(), Method::GET | Method::HEAD) => {
            (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response()
        }
        Some(file) => answer(name, &file, request.headers(), "no-cache"),
        None => not_found(),
    }
}

fn not_found() -> Response {
    app::page::PageError(Error::NotFound).into_response()
}

fn file(name: &str) -> Option<EmbeddedFile> {
    let compressed = COMPRESSED.iter().any(|(_, ending)| name.ends_with(ending));
    if compressed { None } else { Site::get(name) }
}

fn hash(file: &EmbeddedFile) -> String {
    let mut digits = hex::encode(file.metadata.sha256_hash());
    digits.truncate(HASH_DIGITS);
    digits
}

fn answer(name: &str, file: &EmbeddedFile, request: &HeaderMap, caching: &'static str) -> Response {
    let smaller = COMPRESSED
        .into_iter()
        .filter(|(encoding, _)| accepts(request, encoding))
        .find_map(|(encoding, ending)| Site::get(&format!("{name}{ending}")).map(|file| (encoding, file)));
    let encoding = smaller.as_ref().map(|(encoding, _)| *encoding);
    let tag = format!("\"{}-{}\"", hash(file), encoding.unwrap_or("plain"));
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(name)));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    let unchanged =
        request.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(header::ETAG, tag);
    }
    if unchanged {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let content = smaller.map_or_else(|| file.data.clone(), |(_, file)| file.data);
    (headers, axum::body::Body::from(axum::body::Bytes::from(content.into_owned()))).into_response()
}

/// Whether the browser takes this encoding (RFC 9110, section 12.5.3).
fn accepts(request: &HeaderMap, encoding: &str) -> bool {
    let lists = request.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|item| {
        let (name, weight) = item.split_once(';').unwrap_or((item, ""));
        name.trim().eq_ignore_ascii_case(encoding)
            && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}
