//! Python environments: one folder in `.dev` for each requirements file.

use std::path::PathBuf;

use anyhow::Result;

use crate::processes::{self, command};
use crate::stamp::Stamp;
use crate::{console, project};

use super::debian;

/// The environment with the packages of `requirements`, a file of the project. Gives the folder of its programs.
pub(crate) fn environment(name: &str, requirements: &str) -> Result<PathBuf> {
    let folder = project::state().join(name);
    let programs = folder.join("bin");
    let requirements = project::root().join(requirements);
    let stamp = Stamp::of(&format!("python-{name}"), std::slice::from_ref(&requirements))?;
    if stamp.is_current(&programs.join("python")) {
        return Ok(programs);
    }
    if !processes::is_installed("python3") {
        debian::install(&["python3", "python3-venv"])?;
    }
    console::step(&format!("Installing Python packages into .dev/{name}"), || {
        let create = |folder: &PathBuf| {
            processes::run_quietly(command("python3").args(["-m", "venv", "--clear"]).arg(folder))
        };
        // Debian splits the module that fills a new environment off into a package of its own.
        if create(&folder).is_err() {
            debian::install(&["python3-venv"])?;
            create(&folder)?;
        }
        processes::run_quietly(
            command(programs.join("pip"))
                .args(["install", "--quiet", "--disable-pip-version-check", "--requirement"])
                .arg(requirements),
        )?;
        stamp.set()
    })?;
    Ok(programs)
}
