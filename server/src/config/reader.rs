//! Reads single settings, and collects what is wrong with them instead of stopping at the first.

use std::ops::RangeInclusive;

use figment::Figment;
use figment::value::Value;
use secrecy::SecretString;

use super::{Mistake, Mistakes};

/// Reads settings by their key, such as `server.listen`.
pub(super) struct Reader<'a> {
    values: &'a Figment,
    mistakes: Vec<Mistake>,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(values: &'a Figment) -> Self {
        Self { values, mistakes: Vec::new() }
    }

    /// What was read, or all that was wrong.
    pub(super) fn finish<T>(self, read: Option<T>) -> Result<T, Mistakes> {
        match read {
            Some(read) if self.mistakes.is_empty() => Ok(read),
            _ => Err(Mistakes(self.mistakes)),
        }
    }

    /// Notes a mistake, with where the value comes from.
    pub(super) fn mistake(&mut self, key: &str, text: impl Into<String>) {
        let origin =
            self.values.find_metadata(key).map_or_else(|| "default".into(), |from| from.name.clone());
        self.mistakes.push(Mistake::new(&origin, key, text));
    }

    /// A text, perhaps empty.
    pub(super) fn text(&mut self, key: &str) -> Option<String> {
        match self.values.find_value(key) {
            Ok(Value::String(_, text)) => Some(text),
            _ => {
                self.mistake(key, "must be a text in quotes");
                None
            }
        }
    }

    /// A text that must not be empty.
    pub(super) fn required(&mut self, key: &str) -> Option<String> {
        let text = self.text(key)?;
        if text.trim().is_empty() {
            self.mistake(key, "must be set");
            return None;
        }
        Some(text)
    }

    /// A secret, perhaps empty.
    pub(super) fn secret(&mut self, key: &str) -> Option<SecretString> {
        self.text(key).map(SecretString::from)
    }

    /// Text in a certain form. `form` tells it, such as "an address and port".
    pub(super) fn parsed<T>(
        &mut self,
        key: &str,
        form: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.required(key)?;
        let parsed = parse(&text);
        if parsed.is_none() {
            self.mistake(key, format!("must be {form}, not \"{text}\""));
        }
        parsed
    }

    /// Text in a certain form, or none when it is empty.
    pub(super) fn optional<T>(
        &mut self,
        key: &str,
        form: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<Option<T>> {
        if self.text(key)?.is_empty() { Some(None) } else { self.parsed(key, form, parse).map(Some) }
    }

    /// A whole number.
    pub(super) fn number(&mut self, key: &str, range: RangeInclusive<u32>) -> Option<u32> {
        // The file gives signed numbers, the environment unsigned ones.
        let value = self.values.find_value(key).ok();
        let number = value.and_then(|value| value.to_u128().or_else(|| value.to_i128()?.try_into().ok()));
        let number =
            number.and_then(|number| u32::try_from(number).ok()).filter(|number| range.contains(number));
        if number.is_none() {
            self.mistake(key, format!("must be a whole number from {} to {}", range.start(), range.end()));
        }
        number
    }

    /// `true` or `false`.
    pub(super) fn switch(&mut self, key: &str) -> Option<bool> {
        let switch = self.values.find_value(key).ok().and_then(|value| value.to_bool());
        if switch.is_none() {
            self.mistake(key, "must be true or false");
        }
        switch
    }

    /// Texts in a certain form.
    pub(super) fn list<T>(
        &mut self,
        key: &str,
        form: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<Vec<T>> {
        let Ok(Value::Array(_, values)) = self.values.find_value(key) else {
            self.mistake(key, format!("must be a list: each {form}"));
            return None;
        };
        let read: Option<Vec<T>> = values.iter().map(|value| value.as_str().and_then(&parse)).collect();
        if read.is_none() {
            self.mistake(key, format!("each must be {form}"));
        }
        read
    }
}
