//! What is deployed, and to which function.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::api::Component;
use crate::commands::place::WhichFunction;
use crate::failure::{Class, Failure};
use crate::project::{self, Architecture, Family, Settings};

/// Code, and what its repository says about it.
pub(super) struct Source {
    /// The name of the function.
    pub(super) name: String,
    /// A folder, or an archive.
    pub(super) code: PathBuf,
    /// What pv.toml says, if there is one.
    settings: Option<Settings>,
}

impl Source {
    /// Finds it. pv.toml may be missing where the function is named.
    pub(super) fn find(path: Option<&Path>, which: &WhichFunction) -> Result<Self, Failure> {
        let start = match path {
            Some(path) if path.is_dir() => path,
            Some(path) if path.exists() => {
                path.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."))
            }
            Some(path) => {
                return Err(Failure::new(Class::NotFound, format!("there is no {}", path.display())));
            }
            None => Path::new("."),
        };
        let root = match (project::find(start), &which.function, path) {
            (Ok(root), ..) => Some(root),
            (Err(_), Some(_), Some(_)) => None,
            (Err(failure), ..) => return Err(failure),
        };
        let settings = root.as_deref().map(project::read).transpose()?.map(|project| project.settings);
        let name = which.function.clone().or_else(|| Some(settings.as_ref()?.function.name.clone()));
        let code = path.map(Path::to_path_buf).or(root);
        match (name, code) {
            (Some(name), Some(code)) => Ok(Self { name, code, settings }),
            _ => Err(Failure::new(Class::Usage, "which function, and what code?")
                .advising("Say --function and PATH")),
        }
    }

    /// The settings of a new function, as the API names them. None without pv.toml.
    pub(super) fn new_settings(&self) -> Option<Map<String, Value>> {
        let function = &self.settings.as_ref()?.function;
        let mut settings = self.of_code();
        settings.insert("memory_mb".to_owned(), function.memory.into());
        settings.insert("timeout_seconds".to_owned(), function.timeout.as_secs().into());
        Some(settings)
    }

    /// Where the function is not what pv.toml says that the code is made for.
    pub(super) fn differences(&self, function: &Component) -> Vec<String> {
        let of_code = self.of_code();
        let differing = of_code.iter().filter(|(name, value)| function.settings[name.as_str()] != **value);
        differing
            .map(|(name, value)| {
                format!(
                    "pv.toml says {name} {value}, but the function has {}; a deploy does not change it",
                    function.settings[name]
                )
            })
            .collect()
    }

    /// What pv.toml says about the code.
    fn of_code(&self) -> Map<String, Value> {
        let mut settings = Map::new();
        let Some(Settings { function, .. }) = &self.settings else { return settings };
        let architecture = match function.architecture {
            Architecture::Arm64 => "arm64",
            Architecture::X86_64 => "x86_64",
        };
        settings.insert("runtime".to_owned(), function.runtime.name().into());
        settings.insert("architecture".to_owned(), architecture.into());
        // Lambda does not look at the handler of a program.
        if function.runtime.family() != Family::Provided {
            settings.insert("handler".to_owned(), function.handler.as_str().into());
        }
        settings
    }
}
