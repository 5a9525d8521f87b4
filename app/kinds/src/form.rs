//! Settings as fields: forms, the API and validation share one list.

use std::str::FromStr;

use domain::component::Kind;
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
    /// In which language, and which version of it, a function is written.
    Runtime,
    /// On which processors a function runs.
    Architecture,
    /// Where a function begins.
    Handler,
    /// How much memory a function has, in MB.
    MemoryMb,
    /// How long a function may take, in seconds.
    TimeoutSeconds,
    /// How many requests a function answers at the same time.
    Concurrency,
    /// From where a function can be reached.
    Exposure,
    /// The database that a function works with.
    Database,
    /// How many days logs are kept.
    LogRetentionDays,
}

/// How a setting is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// One of a few.
    Choice(&'static [Choice]),
    /// A whole number in a range.
    Number {
        /// Least.
        min: u16,
        /// Most.
        max: u16,
    },
    /// On or off: `true` or `false`.
    Switch,
    /// A line of text.
    Text {
        /// Most characters.
        max: u32,
    },
    /// The id of another component of this kind, in the same project, environment and region, or nothing. Who shows the form knows which
    /// there are.
    Component(Kind),
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
    /// A language in a version.
    Runtime {
        /// Their name, as people write it.
        name: &'static str,
        /// The last day of its support.
        supported_until: Date,
    },
    /// AWS's own processors, which cost a fifth less.
    Graviton,
    /// Processors of Intel and AMD, for libraries that know no others.
    X86,
    /// Reachable from the internet, for the networks of the allow-list.
    Public,
    /// Reachable from inside of the private network and of networks connected to it.
    Private,
    /// Days.
    Days {
        /// How many.
        days: u16,
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
            Self::Runtime => "runtime",
            Self::Architecture => "architecture",
            Self::Handler => "handler",
            Self::MemoryMb => "memory_mb",
            Self::TimeoutSeconds => "timeout_seconds",
            Self::Concurrency => "concurrency",
            Self::Exposure => "exposure",
            Self::Database => "database",
            Self::LogRetentionDays => "log_retention_days",
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

    /// Reads one setting that may be empty into its place. What is not given stays; empty text, and null in JSON, is nothing.
    pub(crate) fn set_optional<T>(
        &mut self,
        setting: Setting,
        place: &mut Option<T>,
        parse: impl FnOnce(&str) -> Result<T, Problem>,
    ) {
        if matches!(self.given, Given::Json(value) if value.get(setting.as_str()) == Some(&Value::Null)) {
            *place = None;
            return;
        }
        self.set(setting, place, |text| if text.is_empty() { Ok(None) } else { parse(text).map(Some) });
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
pub(crate) fn number<T>(text: &str, min: T, max: T) -> Result<T, Problem>
where
    T: Copy + FromStr + Into<i64> + PartialOrd,
{
    if text.is_empty() {
        return Err(Problem::Required);
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<i64>().is_err() {
        return Err(Problem::NotANumber);
    }
    text.parse::<T>()
        .ok()
        .filter(|number| (min..=max).contains(number))
        .ok_or(Problem::OutOfRange { min: min.into(), max: max.into() })
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
