//! The central directory: what an archive says about its entries.

use domain::error::Problem;

use super::extra::Extra;
use super::{DAMAGED, damaged};
use crate::bytes::Fields;
use crate::names;

const SIGNATURE: u32 = 0x0201_4b50;

/// An entry, as the central directory describes it (4.3.12).
pub(crate) struct Entry<'a> {
    /// Its name. That of a folder ends with `/`.
    pub(crate) path: &'a str,
    /// What it is.
    pub(crate) kind: Kind,
    /// How it is packed.
    pub(crate) method: Method,
    /// The CRC-32 of its content.
    pub(crate) crc: u32,
    /// The size of its content packed, in bytes.
    pub(crate) packed: u64,
    /// The size of its content, in bytes.
    pub(crate) size: u64,
    /// Where its local header begins, in bytes from the beginning.
    pub(crate) offset: u64,
    /// General purpose bits (4.4.4).
    pub(super) flags: u16,
}

/// What an entry is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A folder.
    Folder,
    /// A file.
    File {
        /// Whether anybody may run it.
        executable: bool,
    },
}

/// How an entry is packed (4.4.5).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    /// As it is.
    Stored,
    /// Deflate (RFC 1951).
    Deflated,
}

impl Method {
    pub(super) const fn read(number: u16) -> Option<Self> {
        match number {
            0 => Some(Self::Stored),
            8 => Some(Self::Deflated),
            _ => None,
        }
    }
}

/// Whether general purpose bits say that an entry, or the names of entries, are encrypted: bits 0, 6 and 13.
pub(super) const fn is_encrypted(flags: u16) -> bool {
    flags & (1 | 1 << 6 | 1 << 13) != 0
}

/// Bit 5: the content is a change of something else.
const PATCHED: u16 = 1 << 5;

/// Reads the headers of the central directory, which has nothing else.
pub(super) fn entries(headers: &[u8], count: u64) -> Result<Vec<Entry<'_>>, Problem> {
    let mut fields = Fields::new(headers);
    let mut entries = Vec::new();
    for _ in 0..count {
        entries.push(entry(&mut fields)?);
    }
    if fields.is_empty() { Ok(entries) } else { Err(DAMAGED) }
}

/// A header as it stands there.
struct Header<'a> {
    system: u8,
    flags: u16,
    method: u16,
    crc: u32,
    packed: u32,
    size: u32,
    disk: u16,
    attributes: u32,
    offset: u32,
    name: &'a [u8],
    extra: &'a [u8],
}

impl<'a> Header<'a> {
    fn read(fields: &mut Fields<'a>) -> Option<Self> {
        if fields.u32()? != SIGNATURE {
            return None;
        }
        let [_version, system] = fields.u16()?.to_le_bytes();
        let _needed = fields.u16()?;
        let (flags, method) = (fields.u16()?, fields.u16()?);
        let _modified = fields.u32()?;
        let (crc, packed, size) = (fields.u32()?, fields.u32()?, fields.u32()?);
        let (name, extra, comment) = (fields.u16()?, fields.u16()?, fields.u16()?);
        let disk = fields.u16()?;
        let _internal = fields.u16()?;
        let (attributes, offset) = (fields.u32()?, fields.u32()?);
        let (name, extra) = (fields.take(name.into())?, fields.take(extra.into())?);
        fields.take(comment.into())?;
        Some(Self { system, flags, method, crc, packed, size, disk, attributes, offset, name, extra })
    }
}

fn entry<'a>(fields: &mut Fields<'a>) -> Result<Entry<'a>, Problem> {
    let header = Header::read(fields).ok_or(DAMAGED)?;
    let path = names::read(header.name)?;
    if is_encrypted(header.flags) {
        return Err(Problem::EncryptedArchive);
    }
    let kind = kind(path, header.system, header.attributes)?;
    let method = Method::read(header.method).ok_or_else(|| damaged(path))?;
    let extra = Extra::read(header.extra).ok_or_else(|| damaged(path))?;
    if extra.renames(header.name) {
        return Err(Problem::UnsafePath { path: names::shown(path) });
    }
    let mut numbers = [header.size, header.packed, header.offset].map(u64::from);
    let is_usual = header.disk == 0 && header.flags & PATCHED == 0;
    extra.widen(&mut numbers, true).filter(|()| is_usual).ok_or_else(|| damaged(path))?;
    let [size, packed, offset] = numbers;
    // A folder has no content; tools that pack it all the same write an empty stream.
    if kind == Kind::Folder && size > 0 {
        return Err(damaged(path));
    }
    Ok(Entry { path, kind, method, crc: header.crc, packed, size, offset, flags: header.flags })
}

/// Reads what an entry is from its name and the mode of Unix in the upper half of the attributes, which is zero when the archive was made elsewhere.
/// Rights count only when the archive says that it was made on Unix (3) or macOS (19), as unpacking tools do.
fn kind(path: &str, system: u8, attributes: u32) -> Result<Kind, Problem> {
    let mode = attributes >> 16;
    match (mode & FILE_TYPE, path.ends_with('/')) {
        (_, false) if attributes & DOS_FOLDER != 0 => Err(damaged(path)),
        (0 | FOLDER, true) => Ok(Kind::Folder),
        (0 | FILE, false) => {
            Ok(Kind::File { executable: matches!(system, UNIX | MACOS) && mode & ANYBODY_RUNS != 0 })
        }
        (FOLDER | FILE, _) => Err(damaged(path)),
        _ => Err(Problem::LinkInArchive { path: names::shown(path) }),
    }
}

/// Systems that archives are made on (4.4.2).
const UNIX: u8 = 3;
const MACOS: u8 = 19;

/// Bits of modes (`S_IFMT`, `S_IFDIR`, `S_IFREG`, and the three rights to run).
const FILE_TYPE: u32 = 0o170_000;
const FOLDER: u32 = 0o040_000;
const FILE: u32 = 0o100_000;
const ANYBODY_RUNS: u32 = 0o111;

/// The same for MS-DOS, in the lower half of the attributes.
const DOS_FOLDER: u32 = 0x10;
