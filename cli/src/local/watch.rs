//! Which files of an app have changed.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ignore::gitignore::Gitignore;
use ignore::{DirEntry, WalkBuilder};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::failure::{Class, Failure};
use crate::project::FILE;

/// Editors save in several steps; this long nothing may happen before the new code is loaded.
const QUIET: Duration = Duration::from_millis(50);
/// Folders of tools, whether git ignores them or not.
const OF_TOOLS: [&str; 8] =
    [".git", ".mypy_cache", ".pytest_cache", ".venv", "__pycache__", "node_modules", "target", "venv"];
/// Files that count although git usually ignores them.
const ALWAYS: [&str; 2] = [FILE, ".env"];

/// The changes in a folder, without what git ignores and without folders of tools.
pub(crate) struct Changes {
    root: PathBuf,
    ignored: Gitignore,
    watcher: RecommendedWatcher,
    events: mpsc::UnboundedReceiver<PathBuf>,
}

impl Changes {
    /// Watches from now on.
    ///
    /// # Errors
    /// The system gives no watcher, for example because all are in use.
    pub(crate) fn of(root: &Path) -> Result<Self, Failure> {
        let (sender, events) = mpsc::unbounded_channel();
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            let Ok(event) = event else { return };
            if !matches!(event.kind, EventKind::Access(_)) {
                // Nobody listens once the command ends.
                event.paths.into_iter().for_each(|path| drop(sender.send(path)));
            }
        });
        let mut changes =
            Self { root: root.to_owned(), ignored: ignored(root), watcher: watcher.map_err(cannot)?, events };
        changes.watch_folders()?;
        Ok(changes)
    }

    /// Waits for a change. Gives the file, from the folder of the project.
    pub(crate) async fn next(&mut self) -> PathBuf {
        loop {
            match self.events.recv().await {
                Some(path) if self.counts(&path) => {
                    return path.strip_prefix(&self.root).unwrap_or(&path).to_owned();
                }
                Some(_) => {}
                // The watcher, which sends, lives as long as this.
                None => std::future::pending().await,
            }
        }
    }

    /// Waits until nothing changes any more, and watches folders that are new.
    pub(crate) async fn settle(&mut self) {
        while let Ok(Some(_)) = timeout(QUIET, self.events.recv()).await {}
        self.ignored = ignored(&self.root);
        // What cannot be watched now could not be watched at the start either, which said so.
        let _ = self.watch_folders();
    }

    /// Each folder by itself: a recursive watch would go through `node_modules` and `target`.
    fn watch_folders(&mut self) -> Result<(), Failure> {
        let kept =
            |entry: &DirEntry| !entry.file_name().to_str().is_some_and(|name| OF_TOOLS.contains(&name));
        let walk = WalkBuilder::new(&self.root)
            .hidden(false)
            .parents(false)
            .require_git(false)
            .filter_entry(kept)
            .build();
        let folders = walk.flatten().filter(|entry| entry.file_type().is_some_and(|kind| kind.is_dir()));
        for folder in folders {
            self.watcher.watch(folder.path(), RecursiveMode::NonRecursive).map_err(cannot)?;
        }
        Ok(())
    }

    fn counts(&self, path: &Path) -> bool {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if ALWAYS.contains(&name) {
            return true;
        }
        // The folder itself changes with each file in it.
        let Some(inside) = path.strip_prefix(&self.root).ok().filter(|path| !path.as_os_str().is_empty())
        else {
            return false;
        };
        let of_tools = inside.iter().filter_map(|part| part.to_str()).any(|part| OF_TOOLS.contains(&part));
        !of_tools
            && !self.becomes_target(inside)
            && !self.ignored.matched_path_or_any_parents(path, false).is_ignore()
    }

    /// Cargo fills its `target` under a name with six more characters, and renames it when it is whole.
    fn becomes_target(&self, inside: &Path) -> bool {
        let Some(name) = inside.iter().next().and_then(|name| name.to_str()) else { return false };
        let is_so_named = name.strip_prefix("target").is_some_and(|rest| {
            rest.len() == 6 && rest.chars().all(|character| character.is_ascii_alphanumeric())
        });
        is_so_named
            && fs::read_dir(self.root.join(name))
                .map_or(true, |entries| entries.flatten().all(|entry| entry.file_name() == "CACHEDIR.TAG"))
    }
}

/// The rules of the project's own `.gitignore`. Those of folders below count for whole folders only.
fn ignored(root: &Path) -> Gitignore {
    // A line that is no rule is left out, as git does.
    Gitignore::new(root.join(".gitignore")).0
}

fn cannot(error: notify::Error) -> Failure {
    Failure::new(Class::Failed, format!("cannot watch the files: {error}")).advising(
        "On Linux, fs.inotify.max_user_watches and max_user_instances limit how many can be watched.",
    )
}
