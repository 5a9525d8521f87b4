//! Words for what may be wrong with the fields of a form, as far as its island needs them.

use domain::error::Problem;
use serde::{Deserialize, Serialize};

/// Stands in a text for what only the browser knows.
pub(crate) const BLANK: &str = "{}";

/// The words for problems, from the catalogue, by the code of the problem.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProblemTexts(Vec<(String, String)>);

impl ProblemTexts {
    /// The words for these problems. What they say about values of the form is filled in later.
    pub fn new(problems: impl IntoIterator<Item = Problem>, words: impl Fn(&Problem) -> String) -> Self {
        let texts = problems.into_iter().map(|problem| {
            let words = words(&without_value(&problem));
            (problem.code().to_owned(), words)
        });
        Self(texts.collect())
    }

    /// The words for a problem; none when they were not given.
    pub fn of(&self, problem: &Problem) -> Option<String> {
        let (_, words) = self.0.iter().find(|(code, _)| code == problem.code())?;
        Some(words.replace(BLANK, value(problem)))
    }
}

/// What a problem tells about the values of the form.
fn value(problem: &Problem) -> &str {
    match problem {
        Problem::HostBitsSet { canonical } => canonical,
        Problem::DuplicateNetwork { label } => label,
        _ => "",
    }
}

fn without_value(problem: &Problem) -> Problem {
    match problem {
        Problem::HostBitsSet { .. } => Problem::HostBitsSet { canonical: BLANK.to_owned() },
        Problem::DuplicateNetwork { .. } => Problem::DuplicateNetwork { label: BLANK.to_owned() },
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_the_form_are_filled_in() {
        let texts = ProblemTexts::new(
            [Problem::Required, Problem::DuplicateNetwork { label: String::new() }],
            |problem| format!("{problem:?}"),
        );
        let known = Problem::DuplicateNetwork { label: "Office {}".to_owned() };
        assert_eq!(texts.of(&known).as_deref(), Some("DuplicateNetwork { label: \"Office {}\" }"));
        assert_eq!(texts.of(&Problem::Required).as_deref(), Some("Required"));
        assert_eq!(texts.of(&Problem::NotANetwork), None);
    }
}
