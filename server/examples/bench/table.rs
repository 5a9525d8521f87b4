//! The printed table: what was measured, and what is expected.

use std::fmt;

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Thousandths of a second.
    Milliseconds,
    /// How many in a second.
    PerSecond,
    /// 1,000 bytes.
    Kilobytes,
    /// 1,000,000 bytes.
    Megabytes,
    /// How many times as much.
    Times,
}

/// A number with its unit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quantity {
    value: f64,
    unit: Unit,
}

/// What is expected of a figure.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Expected {
    /// Nothing: it is told for information.
    Nothing,
    /// Less than this.
    Below(f64),
    /// This or less.
    AtMost(f64),
    /// More than this.
    Above(f64),
}

/// All figures so far.
#[derive(Debug, Default)]
pub(crate) struct Table(Vec<Row>);

#[derive(Debug)]
struct Row {
    name: String,
    measured: Quantity,
    expected: Expected,
}

impl Quantity {
    pub(crate) const fn new(value: f64, unit: Unit) -> Self {
        Self { value, unit }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { value, unit } = *self;
        match unit {
            Unit::Milliseconds if value < 100.0 => write!(formatter, "{value:.2} ms"),
            Unit::Milliseconds => write!(formatter, "{value:.0} ms"),
            Unit::PerSecond => write!(formatter, "{value:.0} /s"),
            Unit::Kilobytes => write!(formatter, "{value:.1} kB"),
            Unit::Megabytes => write!(formatter, "{value:.1} MB"),
            Unit::Times => write!(formatter, "{value:.2} times"),
        }
    }
}

impl Expected {
    fn is_met(self, value: f64) -> bool {
        match self {
            Self::Nothing => true,
            Self::Below(limit) => value < limit,
            Self::AtMost(limit) => value <= limit,
            Self::Above(limit) => value > limit,
        }
    }

    fn text(self, unit: Unit) -> String {
        let (sign, limit) = match self {
            Self::Nothing => return String::new(),
            Self::Below(limit) => ("<", limit),
            Self::AtMost(limit) => ("<=", limit),
            Self::Above(limit) => (">", limit),
        };
        format!("{sign} {}", Quantity::new(limit, unit))
    }
}

impl Table {
    /// Adds a figure, and says it at once: some take minutes.
    pub(crate) fn add(&mut self, name: impl Into<String>, measured: Quantity, expected: Expected) {
        let row = Row { name: name.into(), measured, expected };
        eprintln!("  {}: {}", row.name, row.measured);
        self.0.push(row);
    }

    /// Prints all figures, aligned.
    pub(crate) fn print(&self) {
        let width = self.0.iter().map(|row| row.name.chars().count()).max().unwrap_or(0);
        println!("{:width$}  {:>14}  {:>14}", "figure", "measured", "expected");
        for Row { name, measured, expected } in &self.0 {
            let verdict = match expected {
                Expected::Nothing => "",
                _ if expected.is_met(measured.value) => "ok",
                _ => "missed",
            };
            let (measured, expected) = (measured.to_string(), expected.text(measured.unit));
            println!("{}", format!("{name:width$}  {measured:>14}  {expected:>14}  {verdict}").trim_end());
        }
    }
}
