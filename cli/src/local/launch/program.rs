//! Programs of this machine that `pv` asks and uses.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::Command;

use crate::local::group::Group;

/// The program of this name on the path.
pub(super) fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|program| program.is_file())
}

/// Runs a program to its end and gives what it wrote to its standard output, or what it wrote to both when it failed.
pub(super) async fn output(
    program: &Path,
    arguments: impl IntoIterator<Item = impl AsRef<OsStr>>,
) -> Result<String, String> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let shown = program.display();
    let mut group = Group::start(&mut command).map_err(|error| format!("cannot start {shown}: {error}"))?;
    let [stdout, stderr] = group.output().await;
    let status = group.leader().wait().await.map_err(|error| format!("cannot wait for {shown}: {error}"))?;
    if status.success() { Ok(stdout) } else { Err(format!("{shown} failed ({status}):\n{stdout}{stderr}")) }
}
