//! What fits together, and what must not change once a function exists.

use domain::allow_list::AllowList;
use domain::error::{FieldError, Problem};

use super::limits;
use super::settings::Settings;
use crate::form::Setting;

impl Settings {
    /// Checks the settings with each other, and against those of the existing component. Each value by itself is valid by its type.
    ///
    /// Code is written for one family of runtimes and built for one architecture: the code that is deployed would not start with another.
    /// A target group belongs to one load balancer for ever
    /// (<https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html>), and its target is no part of
    /// the stack: another exposure would answer nobody until the next deploy.
    pub(crate) fn problems(&self, before: Option<&Self>) -> Vec<FieldError> {
        let mut problems = Vec::new();
        if !self.handler.fits(self.runtime.family()) {
            problems.push(Setting::Handler.problem(Problem::NotAHandler));
        }
        let Some(before) = before else { return problems };
        for (setting, changed) in [
            (Setting::Runtime, self.runtime.family() != before.runtime.family()),
            (Setting::Architecture, self.architecture != before.architecture),
            (Setting::Exposure, self.exposure != before.exposure),
        ] {
            if changed {
                problems.push(setting.problem(Problem::CannotChange));
            }
        }
        problems
    }
}

/// What is wrong with the allow-list of a function beyond what is wrong with any.
pub fn list_problems(list: &AllowList) -> Vec<FieldError> {
    if list.entries().len() <= limits::NETWORKS_MAX {
        return Vec::new();
    }
    let max = u32::try_from(limits::NETWORKS_MAX).unwrap_or(u32::MAX);
    vec![FieldError::new("entries", Problem::TooManyNetworks { max })]
}
