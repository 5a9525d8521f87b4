//! Extra fields of headers (4.5): what no fixed field has room for.

use crate::bytes::Fields;

const ZIP64: u16 = 0x0001;
const UNICODE_PATH: u16 = 0x7075;

/// The extra fields that change how an archive is read.
#[derive(Clone, Copy, Default)]
pub(super) struct Extra<'a> {
    /// Sizes and offsets of more than 32 bits (4.5.3).
    zip64: Option<&'a [u8]>,
    /// Another name of the entry (4.6.9).
    unicode_path: Option<&'a [u8]>,
}

impl<'a> Extra<'a> {
    /// Reads extra fields; none when they are in parts, or one stands there twice.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut fields = Fields::new(bytes);
        let mut extra = Self::default();
        while !fields.is_empty() {
            let (id, length) = (fields.u16()?, fields.u16()?);
            let value = fields.take(length.into())?;
            let before = match id {
                ZIP64 => extra.zip64.replace(value),
                UNICODE_PATH => extra.unicode_path.replace(value),
                _ => None,
            };
            if before.is_some() {
                return None;
            }
        }
        Some(extra)
    }

    /// Fills in the numbers that did not fit, in this order. The field holds exactly these, or, in a local header, which always has both sizes,
    /// no less.
    pub(super) fn widen(self, numbers: &mut [u64], exactly: bool) -> Option<()> {
        let mut fields = Fields::new(self.zip64.unwrap_or_default());
        for number in numbers.iter_mut().filter(|number| **number == u64::from(u32::MAX)) {
            *number = fields.u64()?;
        }
        (fields.is_empty() || !exactly).then_some(())
    }

    /// Whether there is another name than this one. Some readers take the one, some the other.
    pub(super) fn renames(self, name: &[u8]) -> bool {
        // A version, the CRC-32 of the name in the header, and the name.
        self.unicode_path.is_some_and(|field| field.get(5..) != Some(name))
    }
}
