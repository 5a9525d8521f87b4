//! The code to deploy: a folder that is packed here, or an archive.

use std::path::Path;

use artifact::{Expectation, Intake, PackError, Packed};
use domain::error::Problem;
use domain::function::{Architecture, Artifact, Platform, RuntimeFamily};
use serde_json::Value;

use crate::failure::{Class, Failure};

/// Code that was checked as the server checks it.
#[derive(Debug)]
pub(crate) struct Code {
    /// The archive.
    pub(crate) bytes: Vec<u8>,
    /// What is in it.
    pub(crate) artifact: Artifact,
    /// What takes much room: a path and its MB.
    pub(crate) large: Vec<String>,
    /// How many files and folders were left out.
    pub(crate) left_out: usize,
}

impl Code {
    /// Packs a folder, or takes an archive as it is.
    ///
    /// # Errors
    /// What the server would refuse, in words, and what cannot be read.
    pub(crate) fn read(path: &Path, expectation: Expectation) -> Result<Self, Failure> {
        if path.is_dir() {
            let Packed { bytes, artifact, left_out, large } =
                artifact::pack(path, expectation).map_err(cannot_pack)?;
            let large =
                large.into_iter().map(|large| format!("{} ({} MB)", large.path, large.size >> 20)).collect();
            return Ok(Self { bytes, artifact, large, left_out });
        }
        let archive = std::fs::read(path).map_err(|error| {
            Failure::new(Class::NotFound, format!("cannot read {}: {error}", path.display()))
        })?;
        let mut intake = Intake::new(expectation);
        let checked = intake.push(&archive).and_then(|()| intake.finish());
        let (artifact, bytes) = checked.map_err(|error| refused(&error.problem))?;
        Ok(Self { bytes, artifact, large: Vec::new(), left_out: 0 })
    }
}

/// What the archive of a function must be, from its settings.
///
/// # Errors
/// Settings of a newer server.
pub(crate) fn expectation(settings: &Value) -> Result<Expectation, Failure> {
    let text = |name: &str| settings[name].as_str().unwrap_or_default().to_owned();
    let runtime = text("runtime");
    let families = [
        ("python", RuntimeFamily::Python),
        ("nodejs", RuntimeFamily::Node),
        ("provided", RuntimeFamily::Provided),
    ];
    let (_, family) = families.into_iter().find(|(name, _)| runtime.starts_with(name)).ok_or_else(|| {
        Failure::new(Class::Usage, format!("this pv does not know the runtime `{runtime}`"))
            .advising("A newer pv may")
    })?;
    let architecture = match text("architecture").as_str() {
        "x86_64" => Architecture::X86_64,
        _ => Architecture::Arm64,
    };
    Ok(Expectation { family, handler: text("handler"), architecture })
}

fn cannot_pack(error: PackError) -> Failure {
    match error {
        PackError::Refused(refused) => self::refused(&refused.problem),
        PackError::Read { path, source } => {
            Failure::new(Class::Usage, format!("cannot read {path}: {source}"))
        }
        PackError::Ignore(source) => Failure::new(Class::Usage, format!("cannot read .pvignore: {source}")),
        other => Failure::new(Class::Usage, other.to_string()),
    }
}

fn refused(problem: &Problem) -> Failure {
    let (message, advice) = explained(problem);
    Failure::new(Class::Usage, format!("the code cannot be deployed: {message}")).advising(advice)
}

/// What is wrong with an archive, and what helps.
fn explained(problem: &Problem) -> (String, &'static str) {
    const LESS: &str = "Name what the function does not need in .pvignore: tests, development packages";
    match problem {
        Problem::NotAnArchive => ("it is no zip archive".to_owned(), "Give a folder, or a .zip"),
        Problem::ArchiveDamaged { path: None } => {
            ("the archive is damaged".to_owned(), "Give the folder instead: pv packs it")
        }
        Problem::ArchiveDamaged { path: Some(path) } => (
            format!("{path} in the archive is damaged, packed in an unusual way, or there twice"),
            "Give the folder instead: pv packs it",
        ),
        Problem::ArchiveTooLarge { max_mb } => (format!("packed it is larger than {max_mb} MB"), LESS),
        Problem::UnpacksTooLarge { max_mb } => (format!("unpacked it is larger than {max_mb} MB"), LESS),
        Problem::TooManyFiles { max } => (format!("it has more than {max} files and folders"), LESS),
        Problem::UnsafePath { path } => {
            (format!("the name {path} cannot be used in an archive"), "Rename the file")
        }
        Problem::LinkInArchive { path } => {
            (format!("{path} is a link or a special file"), "Pack the file itself")
        }
        Problem::EncryptedArchive => ("the archive has a password".to_owned(), "Pack it without one"),
        Problem::ArchiveEmpty => ("there are no files in it".to_owned(), "Is it the right folder?"),
        Problem::HandlerMissing { expected } => (
            format!("the file with the handler is missing: {}", expected.join(" or ")),
            "Is it the right folder, and the right `handler`?",
        ),
        Problem::NotExecutable { path } => (format!("{path} has no right to run"), "`chmod +x` gives it"),
        Problem::WrongArchitecture { path, found, expected } => (
            format!(
                "{path} is {}, but the function runs on Linux on {}",
                platform(*found),
                architecture(*expected)
            ),
            "Build it, or install its package, for that platform",
        ),
        _ => ("it is no archive that functions can be made of".to_owned(), "Give the folder: pv packs it"),
    }
}

const fn platform(platform: Platform) -> &'static str {
    match platform {
        Platform::Linux(Architecture::X86_64) => "built for x86-64",
        Platform::Linux(Architecture::Arm64) => "built for arm64",
        Platform::Narrow => "built for a processor of 32 bits",
        Platform::OtherProcessor => "built for another kind of processor",
        Platform::MacOs => "built for macOS",
        Platform::Windows => "built for Windows",
        Platform::Nothing => "neither a program nor a script that begins with #!",
    }
}

const fn architecture(architecture: Architecture) -> &'static str {
    match architecture {
        Architecture::X86_64 => "x86-64",
        Architecture::Arm64 => "arm64",
    }
}
