//! Command lines that ask to act as a person: through a browser on the same machine (RFC 8252), or on another one (RFC 8628).

use std::fmt;
use std::net::IpAddr;

use jiff::Timestamp;

use crate::error::{FieldError, Problem};
use crate::text::check;

/// Letters of a [`UserCode`]: no vowels, so that no words come about, and none that look alike (RFC 8628, section 6.1).
pub const USER_CODE_LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";

/// A command line that asks, in a browser on the same machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandLine {
    /// What it calls itself: the name of its machine, 1-100 characters.
    pub name: String,
    /// What only it can answer.
    pub challenge: CodeChallenge,
}

impl CommandLine {
    /// Most characters of a name.
    pub const MAX_NAME: u32 = 100;

    /// Reads what a command line says of itself.
    ///
    /// # Errors
    /// A [`FieldError`] at `name` or `challenge`.
    pub fn parse(name: &str, challenge: &str) -> Result<Self, FieldError> {
        Ok(Self {
            name: Self::parse_name(name)?,
            challenge: CodeChallenge::parse(challenge)
                .ok_or_else(|| FieldError::new("challenge", Problem::NotAChoice))?,
        })
    }

    /// Reads a name.
    ///
    /// # Errors
    /// A [`FieldError`] at `name`.
    pub fn parse_name(name: &str) -> Result<String, FieldError> {
        check(name, 1, Self::MAX_NAME).map_err(|problem| FieldError::new("name", problem))
    }
}

/// The SHA-256 of a secret that only the command line knows, as 43 letters of base64url (RFC 7636, method `S256`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeChallenge(String);

impl CodeChallenge {
    /// Reads a challenge. None when it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let letters = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        (text.len() == 43 && letters).then(|| Self(text.to_owned()))
    }

    /// The letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The code that a person types to let a command line on another machine act as them: `BCDF-GHJK`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserCode(String);

impl UserCode {
    /// How many letters it has: 20 to the power of 8 codes.
    pub const LETTERS: usize = 8;

    /// Reads a code as people type it: in small letters, without the hyphen, with spaces.
    ///
    /// # Errors
    /// [`Problem::Required`] or [`Problem::NotACode`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let letters: String = text
            .chars()
            .filter(|character| !character.is_whitespace() && *character != '-')
            .map(|character| character.to_ascii_uppercase())
            .collect();
        if letters.is_empty() {
            return Err(Problem::Required);
        }
        let known = letters.bytes().all(|letter| USER_CODE_LETTERS.contains(&letter));
        if known && letters.len() == Self::LETTERS { Ok(Self(letters)) } else { Err(Problem::NotACode) }
    }

    /// The letters without the hyphen.
    pub fn letters(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UserCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (left, right) = self.0.split_at(Self::LETTERS / 2);
        write!(formatter, "{left}-{right}")
    }
}

/// A command line on another machine that asks, as the person sees it who decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceRequest {
    /// The code that was typed.
    pub code: UserCode,
    /// What it calls itself.
    pub name: String,
    /// Where it asked from.
    pub address: Option<IpAddr>,
    /// When it asked.
    pub asked: Timestamp,
}

/// What the person decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It may act as them.
    Approve,
    /// It may not.
    Deny,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_people_type_them() {
        for typed in ["BCDF-GHJK", "bcdfghjk", " bcdf ghjk ", "B-C-D-F-G-H-J-K"] {
            assert_eq!(UserCode::parse(typed).map(|code| code.to_string()), Ok("BCDF-GHJK".to_owned()));
        }
        for (typed, problem) in [
            ("", Problem::Required),
            (" - ", Problem::Required),
            ("BCDF-GHJ", Problem::NotACode),
            ("BCDF-GHJKL", Problem::NotACode),
            ("ABCD-FGHJ", Problem::NotACode),
            ("BCDF-GHJ1", Problem::NotACode),
            ("ＢCDFGHJK", Problem::NotACode),
        ] {
            assert_eq!(UserCode::parse(typed), Err(problem), "{typed}");
        }
    }

    #[test]
    fn a_challenge_is_a_hash() {
        // RFC 7636, appendix B.
        assert!(CodeChallenge::parse("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM").is_some());
        for wrong in ["", "plain", &"a".repeat(42), &"a".repeat(44), &"=".repeat(43), &"あ".repeat(15)] {
            assert_eq!(CodeChallenge::parse(wrong), None, "{wrong}");
        }
    }
}
