//! What the commands that run functions on this machine have in common.

use std::path::PathBuf;

use clap::Args;
use tokio::signal::unix::{SignalKind, signal};

use crate::failure::{Class, Failure};
use crate::local::Extra;
use crate::project::{self, DatabaseUrl};

/// Which function, and what it is told.
#[derive(Args)]
pub(super) struct Options {
    /// The folder of the app: pv.toml is in it or above it
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    pub(super) folder: PathBuf,
    /// Set a variable; wins over .env and pv.toml. May be given more than once
    #[arg(long, value_name = "NAME=VALUE", value_parser = variable)]
    env: Vec<(String, String)>,
    /// Give the function a database: `DATABASE_URL`, and its parts as `DATABASE_HOST`, `_PORT`, `_NAME`, `_USER` and `_PASSWORD`
    #[arg(long, value_name = "URL")]
    database_url: Option<DatabaseUrl>,
}

impl Options {
    /// The folder of the project, and the variables.
    pub(super) fn open(self) -> Result<(PathBuf, Extra), Failure> {
        let root = project::find(&self.folder)?;
        Ok((root, Extra { variables: self.env.into_iter().collect(), database: self.database_url }))
    }
}

/// Reads `NAME=value`.
pub(super) fn variable(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write it as NAME=value".to_owned()),
    }
}

/// Runs until it is done or somebody asks this process to end. Everything that was started is ended by then.
pub(super) fn run<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<Option<T>, Failure> {
    let cannot = |error: std::io::Error| Failure::new(Class::Failed, format!("cannot start: {error}"));
    // One thread is enough to wait on, and its runtime is smaller.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(cannot)?;
    runtime.block_on(async {
        let [mut interrupt, mut terminate, mut hangup] = [
            signal(SignalKind::interrupt()).map_err(cannot)?,
            signal(SignalKind::terminate()).map_err(cannot)?,
            signal(SignalKind::hangup()).map_err(cannot)?,
        ];
        tokio::select! {
            done = work => done.map(Some),
            _ = interrupt.recv() => Ok(None),
            _ = terminate.recv() => Ok(None),
            _ = hangup.recv() => Ok(None),
        }
    })
}
