//! Shows the settings in force, secrets hidden.

use std::fmt::Write as _;

use figment::value::{Dict, Value};

use super::Values;

/// Settings that are never shown. The address of the database may hold a password.
const SECRETS: [&str; 4] =
    ["oidc.client_secret", "aws.secret_access_key", "telemetry.metrics_token", "database.url"];

/// The settings in force as TOML, each with where it comes from. Secrets that are set are shown as `***`.
pub fn print(values: &Values) -> String {
    let mut text = String::new();
    if let Ok(Value::Dict(_, sections)) = values.0.find_value("") {
        sections.iter().for_each(|(name, section)| print_section(&mut text, values, name, section));
    }
    text
}

fn print_section(text: &mut String, values: &Values, path: &str, section: &Value) {
    let Value::Dict(_, settings) = section else { return };
    let separator = if text.is_empty() { "" } else { "\n" };
    let _ = writeln!(text, "{separator}[{path}]");
    for (key, value) in leaves(settings) {
        let path = format!("{path}.{key}");
        let origin = values.0.find_metadata(&path).map_or("default", |origin| origin.name.as_ref());
        let _ = writeln!(text, "{key} = {} # {origin}", shown(&path, value));
    }
    for (key, section) in settings.iter().filter(|(_, value)| value.as_dict().is_some()) {
        print_section(text, values, &format!("{path}.{key}"), section);
    }
}

fn leaves(settings: &Dict) -> impl Iterator<Item = (&String, &Value)> {
    settings.iter().filter(|(_, value)| value.as_dict().is_none())
}

fn shown(path: &str, value: &Value) -> String {
    let secret = SECRETS.contains(&path) && value.as_str().is_some_and(|text| !text.is_empty());
    // The default of the database is a file name: nothing to hide, and worth to see.
    let harmless = path == "database.url" && value.as_str().is_some_and(|text| text.starts_with("sqlite:"));
    if secret && !harmless {
        return "\"***\"".to_owned();
    }
    toml::Value::try_from(value).map_or_else(|_| "\"***\"".to_owned(), |value| value.to_string())
}
