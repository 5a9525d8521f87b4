//! Runtimes of Lambda.

use std::fmt;

/// A runtime that Lambda has and `pv` can run
/// (<https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html>).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Runtime {
    name: &'static str,
    family: Family,
}

/// What runs the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// CPython 3 of this minor version.
    Python {
        /// 13 of 3.13.
        minor: u16,
    },
    /// Node.js of this major version.
    Node {
        /// 22 of 22.x.
        major: u16,
    },
    /// The app's own program, `bootstrap`.
    Provided,
}

impl Runtime {
    /// All of them, oldest first in each family.
    pub(crate) const ALL: [Self; 9] = [
        Self { name: "python3.10", family: Family::Python { minor: 10 } },
        Self { name: "python3.11", family: Family::Python { minor: 11 } },
        Self { name: "python3.12", family: Family::Python { minor: 12 } },
        Self { name: "python3.13", family: Family::Python { minor: 13 } },
        Self { name: "python3.14", family: Family::Python { minor: 14 } },
        Self { name: "nodejs20.x", family: Family::Node { major: 20 } },
        Self { name: "nodejs22.x", family: Family::Node { major: 22 } },
        Self { name: "nodejs24.x", family: Family::Node { major: 24 } },
        Self { name: "provided.al2023", family: Family::Provided },
    ];

    /// The runtime of this name, as Lambda writes it.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|runtime| runtime.name == name)
    }

    /// Lambda's name for it.
    pub(crate) const fn name(self) -> &'static str {
        self.name
    }

    /// What runs the code.
    pub(crate) const fn family(self) -> Family {
        self.family
    }
}

impl fmt::Display for Runtime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}
