//! The settings as fields, and how they are read.

use domain::error::{FieldError, Problem};

use super::engine::EngineVersion;
use super::settings::{DatabaseName, Settings};
use super::size::Size;
use crate::form::{Choice, Field, Input, Meaning, Reader, Setting, choice, number, switch};
use crate::kind::{Given, Start};

/// All settings, in the order of the form.
pub(crate) static FIELDS: [Field; 6] = [
    Field { setting: Setting::Size, input: Input::Choice(&SIZES), advanced: false, fixed: false },
    Field {
        setting: Setting::Replicas,
        input: Input::Number { min: 0, max: Settings::REPLICAS_MAX as u16 },
        advanced: false,
        fixed: false,
    },
    Field { setting: Setting::EngineVersion, input: Input::Choice(&VERSIONS), advanced: true, fixed: false },
    Field {
        setting: Setting::DatabaseName,
        input: Input::Text { max: DatabaseName::MAX },
        advanced: true,
        fixed: true,
    },
    Field {
        setting: Setting::BackupRetentionDays,
        input: Input::Number { min: 1, max: Settings::RETENTION_MAX as u16 },
        advanced: true,
        fixed: false,
    },
    Field { setting: Setting::DeletionProtection, input: Input::Switch, advanced: true, fixed: false },
];

static SIZES: [Choice; 4] =
    [machine(Size::ALL[0]), machine(Size::ALL[1]), machine(Size::ALL[2]), machine(Size::ALL[3])];

static VERSIONS: [Choice; 4] = [
    version(EngineVersion::ALL[0]),
    version(EngineVersion::ALL[1]),
    version(EngineVersion::ALL[2]),
    version(EngineVersion::ALL[3]),
];

const fn machine(size: Size) -> Choice {
    let meaning = Meaning::Machine {
        virtual_cpus: size.virtual_cpus(),
        memory_gib: size.memory_gib(),
        class: size.instance_class(),
    };
    Choice { value: size.as_str(), meaning }
}

const fn version(version: EngineVersion) -> Choice {
    let meaning =
        Meaning::Version { supported_until: version.supported_until(), long_term: version.is_long_term() };
    Choice { value: version.as_str(), meaning }
}

/// Reads settings, from a form or from JSON, and validates them.
pub(crate) fn read(start: Start<'_>, given: Given<'_>) -> Result<Settings, Vec<FieldError>> {
    let (before, mut settings) = match start {
        Start::New(environment) => (None, Settings::default_for(environment)),
        Start::Existing(value) => {
            let before = existing(value)?;
            (Some(before.clone()), before)
        }
    };
    let Settings {
        size,
        engine_version,
        replicas,
        backup_retention_days,
        deletion_protection,
        database_name,
    } = &mut settings;
    let mut reader = Reader::new(given, &FIELDS);
    reader.set(Setting::Size, size, |text| choice(text, &Size::ALL, Size::as_str));
    reader.set(Setting::EngineVersion, engine_version, |text| {
        choice(text, &EngineVersion::ALL, EngineVersion::as_str)
    });
    reader.set(Setting::Replicas, replicas, |text| number(text, 0, Settings::REPLICAS_MAX));
    reader.set(Setting::BackupRetentionDays, backup_retention_days, |text| {
        number(text, 1, Settings::RETENTION_MAX)
    });
    reader.set(Setting::DeletionProtection, deletion_protection, switch);
    reader.set(Setting::DatabaseName, database_name, DatabaseName::parse);
    let problems = before.map(|before| settings.problems_after(&before)).unwrap_or_default();
    reader.finish(settings, problems)
}

/// The settings of a document. It holds what was validated: only a document of another kind is refused here.
fn existing(value: &serde_json::Value) -> Result<Settings, Vec<FieldError>> {
    Settings::from_document(value).map_err(|_| vec![FieldError::new("settings", Problem::NotSupported)])
}
