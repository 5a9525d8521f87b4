//! The words of the island, made by the server from its catalogue.

use domain::allow_list::{HeadRoom, Warning};
use serde::{Deserialize, Serialize};

use super::check::Finding;
use crate::islands::problem_texts::{BLANK, ProblemTexts};

/// The words. What only the browser knows stands in them as `{}`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ListTexts {
    /// What may be wrong.
    pub problems: ProblemTexts,
    /// What its author should know.
    pub warnings: WarningTexts,
    /// "Line 3".
    pub line: String,
    /// "Use 203.0.113.0/24".
    pub use_canonical: String,
    /// "7 of 60"; `{used}` and `{max}` are blank.
    pub head_room: String,
    /// "Afterwards: ..."
    pub afterwards: String,
    /// IPv4 and IPv6.
    pub families: [String; 2],
}

/// The words for warnings.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WarningTexts {
    /// Everybody on the internet.
    pub everybody: String,
    /// Very wide.
    pub very_wide: String,
    /// A private range.
    pub private: String,
    /// It lies inside another network; `{by}` and `{label}` are blank.
    pub contained: String,
}

impl WarningTexts {
    fn of(&self, warning: &Warning) -> String {
        match warning {
            Warning::Everybody => self.everybody.clone(),
            Warning::VeryWide => self.very_wide.clone(),
            Warning::Private => self.private.clone(),
            Warning::Contained { by, label } => {
                self.contained.replace("{by}", &by.to_string()).replace("{label}", label)
            }
        }
    }
}

impl ListTexts {
    /// What was found, with the line it is about. None when there are no words for it.
    pub(super) fn sentence(&self, line: Option<usize>, finding: &Finding) -> Option<String> {
        let words = match finding {
            Finding::Wrong(problem) => self.problems.of(problem)?,
            Finding::Caution(warning) => self.warnings.of(warning),
        };
        Some(match line {
            Some(line) => format!("{}: {words}", self.line.replace(BLANK, &line.to_string())),
            None => words,
        })
    }

    /// The button's label.
    pub(super) fn use_network(&self, canonical: &str) -> String {
        self.use_canonical.replace(BLANK, canonical)
    }

    /// "Afterwards: IPv4 8 of 60, IPv6 1 of 60".
    pub(super) fn head_room(&self, room: [HeadRoom; 2]) -> String {
        let rooms: Vec<String> = self
            .families
            .iter()
            .zip(room)
            .map(|(family, room)| {
                let words = self
                    .head_room
                    .replace("{used}", &room.used.to_string())
                    .replace("{max}", &room.max.to_string());
                format!("{family} {words}")
            })
            .collect();
        self.afterwards.replace(BLANK, &rooms.join(", "))
    }
}
