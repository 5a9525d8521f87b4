//! The whole check of an archive that has come.

use domain::error::Problem;
use domain::function::{FileEntry, Platform};

use crate::contents::{Head, Unpacker};
use crate::layout::{self, Kind, Located, damaged};
use crate::names::{clash, shown};
use crate::program::{is_script, platform};
use crate::{Expectation, MAX_UNPACKED_BYTES, limits};

/// Checks an archive and answers with its files, in the order of their paths. Takes time and memory in proportion to the archive and to what it
/// unpacks to, which is limited before anything is unpacked.
pub(crate) fn inspect(archive: &[u8], expectation: &Expectation) -> Result<Vec<FileEntry>, Problem> {
    let entries = layout::read(archive)?;
    if let Some(path) = clash(entries.iter().map(|located| located.entry.path)) {
        return Err(damaged(path));
    }
    check_size(&entries)?;
    let programs = Programs::check(&entries, expectation)?;
    let mut files: Vec<FileEntry> = entries.iter().filter(|located| is_file(located)).map(file).collect();
    if files.is_empty() {
        return Err(Problem::ArchiveEmpty);
    }
    files.sort_unstable();
    check_handler(&files, expectation)?;
    programs.finish()?;
    Ok(files)
}

fn is_file(located: &Located<'_>) -> bool {
    matches!(located.entry.kind, Kind::File { .. })
}

fn file(located: &Located<'_>) -> FileEntry {
    let entry = &located.entry;
    FileEntry { path: entry.path.to_owned(), size: entry.size, crc: entry.crc }
}

/// Adds up the sizes that the archive says; unpacking shows later that they are true.
fn check_size(entries: &[Located<'_>]) -> Result<(), Problem> {
    let sum = entries.iter().try_fold(0_u64, |sum, located| sum.checked_add(located.entry.size));
    match sum {
        Some(size) if size <= MAX_UNPACKED_BYTES => Ok(()),
        _ => Err(limits::unpacks_too_large()),
    }
}

fn check_handler(files: &[FileEntry], expectation: &Expectation) -> Result<(), Problem> {
    let expected = expectation.handler_files();
    let is_there = |path: &String| files.binary_search_by(|file| file.path.cmp(path)).is_ok();
    if expected.iter().any(is_there) {
        return Ok(());
    }
    Err(Problem::HandlerMissing { expected: expected.iter().map(|path| shown(path)).collect() })
}

/// What is wrong with programs. It is told last: whoever forgot the handler has packed the wrong folder.
struct Programs<'a> {
    expectation: &'a Expectation,
    wrong: Option<Problem>,
}

impl<'a> Programs<'a> {
    /// Unpacks all entries, and looks at the programs among them.
    fn check(entries: &[Located<'_>], expectation: &'a Expectation) -> Result<Self, Problem> {
        let mut programs = Self { expectation, wrong: None };
        let mut unpacker = Unpacker::new();
        for located in entries {
            let head = unpacker.check(located).ok_or_else(|| damaged(located.entry.path))?;
            if programs.wrong.is_none() {
                programs.wrong = programs.problem(located, &head);
            }
        }
        Ok(programs)
    }

    fn problem(&self, located: &Located<'_>, head: &Head) -> Option<Problem> {
        let path = located.entry.path;
        let expected = self.expectation.architecture;
        let is_program = self.expectation.program() == Some(path);
        if is_program && located.entry.kind == (Kind::File { executable: false }) {
            return Some(Problem::NotExecutable { path: shown(path) });
        }
        let found = match platform(head.bytes()) {
            None if is_program && !is_script(head.bytes()) => Platform::Nothing,
            Some(found) if is_program || is_loaded(path, found) => found,
            _ => return None,
        };
        let path = shown(path);
        (found != Platform::Linux(expected)).then_some(Problem::WrongArchitecture { path, found, expected })
    }

    fn finish(self) -> Result<(), Problem> {
        self.wrong.map_or(Ok(()), Err)
    }
}

/// Whether a function that runs on Linux would load the file. Packages bring along programs for Windows, such as the launchers of setuptools, which
/// nobody runs; and packages for Node.js that hold a build for each system keep them under `prebuilds`, where the right one is chosen when it is
/// loaded (<https://github.com/prebuild/prebuildify>).
fn is_loaded(path: &str, found: Platform) -> bool {
    let is_chosen = path.split('/').any(|folder| folder == "prebuilds");
    let file = path.rsplit('/').next().unwrap_or(path);
    let is_library = [".so", ".node"].iter().any(|end| file.ends_with(end)) || file.contains(".so.");
    !is_chosen && (is_library || !matches!(found, Platform::MacOs | Platform::Windows))
}
