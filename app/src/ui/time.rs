//! Times, in the reader's zone with UTC beside it.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use leptos::prelude::*;

use crate::page::Reader;

/// How long ago or ahead, with the exact time in the title and on focus.
pub fn time(reader: &Reader, at: Timestamp) -> AnyView {
    let text = (reader.text().common.relative)(at.as_second() - reader.now.as_second());
    view! { <time datetime=machine(at) title=both_zones(reader, at) tabindex="0">{text}</time> }.into_any()
}

/// The exact time in the reader's zone, with UTC beside it.
pub fn exact_time(reader: &Reader, at: Timestamp) -> AnyView {
    let local = in_zone(reader, at, &reader.zone);
    let utc = (reader.zone != TimeZone::UTC)
        .then(|| view! { " " <span class="utc">{in_zone(reader, at, &TimeZone::UTC)}</span> });
    view! { <time datetime=machine(at)>{local} {utc}</time> }.into_any()
}

/// A time in a zone, with the zone's abbreviation.
pub fn in_zone(reader: &Reader, at: Timestamp, zone: &TimeZone) -> String {
    let zoned = at.to_zoned(zone.clone());
    format!("{} {}", zoned.strftime(reader.text().common.date_time), zoned.strftime("%Z"))
}

/// The time in the reader's zone and in UTC, as one line.
pub fn both_zones(reader: &Reader, at: Timestamp) -> String {
    let utc = in_zone(reader, at, &TimeZone::UTC);
    if reader.zone == TimeZone::UTC { utc } else { format!("{} · {utc}", in_zone(reader, at, &reader.zone)) }
}

fn machine(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
