//! Archives byte by byte, right or wrong in one place.

use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// What is written behind the content.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Descriptor {
    /// Nothing: sizes stand in the local header.
    None,
    /// The usual one.
    Signed,
    /// One without a signature.
    Bare,
    /// With sizes of 64 bits.
    Wide,
}

/// An entry. What is not said otherwise stands in both headers.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) name: Vec<u8>,
    pub(crate) local_name: Vec<u8>,
    pub(crate) flags: u16,
    pub(crate) method: u16,
    pub(crate) system: u8,
    pub(crate) mode: u32,
    pub(crate) dos_attributes: u8,
    pub(crate) crc: u32,
    pub(crate) size: u64,
    pub(crate) data: Vec<u8>,
    pub(crate) disk: u16,
    pub(crate) descriptor: Descriptor,
    pub zip64: bool,
    pub(crate) extra: Vec<u8>,
}

impl Entry {
    /// A file as it is.
    pub(crate) fn stored(name: &str, content: &[u8]) -> Self {
        Self {
            name: name.into(),
            local_name: name.into(),
            flags: 0,
            method: 0,
            system: 3,
            mode: if name.ends_with('/') { 0o040_755 } else { 0o100_644 },
            dos_attributes: if name.ends_with('/') { 0x10 } else { 0x20 },
            crc: crc32fast::hash(content),
            size: content.len() as u64,
            data: content.to_vec(),
            disk: 0,
            descriptor: Descriptor::None,
            zip64: false,
            extra: Vec::new(),
        }
    }

    /// A compressed file.
    pub(crate) fn deflated(name: &str, content: &[u8]) -> Self {
        Self { method: 8, data: deflate(content), ..Self::stored(name, content) }
    }

    /// The same with another name in both headers.
    pub(crate) fn named(self, name: &[u8]) -> Self {
        Self { name: name.to_vec(), local_name: name.to_vec(), ..self }
    }

    /// The same as a tool writes it that does not know sizes beforehand.
    pub(crate) fn streamed(self, descriptor: Descriptor) -> Self {
        Self { flags: self.flags | 8, descriptor, ..self }
    }

    fn header(&self, local: bool, offset: u64) -> Vec<u8> {
        let name = if local { &self.local_name } else { &self.name };
        let known = !local || self.descriptor == Descriptor::None;
        let value = |value: u64| if known { value } else { 0 };
        let (size, packed) = (value(self.size), value(self.data.len() as u64));
        let mut extra = self.extra.clone();
        let mut short = [packed, size, offset].map(|value| u32::try_from(value).unwrap_or(u32::MAX));
        if self.zip64 {
            let values = if local { vec![size, packed] } else { vec![size, packed, offset] };
            extra.extend([1, 0, u8::try_from(8 * values.len()).expect("small"), 0]);
            extra.extend(values.iter().flat_map(|value| value.to_le_bytes()));
            short = [u32::MAX; 3];
        }
        let crc = if known { self.crc } else { 0 };
        let mut header = Vec::new();
        header.extend(if local { b"PK\x03\x04\x14\0" } else { b"PK\x01\x02\x14\0" });
        if !local {
            header[4..].copy_from_slice(&[20, self.system]);
            header.extend([20, 0]);
        }
        header.extend([self.flags, self.method, 0, 0x21].iter().flat_map(|value| value.to_le_bytes()));
        header.extend([crc, short[0], short[1]].iter().flat_map(|value| value.to_le_bytes()));
        header.extend(length(name).to_le_bytes());
        header.extend(length(&extra).to_le_bytes());
        if !local {
            header.extend([0, self.disk, 0].iter().flat_map(|value| value.to_le_bytes()));
            header.extend((self.mode << 16 | u32::from(self.dos_attributes)).to_le_bytes());
            header.extend(short[2].to_le_bytes());
        }
        header.extend(name);
        header.extend(extra);
        header
    }

    /// The local header with what follows it.
    pub(crate) fn local(&self) -> Vec<u8> {
        let mut bytes = self.header(true, 0);
        bytes.extend(&self.data);
        if self.descriptor != Descriptor::None {
            if self.descriptor != Descriptor::Bare {
                bytes.extend(b"PK\x07\x08");
            }
            bytes.extend(self.crc.to_le_bytes());
            for value in [self.data.len() as u64, self.size] {
                let width = if self.descriptor == Descriptor::Wide { 8 } else { 4 };
                bytes.extend(&value.to_le_bytes()[..width]);
            }
        }
        bytes
    }

    /// The header in the central directory.
    pub(crate) fn central(&self, offset: usize) -> Vec<u8> {
        self.header(false, offset as u64)
    }
}

fn length(bytes: &[u8]) -> u16 {
    u16::try_from(bytes.len()).expect("short")
}

/// Compresses by deflate.
pub(crate) fn deflate(content: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).expect("memory");
    encoder.finish().expect("memory")
}

/// An archive of entries, one after another.
pub(crate) fn archive(entries: &[Entry]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        directory.push(entry.central(bytes.len()));
        bytes.extend(entry.local());
    }
    finished(bytes, &directory)
}

/// Entries with a central directory and its end.
pub(crate) fn finished(mut bytes: Vec<u8>, directory: &[Vec<u8>]) -> Vec<u8> {
    let offset = u32::try_from(bytes.len()).expect("small");
    bytes.extend(directory.concat());
    let size = u32::try_from(bytes.len()).expect("small") - offset;
    let count = u16::try_from(directory.len()).expect("few");
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([count, count].iter().flat_map(|value| value.to_le_bytes()));
    bytes.extend([size, offset].iter().flat_map(|value| value.to_le_bytes()));
    bytes.extend([0, 0]);
    bytes
}

/// The same archive with the longer end record of zip64.
pub(crate) fn with_zip64_end(archive: &[u8]) -> Vec<u8> {
    let (before, end) = archive.split_at(archive.len() - 22);
    let count = u64::from(u16::from_le_bytes([end[10], end[11]]));
    let number = |at: usize| u64::from(u32::from_le_bytes(end[at..at + 4].try_into().expect("four")));
    let mut bytes = before.to_vec();
    let at = bytes.len() as u64;
    bytes.extend(b"PK\x06\x06");
    bytes.extend(44_u64.to_le_bytes());
    bytes.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    bytes.extend([count, count, number(12), number(16)].iter().flat_map(|value| value.to_le_bytes()));
    bytes.extend(b"PK\x06\x07\0\0\0\0");
    bytes.extend(at.to_le_bytes());
    bytes.extend(1_u32.to_le_bytes());
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([0xff; 12]);
    bytes.extend([0, 0]);
    bytes
}

/// The first bytes of a program for Linux: 62 is x86-64, 183 is ARM.
pub(crate) fn elf(machine: u8) -> Vec<u8> {
    let mut bytes = vec![0; 64];
    bytes[..6].copy_from_slice(b"\x7fELF\x02\x01");
    (bytes[16], bytes[18]) = (3, machine);
    bytes
}
