//! Environment variables of a function.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::{FieldError, Problem};
use crate::plan::FieldChange;

/// Most bytes of all variables together. Lambda measures them as compact JSON
/// (<https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>).
pub const VARIABLES_MAX_BYTES: usize = 4096;

/// The name of a variable: `[A-Za-z][A-Za-z0-9_]+`, at most 128 characters, and none that Lambda sets itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VariableName(String);

impl VariableName {
    /// Most characters.
    pub const MAX: u32 = 128;

    /// Reads a name.
    ///
    /// # Errors
    /// [`Problem::Required`], [`Problem::TooLong`], [`Problem::NotAVariableName`] or [`Problem::ReservedVariable`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let bytes = text.as_bytes();
        match bytes {
            [] => Err(Problem::Required),
            _ if text.chars().count() > Self::MAX as usize => Err(Problem::TooLong { max: Self::MAX }),
            [first, rest @ ..]
                if first.is_ascii_alphabetic()
                    && !rest.is_empty()
                    && rest.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_') =>
            {
                if is_reserved(text) { Err(Problem::ReservedVariable) } else { Ok(Self(text.to_owned())) }
            }
            _ => Err(Problem::NotAVariableName),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for VariableName {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|problem| FieldError::new("environment", problem))
    }
}

impl From<VariableName> for String {
    fn from(name: VariableName) -> Self {
        name.0
    }
}

/// Variables that the runtime sets, which Lambda does not let anybody set
/// (<https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime>). `DATABASE_*` and `PROVISIONER_*`
/// are set by the product.
fn is_reserved(name: &str) -> bool {
    const NAMES: [&str; 2] = ["LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR"];
    let ours = name.starts_with("PROVISIONER_") || name.starts_with("DATABASE_");
    let lambdas =
        (name.starts_with("AWS_") && name != "AWS_LAMBDA_EXEC_WRAPPER" && !name.starts_with("AWS_XRAY_C"))
            || NAMES.contains(&name);
    ours || lambdas
}

/// All variables of a function, small enough for Lambda. Prints their names, not their values.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    /// Variables as people give them.
    ///
    /// # Errors
    /// A problem at `environment[NAME]` for each wrong name, or [`Problem::TooManyBytes`] at `environment`.
    pub fn from_people(variables: BTreeMap<String, String>) -> Result<Self, Vec<FieldError>> {
        let mut errors: Vec<FieldError> = variables
            .keys()
            .filter_map(|name| {
                let problem = VariableName::parse(name).err()?;
                Some(FieldError::new(format!("environment[{name}]"), problem))
            })
            .collect();
        let control = |value: &String| value.contains('\0');
        errors.extend(
            variables
                .iter()
                .filter(|(_, value)| control(value))
                .map(|(name, _)| FieldError::new(format!("environment[{name}]"), Problem::UnsafeCharacters)),
        );
        let environment = Self(variables);
        if environment.size() > VARIABLES_MAX_BYTES {
            errors.extend(environment.too_large());
        }
        if errors.is_empty() { Ok(environment) } else { Err(errors) }
    }

    /// Variables as Lambda, or the product itself, has them.
    pub const fn from_cloud(variables: BTreeMap<String, String>) -> Self {
        Self(variables)
    }

    /// Names and values.
    pub const fn variables(&self) -> &BTreeMap<String, String> {
        &self.0
    }

    /// These variables, and others that win over them.
    #[must_use]
    pub fn with(mut self, others: BTreeMap<String, String>) -> Self {
        self.0.extend(others);
        self
    }

    /// The problem of variables that take more than [`VARIABLES_MAX_BYTES`].
    pub fn too_large(&self) -> Vec<FieldError> {
        let number = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
        let problem = Problem::TooManyBytes { max: number(VARIABLES_MAX_BYTES), size: number(self.size()) };
        vec![FieldError::new("environment", problem)]
    }

    /// How many bytes of [`VARIABLES_MAX_BYTES`] they take.
    pub fn size(&self) -> usize {
        // A map of text to text always becomes JSON.
        serde_json::to_string(&self.0).map_or(usize::MAX, |text| text.len())
    }
}

/// How variables change, each as `environment.NAME`, by name.
pub fn diff_variables(before: &Environment, after: &Environment) -> Vec<FieldChange> {
    let (before, after) = (before.variables(), after.variables());
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let changed = names.into_iter().filter(|name| before.get(*name) != after.get(*name));
    let value =
        |of: &BTreeMap<String, String>, name: &String| of.get(name).map(|value| value.as_str().into());
    changed
        .map(|name| FieldChange {
            path: format!("environment.{name}"),
            before: value(before, name),
            after: value(after, name),
        })
        .collect()
}

impl fmt::Debug for Environment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_lambda_takes() {
        for name in ["LOG_LEVEL", "a1", "AWS_XRAY_CONTEXT_MISSING", "Ab_9"] {
            assert!(VariableName::parse(name).is_ok(), "{name}");
        }
        for (name, problem) in [
            ("", Problem::Required),
            ("A", Problem::NotAVariableName),
            ("1A", Problem::NotAVariableName),
            ("_A", Problem::NotAVariableName),
            ("A-B", Problem::NotAVariableName),
            ("Ä1", Problem::NotAVariableName),
            ("AWS_REGION", Problem::ReservedVariable),
            ("LAMBDA_TASK_ROOT", Problem::ReservedVariable),
            ("DATABASE_HOST", Problem::ReservedVariable),
        ] {
            assert_eq!(VariableName::parse(name), Err(problem), "{name}");
        }
    }

    #[test]
    fn the_size_is_counted_as_lambda_does() {
        let of = |length: usize| BTreeMap::from([("NAME".to_owned(), "x".repeat(length))]);
        let overhead = r#"{"NAME":""}"#.len();
        assert!(Environment::from_people(of(VARIABLES_MAX_BYTES - overhead)).is_ok());
        let errors = Environment::from_people(of(VARIABLES_MAX_BYTES - overhead + 1)).unwrap_err();
        assert_eq!(errors, [FieldError::new("environment", Problem::TooManyBytes { max: 4096, size: 4097 })]);
    }

    #[test]
    fn values_are_not_printed() {
        let environment =
            Environment::from_cloud(BTreeMap::from([("TOKEN".to_owned(), "hunter2".to_owned())]));
        assert_eq!(format!("{environment:?}"), r#"{"TOKEN"}"#);
    }
}
