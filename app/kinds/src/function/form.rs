//! The settings as fields, and how they are read.

use domain::component::Kind;
use domain::error::{FieldError, Problem};

use super::handler::Handler;
use super::runtime::Runtime;
use super::settings::{Architecture, LogRetention, Settings};
use crate::form::{Choice, Field, Input, Meaning, Reader, Setting, choice, number, switch};
use crate::kind::{Given, Start};
use crate::load_balancer::Exposure;

/// All settings, in the order of the form.
pub(crate) static FIELDS: [Field; 10] = [
    Field { setting: Setting::Runtime, input: Input::Choice(&RUNTIMES), advanced: false, fixed: false },
    Field { setting: Setting::Exposure, input: Input::Choice(&EXPOSURES), advanced: false, fixed: true },
    Field {
        setting: Setting::Database,
        input: Input::Component(Kind::Postgres),
        advanced: false,
        fixed: false,
    },
    Field {
        setting: Setting::MemoryMb,
        input: Input::Number { min: Settings::MEMORY_MIN, max: Settings::MEMORY_MAX },
        advanced: false,
        fixed: false,
    },
    Field {
        setting: Setting::TimeoutSeconds,
        input: Input::Number { min: 1, max: Settings::TIMEOUT_MAX },
        advanced: false,
        fixed: false,
    },
    Field {
        setting: Setting::Handler,
        input: Input::Text { max: Handler::MAX },
        advanced: true,
        fixed: false,
    },
    Field {
        setting: Setting::Architecture,
        input: Input::Choice(&ARCHITECTURES),
        advanced: true,
        fixed: true,
    },
    Field {
        setting: Setting::Concurrency,
        input: Input::Number { min: 1, max: Settings::CONCURRENCY_MAX },
        advanced: true,
        fixed: false,
    },
    Field {
        setting: Setting::LogRetentionDays,
        input: Input::Choice(&RETENTIONS),
        advanced: true,
        fixed: false,
    },
    Field { setting: Setting::DeletionProtection, input: Input::Switch, advanced: true, fixed: false },
];

static RUNTIMES: [Choice; 6] = [
    runtime(Runtime::ALL[0]),
    runtime(Runtime::ALL[1]),
    runtime(Runtime::ALL[2]),
    runtime(Runtime::ALL[3]),
    runtime(Runtime::ALL[4]),
    runtime(Runtime::ALL[5]),
];

static EXPOSURES: [Choice; 2] = [
    Choice { value: Exposure::Public.as_str(), meaning: Meaning::Public },
    Choice { value: Exposure::Private.as_str(), meaning: Meaning::Private },
];

static ARCHITECTURES: [Choice; 2] = [
    Choice { value: Architecture::Arm64.as_str(), meaning: Meaning::Graviton },
    Choice { value: Architecture::X86.as_str(), meaning: Meaning::X86 },
];

static RETENTIONS: [Choice; 4] = [
    retention(LogRetention::ALL[0]),
    retention(LogRetention::ALL[1]),
    retention(LogRetention::ALL[2]),
    retention(LogRetention::ALL[3]),
];

const fn runtime(runtime: Runtime) -> Choice {
    let meaning = Meaning::Runtime { name: runtime.name(), supported_until: runtime.supported_until() };
    Choice { value: runtime.as_str(), meaning }
}

const fn retention(retention: LogRetention) -> Choice {
    Choice { value: retention.as_str(), meaning: Meaning::Days { days: retention.days() } }
}

/// Reads settings, from a form or from JSON, and validates them. The handler that nobody gives is the usual one of the runtime.
pub(crate) fn read(start: Start<'_>, given: Given<'_>) -> Result<Settings, Vec<FieldError>> {
    let (before, mut settings) = match start {
        Start::New(environment) => (None, Settings::default_for(environment)),
        Start::Existing(value) => {
            let before = existing(value)?;
            (Some(before.clone()), before)
        }
    };
    let mut reader = Reader::new(given, &FIELDS);
    let mut handler = None;
    reader.set_optional(Setting::Handler, &mut handler, Handler::parse);
    read_others(&mut reader, &mut settings);
    match (handler, &before) {
        (Some(handler), _) => settings.handler = handler,
        (None, None) => settings.handler = Handler::of(settings.runtime.family()),
        (None, Some(_)) => {}
    }
    let problems = settings.problems(before.as_ref());
    reader.finish(settings, problems)
}

fn read_others(reader: &mut Reader<'_>, settings: &mut Settings) {
    let Settings {
        runtime,
        architecture,
        handler: _,
        memory_mb,
        timeout_seconds,
        concurrency,
        exposure,
        database,
        deletion_protection,
        log_retention_days,
    } = settings;
    reader.set(Setting::Runtime, runtime, |text| choice(text, &Runtime::ALL, Runtime::as_str));
    reader.set(Setting::Architecture, architecture, |text| {
        choice(text, &Architecture::ALL, Architecture::as_str)
    });
    reader.set(Setting::MemoryMb, memory_mb, |text| number(text, Settings::MEMORY_MIN, Settings::MEMORY_MAX));
    reader.set(Setting::TimeoutSeconds, timeout_seconds, |text| number(text, 1, Settings::TIMEOUT_MAX));
    reader.set(Setting::Concurrency, concurrency, |text| number(text, 1, Settings::CONCURRENCY_MAX));
    reader.set(Setting::Exposure, exposure, |text| choice(text, &Exposure::ALL, Exposure::as_str));
    // Whether the caller may see that component, who shows the form or takes the call knows.
    reader.set_optional(Setting::Database, database, |text| text.parse().map_err(|_| Problem::NotAChoice));
    reader.set(Setting::DeletionProtection, deletion_protection, switch);
    reader.set(Setting::LogRetentionDays, log_retention_days, |text| {
        choice(text, &LogRetention::ALL, LogRetention::as_str)
    });
}

/// The settings of a document. It holds what was validated: only a document of another kind is refused here.
fn existing(value: &serde_json::Value) -> Result<Settings, Vec<FieldError>> {
    Settings::from_document(value).map_err(|_| vec![FieldError::new("settings", Problem::NotSupported)])
}
