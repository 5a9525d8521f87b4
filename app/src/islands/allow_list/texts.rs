//! The words of the island, made by the server from its catalogue.

use domain::allow_list::{Cidr, HeadRoom, Warning};
use serde::{Deserialize, Serialize};

use super::check::Finding;
use crate::islands::problem_texts::{BLANK, ProblemTexts};

/// The words. What only the browser knows stands in them as `{}`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ListTexts {
    /// What may be wrong.
    pub problems: ProblemTexts,
    /// Everybody, very wide, private.
    pub warnings: [(Warning, String); 3],
    /// It lies inside another network; `{by}` and `{label}` are blank.
    pub contained: String,
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

impl ListTexts {
    /// What was found, with the line it is about. None when there are no words for it.
    pub(super) fn sentence(&self, line: Option<usize>, finding: &Finding) -> Option<String> {
        let words = match finding {
            Finding::Wrong(problem) => self.problems.of(problem)?,
            Finding::Caution(warning) => self.warning(warning)?,
        };
        Some(match line {
            Some(line) => format!("{}: {words}", self.line.replace(BLANK, &line.to_string())),
            None => words,
        })
    }

    fn warning(&self, warning: &Warning) -> Option<String> {
        match warning {
            Warning::Contained { by, label } => Some(self.contained(*by, label)),
            other => self.warnings.iter().find(|(known, _)| known == other).map(|(_, words)| words.clone()),
        }
    }

    fn contained(&self, by: Cidr, label: &str) -> String {
        self.contained.replace("{by}", &by.to_string()).replace("{label}", label)
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
