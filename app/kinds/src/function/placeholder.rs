//! What runs until the first deploy: a page that says that the function has no code yet.
//!
//! The server zips the files of a family and puts them into the bucket of [`crate::artifacts`] under [`key`], before the first function of
//! the family is made. The page answers under the usual handler of its family only; under another one AWS says that nothing was found.

use super::runtime::Family;

/// A file of an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path in the archive.
    pub path: &'static str,
    /// Its permissions, as in Unix.
    pub mode: u32,
    /// Its text.
    pub text: &'static str,
}

/// The key of the object. It never changes for a family: CloudFormation would take another one for new code, and put it in the place of what
/// people deployed. Another placeholder gets another number and is for new components alone, by a new blueprint.
pub fn key(family: Family) -> String {
    format!("placeholder/{}-1.zip", family.as_str())
}

/// The files of a family.
pub const fn files(family: Family) -> [File; 1] {
    [match family {
        Family::Python => File { path: "app.py", mode: 0o644, text: include_str!("placeholder/app.py") },
        Family::Node => File { path: "index.mjs", mode: 0o644, text: include_str!("placeholder/index.mjs") },
        Family::Provided => {
            File { path: "bootstrap", mode: 0o755, text: include_str!("placeholder/bootstrap.sh") }
        }
    }]
}
