//! Until when networks are wanted: one of a few lengths, a time of one's own, or until somebody removes them.

use domain::allow_list::ExpiryChoice;
use domain::error::{FieldError, Problem};
use jiff::Timestamp;
use leptos::prelude::*;

use crate::forms::{Choice, Field, Form, Input, Typed, moment};
use crate::page::Reader;

/// The name of the field with the choice.
pub(super) const EXPIRES: &str = "expires";
/// The name of the field with a time of one's own.
pub(super) const CUSTOM: &str = "custom";

/// Reads both fields.
pub(super) fn read(reader: &Reader, typed: &Typed) -> Result<Option<Timestamp>, FieldError> {
    let choice =
        ExpiryChoice::parse(typed.text(EXPIRES)).map_err(|problem| FieldError::new(EXPIRES, problem))?;
    let wrong = |problem: Problem| FieldError::new(CUSTOM, problem);
    let custom = match choice {
        ExpiryChoice::Custom => {
            typed.filled(CUSTOM).map(|text| moment(text, &reader.zone)).transpose().map_err(wrong)?
        }
        _ => None,
    };
    choice.expires(custom, reader.now).map_err(wrong)
}

/// Shows both fields. `label` is that of the choice.
pub(super) fn fields(reader: &Reader, form: &Form<'_>, label: &str) -> AnyView {
    let text = &reader.text().allow_list;
    let choices =
        ExpiryChoice::ALL.map(|choice| Choice::new(choice.as_str(), (text.expiry)(choice))).to_vec();
    let zone = reader.zone.iana_name().unwrap_or("UTC");
    let help = (text.custom_help)(zone);
    view! {
        <div class="expiry">
            {form.field(&Field { name: EXPIRES, label, input: Input::Select(choices), ..Field::default() })}
            <div class="expiry-custom">
                {form.field(&Field { name: CUSTOM, label: text.custom, help: &help, optional: true, input: Input::DateTime })}
            </div>
        </div>
    }
    .into_any()
}
