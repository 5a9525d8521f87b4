//! What must not change once a server exists.

use domain::error::{FieldError, Problem};

use super::settings::Settings;
use crate::form::Setting;

impl Settings {
    /// Checks the settings against those of the existing component. Each value by itself is valid by its type.
    ///
    /// AWS cannot take a version back. Another major version is refused as well: it is an upgrade of all data with minutes to hours of
    /// interruption and no way back, which deserves its own operation, not a field of a form.
    pub(crate) fn problems_after(&self, before: &Self) -> Vec<FieldError> {
        let mut problems = Vec::new();
        if self.engine_version != before.engine_version {
            if self.engine_version < before.engine_version {
                problems.push(Setting::EngineVersion.problem(Problem::NotSupported));
            } else if self.engine_version.major() != before.engine_version.major() {
                problems.push(Setting::EngineVersion.problem(Problem::CannotChange));
            }
        }
        if self.database_name != before.database_name {
            problems.push(Setting::DatabaseName.problem(Problem::CannotChange));
        }
        problems
    }
}
