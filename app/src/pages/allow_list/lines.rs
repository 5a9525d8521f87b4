//! Many networks in a text field: one a line, then its label.

use domain::allow_list::{AllowList, Cidr, Entry, NewEntry};
use domain::error::{FieldError, Problem};
use leptos::prelude::*;

use crate::forms::inside_textarea;
use crate::islands::allow_list::numbered;
use crate::page::Reader;
use crate::ui::{self, Icon};

/// The name of the field.
pub(super) const ENTRIES: &str = "entries";
/// The id of its input.
const ID: &str = "field-entries";

/// Networks as they were typed, each with the line it stands on, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lines(Vec<(usize, NewEntry)>);

impl Lines {
    /// Reads the field. A line that is just as [`write`] wrote it has the label of the present list, whatever its characters; a network that
    /// is in the present list keeps its end.
    pub(super) fn read(text: &str, present: &AllowList) -> Self {
        let line = |number: usize| text.lines().nth(number - 1).unwrap_or_default();
        Self(numbered(text).map(|(number, new)| (number, keep(line(number), new, present))).collect())
    }

    /// The networks without their lines.
    pub(super) fn entries(&self) -> Vec<NewEntry> {
        self.0.iter().map(|(_, entry)| entry.clone()).collect()
    }

    /// The line of an entry, by its place among the entries. The text may have lines without one.
    fn number(&self, index: usize) -> Option<usize> {
        self.0.get(index).map(|(number, _)| *number)
    }
}

fn keep(line: &str, new: NewEntry, present: &AllowList) -> NewEntry {
    let known = Cidr::parse(&new.network).ok().and_then(|network| present.by_network(network));
    match known {
        Some(entry) if line.trim() == write_entry(entry) => {
            NewEntry { label: entry.label.clone(), expires: entry.expires, ..new }
        }
        Some(entry) => NewEntry { expires: entry.expires, ..new },
        None => new,
    }
}

/// The list as text, one network a line.
pub(super) fn write(list: &AllowList) -> String {
    list.entries().iter().map(write_entry).collect::<Vec<_>>().join("\n")
}

fn write_entry(entry: &Entry) -> String {
    format!("{} {}", entry.network, entry.label)
}

/// The list of mistakes above the form. Nothing when there is none.
pub(super) fn summary(reader: &Reader, errors: &[FieldError]) -> AnyView {
    if errors.is_empty() {
        return ().into_any();
    }
    let text = reader.text();
    let link = view! { <p><a href=format!("#{ID}")>{text.allow_list.entries}</a></p> };
    view! { <div role="alert">{ui::callout(ui::State::Danger, &(text.common.mistakes)(errors.len()), link)}</div> }.into_any()
}

/// The field with its mistakes, each with its line.
pub(super) fn field(
    reader: &Reader,
    typed: &str,
    help: &'static str,
    lines: &Lines,
    errors: &[FieldError],
) -> AnyView {
    let text = reader.text();
    let problems: Vec<_> = errors
        .iter()
        .filter(|error| error.field.starts_with(ENTRIES))
        .map(|error| {
            let problem = sentence(reader, lines, error);
            view! { <p class="problem">{ui::icon(Icon::Warning)} {problem}</p> }
        })
        .collect();
    let wrong = !problems.is_empty();
    let class = if wrong { "field wrong" } else { "field" };
    view! {
        <div class=class>
            <label for=ID>{text.allow_list.entries}</label>
            <p class="help" id="field-entries-help">{help}</p>
            <textarea id=ID name=ENTRIES rows="12" class="code" spellcheck="false" autocapitalize="none"
                aria-describedby="field-entries-help field-entries-problem" aria-invalid=wrong.then_some("true")>
                {inside_textarea(typed)}
            </textarea>
            <div id="field-entries-problem">{problems}</div>
        </div>
    }
    .into_any()
}

/// "Line 3: This is not a network."
fn sentence(reader: &Reader, lines: &Lines, error: &FieldError) -> String {
    let text = reader.text();
    let problem: &Problem = &error.problem;
    let words = (text.errors.problem)(problem);
    match entry_index(&error.field).and_then(|index| lines.number(index)) {
        Some(number) => format!("{}: {words}", (text.allow_list.line)(&number.to_string())),
        None => words,
    }
}

/// The place of an entry in the name of a field: `entries[2].network` is 2.
fn entry_index(field: &str) -> Option<usize> {
    field.strip_prefix("entries[")?.split_once(']')?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    use domain::ids::AllowListEntryId;
    use jiff::Timestamp;

    use super::*;

    fn list(labels: &[(&str, &str)]) -> AllowList {
        let entries = labels.iter().map(|(network, label)| Entry {
            id: AllowListEntryId("01939000-0000-7000-8000-000000000001".parse().unwrap()),
            network: Cidr::parse(network).unwrap(),
            label: (*label).to_owned(),
            expires: Some(Timestamp::UNIX_EPOCH),
            added_by: "Mika".to_owned(),
            added: Timestamp::UNIX_EPOCH,
        });
        AllowList::from_entries(entries.collect())
    }

    #[test]
    fn what_was_written_is_read_back_with_label_and_end() {
        let list = list(&[("203.0.113.7", "# 1, \"Office\";"), ("2001:db8::/48", "Data centre")]);
        let read = Lines::read(&write(&list), &list).entries();
        let same = |(new, entry): (&NewEntry, &Entry)| {
            new.network == entry.network.to_string()
                && new.label == entry.label
                && new.expires == entry.expires
        };
        assert!(read.iter().zip(list.entries()).all(same), "{read:?}");
    }

    #[test]
    fn a_mistake_is_named_by_its_line_in_the_text() {
        let lines = Lines::read("# office\n\n203.0.113.7 Tokyo\nnonsense here\n", &AllowList::default());
        assert_eq!(lines.number(0), Some(3));
        assert_eq!(lines.number(1), Some(4));
        assert_eq!(entry_index("entries[1].network"), Some(1));
        assert_eq!(entry_index("entries"), None);
    }
}
