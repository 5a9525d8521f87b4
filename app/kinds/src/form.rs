//! Settings as fields: forms, the API and validation share one list.

use domain::error::{FieldError, Problem};
use jiff::civil::Date;
use serde_json::Value;

use crate::kind::Given;

/// One setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Which; label and help are found by it in the catalogue.
    pub setting: Setting,
    /// How it is given.
    pub input: Input,
    /// Shown folded: the default is right for nearly everybody.
    pub advanced: bool,
    /// It cannot be changed once the component exists.
    pub fixed: bool,
}

/// All settings of all kinds. Each has a label and a help text in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Setting {
    /// How much machine.
    Size,
    /// Which version of the database server.
    EngineVersion,
    /// How many further instances stand by.
    Replicas,
    /// How many days any moment can be restored.
    BackupRetentionDays,
    /// Whether it must be switched off before the component can be deleted.
    DeletionProtection,
    /// The first database on the server.
    DatabaseName,
}

/// How a setting is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// One of a few.
    Choice(&'static [Choice]),
    /// A whole number in a range.
    Number {
        /// Least.
        min: u8,
        /// Most.
        max: u8,
    },
    /// On or off: `true` or `false`.
    Switch,
    /// A line of text.
    Text {
        /// Most characters.
        max: u32,
    },
}

/// One of a few.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The value in forms, the API and documents.
    pub value: &'static str,
    /// What it means.
    pub meaning: Meaning,
}

/// What a choice means, for its label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A machine.
    Machine {
        /// Virtual processors.
        virtual_cpus: u8,
        /// Memory in GiB.
        memory_gib: u16,
        /// AWS's name of the machine, for those who know it.
        class: &'static str,
    },
    /// A version.
    Version {
        /// The last day of its standard support.
        supported_until: Date,
        /// Whether it is a long-term release, which only gets fixes.
        long_term: bool,
    },
}

impl Setting {
    /// The name in documents and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::EngineVersion => "engine_version",
            Self::Replicas => "replicas",
            Self::BackupRetentionDays => "backup_retention_days",
            Self::DeletionProtection => "deletion_protection",
            Self::DatabaseName => "database_name",
        }
    }

    /// The name of its form field, and in plans: `settings.size`.
    pub fn field_name(self) -> String {
        format!("settings.{}", self.as_str())
    }

    /// A problem with this setting.
    pub fn problem(self, problem: Problem) -> FieldError {
        FieldError::new(self.field_name(), problem)
    }
}

/// Text given for settings, and the problems found so far.
pub(crate) struct Reader<'a> {
    given: Given<'a>,
    errors: Vec<FieldError>,
}

impl<'a> Reader<'a> {
    /// Starts to read. Names in a JSON object that are no setting are problems.
    pub(crate) fn new(given: Given<'a>, fields: &[Field]) -> Self {
        let mut errors = Vec::new();
        if let Given::Json(value) = given {
            match value.as_object() {
                None => errors.push(FieldError::new("settings", Problem::NotSupported)),
                Some(object) => errors.extend(
                    object
                        .keys()
                        .filter(|name| fields.iter().all(|field| field.setting.as_str() != name.as_str()))
                        .map(|name| FieldError::new(format!("settings.{name}"), Problem::NotSupported)),
                ),
            }
        }
        Self { given, errors }
    }

    /// Reads one setting into its place. What is not given stays.
    pub(crate) fn set<T>(
        &mut self,
        setting: Setting,
        place: &mut T,
        parse: impl FnOnce(&str) -> Result<T, Problem>,
    ) {
        match self.text(setting).transpose().map(|text| text.and_then(|text| parse(text.trim()))) {
            None => {}
            Some(Ok(value)) => *place = value,
            Some(Err(problem)) => self.errors.push(setting.problem(problem)),
        }
    }

    /// All problems, or the value.
    pub(crate) fn finish<T>(mut self, value: T, further: Vec<FieldError>) -> Result<T, Vec<FieldError>> {
        self.errors.extend(further);
        if self.errors.is_empty() { Ok(value) } else { Err(self.errors) }
    }

    fn text(&self, setting: Setting) -> Result<Option<String>, Problem> {
        match self.given {
            Given::Nothing => Ok(None),
            Given::Form(value_of) => Ok(value_of(&setting.field_name())),
            Given::Json(value) => match value.get(setting.as_str()) {
                None => Ok(None),
                Some(Value::String(text)) => Ok(Some(text.clone())),
                Some(Value::Number(number)) => Ok(Some(number.to_string())),
                Some(Value::Bool(switch)) => Ok(Some(switch.to_string())),
                Some(Value::Null | Value::Array(_) | Value::Object(_)) => Err(Problem::NotSupported),
            },
        }
    }
}

/// Reads one of a few.
///
/// # Errors
/// [`Problem::Required`] or [`Problem::NotAChoice`].
pub(crate) fn choice<T: Copy>(
    text: &str,
    choices: &[T],
    name: impl Fn(T) -> &'static str,
) -> Result<T, Problem> {
    if text.is_empty() {
        return Err(Problem::Required);
    }
    choices.iter().copied().find(|choice| name(*choice) == text).ok_or(Problem::NotAChoice)
}

/// Reads a whole number in a range.
///
/// # Errors
/// [`Problem::Required`], [`Problem::NotANumber`] or [`Problem::OutOfRange`].
pub(crate) fn number(text: &str, min: u8, max: u8) -> Result<u8, Problem> {
    if text.is_empty() {
        return Err(Problem::Required);
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<i64>().is_err() {
        return Err(Problem::NotANumber);
    }
    text.parse::<u8>()
        .ok()
        .filter(|number| (min..=max).contains(number))
        .ok_or(Problem::OutOfRange { min: i64::from(min), max: i64::from(max) })
}

/// Reads `true` or `false`.
///
/// # Errors
/// [`Problem::NotAChoice`].
pub(crate) fn switch(text: &str) -> Result<bool, Problem> {
    match text {
        "true" | "on" => Ok(true),
        "false" => Ok(false),
        _ => Err(Problem::NotAChoice),
    }
}
