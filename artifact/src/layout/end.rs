//! The end of an archive, which says where the central directory is.

use crate::bytes::Fields;

/// "End of central directory" (4.3.16), "zip64 end of central directory" (4.3.14) and its locator (4.3.15).
const END: &[u8; 4] = b"PK\x05\x06";
const END64: &[u8; 4] = b"PK\x06\x06";
const LOCATOR: &[u8; 4] = b"PK\x06\x07";

const END_BYTES: usize = 22;
const END64_BYTES: usize = 56;
const LOCATOR_BYTES: usize = 20;

/// The central directory, as the end of an archive describes it.
pub(super) struct Directory<'a> {
    /// How many entries it has.
    pub(super) entries: u64,
    /// Its headers, one after another.
    pub(super) headers: &'a [u8],
    /// What is before it.
    pub(super) before: &'a [u8],
}

/// What an end record says.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Numbers {
    entries: u64,
    size: u64,
    offset: u64,
}

/// Finds the central directory; none when the end is missing, in parts, or there are two ways to read it.
pub(super) fn directory(archive: &[u8]) -> Option<Directory<'_>> {
    let at = end_record(archive)?;
    let (before, end) = archive.split_at_checked(at)?;
    let short = numbers(end)?;
    let (before, numbers) = match before.len().checked_sub(LOCATOR_BYTES) {
        Some(locator) if before[locator..].starts_with(LOCATOR) => zip64(before, locator, short)?,
        _ => (before, short),
    };
    let (before, headers) = before.split_at_checked(usize::try_from(numbers.offset).ok()?)?;
    let is_whole = u64::try_from(headers.len()).ok()? == numbers.size;
    is_whole.then_some(Directory { entries: numbers.entries, headers, before })
}

/// Where the end record begins: at the last signature, and its comment ends with the archive. Some readers search forward and some backward; so
/// there is none before it whose comment would end there too.
fn end_record(archive: &[u8]) -> Option<usize> {
    let first = archive.len().saturating_sub(END_BYTES + usize::from(u16::MAX));
    let tail = archive.get(first..)?;
    let ends_here = |at: &usize| comment_length(&tail[*at..]) == Some(tail.len() - at);
    let mut signatures = tail.windows(END.len()).enumerate().filter(|(_, window)| window == END).rev();
    let (last, _) = signatures.next().filter(|(at, _)| ends_here(at))?;
    let is_only = !signatures.any(|(at, _)| ends_here(&at));
    is_only.then_some(first + last)
}

/// The length of an end record with its comment.
fn comment_length(end: &[u8]) -> Option<usize> {
    let mut fields = Fields::new(end);
    fields.take(END_BYTES - 2)?;
    Some(END_BYTES + usize::from(fields.u16()?))
}

/// Reads an end record of an archive that is one file ("disk").
fn numbers(end: &[u8]) -> Option<Numbers> {
    let mut fields = Fields::new(end);
    fields.take(END.len())?;
    let (disk, first_disk) = (fields.u16()?, fields.u16()?);
    let (entries_here, entries) = (fields.u16()?, fields.u16()?);
    let (size, offset) = (fields.u32()?, fields.u32()?);
    let is_one_file = (disk, first_disk) == (0, 0) && entries_here == entries;
    is_one_file.then_some(Numbers { entries: entries.into(), size: size.into(), offset: offset.into() })
}

/// Reads the longer end record. It lies directly before its locator, and says what the short one says, or what that has no room for.
fn zip64(before: &[u8], locator: usize, short: Numbers) -> Option<(&[u8], Numbers)> {
    let mut fields = Fields::new(&before[locator..]);
    fields.take(LOCATOR.len())?;
    let (disk, at, disks) = (fields.u32()?, fields.u64()?, fields.u32()?);
    let (before, end) = before[..locator].split_at_checked(usize::try_from(at).ok()?)?;
    let numbers = numbers64(end)?;
    let agrees = |short: u64, none: u64, long: u64| short == long || short == none;
    let agree = agrees(short.entries, u16::MAX.into(), numbers.entries)
        && agrees(short.size, u32::MAX.into(), numbers.size)
        && agrees(short.offset, u32::MAX.into(), numbers.offset);
    ((disk, disks) == (0, 1) && agree).then_some((before, numbers))
}

fn numbers64(end: &[u8]) -> Option<Numbers> {
    if end.len() != END64_BYTES || !end.starts_with(END64) {
        return None;
    }
    let mut fields = Fields::new(end);
    fields.take(END64.len())?;
    let size_of_rest = fields.u64()?;
    let _versions = fields.u32()?;
    let disks = (fields.u32()?, fields.u32()?);
    let (entries_here, entries) = (fields.u64()?, fields.u64()?);
    let (size, offset) = (fields.u64()?, fields.u64()?);
    let is_one_file = disks == (0, 0) && entries_here == entries;
    (is_one_file && size_of_rest == 44).then_some(Numbers { entries, size, offset })
}
