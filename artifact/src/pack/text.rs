//! A small archive of texts that are in memory.

use std::io::{self, Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

/// Makes an archive of texts: path, permissions as in Unix, and text of each. The same texts make the same bytes.
///
/// # Errors
/// When two have one path.
pub fn archive_of(texts: &[(&str, u32, &str)]) -> io::Result<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, mode, text) in texts {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::DEFAULT)
            .system(System::Unix)
            .unix_permissions(*mode);
        writer.start_file(*path, options).map_err(io::Error::other)?;
        writer.write_all(text.as_bytes())?;
    }
    Ok(writer.finish().map_err(io::Error::other)?.into_inner())
}
