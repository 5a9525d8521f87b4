//! Node.js handlers, run by `loader.mjs`, which says why it is there.

use std::path::{Path, PathBuf};

use super::{Launch, cache, note_version, program};
use crate::clock;
use crate::local::{Console, Problem};
use crate::project::Project;

const LOADER: &str = include_str!("../loader.mjs");

/// Starts the handler.
///
/// # Errors
/// The loader cannot be written.
pub(super) fn launch(project: &Project, node: PathBuf) -> Result<Launch, Problem> {
    Ok(Launch::new(project, node, vec!["--enable-source-maps".into(), loader()?.into()]))
}

/// The Node.js of this machine.
///
/// # Errors
/// There is none.
pub(super) async fn find(major: u16, console: Console) -> Result<PathBuf, Problem> {
    let node = program::find("node").ok_or_else(|| Problem::NotStarted {
        message: "there is no Node.js on this machine".to_owned(),
        advice: Some(format!("Install Node.js {major}.")),
    })?;
    let found = version(&node).await?;
    if found != major.to_string() {
        note_version(console, &format!("Node.js {major}"), &format!("Node.js {found}"));
    }
    Ok(node)
}

/// `22`.
async fn version(node: &Path) -> Result<String, Problem> {
    let text = program::output(node, ["--version"])
        .await
        .map_err(|message| Problem::NotStarted { message, advice: None })?;
    Ok(text.trim().trim_start_matches('v').split('.').next().unwrap_or_default().to_owned())
}

/// The loader as a file, the same for everybody who runs this version of `pv`.
fn loader() -> Result<PathBuf, Problem> {
    let folder = cache::folder()?;
    let file = folder.join(format!("loader-{}.mjs", env!("CARGO_PKG_VERSION")));
    if std::fs::read_to_string(&file).is_ok_and(|text| text == LOADER) {
        return Ok(file);
    }
    let partial = folder.join(format!("loader-{}.partial", clock::request_id()));
    std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(&partial, LOADER))
        .and_then(|()| std::fs::rename(&partial, &file))
        .map_err(|error| cache::cannot_write(&file, &error))?;
    Ok(file)
}
