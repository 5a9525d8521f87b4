//! Proposals for time zones.

use jiff::tz;
use leptos::prelude::*;

/// A `<datalist>` of the IANA zones that people choose: those of a continent and city, and UTC.
pub fn zone_list(id: &str) -> AnyView {
    let options: Vec<_> = tz::db()
        .available()
        .filter(|name| name.as_str() == "UTC" || name.as_str().contains('/') && !name.as_str().starts_with("Etc/"))
        .map(|name| view! { <option value=name.as_str().to_owned()></option> })
        .collect();
    view! { <datalist id=id.to_owned()>{options}</datalist> }.into_any()
}
