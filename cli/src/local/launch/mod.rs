//! What starts the process of a function: a program, its arguments and variables.

mod cache;
mod node;
mod program;
mod provided;
mod python;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use tokio::process::Command;
use tokio::sync::Mutex;

use super::{Console, Entry, Extra, Problem, variables};
use crate::project::{Family, Project};

/// Lambda gives code ten seconds to load; code that needs longer is loaded again within the time of the first request
/// (<https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html>, "Init phase"). Here it goes on instead.
const INIT: Duration = Duration::from_secs(10);

/// How the process of a function is started.
#[derive(Debug)]
pub(crate) struct Launch {
    program: PathBuf,
    arguments: Vec<OsString>,
    variables: Vec<(OsString, OsString)>,
    /// The folder of the project.
    pub(super) root: PathBuf,
    /// The address of the function.
    pub(super) arn: String,
    /// How long an invocation may take.
    pub(super) timeout: Duration,
    /// How long loading the code may take.
    pub(super) init: Duration,
}

impl Launch {
    fn new(project: &Project, program: PathBuf, arguments: Vec<OsString>) -> Self {
        let timeout = project.settings.function.timeout;
        Self {
            program,
            arguments,
            variables: Vec::new(),
            root: project.root.clone(),
            arn: variables::arn(project),
            timeout,
            init: timeout.max(INIT),
        }
    }

    fn with(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// The command, for a Runtime API at this address (`127.0.0.1:9001`).
    pub(super) fn command(&self, runtime_api: &str) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(&self.arguments)
            .current_dir(&self.root)
            .env_clear()
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .env("AWS_LAMBDA_RUNTIME_API", runtime_api)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}

/// What `pv` has found on this machine. Looking again with each change would cost more than loading the code.
#[derive(Debug, Default)]
pub(crate) struct Found {
    python: Mutex<Option<(u16, python::Python)>>,
    node: Mutex<Option<(u16, PathBuf)>>,
}

/// Builds the code where it must be built, and finds, or installs, what runs it.
///
/// # Errors
/// The code does not build, or what runs it cannot be found or installed.
pub(crate) async fn prepare(
    project: &Project,
    extra: &Extra,
    found: &Found,
    console: Console,
) -> Result<Arc<Launch>, Problem> {
    if let Some(build) = &project.settings.dev.build {
        provided::build(build, project, console).await?;
    }
    let mut launch = match project.settings.function.runtime.family() {
        Family::Python { minor } => {
            let python = once(&found.python, minor, python::find(&project.root, minor, console)).await?;
            python::launch(project, &python)
        }
        Family::Node { major } => {
            let node = once(&found.node, major, node::find(major, console)).await?;
            node::launch(project, node)?
        }
        Family::Provided => provided::launch(project)?,
    };
    // What the launch itself sets comes last, and so wins.
    let own = std::mem::take(&mut launch.variables);
    launch.variables = variables::of(project, extra)?.into_iter().chain(own).collect();
    Ok(Arc::new(launch))
}

/// What was found for this version before, or what is found now.
async fn once<T: Clone>(
    known: &Mutex<Option<(u16, T)>>,
    version: u16,
    find: impl Future<Output = Result<T, Problem>>,
) -> Result<T, Problem> {
    let mut known = known.lock().await;
    if let Some((_, tool)) = known.as_ref().filter(|(of, _)| *of == version) {
        return Ok(tool.clone());
    }
    let tool = find.await?;
    *known = Some((version, tool.clone()));
    Ok(tool)
}

/// Says that this machine has another version than the cloud.
fn note_version(console: Console, wanted: &str, found: &str) {
    let message = format!("this machine runs {found}; in the cloud it is {wanted}");
    console.show(&Entry::Note { message: &message });
}
