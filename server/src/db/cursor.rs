//! Where a page begins, as text that only this module reads.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ports::{Page, PageRequest};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::fault::{Fault, Stored};

/// The place after which the page begins.
pub(super) fn read<T: DeserializeOwned>(request: &PageRequest) -> Stored<Option<T>> {
    let Some(cursor) = &request.cursor else { return Ok(None) };
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| Fault::Cursor)?;
    serde_json::from_slice(&bytes).map(Some).map_err(|_| Fault::Cursor)
}

/// A page from one row more than fits on it: that there is one more row tells that there is a next page.
pub(super) fn page<T, K: Serialize>(
    request: &PageRequest,
    mut items: Vec<T>,
    place: impl Fn(&T) -> K,
) -> Stored<Page<T>> {
    let limit = usize::try_from(request.limit()).unwrap_or(usize::MAX);
    let more = items.len() > limit;
    items.truncate(limit);
    let next = match items.last() {
        Some(last) if more => {
            let bytes = serde_json::to_vec(&place(last)).map_err(|error| Fault::column("cursor", error))?;
            Some(URL_SAFE_NO_PAD.encode(bytes))
        }
        _ => None,
    };
    Ok(Page { items, next })
}
