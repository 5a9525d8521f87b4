//! The `.env` of an app: variables of this machine that are not in the repository.

use std::path::Path;

use super::Variables;
use crate::failure::{Class, Failure};

/// Reads `.env` in a folder. No file is no variables.
///
/// # Errors
/// A file that cannot be read, or a line that is not `NAME=value`.
pub(crate) fn read(folder: &Path) -> Result<Variables, Failure> {
    let file = folder.join(".env");
    let wrong = |error: dotenvy::Error| {
        Failure::new(Class::Usage, format!("cannot read {}: {error}", file.display()))
            .advising("A line is NAME=value; a value with spaces is in quotes")
    };
    match dotenvy::from_path_iter(&file) {
        Ok(lines) => lines.collect::<Result<_, _>>().map_err(wrong),
        Err(error) if error.not_found() => Ok(Variables::new()),
        Err(error) => Err(wrong(error)),
    }
}
