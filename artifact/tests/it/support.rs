//! Checks of an archive, in short.

use std::io::Cursor;

use artifact::{Expectation, FIELD, Intake};
use domain::error::Problem;
use domain::function::{Architecture, Artifact, FileEntry, RuntimeFamily};

/// A Python function with the handler `app.handler` on ARM.
pub(crate) fn python() -> Expectation {
    expecting(RuntimeFamily::Python, "app.handler")
}

/// A function on ARM.
pub(crate) fn expecting(family: RuntimeFamily, handler: &str) -> Expectation {
    Expectation { family, handler: handler.to_owned(), architecture: Architecture::Arm64 }
}

/// Checks an archive that comes at once.
pub(crate) fn check(archive: &[u8], expectation: Expectation) -> Result<Artifact, Problem> {
    check_pieces([archive], expectation)
}

/// Checks an archive that comes in pieces.
pub(crate) fn check_pieces<'a>(
    pieces: impl IntoIterator<Item = &'a [u8]>,
    expectation: Expectation,
) -> Result<Artifact, Problem> {
    let mut intake = Intake::new(expectation);
    let result = pieces.into_iter().try_for_each(|piece| intake.push(piece)).and_then(|()| intake.finish());
    let (artifact, _) = result.map_err(|error| {
        assert_eq!(error.field, FIELD);
        error.problem
    })?;
    Ok(artifact)
}

/// What the `zip` crate, which reads leniently and by code of its own, finds in an archive.
pub(crate) fn second_opinion(archive: &[u8]) -> Vec<FileEntry> {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).expect("the other reader opens it");
    assert!(!archive.has_duplicate_names());
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("the other reader finds it");
        let path = String::from_utf8(file.name_raw().to_vec()).expect("UTF-8");
        let size = std::io::copy(&mut file, &mut std::io::sink()).expect("the other reader unpacks it");
        if !path.ends_with('/') {
            files.push(FileEntry { path, size, crc: file.crc32() });
        }
    }
    files.sort();
    files
}
