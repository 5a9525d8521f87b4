//! What somebody typed.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use url::form_urlencoded;

/// The fields of a form as they came, in order; a name may occur more than once. On a first visit: the defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed(Vec<(String, String)>);

impl Typed {
    /// Fields with defaults.
    pub fn new<N: Into<String>, V: Into<String>>(fields: impl IntoIterator<Item = (N, V)>) -> Self {
        Self(fields.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }

    /// Reads `application/x-www-form-urlencoded` (WHATWG URL, section 5.1), from a body or a query.
    pub fn parse(encoded: &[u8]) -> Self {
        Self::new(form_urlencoded::parse(encoded))
    }

    /// The first value of a field, if it is there.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find_map(|(key, value)| (key == name).then_some(value.as_str()))
    }

    /// The first value of a field without spaces around it; empty if it is not there.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default().trim()
    }

    /// The same, if something is in it.
    pub fn filled(&self, name: &str) -> Option<&str> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// Whether a checkbox is ticked.
    pub fn ticked(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// All values of a field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All fields, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The same fields with one of them set; an empty value leaves it out.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut fields: Vec<_> = self.0.iter().filter(|(key, _)| key != name).cloned().collect();
        if !value.is_empty() {
            fields.push((name.to_owned(), value.to_owned()));
        }
        Self(fields)
    }

    /// As a query, without fields that are empty.
    pub fn to_query(&self) -> String {
        let filled = self.0.iter().filter(|(_, value)| !value.is_empty());
        form_urlencoded::Serializer::new(String::new()).extend_pairs(filled).finish()
    }

    /// A path with this query.
    pub fn address(&self, path: &str) -> String {
        let query = self.to_query();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}

/// Reads the body of a POST. Another content type is refused with 415, a body over the limit of the server with 413.
impl<S: Send + Sync> FromRequest<S> for Typed {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let urlencoded = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
        if !urlencoded && request.headers().contains_key(header::CONTENT_TYPE) {
            return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response());
        }
        let body = Bytes::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        Ok(Self::parse(&body))
    }
}

#[cfg(test)]
mod tests {
    use super::Typed;

    #[test]
    fn nothing_that_was_typed_is_lost() {
        let typed = Typed::parse("name=a%26b&name=%E3%81%82&empty=&tick".as_bytes());
        assert_eq!(typed.all("name").collect::<Vec<_>>(), ["a&b", "あ"]);
        assert_eq!(typed.get("empty"), Some(""));
        assert_eq!(typed.filled("empty"), None);
        assert!(typed.ticked("tick"));
        assert_eq!(typed.with("name", "c").address("/x"), "/x?name=c");
    }

    #[test]
    fn bytes_that_are_no_text_do_no_harm() {
        assert_eq!(Typed::parse(b"name=%ff%fe").get("name"), Some("\u{fffd}\u{fffd}"));
    }
}
