//! Archives of code.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::{FieldError, Problem};

/// The SHA-256 of an archive, as 64 hexadecimal digits. An archive is stored once, under it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ArtifactHash(String);

impl ArtifactHash {
    /// The hash as computed.
    pub fn of(digest: [u8; 32]) -> Self {
        Self(hex::encode(digest))
    }

    /// The 64 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first digits, enough for people to tell two archives apart.
    pub fn short(&self) -> &str {
        &self.0[..12]
    }
}

impl TryFrom<String> for ArtifactHash {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        if text.len() == 64 && digits {
            Ok(Self(text))
        } else {
            Err(FieldError::new("artifact", Problem::NotSupported))
        }
    }
}

impl From<ArtifactHash> for String {
    fn from(hash: ArtifactHash) -> Self {
        hash.0
    }
}

impl fmt::Display for ArtifactHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A checked archive of code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Artifact {
    /// Its hash.
    pub hash: ArtifactHash,
    /// Its size, in bytes.
    pub size: u64,
    /// What its files take unpacked, in bytes.
    pub unpacked: u64,
    /// Its files, in the order of their paths.
    pub files: Vec<FileEntry>,
}

/// A file in an archive.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileEntry {
    /// Where, with `/` between folders.
    pub path: String,
    /// Its size unpacked, in bytes.
    pub size: u64,
    /// The CRC-32 of its content: two files of one path with another one differ.
    pub crc: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_sixty_four_lower_case_digits() {
        let hash = ArtifactHash::of([0xab; 32]);
        assert_eq!(hash.as_str(), "ab".repeat(32));
        assert_eq!(ArtifactHash::try_from(hash.to_string()), Ok(hash));
        for wrong in ["", "ab", &"AB".repeat(32), &"g0".repeat(32), &"ab".repeat(33)] {
            assert!(ArtifactHash::try_from((*wrong).to_owned()).is_err(), "{wrong}");
        }
    }
}
