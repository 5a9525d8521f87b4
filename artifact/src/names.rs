//! Names of files in archives.

use std::cmp::Ordering;

use domain::error::Problem;
use domain::text::has_unsafe_characters;

/// Most bytes of a path. Linux takes 4,096 (`PATH_MAX`), of which a runtime needs some itself.
const MAX_PATH_BYTES: usize = 1024;

/// Most bytes of a name between two `/` (`NAME_MAX` of Linux).
const MAX_NAME_BYTES: usize = 255;

/// Most characters of a name that are shown to people.
const MAX_SHOWN: usize = 120;

/// Reads the name of an entry: UTF-8, relative, with `/` between folders, nothing that leads elsewhere and nothing that hides what people read.
/// A folder ends with `/`. Names that differ only in case are different, as they are where Lambda runs.
pub(crate) fn read(name: &[u8]) -> Result<&str, Problem> {
    let refused = || Problem::UnsafePath { path: shown(&String::from_utf8_lossy(name)) };
    let path = std::str::from_utf8(name).map_err(|_| refused())?;
    if is_safe(path) { Ok(path) } else { Err(refused()) }
}

fn is_safe(path: &str) -> bool {
    let drive = matches!(path.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic());
    let is_name = |name: &str| !matches!(name, "" | "." | "..") && name.len() <= MAX_NAME_BYTES;
    path.len() <= MAX_PATH_BYTES
        && !drive
        && !path.contains('\\')
        && !has_unsafe_characters(path)
        && path.strip_suffix('/').unwrap_or(path).split('/').all(is_name)
}

/// Whether two entries cannot both be unpacked: they have the same path, or one is a file where the other needs a folder. Says the path.
///
/// `/` is ordered before every other character, so that a path is followed by all that lies below it.
pub(crate) fn clash<'a>(paths: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut paths: Vec<&str> = paths.collect();
    paths.sort_unstable_by(|one, other| by_folder(one, other));
    paths.windows(2).find_map(|pair| {
        let (first, second) = (pair[0], pair[1]);
        let rest = second.strip_prefix(first.strip_suffix('/').unwrap_or(first))?;
        let is_below = rest.len() > 1 && rest.starts_with('/');
        let clash = matches!(rest, "" | "/") || (is_below && !first.ends_with('/'));
        clash.then_some(second)
    })
}

fn by_folder(one: &str, other: &str) -> Ordering {
    // No name holds a zero byte: it is a control character.
    let key = |byte| if byte == b'/' { 0 } else { byte };
    one.bytes().map(key).cmp(other.bytes().map(key))
}

/// A name as people are shown it: without characters that hide or reorder text, and only the end of a long one.
pub(crate) fn shown(name: &str) -> String {
    let safe: Vec<char> = name
        .chars()
        .map(|character| {
            let mut buffer = [0; 4];
            if has_unsafe_characters(character.encode_utf8(&mut buffer)) {
                char::REPLACEMENT_CHARACTER
            } else {
                character
            }
        })
        .collect();
    match safe.len().checked_sub(MAX_SHOWN) {
        Some(over) if over > 0 => std::iter::once('…').chain(safe[over..].iter().copied()).collect(),
        _ => safe.into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_inside() {
        for name in ["a", "a/b.py", "a/", "日本/語.txt", "ab:c", "..a", "a..", "a b", "README", "readme"] {
            assert_eq!(read(name.as_bytes()), Ok(name));
        }
        let long = "a".repeat(256);
        let deep = "a/".repeat(513);
        for name in [
            "",
            "/",
            "/a",
            "a//b",
            "..",
            "../a",
            "a/../b",
            "a/..",
            ".",
            "./a",
            "a/./b",
            "C:/a",
            "c:a",
            "a\\b",
            "\\\\a\\b",
            "a\0b",
            "a\nb",
            "a\u{7f}",
            "a\u{202e}b",
            &long,
            &deep,
        ] {
            assert!(matches!(read(name.as_bytes()), Err(Problem::UnsafePath { .. })), "{name:?}");
        }
        assert!(matches!(read(b"\x93\xfa\x96\x7b.txt"), Err(Problem::UnsafePath { .. })), "Shift_JIS");
    }

    #[test]
    fn two_entries_of_one_path_clash() {
        let clash = |paths: &[&'static str]| clash(paths.iter().copied());
        for fine in
            [&["a", "b"][..], &["a/", "a/b"], &["a", "A"], &["a", "a-b", "a.b"], &["a/b/", "a/", "a/b/c"]]
        {
            assert_eq!(clash(fine), None, "{fine:?}");
        }
        for wrong in
            [&["a", "b", "a"][..], &["a/b", "a-b", "a"], &["a/", "a"], &["a/", "a/"], &["a", "a!", "a/b/c"]]
        {
            assert!(clash(wrong).is_some(), "{wrong:?}");
        }
    }

    #[test]
    fn shown_names_are_short_and_harmless() {
        assert_eq!(shown("a/b.py"), "a/b.py");
        assert_eq!(shown("a\u{1b}[31m\u{202e}b"), "a\u{fffd}[31m\u{fffd}b");
        let long = shown(&format!("{}/the_end.py", "x".repeat(5000)));
        assert_eq!(long.chars().count(), MAX_SHOWN + 1);
        assert!(long.starts_with('…') && long.ends_with("/the_end.py"));
    }
}
