//! The settings of `pv.toml`.

use std::time::Duration;

use domain::error::Problem;
use domain::function::{Environment, VARIABLES_MAX_BYTES, VariableName};
use toml::de::DeTable;

use super::mistake::{Mistake, did_you_mean};
use super::reader::Reader;
use super::{Family, Runtime, Variables};

/// Everything in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    /// `[function]`: what runs.
    pub(crate) function: Function,
    /// `[environment]`: variables on this machine.
    pub(crate) environment: Variables,
    /// `[dev]`: how it runs on this machine.
    pub(crate) dev: Dev,
}

/// `[function]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Function {
    /// Letters, digits, `-` and `_`; at most 64, as Lambda's names.
    pub(crate) name: String,
    /// What runs the code.
    pub(crate) runtime: Runtime,
    /// `file.function`, in the way of the runtime.
    pub(crate) handler: String,
    /// The processor in the cloud. On this machine the code runs on this machine's.
    pub(crate) architecture: Architecture,
    /// Memory in the cloud, in MB. Here it is only told to the code.
    pub(crate) memory: u32,
    /// How long an invocation may take: 1 second to 15 minutes.
    pub(crate) timeout: Duration,
}

/// A processor of Lambda.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Architecture {
    /// Graviton.
    Arm64,
    /// Intel and AMD.
    X86_64,
}

/// `[dev]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dev {
    /// The port of the HTTP front; 0 takes a free one.
    pub(crate) port: u16,
    /// Most processes at the same time.
    pub(crate) concurrency: u32,
    /// Whether headers and query parameters are lists, as the attribute of the target group says.
    pub(crate) multi_value_headers: bool,
    /// The shell command that builds the code.
    pub(crate) build: Option<String>,
    /// The program of a provided runtime, from the folder of the file.
    pub(crate) bootstrap: String,
}

/// Where `pv dev` listens unless told otherwise.
const PORT: u32 = 3000;
/// Lambda starts up to 1000 at once. Four show what breaks when requests do not share memory, and fit a laptop.
const CONCURRENCY: u32 = 4;
/// Seconds.
const TIMEOUT: u32 = 30;
/// MB.
const MEMORY: u32 = 512;

/// Reads the file.
///
/// # Errors
/// Everything that is wrong, in the order of the file.
pub(crate) fn parse(source: &str) -> Result<Settings, Vec<Mistake>> {
    let table = DeTable::parse(source).map_err(|error| {
        vec![Mistake { span: error.span().unwrap_or_default(), text: error.message().to_owned() }]
    })?;
    let mut mistakes = Vec::new();
    let settings = read(Reader::of_file(&table, &mut mistakes));
    mistakes.sort_by_key(|mistake| mistake.span.start);
    match settings {
        Some(settings) if mistakes.is_empty() => Ok(settings),
        _ => Err(mistakes),
    }
}

fn read(mut file: Reader<'_, '_>) -> Option<Settings> {
    // Every table is read before the first missing value ends this, so that all mistakes are found.
    let function = function(file.table("function"));
    let environment = environment(file.table("environment"));
    let dev = dev(file.table("dev"));
    file.finish();
    Some(Settings { function: function?, environment, dev })
}

fn function(mut table: Reader<'_, '_>) -> Option<Function> {
    let name = table.required("name", "hello").and_then(|text| {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        let good = text.value.len() <= 64 && text.value.bytes().all(fits);
        if !good {
            table.wrong(text.span, "`name` is letters, digits, - and _; at most 64".to_owned());
        }
        good.then(|| text.value.to_owned())
    });
    let runtime = table.required("runtime", "python3.13").and_then(|text| {
        let runtime = Runtime::parse(text.value);
        if runtime.is_none() {
            table.wrong(text.span, unknown("runtime", text.value, &Runtime::ALL.map(Runtime::name)));
        }
        runtime
    });
    let architecture =
        table.text("architecture").map_or(Some(Architecture::Arm64), |text| match text.value {
            "arm64" => Some(Architecture::Arm64),
            "x86_64" => Some(Architecture::X86_64),
            other => {
                table.wrong(text.span, unknown("architecture", other, &["arm64", "x86_64"]));
                None
            }
        });
    let handler = handler(&mut table, runtime);
    let memory = table.number("memory", 128..=10_240, "MB").unwrap_or(MEMORY);
    let timeout = table.number("timeout", 1..=900, "seconds").unwrap_or(TIMEOUT);
    table.finish();
    Some(Function {
        name: name?,
        runtime: runtime?,
        handler: handler?,
        architecture: architecture?,
        memory,
        timeout: Duration::from_secs(timeout.into()),
    })
}

/// The handler, which a provided runtime does without.
fn handler(table: &mut Reader<'_, '_>, runtime: Option<Runtime>) -> Option<String> {
    if runtime.is_some_and(|runtime| runtime.family() == Family::Provided) {
        return Some(table.text("handler").map_or("bootstrap", |text| text.value).to_owned());
    }
    let text = table.required("handler", "app.handler")?;
    let good = text.value.split_once('.').is_some_and(|(file, name)| !file.is_empty() && !name.is_empty());
    if !good {
        table
            .wrong(text.span, "`handler` is the file without its ending, a dot, and the function".to_owned());
    }
    good.then(|| text.value.to_owned())
}

fn environment(mut table: Reader<'_, '_>) -> Variables {
    let variables = table.texts(|name| match VariableName::parse(name).err()? {
        Problem::ReservedVariable if name.starts_with("DATABASE_") => {
            Some(format!("`{name}` comes from `pv dev --database-url` or from .env"))
        }
        Problem::ReservedVariable => Some(format!("`{name}` is set by the runtime")),
        _ => Some(format!("`{name}` is not a name: a letter, then letters, digits and _; at most 128")),
    });
    let size = Environment::from_cloud(variables.clone()).size();
    if size > VARIABLES_MAX_BYTES {
        let text = format!("[environment] takes {size} bytes as JSON; Lambda takes {VARIABLES_MAX_BYTES}");
        table.wrong_table(text);
    }
    variables
}

fn dev(mut table: Reader<'_, '_>) -> Dev {
    let port = table.number("port", 0..=u16::MAX.into(), "the port").unwrap_or(PORT);
    let dev = Dev {
        port: u16::try_from(port).unwrap_or(0),
        concurrency: table.number("concurrency", 1..=100, "processes").unwrap_or(CONCURRENCY),
        multi_value_headers: table.switch("multi-value-headers").unwrap_or(false),
        build: table.text("build").map(|text| text.value.to_owned()),
        bootstrap: table.text("bootstrap").map_or("bootstrap", |text| text.value).to_owned(),
    };
    table.finish();
    dev
}

fn unknown(what: &str, typed: &str, known: &[&str]) -> String {
    match did_you_mean(typed, known.iter().copied()) {
        Some(word) => format!("there is no {what} `{typed}`; did you mean `{word}`?"),
        None => format!("there is no {what} `{typed}`; there is: {}", known.join(", ")),
    }
}
