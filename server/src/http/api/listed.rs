//! Lists, page by page.

use axum::Json;
use axum::response::{IntoResponse, Response};
use domain::ports::{Page, PageRequest};
use http::{HeaderValue, Uri, header};
use serde::{Deserialize, Serialize};
use url::form_urlencoded;
use utoipa::{IntoParams, ToSchema};

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct List<T> {
    /// What stands on it.
    items: Vec<T>,
    /// The cursor of the next page; null on the last. The header `Link` has its whole address.
    next: Option<String>,
}

/// Which page of a list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Paging {
    /// `next` of the page before.
    cursor: Option<String>,
    /// How many, 1-200; 50 when left out.
    size: Option<u16>,
}

impl Paging {
    pub(super) fn request(cursor: Option<String>, size: Option<u16>) -> PageRequest {
        PageRequest { cursor, size: size.unwrap_or(0) }
    }

    pub(super) fn into_request(self) -> PageRequest {
        Self::request(self.cursor, self.size)
    }
}

/// A list that is never long.
pub(super) fn whole<T: Serialize>(items: Vec<T>) -> Response {
    Json(List { items, next: None }).into_response()
}

/// A page, with the way to the next one (RFC 8288).
pub(super) fn page<T, V: Serialize>(uri: &Uri, page: Page<T>, view: impl FnMut(T) -> V) -> Response {
    let link = page.next.as_deref().and_then(|next| link(uri, next));
    let items: Vec<V> = page.items.into_iter().map(view).collect();
    let mut response = Json(List { items, next: page.next }).into_response();
    if let Some(link) = link {
        response.headers_mut().insert(header::LINK, link);
    }
    response
}

fn link(uri: &Uri, cursor: &str) -> Option<HeaderValue> {
    let query = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let others = query.filter(|(name, _)| name != "cursor");
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(others)
        .append_pair("cursor", cursor)
        .finish();
    HeaderValue::try_from(format!("<{}?{query}>; rel=\"next\"", uri.path())).ok()
}

#[cfg(test)]
mod tests {
    use super::link;

    #[test]
    fn the_next_page_keeps_the_filters() {
        let uri = "/api/v1/organizations/acme/components?size=2&cursor=old&text=a%26b".parse().unwrap();
        assert_eq!(
            link(&uri, "new=").unwrap(),
            "</api/v1/organizations/acme/components?size=2&text=a%26b&cursor=new%3D>; rel=\"next\""
        );
    }
}
