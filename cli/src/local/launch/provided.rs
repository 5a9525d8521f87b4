//! The app's own program, and the command that builds code.

use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use tokio::process::Command;

use super::Launch;
use crate::local::group::Group;
use crate::local::lines::Lines;
use crate::local::{Console, Problem};
use crate::project::Project;

/// Starts the program that `[dev] bootstrap` names.
pub(super) fn launch(project: &Project) -> Result<Launch, Problem> {
    let dev = &project.settings.dev;
    let program = project.root.join(&dev.bootstrap);
    let wrong = |message: &str, advice: &str| Problem::NotStarted {
        message: format!("{} {message}", program.display()),
        advice: Some(advice.to_owned()),
    };
    let Ok(about) = program.metadata() else {
        let advice = match &dev.build {
            Some(build) => format!("`{build}` did not make it; is `bootstrap` in [dev] of pv.toml right?"),
            None => "Set `build` in [dev] of pv.toml to the command that makes it.".to_owned(),
        };
        return Err(wrong("does not exist", &advice));
    };
    if !about.is_file() || about.permissions().mode() & 0o111 == 0 {
        return Err(wrong("is no program", "It must be a file that may be executed: chmod +x."));
    }
    Ok(Launch::new(project, program, Vec::new()))
}

/// Runs the build command in the folder of the project, with all variables of this machine.
///
/// # Errors
/// It cannot be started, or fails.
pub(super) async fn build(build: &str, project: &Project, console: Console) -> Result<(), Problem> {
    let mut command = Command::new("sh");
    command
        .args(["-c", build])
        .current_dir(&project.root)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let cannot = |error: std::io::Error| Problem::NotStarted {
        message: format!("cannot run `{build}`: {error}"),
        advice: None,
    };
    let mut group = Group::start(&mut command).map_err(cannot)?;
    let mut lines = Lines::of(group.leader(), console);
    let status = group.leader().wait().await.map_err(cannot)?;
    let output = lines.last().await;
    if status.success() { Ok(()) } else { Err(Problem::NotBuilt { command: build.to_owned(), output }) }
}
