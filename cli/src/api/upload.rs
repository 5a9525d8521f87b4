//! An archive on its way.

use std::io::{self, Cursor, Read};

/// Reads an archive, and tells how far it is: bytes sent.
pub(super) struct Upload<'a> {
    archive: Cursor<&'a [u8]>,
    sent: &'a dyn Fn(u64),
}

impl<'a> Upload<'a> {
    pub(super) fn new(archive: &'a [u8], sent: &'a dyn Fn(u64)) -> Self {
        Self { archive: Cursor::new(archive), sent }
    }
}

impl Read for Upload<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.archive.read(buffer)?;
        (self.sent)(self.archive.position());
        Ok(read)
    }
}
