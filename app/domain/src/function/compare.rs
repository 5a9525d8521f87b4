//! What differs between two archives of code.

use std::cmp::Ordering;

use super::{Artifact, FileEntry};

/// How the files of an archive change, each list in the order of paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// New files.
    pub added: Vec<FileEntry>,
    /// Files that go.
    pub removed: Vec<FileEntry>,
    /// Files that stay with other content.
    pub changed: Vec<Changed>,
    /// How many files stay as they are.
    pub unchanged: usize,
}

/// A file with other content than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Where.
    pub path: String,
    /// Its size before, in bytes.
    pub before: u64,
    /// Its size after, in bytes.
    pub after: u64,
}

impl Comparison {
    /// Whether the files are the same. The archives may differ all the same, such as in the rights of a file.
    pub const fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

/// Compares the files of two archives by path, size and CRC-32. Whoever wants to can make two contents with one CRC: for people who look at
/// what they deploy, not for a decision about trust.
pub fn compare(before: &Artifact, after: &Artifact) -> Comparison {
    let (old, new) = (in_order(&before.files), in_order(&after.files));
    let (mut old, mut new) = (old.into_iter().peekable(), new.into_iter().peekable());
    let mut comparison = Comparison::default();
    loop {
        let order = match (old.peek(), new.peek()) {
            (Some(old), Some(new)) => old.path.cmp(&new.path),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return comparison,
        };
        match order {
            Ordering::Less => comparison.removed.extend(old.next().cloned()),
            Ordering::Greater => comparison.added.extend(new.next().cloned()),
            Ordering::Equal => {
                if let (Some(old), Some(new)) = (old.next(), new.next()) {
                    comparison.file(old, new);
                }
            }
        }
    }
}

impl Comparison {
    fn file(&mut self, old: &FileEntry, new: &FileEntry) {
        if (old.size, old.crc) == (new.size, new.crc) {
            self.unchanged += 1;
        } else {
            self.changed.push(Changed { path: new.path.clone(), before: old.size, after: new.size });
        }
    }
}

/// An archive says that its files are in order; one that came as JSON may not keep to it.
fn in_order(files: &[FileEntry]) -> Vec<&FileEntry> {
    let mut files: Vec<_> = files.iter().collect();
    files.sort_unstable_by(|one, other| one.path.cmp(&other.path));
    files
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::function::ArtifactHash;

    fn artifact(files: &[(&str, u64, u32)]) -> Artifact {
        let files = files.iter().map(|(path, size, crc)| FileEntry {
            path: (*path).to_owned(),
            size: *size,
            crc: *crc,
        });
        Artifact { hash: ArtifactHash::of([0; 32]), size: 0, unpacked: 0, files: files.collect() }
    }

    #[test]
    fn every_file_is_in_one_list() {
        let before = artifact(&[("a", 1, 1), ("b", 2, 2), ("c/d", 3, 3), ("e", 4, 4)]);
        let after = artifact(&[("f", 9, 9), ("e", 4, 4), ("c/d", 3, 5), ("b", 7, 2), ("b-", 1, 1)]);
        let comparison = compare(&before, &after);
        let paths = |files: &[FileEntry]| files.iter().map(|file| file.path.clone()).collect::<Vec<_>>();
        assert_eq!(paths(&comparison.added), ["b-", "f"]);
        assert_eq!(paths(&comparison.removed), ["a"]);
        let changed = [("b", 2, 7), ("c/d", 3, 3)].map(|(path, before, after)| Changed {
            path: path.to_owned(),
            before,
            after,
        });
        assert_eq!(comparison.changed, changed);
        assert_eq!(comparison.unchanged, 1);
    }

    #[test]
    fn the_same_files_do_not_differ() {
        let artifact = artifact(&[("a", 1, 1), ("b", 2, 2)]);
        let comparison = compare(&artifact, &artifact);
        assert!(comparison.is_empty());
        assert_eq!(comparison.unchanged, 2);
    }
}
