//! A line of a log, as it is shown.

use std::fmt::Write as _;

use jiff::Zoned;
use jiff::tz::TimeZone;

use crate::api::{Document, LogLine};
use crate::clock;
use crate::output::{Format, Output, Stream, Style};

/// How lines are shown.
#[derive(Debug)]
pub(super) struct Look {
    format: Format,
    on_terminal: bool,
    zone: TimeZone,
}

impl Look {
    /// As suits whoever reads standard output.
    pub(super) fn new(output: Output) -> Self {
        Self { format: output.format(), on_terminal: Stream::Stdout.is_terminal(), zone: TimeZone::system() }
    }

    /// The line with its line end.
    pub(super) fn shown(&self, line: &Document<LogLine>) -> String {
        match self.format {
            Format::Json if self.on_terminal => format!("{}\n", harmless_json(&line.json.to_string())),
            Format::Json => format!("{}\n", line.json),
            Format::Human => self.for_people(line, &Zoned::new(clock::now(), self.zone.clone())),
        }
    }

    fn for_people(&self, line: &LogLine, now: &Zoned) -> String {
        let time = line.time.to_zoned(self.zone.clone());
        let form = if time.date() == now.date() { "%H:%M:%S.%3f" } else { "%Y-%m-%d %H:%M:%S.%3f" };
        let version = line.version.map_or_else(String::new, |version| format!("v{version}"));
        let head = format!("{}  {version:<4}  ", time.strftime(form));
        let text = line.text.trim_end_matches(['\r', '\n']);
        if !self.on_terminal {
            return format!("{head}{text}\n");
        }
        let shown = format!("{head}{}", harmless(text, head.len()));
        let shown = if is_of_lambda(text) { Stream::Stdout.paint(Style::Quiet, &shown) } else { shown };
        format!("{shown}\n")
    }
}

/// The text without what a terminal would obey. Its further lines are indented, so that none looks like a line of the log.
fn harmless(text: &str, indent: usize) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        // Writing into a text cannot fail.
        let _ = match character {
            '\n' => write!(shown, "\n{:indent$}", ""),
            '\t' => write!(shown, "\t"),
            _ if character.is_control() => write!(shown, "\\x{:02x}", u32::from(character)),
            _ if is_obeyed(character) => write!(shown, "{}", character.escape_unicode()),
            _ => write!(shown, "{character}"),
        };
    }
    shown
}

/// The same for JSON, which is another way to write the same document: outside of its texts there are no such characters.
fn harmless_json(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for character in json.chars() {
        if is_obeyed(character) {
            // Writing into a text cannot fail.
            let _ = write!(shown, "\\u{:04x}", u32::from(character));
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Whether a terminal does something else with it than to show it, or turns the order of others round
/// (Unicode Technical Report 36, "Bidirectional text spoofing").
fn is_obeyed(character: char) -> bool {
    character.is_control() || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether Lambda wrote it, not the code
/// (<https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html>, "System log").
fn is_of_lambda(text: &str) -> bool {
    let plain = ["INIT_START ", "START RequestId: ", "END RequestId: ", "REPORT RequestId: "];
    plain.iter().any(|word| text.starts_with(word))
        || (text.starts_with("{\"time\":") && text.contains("\"type\":\"platform."))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn line(text: &str, version: Option<u32>) -> Document<LogLine> {
        let line = json!({ "id": "1", "time": "2026-11-22T07:00:01.234Z", "version": version, "text": text });
        serde_json::from_value(line).unwrap()
    }

    fn shown(on_terminal: bool, line: &LogLine) -> String {
        let look = Look { format: Format::Human, on_terminal, zone: TimeZone::UTC };
        look.for_people(line, &"2026-11-22T09:00:00[UTC]".parse().unwrap())
    }

    #[test]
    fn a_line_has_a_time_a_version_and_its_text() {
        assert_eq!(shown(false, &line("hello\n", Some(12))), "07:00:01.234  v12   hello\n");
        assert_eq!(shown(false, &line("\u{1b}[2J", None)), "07:00:01.234        \u{1b}[2J\n");
        let look = Look { format: Format::Human, on_terminal: false, zone: TimeZone::UTC };
        let later = "2026-11-23T00:00:00[UTC]".parse().unwrap();
        assert_eq!(look.for_people(&line("x", Some(1)), &later), "2026-11-22 07:00:01.234  v1    x\n");
    }

    #[test]
    fn a_terminal_obeys_nothing_of_it() {
        let attack = "\u{1b}[31mred\u{7}\ttab\r\u{9b}2J\u{7f}\u{202e}x\n07:00:02.000  v12   forged\r\n";
        let expected = "07:00:01.234  v12   \\x1b[31mred\\x07\ttab\\x0d\\x9b2J\\x7f\\u{202e}x\n                    07:00:02.000  v12   forged\n";
        assert_eq!(shown(true, &line(attack, Some(12))), expected);
    }

    #[test]
    fn json_says_the_same_without_what_a_terminal_obeys() {
        let json = json!({ "text": "\u{1b}[2J\u{9b}2J\u{7f}\u{202e}é\n" });
        let shown = harmless_json(&json.to_string());
        assert_eq!(shown, "{\"text\":\"\\u001b[2J\\u009b2J\\u007f\\u202eé\\n\"}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).unwrap(), json);
    }

    #[test]
    fn what_lambda_writes_itself_is_known() {
        for (text, expected) in [
            ("START RequestId: 1 Version: 2", true),
            (r#"{"time":"2026-11-22T07:00:01.234Z","type":"platform.start","record":{}}"#, true),
            (r#"{"timestamp":"2026-11-22T07:00:01Z","level":"INFO","message":"platform."}"#, false),
            ("STARTING", false),
        ] {
            assert_eq!(is_of_lambda(text), expected, "{text}");
        }
    }
}
