//! `pv dev`.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::local::{self, Options};
use crate::alb::Values;
use crate::failure::Failure;
use crate::local::{Changes, Console, Found, Front, Pool, Reload, keep_current};
use crate::output::{Output, Stream};
use crate::project;

/// Run the function on this machine and reload it when files change
///
/// Answers HTTP as the load balancer does: each request becomes the event that the load balancer sends, and what the function
/// answers is read as strictly. No AWS account is needed. Ctrl-C ends it and every process that it has started.
///
/// Python runs with Amazon's client `awslambdaric`, installed at the first start into the cache of this user; Node.js with a small
/// loader inside `pv`; everything else as the program that `bootstrap` in pv.toml names. Response streaming is not supported.
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  pv dev
  pv dev examples/python-hello --port 8080
  pv dev --database-url postgres://app:secret@127.0.0.1:5432/app
  pv dev --env LOG_LEVEL=debug --json")]
pub(super) struct Arguments {
    /// The folder of the app; the same as --folder
    #[arg(value_name = "PATH", conflicts_with = "folder")]
    path: Option<PathBuf>,
    /// Listen on this port of 127.0.0.1; 0 takes a free one [default: `port` of pv.toml, or 3000]
    #[arg(long)]
    port: Option<u16>,
    #[command(flatten)]
    options: Options,
}

/// Runs it until Ctrl-C. A failure when it cannot start at all; what is wrong with the code is shown, and waits for a change.
pub(super) fn run(mut arguments: Arguments, output: Output) -> Result<(), Failure> {
    if let Some(path) = arguments.path.take() {
        arguments.options.folder = path;
    }
    let (root, extra) = arguments.options.open()?;
    let console = Console { format: output.format(), stream: Stream::Stdout };
    local::run(async {
        let dev = project::read(&root)?.settings.dev;
        let front = Front::bind(arguments.port.unwrap_or(dev.port)).await?;
        let mut changes = Changes::of(&root)?;
        let pool = Arc::new(Pool::new(dev.concurrency as usize, console));
        let values = if dev.multi_value_headers { Values::All } else { Values::Last };
        let reload = Reload { root, extra, found: Found::default(), url: front.url(), console };
        tokio::join!(
            front.serve(Arc::clone(&pool), values, console),
            keep_current(&reload, &mut changes, &pool)
        );
        Ok(())
    })?;
    Ok(())
}
