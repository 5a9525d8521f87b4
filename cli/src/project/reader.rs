//! Reads one table of `pv.toml` and collects what is wrong with it.

use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::mistake::{Mistake, did_you_mean};

/// A table that is being read. Each question marks a key as known; [`finish`](Self::finish) names the others.
pub(super) struct Reader<'t, 'm> {
    name: &'static str,
    table: Option<&'t DeTable<'t>>,
    span: Range<usize>,
    known: Vec<&'static str>,
    mistakes: &'m mut Vec<Mistake>,
}

/// A text with its place.
pub(super) struct Text<'t> {
    pub(super) value: &'t str,
    pub(super) span: Range<usize>,
}

impl<'t, 'm> Reader<'t, 'm> {
    /// Reads the whole file.
    pub(super) fn of_file(table: &'t Spanned<DeTable<'t>>, mistakes: &'m mut Vec<Mistake>) -> Self {
        Self { name: "", table: Some(table.get_ref()), span: 0..0, known: Vec::new(), mistakes }
    }

    /// A table of the file. One that is missing reads as empty.
    pub(super) fn table(&mut self, name: &'static str) -> Reader<'t, '_> {
        let (mut table, mut span) = (None, self.span.clone());
        if let Some(value) = self.value(name) {
            span = value.span();
            match value.get_ref().as_table() {
                Some(inner) => table = Some(inner),
                None => self.wrong(value.span(), format!("`{name}` must be a table: [{name}]")),
            }
        }
        Reader { name, table, span, known: Vec::new(), mistakes: self.mistakes }
    }

    /// A text.
    pub(super) fn text(&mut self, key: &'static str) -> Option<Text<'t>> {
        let value = self.value(key)?;
        match value.get_ref().as_str() {
            Some(text) if !text.trim().is_empty() => Some(Text { value: text, span: value.span() }),
            Some(_) => {
                self.wrong(value.span(), format!("`{key}` is empty"));
                None
            }
            None => {
                self.wrong(value.span(), format!("`{key}` must be a text in quotes, not {}", kind(value)));
                None
            }
        }
    }

    /// A text that must be there.
    pub(super) fn required(&mut self, key: &'static str, example: &str) -> Option<Text<'t>> {
        if self.value(key).is_none() {
            let table = self.name;
            self.wrong_table(format!("[{table}] lacks `{key}`, for example {key} = \"{example}\""));
        }
        self.text(key)
    }

    /// A whole number within a range, with its unit in words.
    pub(super) fn number(
        &mut self,
        key: &'static str,
        allowed: RangeInclusive<u32>,
        unit: &str,
    ) -> Option<u32> {
        let value = self.value(key)?;
        let number = value.get_ref().as_integer().and_then(|integer| {
            let digits = integer.as_str().replace('_', "");
            u32::from_str_radix(&digits, integer.radix()).ok()
        });
        if let Some(number) = number
            && allowed.contains(&number)
        {
            return Some(number);
        }
        let (least, most) = (allowed.start(), allowed.end());
        self.wrong(value.span(), format!("`{key}` must be a whole number of {unit} from {least} to {most}"));
        None
    }

    /// A switch.
    pub(super) fn switch(&mut self, key: &'static str) -> Option<bool> {
        let value = self.value(key)?;
        let switch = value.get_ref().as_bool();
        if switch.is_none() {
            self.wrong(value.span(), format!("`{key}` must be true or false, not {}", kind(value)));
        }
        switch
    }

    /// All keys with their texts, for a table of free names. `check` says what is wrong with a name.
    pub(super) fn texts(&mut self, check: impl Fn(&str) -> Option<String>) -> BTreeMap<String, String> {
        let mut texts = BTreeMap::new();
        for (key, value) in self.table.into_iter().flat_map(DeTable::iter) {
            if let Some(problem) = check(key.get_ref()) {
                self.wrong(key.span(), problem);
            }
            match value.get_ref().as_str() {
                Some(text) => drop(texts.insert(key.get_ref().to_string(), text.to_owned())),
                None => {
                    let kind = kind(value);
                    self.wrong(
                        value.span(),
                        format!("`{}` must be a text in quotes, not {kind}", key.get_ref()),
                    );
                }
            }
        }
        texts
    }

    /// Notes a mistake.
    pub(super) fn wrong(&mut self, span: Range<usize>, text: String) {
        self.mistakes.push(Mistake { span, text });
    }

    /// Notes a mistake of the table as a whole.
    pub(super) fn wrong_table(&mut self, text: String) {
        self.wrong(self.span.clone(), text);
    }

    /// Names the keys that nobody asked for.
    pub(super) fn finish(mut self) {
        for (key, _) in self.table.into_iter().flat_map(DeTable::iter) {
            let typed = key.get_ref().as_ref();
            if self.known.contains(&typed) {
                continue;
            }
            let place = if self.name.is_empty() { String::new() } else { format!(" in [{}]", self.name) };
            let hint = match did_you_mean(typed, self.known.iter().copied()) {
                Some(word) => format!("; did you mean `{word}`?"),
                None => format!("; there is: {}", self.known.join(", ")),
            };
            self.wrong(key.span(), format!("unknown key `{typed}`{place}{hint}"));
        }
    }

    fn value(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        if !self.known.contains(&key) {
            self.known.push(key);
        }
        self.table?.get(key)
    }
}

fn kind(value: &Spanned<DeValue<'_>>) -> &'static str {
    match value.get_ref() {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
