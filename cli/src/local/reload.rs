//! Keeps the newest code running.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::time::Instant;

use super::{Changes, Console, Entry, Extra, Found, Pool, Problem, Sandbox, prepare};
use crate::project;

/// What the code is loaded from.
#[derive(Debug)]
pub(crate) struct Reload {
    /// The folder of the project.
    pub(crate) root: PathBuf,
    /// Variables of the command line.
    pub(crate) extra: Extra,
    /// What is on this machine.
    pub(crate) found: Found,
    /// Where requests are answered.
    pub(crate) url: String,
    /// Who is told.
    pub(crate) console: Console,
}

/// Loads the code, and again whenever files change, until it is dropped. A change while it loads begins anew.
pub(crate) async fn keep_current(reload: &Reload, changes: &mut Changes, pool: &Pool) {
    let mut since = Instant::now();
    let mut announced = false;
    loop {
        let file = tokio::select! {
            file = changes.next() => file,
            () = load_and_stay(reload, pool, since, &mut announced) => return,
        };
        pool.change();
        since = Instant::now();
        reload.console.show(&Entry::Changed { file: &file.to_string_lossy() });
        changes.settle().await;
    }
}

async fn load_and_stay(reload: &Reload, pool: &Pool, since: Instant, announced: &mut bool) {
    match load(reload, pool).await {
        Ok(()) => reload.console.show(&Entry::Loaded { took: since.elapsed() }),
        Err(problem) => reload.console.show(&Entry::Failed(&problem)),
    }
    if !*announced {
        *announced = true;
        reload.console.show(&Entry::Ready { url: &reload.url });
    }
    std::future::pending().await
}

/// Loads the code in a first process, so that mistakes show without a request.
async fn load(reload: &Reload, pool: &Pool) -> Result<(), Arc<Problem>> {
    let prepared = async {
        let project = project::read(&reload.root)?;
        prepare(&project, &reload.extra, &reload.found, reload.console).await
    };
    let launch = match prepared.await {
        Ok(launch) => launch,
        Err(problem) => {
            let problem = Arc::new(problem);
            pool.broken(Arc::clone(&problem));
            return Err(problem);
        }
    };
    // Code that cannot be loaded is tried again with each request: what it lacks, a database perhaps, may come.
    let first = Sandbox::start(&launch, reload.console).await;
    let (first, done) = match first {
        Ok(sandbox) => (Some(sandbox), Ok(())),
        Err(problem) => (None, Err(Arc::new(problem))),
    };
    pool.ready(launch, first);
    done
}
