//! How somebody reads: language, theme, time zone. Chosen on the preferences page, otherwise taken from the browser.

use http::header;
use http::request::Parts;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::AppState;
use crate::text::{Locale, Text};

/// For whom a page is written.
#[derive(Clone, Debug)]
pub struct Reader {
    /// In which language.
    pub locale: Locale,
    /// Light, dark, or as the browser says.
    pub theme: Theme,
    /// In which zone times are shown; UTC stands beside it.
    pub zone: TimeZone,
    /// The zone that they chose themselves, if they did.
    pub chosen_zone: Option<String>,
    /// When the request came.
    pub now: Timestamp,
    /// The path and query of the request.
    pub path: String,
    /// The id of the request, as it is in the response header and the log.
    pub request_id: String,
}

impl Reader {
    /// Reads cookies and headers. Whatever cannot be read is as if it were not there.
    pub fn of(parts: &Parts, state: &AppState) -> Self {
        let zone_of = |name| cookie(parts, name).and_then(|name| TimeZone::get(name).ok());
        let chosen = zone_of("zone");
        let chosen_zone = chosen.as_ref().and_then(TimeZone::iana_name).map(ToOwned::to_owned);
        let zone = chosen.or_else(|| zone_of("browser_zone")).unwrap_or(TimeZone::UTC);
        let uri = parts.extensions.get::<axum::extract::OriginalUri>().map_or(&parts.uri, |uri| &uri.0);
        let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
        Self {
            locale: cookie(parts, "locale")
                .and_then(Locale::parse)
                .unwrap_or_else(|| Locale::negotiate(header("accept-language").unwrap_or_default())),
            theme: cookie(parts, "theme").and_then(Theme::parse).unwrap_or_default(),
            zone,
            chosen_zone,
            now: state.clock.now(),
            path: uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
            request_id: header("x-request-id").unwrap_or_default().to_owned(),
        }
    }

    /// The texts in the reader's language.
    pub fn text(&self) -> &'static Text {
        self.locale.text()
    }
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the browser says.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All themes.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// The value in the cookie and the form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads the value of the cookie or the form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.as_str() == text)
    }
}

/// The value of a cookie (RFC 6265, section 4.2).
fn cookie<'a>(parts: &'a Parts, name: &str) -> Option<&'a str> {
    parts
        .headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}
