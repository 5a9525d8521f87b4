//! What a program sends: where, the query, the body. Whatever is not known is refused, so that a typing mistake is not taken for "as by default".

use std::str::FromStr;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Query, RawPathParams, Request};
use domain::Error;
use domain::caller::Caller;
use domain::ids::{ComponentId, OrganizationId};
use domain::organization::Organization;
use domain::ports::Ports;
use http::request::Parts;
use http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;

use crate::http::Server;
use crate::http::problem::ApiError;

/// What every handler answers with.
pub(super) type Answer<T = axum::response::Response> = Result<T, ApiError>;

/// A request about an organization, of somebody who is signed in.
pub(super) struct Tenant {
    pub(super) server: Server,
    pub(super) caller: Caller,
    pub(super) organization: Organization,
    parameters: Vec<(String, String)>,
}

impl Tenant {
    pub(super) const fn ports(&self) -> &Ports {
        &self.server.ports
    }

    pub(super) const fn id(&self) -> OrganizationId {
        self.organization.id
    }

    /// A parameter of the path. One that cannot be read names nothing that exists.
    pub(super) fn parameter<T: FromStr>(&self, name: &str) -> Answer<T> {
        let found = self.parameters.iter().find(|(parameter, _)| parameter == name);
        found.and_then(|(_, value)| value.parse().ok()).ok_or(ApiError::Domain(Error::NotFound))
    }

    /// The component in the path.
    pub(super) fn component(&self) -> Answer<ComponentId> {
        self.parameter("component")
    }

    /// The address of something of the organization.
    pub(super) fn address(&self, rest: &str) -> String {
        format!("/api/v1/organizations/{}/{rest}", self.organization.slug)
    }
}

impl FromRequestParts<Server> for Tenant {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Self::Rejection> {
        let caller = parts.extensions.get::<Caller>().cloned().ok_or(Error::Unauthenticated)?;
        let parameters =
            RawPathParams::from_request_parts(parts, server).await.map_err(|_| Error::NotFound)?;
        let parameters: Vec<(String, String)> =
            parameters.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let slug = parameters.iter().find(|(name, _)| name == "organization").ok_or(Error::NotFound)?;
        let organization = server.ports.organizations.find(&caller, &slug.1).await?;
        Ok(Self { server: server.clone(), caller, organization, parameters })
    }
}

/// The query.
pub(super) struct Asked<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequestParts<Server> for Asked<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &Server) -> Result<Self, Self::Rejection> {
        let query = Query::<T>::try_from_uri(&parts.uri);
        query.map(|Query(query)| Self(query)).map_err(|error| ApiError::Malformed(error.body_text()))
    }
}

/// The body: JSON.
pub(super) struct Sent<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<Server> for Sent<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, server: &Server) -> Result<Self, Self::Rejection> {
        expect_type(request.headers(), "application/json")?;
        let body = bytes(request, server).await?;
        read(&body).map(Self)
    }
}

/// The body, which may be left out: then as `{}`.
pub(super) struct MaySend<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<Server> for MaySend<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, server: &Server) -> Result<Self, Self::Rejection> {
        let content_type = expect_type(request.headers(), "application/json");
        let body = bytes(request, server).await?;
        if body.is_empty() {
            return read(b"{}").map(Self);
        }
        content_type?;
        read(&body).map(Self)
    }
}

/// Refuses another content type.
pub(super) fn expect_type(headers: &HeaderMap, wanted: &'static str) -> Answer<()> {
    let sent = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = sent.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case(wanted) { Ok(()) } else { Err(ApiError::ContentType(wanted)) }
}

async fn bytes(request: Request, server: &Server) -> Answer<Bytes> {
    Bytes::from_request(request, server).await.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::TooLarge,
        _ => ApiError::Malformed("The body did not arrive.".to_owned()),
    })
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Answer<T> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let pointer: String = error
            .path()
            .iter()
            .map(|segment| format!("/{}", segment.to_string().trim_matches(['[', ']'])))
            .collect();
        let cause = error.into_inner();
        if cause.is_data() {
            ApiError::Shape { pointer, detail: cause.to_string() }
        } else {
            ApiError::Malformed(cause.to_string())
        }
    })?;
    deserializer.end().map_err(|error| ApiError::Malformed(error.to_string()))?;
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        #[expect(dead_code, reason = "only read")]
        entries: Vec<Entry>,
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Entry {
        #[expect(dead_code, reason = "only read")]
        label: String,
    }

    #[test]
    fn mistakes_are_named_by_where_they_stand() {
        assert!(read::<Body>(br#"{"entries":[{"label":"a"}]}"#).is_ok());
        for (body, expected) in [
            (&br#"{"entries":[{"label":"a"},{"label":5}]}"#[..], Some("/entries/1/label")),
            (br#"{"entries":[],"typo":1}"#, Some("/typo")),
            (br#"{"entries":[]} trailing"#, None),
            (b"{", None),
            (b"\xff", None),
        ] {
            match (read::<Body>(body), expected) {
                (Err(ApiError::Shape { pointer, .. }), Some(expected)) => assert_eq!(pointer, expected),
                (Err(ApiError::Malformed(_)), None) => {}
                (other, _) => panic!("{other:?}"),
            }
        }
    }
}
