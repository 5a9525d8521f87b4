//! Zip archives with one file, stored as it is
//! (<https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>).

/// An archive with a file, the same one every time.
pub(crate) fn archive(name: &str, content: &str) -> Vec<u8> {
    let (size, names) = (u32::try_from(content.len()).unwrap(), u16::try_from(name.len()).unwrap());
    // Version 2.0, no flags, stored, midnight of 1980-01-01; then CRC, both sizes, the length of the name, nothing extra.
    let common = [
        &[20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0][..],
        &crc(content.as_bytes()).to_le_bytes(),
        &size.to_le_bytes(),
        &size.to_le_bytes(),
        &names.to_le_bytes(),
        &[0, 0],
    ]
    .concat();
    let local = [b"PK\x03\x04", common.as_slice(), name.as_bytes(), content.as_bytes()].concat();
    // Made by Unix; no comment, first disk, the mode `-rw-r--r--`, at offset 0.
    let directory =
        [b"PK\x01\x02\x14\x03", common.as_slice(), &[0; 6], &[0, 0, 0xa4, 0x81], &[0; 4], name.as_bytes()]
            .concat();
    let sizes = [u32::try_from(directory.len()).unwrap(), u32::try_from(local.len()).unwrap()];
    let end =
        [&b"PK\x05\x06\0\0\0\0\x01\0\x01\0"[..], &sizes[0].to_le_bytes(), &sizes[1].to_le_bytes(), &[0, 0]];
    [local, directory, end.concat()].concat()
}

fn crc(bytes: &[u8]) -> u32 {
    let shifted = |crc: u32, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), shifted))
}
