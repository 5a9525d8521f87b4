//! Many networks at once, as people keep them in a text file or a spreadsheet.

use super::NewEntry;

/// Reads one network a line: the network, then its label. Between them stand white space, commas or semicolons; `#` before the network makes a
/// line a comment, and after the network begins the label. What is wrong with a network is said when the entries are applied.
pub fn paste(text: &str) -> Vec<NewEntry> {
    let separator = |character: char| character.is_whitespace() || matches!(character, ',' | ';');
    text.lines()
        .map(|line| line.trim_matches(separator))
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let (network, label) = line.split_once(separator).unwrap_or((line, ""));
            let label = label.trim_start_matches(|character| separator(character) || character == '#');
            NewEntry { network: network.to_owned(), label: label.trim_matches('"').to_owned(), expires: None }
        })
        .collect()
}
