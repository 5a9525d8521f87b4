//! What a program was built for, by its first bytes.

use domain::function::{Architecture, Platform};

use crate::bytes::Fields;

/// How many of the first bytes of a file are looked at.
pub(crate) const HEAD: usize = 20;

/// The platform of a program or a shared library; none of anything else.
pub(crate) fn platform(head: &[u8]) -> Option<Platform> {
    match head {
        [0x7f, b'E', b'L', b'F', ..] => elf(head),
        // Mach-O of 32 and 64 bits, written by a machine of either byte order, and several in one file (<mach-o/loader.h>, <mach-o/fat.h>).
        // The last begins as Java classes do, which have their version where it counts its parts: 45 and more.
        [0xfe, 0xed, 0xfa, 0xce | 0xcf, ..] | [0xce | 0xcf, 0xfa, 0xed, 0xfe, ..] => Some(Platform::MacOs),
        [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, ..=44, ..] => Some(Platform::MacOs),
        [b'M', b'Z', ..] => Some(Platform::Windows),
        _ => None,
    }
}

/// Whether the kernel reads in the first line which program runs the file.
pub(crate) fn is_script(head: &[u8]) -> bool {
    head.starts_with(b"#!")
}

/// Executables and shared libraries (`ET_EXEC`, `ET_DYN`); objects that are linked or loaded by something else have no platform.
/// `e_ident`, `e_type`, `e_machine`: <https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html>.
fn elf(head: &[u8]) -> Option<Platform> {
    let mut fields = Fields::new(head);
    let ident = fields.take(16)?;
    let (kind, machine) = (fields.u16()?, fields.u16()?);
    let (is_64_bit, is_little_endian) = (ident[4] == 2, ident[5] == 1);
    match (kind, machine) {
        _ if !is_little_endian => Some(Platform::OtherProcessor),
        (2 | 3, _) if !is_64_bit => Some(Platform::Narrow),
        (2 | 3, 62) => Some(Platform::Linux(Architecture::X86_64)),
        (2 | 3, 183) => Some(Platform::Linux(Architecture::Arm64)),
        (2 | 3, _) => Some(Platform::OtherProcessor),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn elf_head(class: u8, data: u8, kind: u8, machine: u8) -> [u8; HEAD] {
        let mut head = [0; HEAD];
        head[..6].copy_from_slice(&[0x7f, b'E', b'L', b'F', class, data]);
        (head[16], head[18]) = (kind, machine);
        head
    }

    #[test]
    fn programs_are_known_by_their_first_bytes() {
        let x86 = Platform::Linux(Architecture::X86_64);
        for (head, expected) in [
            (elf_head(2, 1, 2, 62), Some(x86)),
            (elf_head(2, 1, 3, 62), Some(x86)),
            (elf_head(2, 1, 3, 183), Some(Platform::Linux(Architecture::Arm64))),
            (elf_head(1, 1, 2, 62), Some(Platform::Narrow)),
            (elf_head(1, 1, 2, 40), Some(Platform::Narrow)),
            (elf_head(2, 1, 3, 243), Some(Platform::OtherProcessor)),
            (elf_head(2, 2, 3, 0), Some(Platform::OtherProcessor)),
            (elf_head(2, 1, 1, 247), None),
        ] {
            assert_eq!(platform(&head), expected, "{head:?}");
        }
        assert_eq!(platform(&[0xcf, 0xfa, 0xed, 0xfe, 7, 0, 0, 1]), Some(Platform::MacOs));
        assert_eq!(platform(&[0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 2]), Some(Platform::MacOs));
        assert_eq!(platform(&[0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 61]), None);
        assert_eq!(platform(b"MZ\x90\0"), Some(Platform::Windows));
        for text in [&b"#!/bin/sh\n"[..], b"", b"\x7fEL", b"\x7fELF\x02\x01"] {
            assert_eq!(platform(text), None);
        }
    }
}
