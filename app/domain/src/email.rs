//! E-mail addresses, as far as they name a person.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::{FieldError, Problem};

/// An e-mail address in lower case, at most 254 characters (RFC 5321, section 4.5.3.1.3).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// Reads an address by the rule that browsers use for `<input type=email>`
    /// (<https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address>), and puts it in lower case.
    ///
    /// # Errors
    /// [`Problem::Required`], [`Problem::TooLong`] or [`Problem::NotAnEmail`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Problem::Required);
        }
        if text.chars().count() > 254 {
            return Err(Problem::TooLong { max: 254 });
        }
        let (local, domain) = text.rsplit_once('@').ok_or(Problem::NotAnEmail)?;
        let local_ok = (1..=64).contains(&local.len())
            && local
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte));
        if local_ok && domain.split('.').all(is_domain_label) {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err(Problem::NotAnEmail)
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_domain_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

impl TryFrom<String> for Email {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|problem| FieldError::new("email", problem))
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_lower_case_and_whole() {
        assert_eq!(Email::parse(" Eve@Acme.Example "), Ok(Email("eve@acme.example".to_owned())));
        assert_eq!(Email::parse(""), Err(Problem::Required));
        assert_eq!(Email::parse(&format!("a@{}", "b".repeat(253))), Err(Problem::TooLong { max: 254 }));
        for text in [
            "eve",
            "@acme.example",
            "eve@",
            "eve@@acme",
            "eve@acme..example",
            "eve@-acme.example",
            "e ve@acme.example",
            "eve@acme.example\r\nBcc: x@y.z",
            "еve@acme.example",
            "eve\u{200b}@acme.example",
            "<eve@acme.example>",
            "eve,bob@acme.example",
        ] {
            assert_eq!(Email::parse(text), Err(Problem::NotAnEmail), "{text:?}");
        }
    }
}
