//! Mistakes in `pv.toml`, shown where they are.

use std::ops::Range;

/// Something wrong at a place of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    /// Where: bytes of the text.
    pub(crate) span: Range<usize>,
    /// What, in a clause.
    pub(crate) text: String,
}

impl Mistake {
    /// Line and column, from 1. Columns count characters, as editors do.
    pub(crate) fn position(&self, source: &str) -> (usize, usize) {
        let before = source.get(..self.span.start).unwrap_or(source);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (line, column)
    }

    /// The mistake with its line, and a mark under what is wrong.
    pub(crate) fn shown(&self, file: &str, source: &str) -> String {
        let (line, column) = self.position(source);
        let quoted = source.lines().nth(line - 1).unwrap_or_default();
        let wrong = source.get(self.span.clone()).unwrap_or_default();
        let width = wrong.lines().next().unwrap_or_default().chars().count().max(1);
        let margin = line.to_string();
        let blank = " ".repeat(margin.len());
        let indent = " ".repeat(column - 1);
        let marks = "^".repeat(width);
        format!("{file}:{line}:{column}: {}\n {margin} | {quoted}\n {blank} | {indent}{marks}", self.text)
    }
}

/// The known word that was most likely meant: at most a third of its letters differ.
pub(crate) fn did_you_mean<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|word| (strsim::damerau_levenshtein(typed, word), word))
        .filter(|(distance, word)| *distance <= (word.chars().count() / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}
