//! How many tests passed and failed, read from what the test programs print.

use std::fmt;

/// The numbers so far.
#[derive(Default, Debug, PartialEq, Eq)]
pub(crate) struct Tally {
    passed: u64,
    failed: u64,
    failed_before: u64,
}

impl Tally {
    /// Adds a line of `cargo test`: `test result: ok. 12 passed; 0 failed; 0 ignored; ...`.
    pub(crate) fn cargo(&mut self, line: &str) {
        if let Some((_, numbers)) =
            line.strip_prefix("test result: ").and_then(|result| result.split_once(". "))
        {
            for part in numbers.split(';') {
                self.add(part);
            }
        }
    }

    /// Adds a line of Playwright's end: `  12 passed (3.4s)`, `  1 failed`.
    pub(crate) fn playwright(&mut self, line: &str) {
        if line.starts_with("  ") && !line.starts_with("   ") {
            self.add(line.split('(').next().unwrap_or(line));
        }
    }

    /// Adds a line of Python's unittest at its most verbose: `test_name (module.Class) ... ok`.
    pub(crate) fn unittest(&mut self, line: &str) {
        match line.rsplit_once(" ... ").map(|(_, outcome)| outcome) {
            Some("ok") => self.passed += 1,
            Some("FAIL" | "ERROR") => self.failed += 1,
            _ => {}
        }
    }

    /// Counts a check that failed without a test that did, so that the last line never looks good then.
    pub(crate) fn count_failed_check(&mut self) {
        if self.failed == self.failed_before {
            self.failed += 1;
        }
        self.failed_before = self.failed;
    }

    fn add(&mut self, part: &str) {
        let mut words = part.split_whitespace();
        let (Some(number), Some(word), None) = (words.next(), words.next(), words.next()) else { return };
        let Ok(number) = number.parse::<u64>() else { return };
        match word {
            "passed" => self.passed += number,
            "failed" => self.failed += number,
            _ => {}
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    fn counted(count: impl Fn(&mut Tally, &str), text: &str) -> String {
        let mut tally = Tally::default();
        text.lines().for_each(|line| count(&mut tally, line));
        tally.to_string()
    }

    #[test]
    fn the_three_test_programs_are_understood() {
        let cargo = "running 3 tests\n\
            test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
            test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(counted(Tally::cargo, cargo), "7 passed, 2 failed");
        let playwright =
            "  \u{2713}  1 [chromium] journey (1.0s)\n\n  1 failed\n    [chromium] a\n  12 passed (3.4s)";
        assert_eq!(counted(Tally::playwright, playwright), "12 passed, 1 failed");
        let unittest = "test_one (test_plugin.A.test_one) ... ok\ntest_two (test_plugin.A.test_two) ... FAIL";
        assert_eq!(counted(Tally::unittest, unittest), "1 passed, 1 failed");
    }

    #[test]
    fn a_check_without_tests_that_fails_counts_as_one() {
        let mut tally = Tally::default();
        tally.count_failed_check();
        assert_eq!(tally.to_string(), "0 passed, 1 failed");
    }
}
