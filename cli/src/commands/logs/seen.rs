//! Which lines were shown.

use std::collections::HashSet;
use std::mem;

/// The ids of lines that the server may tell once more: those of the part of the log that is read, and those of the part before it. Each
/// part begins where the one before it does, or later, so what is told again was told in the last one.
#[derive(Debug, Default)]
pub(super) struct Seen {
    before: HashSet<String>,
    now: HashSet<String>,
}

impl Seen {
    /// Whether the line was not shown yet. From now on it was.
    pub(super) fn is_new(&mut self, id: &str) -> bool {
        self.now.insert(id.to_owned()) && !self.before.contains(id)
    }

    /// A part of the log was read to its end.
    pub(super) fn begin_again(&mut self) {
        self.before = mem::take(&mut self.now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_new_once_and_forgotten_when_it_does_not_come_again() {
        let mut seen = Seen::default();
        assert!(seen.is_new("a") && seen.is_new("b") && !seen.is_new("a"));
        seen.begin_again();
        assert!(!seen.is_new("b") && seen.is_new("c"));
        seen.begin_again();
        assert!(!seen.is_new("b"));
        assert_eq!(seen.before.len(), 2, "nothing is kept for ever");
    }
}
