//! Where a function begins.

use std::fmt;

use domain::error::{FieldError, Problem};
use serde::{Deserialize, Serialize};

use super::runtime::Family;
use crate::form::Setting;

/// Where a function begins: `[^\s]{1,128}` (<https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html>). What fits a runtime
/// follows from its family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Handler(String);

impl Handler {
    /// Most characters.
    pub const MAX: u32 = 128;

    /// Reads a handler.
    ///
    /// # Errors
    /// [`Problem::Required`], [`Problem::TooLong`] or [`Problem::NotAHandler`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        match text.chars().count() {
            0 => Err(Problem::Required),
            length if length > Self::MAX as usize => Err(Problem::TooLong { max: Self::MAX }),
            _ if text.chars().any(|character| character.is_whitespace() || character.is_control()) => {
                Err(Problem::NotAHandler)
            }
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// The usual one of a family.
    pub fn of(family: Family) -> Self {
        Self(family.default_handler().to_owned())
    }

    /// Whether a runtime of the family can find it. Python and Node.js need `module.function`, after folders if there are any
    /// (<https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html#naming>,
    /// <https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html#nodejs-handler-setup>); of other programs only their own text is asked.
    pub fn fits(&self, family: Family) -> bool {
        if family == Family::Provided {
            return true;
        }
        let (folders, name) =
            self.0.rsplit_once('/').map_or((None, &*self.0), |(folders, name)| (Some(folders), name));
        let mut parts = name.split('.');
        let module = parts.next().is_some_and(is_file_name);
        let mut members = parts.peekable();
        folders.is_none_or(|folders| folders.split('/').all(is_file_name))
            && module
            && members.peek().is_some()
            && members.all(is_identifier)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_file_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

fn is_identifier(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

impl TryFrom<String> for Handler {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|problem| Setting::Handler.problem(problem))
    }
}

impl From<Handler> for String {
    fn from(handler: Handler) -> Self {
        handler.0
    }
}

impl fmt::Display for Handler {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn python_and_node_need_a_module_and_a_function() {
        for (text, fits) in [
            ("app.handler", true),
            ("src/app.handler", true),
            ("src/web-api/app.main.handler", true),
            ("package.module.handler", true),
            ("app", false),
            (".handler", false),
            ("app.", false),
            ("app..handler", false),
            ("/app.handler", false),
            ("../app.handler", false),
            ("app.9lives", false),
            ("app.handle-it", false),
            ("app:handler", false),
        ] {
            let handler = Handler::parse(text).unwrap();
            assert_eq!((handler.fits(Family::Python), handler.fits(Family::Node)), (fits, fits), "{text}");
            assert!(handler.fits(Family::Provided));
        }
    }

    #[test]
    fn no_handler_has_spaces_or_is_too_long() {
        assert_eq!(Handler::parse(""), Err(Problem::Required));
        assert_eq!(Handler::parse(&"x".repeat(129)), Err(Problem::TooLong { max: 128 }));
        for text in ["a b.c", "app.handler\n", "app\u{3000}.handler", "app\0.handler"] {
            assert_eq!(Handler::parse(text), Err(Problem::NotAHandler), "{text:?}");
        }
    }

    #[test]
    fn every_family_finds_its_own() {
        for family in Family::ALL {
            assert!(Handler::of(family).fits(family));
        }
    }
}
