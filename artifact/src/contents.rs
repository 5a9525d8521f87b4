//! The content of entries: unpacked, measured and thrown away.

use crc32fast::Hasher;
use flate2::{Decompress, FlushDecompress, Status};

use crate::layout::{Located, Method};
use crate::program::HEAD;

/// How much is unpacked at once, in bytes.
const BUFFER: usize = 64 * 1024;

/// Unpacks one entry after another in the same memory.
pub(crate) struct Unpacker {
    inflate: Decompress,
    buffer: Vec<u8>,
}

/// The first bytes of a file, as far as there are any.
pub(crate) struct Head {
    bytes: [u8; HEAD],
    length: usize,
}

impl Head {
    /// The bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

impl Unpacker {
    pub(crate) fn new() -> Self {
        Self { inflate: Decompress::new(false), buffer: vec![0; BUFFER] }
    }

    /// Unpacks an entry and answers with its first bytes. None when its content is not what the archive says of it: its size, its CRC-32, and
    /// that nothing is left over. Never unpacks much more than the size that was said.
    pub(crate) fn check(&mut self, located: &Located<'_>) -> Option<Head> {
        let mut content = Content::new();
        match located.entry.method {
            Method::Stored => content.take(located.data),
            Method::Deflated => self.inflate(located, &mut content)?,
        }
        let is_right = content.size == located.entry.size && content.crc.finalize() == located.entry.crc;
        is_right.then_some(content.head)
    }

    fn inflate(&mut self, located: &Located<'_>, content: &mut Content) -> Option<()> {
        self.inflate.reset(false);
        let mut packed = located.data;
        loop {
            let before = (self.inflate.total_in(), self.inflate.total_out());
            let status = self.inflate.decompress(packed, &mut self.buffer, FlushDecompress::None).ok()?;
            let read = usize::try_from(self.inflate.total_in() - before.0).ok()?;
            let written = usize::try_from(self.inflate.total_out() - before.1).ok()?;
            packed = packed.get(read..)?;
            content.take(self.buffer.get(..written)?);
            if content.size > located.entry.size {
                return None;
            }
            match status {
                Status::StreamEnd => return packed.is_empty().then_some(()),
                Status::Ok | Status::BufError if read == 0 && written == 0 => return None,
                Status::Ok | Status::BufError => {}
            }
        }
    }
}

/// What is known of the content so far.
struct Content {
    size: u64,
    crc: Hasher,
    head: Head,
}

impl Content {
    fn new() -> Self {
        Self { size: 0, crc: Hasher::new(), head: Head { bytes: [0; HEAD], length: 0 } }
    }

    fn take(&mut self, bytes: &[u8]) {
        self.size += bytes.len() as u64;
        self.crc.update(bytes);
        let Head { bytes: head, length } = &mut self.head;
        for (place, byte) in head[*length..].iter_mut().zip(bytes) {
            *place = *byte;
            *length += 1;
        }
    }
}
