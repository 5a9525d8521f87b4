//! `ETag` and `If-Match`: nobody undoes what somebody else changed since they read.

use axum::extract::FromRequestParts;
use http::request::Parts;
use http::{HeaderValue, header};

use crate::http::Server;
use crate::http::problem::ApiError;

/// The version of a component that the caller has read. Extracting it refuses those who do not say.
pub(super) struct ReadVersion(pub(super) u32);

impl FromRequestParts<Server> for ReadVersion {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &Server) -> Result<Self, Self::Rejection> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else {
            return Err(ApiError::PreconditionRequired);
        };
        let version = value.to_str().ok().and_then(parse);
        version.map(Self).ok_or_else(|| {
            ApiError::Malformed("If-Match must be the ETag of the component, such as \"3\".".to_owned())
        })
    }
}

/// The `ETag` of a component: the number of its release.
pub(super) fn etag(version: u32) -> (http::HeaderName, HeaderValue) {
    let value = HeaderValue::try_from(format!("\"{version}\""));
    (header::ETAG, value.expect("a number in quotes is a header value"))
}

fn parse(text: &str) -> Option<u32> {
    let digits = text.trim().strip_prefix('"')?.strip_suffix('"')?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn only_one_strong_tag_of_ours_is_read() {
        assert_eq!(parse("\"12\""), Some(12));
        for wrong in ["12", "W/\"12\"", "*", "\"\"", "\"+1\"", "\"1\", \"2\"", "\"99999999999\""] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
