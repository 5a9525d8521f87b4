//! The filters of the list: they live in the address, so that a list can be sent to somebody.

use domain::audit::{AuditAction, AuditFilter, Outcome};
use domain::error::{FieldError, Problem};
use http::StatusCode;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::forms::Typed;
use crate::page::Reader;

/// The filters that were read, and those that cannot be read. What cannot be read does not narrow.
pub(super) struct Filter {
    /// What narrows.
    pub(super) filter: AuditFilter,
    /// What is wrong with the others.
    pub(super) errors: Vec<FieldError>,
}

impl Filter {
    /// Reads the query of the address. Days are days in the reader's zone; the last one counts whole.
    pub(super) fn read(reader: &Reader, typed: &Typed) -> Self {
        let mut errors = Vec::new();
        let actor = typed.filled("actor").map(|text| text.chars().take(254).collect());
        let action = choice(&mut errors, typed, "action", AuditAction::parse);
        let outcome = choice(&mut errors, typed, "outcome", Outcome::parse);
        let component = choice(&mut errors, typed, "component", |text| text.parse().ok());
        let from = day(&mut errors, reader, typed, "from", 0);
        let until = day(&mut errors, reader, typed, "until", 1);
        Self { filter: AuditFilter { actor, action, component, outcome, from, until }, errors }
    }

    /// 422 when a filter cannot be read.
    pub(super) fn status(&self) -> StatusCode {
        if self.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
    }
}

fn choice<T>(
    errors: &mut Vec<FieldError>,
    typed: &Typed,
    name: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let text = typed.filled(name)?;
    let value = parse(text);
    if value.is_none() {
        errors.push(FieldError::new(name, Problem::NotAChoice));
    }
    value
}

fn day(
    errors: &mut Vec<FieldError>,
    reader: &Reader,
    typed: &Typed,
    name: &str,
    days_later: i64,
) -> Option<Timestamp> {
    let text = typed.filled(name)?;
    let start = text
        .parse::<Date>()
        .and_then(|date| date.checked_add(days_later.days()))
        .and_then(|date| date.to_zoned(reader.zone.clone()))
        .map(|zoned| zoned.timestamp());
    if start.is_err() {
        errors.push(FieldError::new(name, Problem::NotADateTime));
    }
    start.ok()
}
