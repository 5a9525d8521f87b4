//! The form of a window.

use domain::error::FieldError;
use domain::maintenance::{Weekday, Window};
use leptos::prelude::*;

use crate::forms::{Choice, Field, Form, Input, Typed};
use crate::page::Reader;
use crate::ui;

/// The names of the fields, as mistakes name them.
const ZONE: &str = "window.zone";
const WEEKDAY: &str = "window.weekday";
const START: &str = "window.start";
const MINUTES: &str = "window.minutes";

/// All of them.
pub(super) const NAMES: [&str; 4] = [ZONE, WEEKDAY, START, MINUTES];

/// The lengths to choose from, in minutes.
const LENGTHS: [u16; 9] = [30, 60, 90, 120, 180, 240, 300, 360, 480];

/// A window as the form holds it.
pub(super) fn fields_of(window: &Window) -> Typed {
    Typed::new([
        (ZONE, window.zone.clone()),
        (WEEKDAY, window.weekday.as_str().to_owned()),
        (START, window.start.to_string()),
        (MINUTES, window.minutes.to_string()),
    ])
}

/// Reads the form.
pub(super) fn read(typed: &Typed) -> Result<Window, Vec<FieldError>> {
    Window::parse(typed.text(ZONE), typed.text(WEEKDAY), typed.text(START), typed.text(MINUTES))
}

/// Whether the form was filled in, not opened.
pub(super) fn is_filled(typed: &Typed) -> bool {
    NAMES.into_iter().any(|name| typed.get(name).is_some())
}

/// The label of a field.
pub(super) fn label(reader: &Reader, field: &str) -> &'static str {
    let text = &reader.text().window;
    match field {
        ZONE => text.zone,
        WEEKDAY => text.weekday,
        START => text.start,
        _ => text.minutes,
    }
}

/// The fields.
pub(super) fn fields(reader: &Reader, form: &Form<'_>, typed: &Typed) -> AnyView {
    let text = reader.text();
    let days = Weekday::ALL.map(|day| Choice::new(day.as_str(), (text.words.weekday)(day))).to_vec();
    let field = |name, help, input| {
        form.field(&Field { name, label: label(reader, name), help, input, ..Field::default() })
    };
    view! {
        {field(ZONE, text.window.zone_help, Input::Code { list: "zones" })}
        {ui::zone_list("zones")}
        <div class="fields-in-a-row">
            {field(WEEKDAY, "", Input::Select(days))}
            {field(START, "", Input::TimeOfDay)}
            {field(MINUTES, "", Input::Select(lengths(reader, typed.text(MINUTES))))}
        </div>
    }
    .into_any()
}

/// The lengths to choose from, and the one that is typed, whatever it is.
fn lengths(reader: &Reader, typed: &str) -> Vec<Choice> {
    let choice = |minutes: u16| Choice::new(minutes.to_string(), (reader.text().window.length)(minutes));
    let mut choices: Vec<_> = LENGTHS.into_iter().map(choice).collect();
    if !choices.iter().any(|choice| choice.value == typed) {
        choices.push(typed.parse().map_or_else(|_| Choice::new(typed, typed), choice));
    }
    choices
}
