//! Writes the archive.

use std::collections::BTreeMap;
use std::fs::{File, Metadata};
use std::io::{self, Cursor, Read};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::folder::Source;
use super::{LARGE, Large, PackError};
use crate::{MAX_UNPACKED_BYTES, limits};

/// 1 (fast) to 9 (small).
const LEVEL: i64 = 6;

type Writer = ZipWriter<Cursor<Vec<u8>>>;

/// Packs files, which are in the order of their paths, and says which of them take much room.
pub(super) fn archive(files: &[Source]) -> Result<(Vec<u8>, Vec<Large>), PackError> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut room = MAX_UNPACKED_BYTES;
    let mut sizes = BTreeMap::new();
    for source in files {
        let size = add(&mut writer, source, room)?;
        room = room.checked_sub(size).ok_or_else(|| PackError::refused(limits::unpacks_too_large()))?;
        *sizes.entry(top(&source.path)).or_default() += size;
    }
    let archive = writer.finish().map_err(|error| PackError::read("", io_error(error)))?;
    Ok((archive.into_inner(), large(sizes)))
}

/// Adds a file and answers with its size. Reads a byte more than there is room for, and no further.
fn add(writer: &mut Writer, source: &Source, room: u64) -> Result<u64, PackError> {
    let unread = |error| PackError::read(&source.path, error);
    let file = File::open(&source.file).map_err(unread)?;
    let executable = is_executable(&file.metadata().map_err(unread)?);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(LEVEL))
        .last_modified_time(DateTime::DEFAULT)
        .system(System::Unix)
        .unix_permissions(if executable { 0o755 } else { 0o644 });
    writer.start_file(&source.path, options).map_err(|error| unread(io_error(error)))?;
    io::copy(&mut file.take(room + 1), writer).map_err(unread)
}

/// Writing to memory fails only where the archive would be larger than the format allows.
fn io_error(error: ZipError) -> io::Error {
    io::Error::other(error)
}

#[cfg(unix)]
fn is_executable(metadata: &Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o111 != 0
}

/// Other systems have no such right.
#[cfg(not(unix))]
const fn is_executable(_: &Metadata) -> bool {
    false
}

/// The file or folder at the top that a path is in.
fn top(path: &str) -> &str {
    path.find('/').map_or(path, |slash| &path[..=slash])
}

fn large(sizes: BTreeMap<&str, u64>) -> Vec<Large> {
    let large = sizes.into_iter().filter(|(_, size)| *size >= LARGE);
    let mut large: Vec<Large> = large.map(|(path, size)| Large { path: path.to_owned(), size }).collect();
    large.sort_by_key(|large| std::cmp::Reverse(large.size));
    large
}
