//! Local headers: what stands before the content of each entry, and after it.

use domain::error::Problem;

use super::central::{Entry, Method, is_encrypted};
use super::extra::Extra;
use crate::bytes::Fields;
use crate::names;

const SIGNATURE: u32 = 0x0403_4b50;
const DESCRIPTOR: u32 = 0x0807_4b50;
const HEADER_BYTES: usize = 30;

/// Bit 3: whoever wrote the entry knew its sizes only afterwards, and wrote them behind the content.
const WRITTEN_AFTERWARDS: u16 = 1 << 3;

/// Bits that change how an entry is read: encryption, [`WRITTEN_AFTERWARDS`], patches, and the encoding of its name.
const MEANINGFUL: u16 = 1 | WRITTEN_AFTERWARDS | 1 << 5 | 1 << 6 | 1 << 11 | 1 << 13;

/// A local header as it stands there (4.3.7).
struct Header<'a> {
    flags: u16,
    method: u16,
    crc: u32,
    packed: u32,
    size: u32,
    name: &'a [u8],
    extra_bytes: u16,
}

impl<'a> Header<'a> {
    /// Reads a header up to its name.
    fn read(fields: &mut Fields<'a>) -> Option<Self> {
        if fields.u32()? != SIGNATURE {
            return None;
        }
        let _needed = fields.u16()?;
        let (flags, method) = (fields.u16()?, fields.u16()?);
        let _modified = fields.u32()?;
        let (crc, packed, size) = (fields.u32()?, fields.u32()?, fields.u32()?);
        let (name, extra_bytes) = (fields.u16()?, fields.u16()?);
        Some(Self { flags, method, crc, packed, size, name: fields.take(name.into())?, extra_bytes })
    }

    const fn is_written_afterwards(&self) -> bool {
        self.flags & WRITTEN_AFTERWARDS != 0
    }
}

/// Splits the content of an entry, and all that belongs to it, from what follows. None when it says something else than the central directory.
pub(super) fn content<'a>(archive: &'a [u8], entry: &Entry<'_>) -> Option<(&'a [u8], &'a [u8])> {
    let mut fields = Fields::new(archive);
    let header = Header::read(&mut fields)?;
    let extra = Extra::read(fields.take(header.extra_bytes.into())?)?;
    let mut sizes = [header.size, header.packed].map(u64::from);
    extra.widen(&mut sizes, false)?;
    let afterwards = header.is_written_afterwards();
    let agrees = |here: u64, there: u64| here == there || (afterwards && here == 0);
    let is_same = header.name == entry.path.as_bytes()
        && !extra.renames(header.name)
        && (header.flags ^ entry.flags) & MEANINGFUL == 0
        && Method::read(header.method) == Some(entry.method)
        && agrees(header.crc.into(), entry.crc.into())
        && agrees(sizes[0], entry.size)
        && agrees(sizes[1], entry.packed);
    let data = fields.take(usize::try_from(entry.packed).ok()?)?;
    let after = fields.rest();
    let after = if afterwards { descriptor(after, entry)? } else { after };
    is_same.then_some((data, after))
}

/// Splits off what was written behind the content (4.3.9): the CRC-32 and the sizes, in 32 or 64 bits, with a signature or without. Only one of the four
/// is followed by the signature of a header, or by nothing.
fn descriptor<'a>(after: &'a [u8], entry: &Entry<'_>) -> Option<&'a [u8]> {
    [(true, false), (true, true), (false, false), (false, true)].into_iter().find_map(|(signed, wide)| {
        let mut fields = Fields::new(after);
        if signed && fields.u32()? != DESCRIPTOR {
            return None;
        }
        let crc = fields.u32()?;
        let mut size = || if wide { fields.u64() } else { fields.u32().map(u64::from) };
        let (packed, size) = (size()?, size()?);
        let rest = fields.rest();
        let is_end = rest.is_empty() || rest.starts_with(&SIGNATURE.to_le_bytes());
        (is_end && (crc, packed, size) == (entry.crc, entry.packed, entry.size)).then_some(rest)
    })
}

/// What is known of an archive of which only the beginning is there.
pub(crate) enum Next {
    /// A whole header has not come yet.
    NotYet,
    /// Another header begins so many bytes further.
    After(usize),
    /// Only the central directory knows.
    Unknown,
}

/// Looks at the local header that an unfinished archive has here. [`super::read`] finds the same headers, or refuses the archive: so what is
/// refused here would be refused there.
///
/// # Errors
/// [`Problem::UnsafePath`] or [`Problem::EncryptedArchive`].
pub(crate) fn peek(archive: &[u8]) -> Result<Next, Problem> {
    let mut fields = Fields::new(archive);
    let Some(header) = Header::read(&mut fields) else {
        let is_header = archive.iter().zip(SIGNATURE.to_le_bytes()).all(|(here, there)| *here == there);
        return Ok(if is_header { Next::NotYet } else { Next::Unknown });
    };
    names::read(header.name)?;
    if is_encrypted(header.flags) {
        return Err(Problem::EncryptedArchive);
    }
    if header.is_written_afterwards() || header.packed == u32::MAX {
        return Ok(Next::Unknown);
    }
    let length = HEADER_BYTES + header.name.len() + usize::from(header.extra_bytes);
    Ok(usize::try_from(header.packed).map_or(Next::Unknown, |packed| Next::After(length + packed)))
}
