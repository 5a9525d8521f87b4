//! Python handlers, run by Amazon's own Runtime API client, `awslambdaric`
//! (<https://github.com/aws/aws-lambda-python-runtime-interface-client>).

use std::path::{Path, PathBuf};

use super::{Launch, cache, note_version, program};
use crate::local::{Console, Entry, Problem, variables};
use crate::project::Project;

/// The version of the client. Each version has a folder of its own.
const CLIENT: &str = "awslambdaric==4.2.2";

/// A Python of this machine and the client for it.
#[derive(Clone, Debug)]
pub(super) struct Python {
    program: PathBuf,
    client: PathBuf,
}

/// Starts the handler.
pub(super) fn launch(project: &Project, python: &Python) -> Launch {
    let handler = project.settings.function.handler.clone();
    let arguments = vec!["-m".into(), "awslambdaric".into(), handler.into()];
    Launch::new(project, python.program.clone(), arguments)
        .with("PYTHONPATH", variables::search_path(&[&project.root, &python.client]))
        .with("PYTHONUNBUFFERED", "1")
        // Compiled files carry seconds: of two saves within one second, the second would not be seen.
        .with("PYTHONDONTWRITEBYTECODE", "1")
}

/// The Python of the app's `.venv`, or the one of this machine that is nearest to the runtime, with the client.
///
/// # Errors
/// There is none, or the client cannot be installed.
pub(super) async fn find(root: &Path, minor: u16, console: Console) -> Result<Python, Problem> {
    let wanted = format!("3.{minor}");
    let names = [format!("python{wanted}"), "python3".to_owned()];
    let on_path = names.iter().filter_map(|name| program::find(name));
    for candidate in std::iter::once(root.join(".venv/bin/python")).chain(on_path) {
        let Some((version, program)) = about(&candidate).await else { continue };
        if version != wanted {
            note_version(console, &format!("Python {wanted}"), &format!("Python {version}"));
        }
        let client = client(&program, &version, console).await?;
        return Ok(Python { program, client });
    }
    Err(Problem::NotStarted {
        message: "there is no Python on this machine".to_owned(),
        advice: Some(format!("Install Python {wanted} with its module venv.")),
    })
}

/// Version (`3.13`) and own path of a Python. None where it does not run: version managers leave scripts on the path for versions
/// that are switched off.
async fn about(python: &Path) -> Option<(String, PathBuf)> {
    let code = "import sys; print('%d.%d' % sys.version_info[:2]); print(sys.executable)";
    let text = program::output(python, ["-c", code]).await.ok()?;
    let mut lines = text.lines();
    Some((lines.next()?.to_owned(), lines.next()?.into()))
}

/// The folder with the client's package, installed at first use.
async fn client(python: &Path, version: &str, console: Console) -> Result<PathBuf, Problem> {
    let folder = cache::folder()?.join(format!("python-{version}-{}", CLIENT.replace("==", "-")));
    let packages = |folder: &Path| folder.join(format!("lib/python{version}/site-packages"));
    if folder.is_dir() {
        return Ok(packages(&folder));
    }
    let message =
        format!("installing {CLIENT} for Python {version} into {} (only the first time)", folder.display());
    console.show(&Entry::Note { message: &message });
    let partial = folder.with_extension(format!("partial-{}", std::process::id()));
    std::fs::create_dir_all(&partial).map_err(|error| cache::cannot_write(&partial, &error))?;
    let wrong = |advice: &str| {
        let advice = advice.to_owned();
        |message| Problem::NotStarted { message, advice: Some(advice) }
    };
    let target = partial.display().to_string();
    program::output(python, ["-m", "venv", "--clear", &target])
        .await
        .map_err(wrong("Python's module venv is needed; Debian has it as python3-venv."))?;
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", CLIENT];
    program::output(&partial.join("bin/python"), pip)
        .await
        .map_err(wrong("The Python package index is needed once; afterwards no network is."))?;
    cache::publish(&partial, &folder)?;
    Ok(packages(&folder))
}
