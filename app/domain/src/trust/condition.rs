//! What must be true of a token.

use serde::{Deserialize, Serialize};

use super::Claims;
use crate::error::{FieldError, Problem};
use crate::text::check;

/// A claim, and what it must say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Which claim.
    pub claim: ClaimName,
    /// What it must say.
    pub pattern: Pattern,
}

impl Condition {
    /// Reads both.
    ///
    /// # Errors
    /// At `claim`, at `pattern`, or at both.
    pub fn parse(claim: &str, pattern: &str) -> Result<Self, Vec<FieldError>> {
        let claim = ClaimName::parse(claim).map_err(|problem| FieldError::new("claim", problem));
        let pattern = Pattern::parse(pattern).map_err(|problem| FieldError::new("pattern", problem));
        match (claim, pattern) {
            (Ok(claim), Ok(pattern)) => Ok(Self { claim, pattern }),
            (claim, pattern) => Err([claim.err(), pattern.err()].into_iter().flatten().collect()),
        }
    }

    /// Whether a token meets it. One without the claim, or with a list in it, does not.
    pub fn holds(&self, claims: &Claims) -> bool {
        claims.value(self.claim.as_str()).is_some_and(|value| self.pattern.matches(&value))
    }
}

/// The name of a claim at the top of a token, 1-100 visible ASCII characters. Those that every token of an issuer has in common say nothing about a job.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClaimName(String);

/// Claims that are checked for every token (RFC 7519, section 4.1).
const COMMON: [&str; 6] = ["iss", "aud", "exp", "nbf", "iat", "jti"];

impl ClaimName {
    /// Reads a name.
    ///
    /// # Errors
    /// [`Problem::Required`], [`Problem::TooLong`], [`Problem::UnsafeCharacters`], or [`Problem::NotAChoice`] for a claim that every token has.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let name = check(text, 1, 100)?;
        if !name.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Problem::UnsafeCharacters);
        }
        if COMMON.contains(&name.as_str()) { Err(Problem::NotAChoice) } else { Ok(Self(name)) }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a claim must say, 1-300 characters. `*` stands for any characters but `/`, `**` for any characters, none too. Everything else stands for itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pattern(String);

/// A part of a pattern.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Letter(char),
    /// `*`.
    WithinSegment,
    /// `**`.
    Anything,
}

impl Part {
    fn takes(self, letter: char) -> bool {
        match self {
            Self::Letter(own) => own == letter,
            Self::WithinSegment => letter != '/',
            Self::Anything => true,
        }
    }

    fn is_wildcard(self) -> bool {
        !matches!(self, Self::Letter(_))
    }
}

impl Pattern {
    /// Most characters.
    pub const MAX: u32 = 300;

    /// Reads a pattern.
    ///
    /// # Errors
    /// Those of [`check`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        check(text, 1, Self::MAX).map(Self)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it stands for itself alone.
    pub fn is_exact(&self) -> bool {
        !self.0.contains('*')
    }

    /// What stands before its first wildcard.
    pub fn head(&self) -> &str {
        self.0.split('*').next().unwrap_or_default()
    }

    /// Whether a value is what it stands for. Takes time in proportion to the length of both.
    pub fn matches(&self, value: &str) -> bool {
        let parts = self.parts();
        // Whether so many parts can stand for what was read so far.
        let mut reached = vec![false; parts.len() + 1];
        reached[0] = true;
        pass_wildcards(&parts, &mut reached);
        for letter in value.chars() {
            let mut next = vec![false; parts.len() + 1];
            for (index, part) in parts.iter().enumerate().filter(|(index, _)| reached[*index]) {
                if part.takes(letter) {
                    next[if part.is_wildcard() { index } else { index + 1 }] = true;
                }
            }
            pass_wildcards(&parts, &mut next);
            reached = next;
        }
        reached[parts.len()]
    }

    fn parts(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        for letter in self.0.chars() {
            match (letter, parts.last()) {
                ('*', Some(Part::WithinSegment)) => {
                    parts.pop();
                    parts.push(Part::Anything);
                }
                ('*', _) => parts.push(Part::WithinSegment),
                (letter, _) => parts.push(Part::Letter(letter)),
            }
        }
        parts
    }
}

/// A wildcard can stand for nothing.
fn pass_wildcards(parts: &[Part], reached: &mut [bool]) {
    for (index, part) in parts.iter().enumerate() {
        if reached[index] && part.is_wildcard() {
            reached[index + 1] = true;
        }
    }
}

impl TryFrom<String> for ClaimName {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|problem| FieldError::new("claim", problem))
    }
}

impl From<ClaimName> for String {
    fn from(name: ClaimName) -> Self {
        name.0
    }
}

impl TryFrom<String> for Pattern {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|problem| FieldError::new("pattern", problem))
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> Self {
        pattern.0
    }
}
