//! Language, appearance and time zone. Kept in cookies of the browser, so that they hold before sign-in too.

use axum::extract::State;
use axum::response::Response;
use domain::caller::Caller;
use domain::error::{FieldError, Problem};
use http::request::Parts;
use http::{HeaderValue, StatusCode, header};
use jiff::tz::TimeZone;
use leptos::prelude::*;

use crate::forms::{Choice, Field, Form, Input, Typed};
use crate::page::{AppState, Reader, Theme, redirect, render_public};
use crate::text::Locale;
use crate::ui::{self, Tone};

/// A year, in seconds.
const KEPT_FOR: u32 = 31_536_000;

/// `GET /preferences`.
pub async fn show(State(state): State<AppState>, parts: Parts) -> Response {
    let reader = Reader::of(&parts, &state);
    let typed = Typed::new([
        ("locale", reader.locale.as_str()),
        ("theme", reader.theme.as_str()),
        ("zone", reader.chosen_zone.as_deref().unwrap_or_default()),
    ]);
    form(&state, &parts, &reader, StatusCode::OK, &typed, &[])
}

/// `POST /preferences`.
pub async fn save(State(state): State<AppState>, parts: Parts, typed: Typed) -> Response {
    let reader = Reader::of(&parts, &state);
    let locale = Locale::parse(typed.text("locale"));
    let theme = Theme::parse(typed.text("theme"));
    let zone = typed.text("zone");
    let known_zone = zone.is_empty() || TimeZone::get(zone).is_ok();
    let (Some(locale), Some(theme), true) = (locale, theme, known_zone) else {
        let wrong = |wrong: bool, field: &str, problem| wrong.then(|| FieldError::new(field, problem));
        let errors: Vec<FieldError> = [
            wrong(locale.is_none(), "locale", Problem::NotAChoice),
            wrong(theme.is_none(), "theme", Problem::NotAChoice),
            wrong(!known_zone, "zone", Problem::NotATimeZone),
        ]
        .into_iter()
        .flatten()
        .collect();
        return form(&state, &parts, &reader, StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors);
    };
    let mut response = redirect("/preferences");
    for (name, value) in [("locale", locale.as_str()), ("theme", theme.as_str()), ("zone", zone)] {
        let age = if value.is_empty() { 0 } else { KEPT_FOR };
        let cookie = format!("{name}={value}; Path=/; Max-Age={age}; SameSite=Lax");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}

fn form(
    state: &AppState,
    parts: &Parts,
    reader: &Reader,
    status: StatusCode,
    typed: &Typed,
    errors: &[FieldError],
) -> Response {
    let text = &reader.text().preferences;
    let caller = parts.extensions.get::<Caller>();
    render_public(state, caller, reader, status, text.title, |reader| {
        let form = Form::new(reader, typed, errors);
        let locales = Locale::ALL.map(|locale| Choice::new(locale.as_str(), locale.own_name())).to_vec();
        let themes = Theme::ALL.map(|theme| Choice::new(theme.as_str(), (text.theme_name)(theme))).to_vec();
        let label = |field: &str| match field {
            "locale" => text.language.to_owned(),
            "theme" => text.theme.to_owned(),
            _ => text.zone.to_owned(),
        };
        view! {
            {ui::page_header(reader.text(), Vec::new(), text.title, ())}
            <p class="lead">{text.lead}</p>
            <form method="post" class="form">
                {form.summary(label)}
                {form.field(&Field { name: "locale", label: text.language, input: Input::Radio(locales), ..Field::default() })}
                {form.field(&Field { name: "theme", label: text.theme, input: Input::Radio(themes), ..Field::default() })}
                {form.field(&Field {
                    name: "zone",
                    label: text.zone,
                    help: text.zone_help,
                    optional: true,
                    input: Input::Code { list: "zones" },
                })}
                {ui::zone_list("zones")}
                <p class="actions">{ui::submit_button(text.save, Tone::Primary)}</p>
            </form>
        }
    })
}
