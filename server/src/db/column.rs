//! How values of the domain are stored: instants as microseconds since 1970 in UTC, words and documents as JSON says them.
//!
//! Both engines know these types, order them the same, and need no time zone.

use jiff::Timestamp;
use serde::Serialize;
use serde::de::{DeserializeOwned, IntoDeserializer, value::StrDeserializer};

use super::fault::{Fault, Stored};

/// The instant of a column.
pub(super) fn instant(column: &'static str, microseconds: i64) -> Stored<Timestamp> {
    Timestamp::from_microsecond(microseconds).map_err(|error| Fault::column(column, error))
}

/// The instant of a column that may be empty.
pub(super) fn optional_instant(column: &'static str, microseconds: Option<i64>) -> Stored<Option<Timestamp>> {
    microseconds.map(|microseconds| instant(column, microseconds)).transpose()
}

/// The word that stands for a value: an enum without fields, or a newtype around text.
pub(super) fn word<T: Serialize>(column: &'static str, value: &T) -> Stored<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        Ok(_) => Err(Fault::column(column, "not a word")),
        Err(error) => Err(Fault::column(column, error)),
    }
}

/// The value for which a word stands.
pub(super) fn from_word<T: DeserializeOwned>(column: &'static str, word: &str) -> Stored<T> {
    let deserializer: StrDeserializer<'_, serde::de::value::Error> = word.into_deserializer();
    T::deserialize(deserializer).map_err(|error| Fault::column(column, error))
}

/// A document as JSON text.
pub(super) fn json<T: Serialize>(column: &'static str, value: &T) -> Stored<String> {
    serde_json::to_string(value).map_err(|error| Fault::column(column, error))
}

/// The document of JSON text.
pub(super) fn from_json<T: DeserializeOwned>(column: &'static str, text: &str) -> Stored<T> {
    serde_json::from_str(text).map_err(|error| Fault::column(column, error))
}

/// A number that is never negative.
pub(super) fn number<T: TryFrom<i64>>(column: &'static str, number: i64) -> Stored<T>
where
    T::Error: std::error::Error + Send + Sync + 'static,
{
    T::try_from(number).map_err(|error| Fault::column(column, error))
}
