//! Proposals for time zones.

use domain::maintenance;
use leptos::prelude::*;

/// A `<datalist>` of IANA zones.
pub fn zone_list(id: &str) -> AnyView {
    let options: Vec<_> =
        maintenance::zones().into_iter().map(|name| view! { <option value=name></option> }).collect();
    view! { <datalist id=id.to_owned()>{options}</datalist> }.into_any()
}
