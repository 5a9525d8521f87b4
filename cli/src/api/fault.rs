//! Why there is no result.

use std::fmt;
use std::io::ErrorKind;

use super::{Refusal, ServerAddress};
use crate::failure::{Class, Failure};

/// Why there is no result.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The server said no.
    Refused(Box<Refusal>),
    /// There was no answer, however often it was asked.
    Silent {
        /// Why.
        cause: ureq::Error,
        /// From whom.
        server: ServerAddress,
    },
    /// The answer cannot be read.
    Unreadable(serde_json::Error),
}

impl Fault {
    /// The refusal, if it is one.
    pub(crate) fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            Self::Silent { .. } | Self::Unreadable(_) => None,
        }
    }

    /// Whether it may be over in a while.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Silent { .. } => true,
            Self::Refused(refusal) => matches!(refusal.status(), 429 | 502 | 503 | 504),
            Self::Unreadable(_) => false,
        }
    }
}

/// Whether the server could not prove who it is. TLS says so in an error of input or output.
pub(super) fn is_distrust(error: &ureq::Error) -> bool {
    match error {
        ureq::Error::Io(error) => error.kind() == ErrorKind::InvalidData,
        ureq::Error::Rustls(_) | ureq::Error::Tls(_) => true,
        _ => false,
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Refused(refusal) => Self::from(*refusal),
            Fault::Silent { cause, server } => {
                let advice = if is_distrust(&cause) {
                    "Is it the right server? SSL_CERT_FILE names the certificates of a company that signs its own"
                } else {
                    "Is the address right, and are you in the right network? `pv login` can change the address"
                };
                Self::new(Class::Unavailable, format!("cannot reach {server}: {cause}")).advising(advice)
            }
            Fault::Unreadable(error) => {
                Self::new(Class::Unavailable, format!("the answer of the server cannot be read: {error}"))
                    .advising("This pv may be too old for the server")
            }
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => write!(formatter, "status {}", refusal.status()),
            Self::Silent { cause, .. } => cause.fmt(formatter),
            Self::Unreadable(error) => error.fmt(formatter),
        }
    }
}
