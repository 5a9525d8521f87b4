//! Where values come from: compiled-in defaults, a file, the environment.

use std::path::Path;

use figment::value::{Dict, Map, Value};
use figment::{Figment, Metadata, Profile, Provider};

use super::{Mistake, Mistakes};

/// Every setting with its default and its documentation.
pub const DEFAULTS: &str = include_str!("../../config.default.toml");

/// Environment variables begin with this; `__` separates section and key.
const PREFIX: &str = "PROVISIONER__";

/// One origin of values.
struct Layer {
    name: String,
    values: Dict,
}

impl Provider for Layer {
    fn metadata(&self) -> Metadata {
        Metadata::named(self.name.clone())
    }

    fn data(&self) -> figment::Result<Map<Profile, Dict>> {
        Ok(Map::from([(Profile::Default, self.values.clone())]))
    }
}

/// All values, each with the name of where it comes from.
///
/// # Errors
/// A file that cannot be read or is not TOML, and keys that do not exist.
pub(super) fn gather(
    file: Option<&Path>,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Figment, Mistakes> {
    let defaults = parse(DEFAULTS, "the defaults")?;
    let mut mistakes = Vec::new();
    let mut layers = Vec::new();
    if let Some(path) = file {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|error| Mistakes::one(&name, "", format!("cannot be read: {error}")))?;
        let values = parse(&text, &name)?;
        unknown_keys(&values, &defaults, "", &name, &mut mistakes);
        layers.push(Layer { name, values });
    }
    for (variable, text) in environment {
        let Some(key) = variable.strip_prefix(PREFIX) else { continue };
        let key = key.to_ascii_lowercase().replace("__", ".");
        let name = format!("environment variable {variable}");
        match Value::from(defaults.clone()).find(&key) {
            Some(default) if default.as_dict().is_none() => {
                let values = figment::util::nest(&key, typed(&text, &default));
                let values = values.into_dict().unwrap_or_default();
                layers.push(Layer { name, values });
            }
            _ => mistakes.push(Mistake::new(&name, &key, "there is no such setting")),
        }
    }
    if mistakes.is_empty() {
        let defaults = Figment::from(Layer { name: "default".to_owned(), values: defaults });
        Ok(layers.into_iter().fold(defaults, Figment::merge))
    } else {
        Err(Mistakes(mistakes))
    }
}

fn parse(text: &str, name: &str) -> Result<Dict, Mistakes> {
    toml::from_str(text).map_err(|error| Mistakes::one(name, "", error.to_string().trim_end().to_owned()))
}

/// The environment knows text only. A setting that is text stays text, so that a password of digits does.
fn typed(text: &str, default: &Value) -> Value {
    match default {
        Value::String(..) => Value::from(text),
        _ => text.parse().unwrap_or_else(|_| Value::from(text)),
    }
}

fn unknown_keys(values: &Dict, known: &Dict, path: &str, name: &str, mistakes: &mut Vec<Mistake>) {
    for (key, value) in values {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        match (known.get(key), value) {
            (None, _) => mistakes.push(Mistake::new(name, &path, "there is no such setting")),
            (Some(Value::Dict(_, known)), Value::Dict(_, values)) => {
                unknown_keys(values, known, &path, name, mistakes);
            }
            (Some(Value::Dict(..)), _) => {
                mistakes.push(Mistake::new(name, &path, "is a section, not a setting"))
            }
            (Some(_), _) => {}
        }
    }
}
