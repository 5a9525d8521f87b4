//! A PostgreSQL server that is thrown away after the tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::processes::{self, Service, command};
use crate::{console, http, project};

use super::debian;

const SYSTEM_USER: &str = "postgres";

/// A running server with an empty cluster. It ends, and its data goes, when it is dropped.
pub(crate) struct Postgres {
    port: u16,
    folder: PathBuf,
    service: Option<Service>,
}

impl Postgres {
    /// Starts a server on a free port, for connections from this machine only.
    pub(crate) fn start() -> Result<Self> {
        let programs = programs()?;
        console::step("Starting a throwaway PostgreSQL", || {
            // Outside the project, which another user may not be allowed to enter.
            let folder = std::env::temp_dir().join(format!("provisioner-postgres-{}", std::process::id()));
            fs::create_dir_all(&folder)?;
            let mut postgres = Self { port: http::free_port()?, folder, service: None };
            if is_root() {
                processes::run_quietly(command("chown").arg(SYSTEM_USER).arg(&postgres.folder))?;
            }
            postgres.init_and_start(&programs)?;
            Ok(postgres)
        })
    }

    /// The address of the database that always exists.
    pub(crate) fn url(&self) -> String {
        format!("postgres://{SYSTEM_USER}@127.0.0.1:{}/postgres", self.port)
    }

    fn init_and_start(&mut self, programs: &Path) -> Result<()> {
        let data = self.folder.join("data");
        processes::run_quietly(
            unprivileged(&programs.join("initdb"))
                .args(["--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8", "--username"])
                .arg(SYSTEM_USER)
                .arg("--pgdata")
                .arg(&data)
                .current_dir(&self.folder),
        )?;
        let log = project::state().join("postgres.log");
        let service = self.service.insert(Service::start(
            "PostgreSQL",
            unprivileged(&programs.join("postgres"))
                .arg("-D")
                .arg(&data)
                .arg("-k")
                .arg(&self.folder)
                .args(["-p", &self.port.to_string(), "-c", "listen_addresses=127.0.0.1"])
                // Every test has a database, and so a pool, of its own.
                .args(["-c", "max_connections=500"])
                // Nothing here has to survive a power cut.
                .args(["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"])
                .current_dir(&self.folder),
            &log,
            Duration::from_secs(10),
        )?);
        let ready = || {
            Command::new(programs.join("pg_isready"))
                .args(["--quiet", "--host=127.0.0.1", "--port", &self.port.to_string()])
                .status()
                .is_ok_and(|status| status.success())
        };
        service.wait_until(ready)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.service = None;
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The folder of the newest server's programs.
fn programs() -> Result<PathBuf> {
    if newest().is_none() {
        debian::install(&["postgresql-15"])?;
    }
    newest().context("no PostgreSQL server programs in /usr/lib/postgresql")
}

fn newest() -> Option<PathBuf> {
    let mut versions: Vec<_> = fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|programs| programs.join("initdb").exists())
        .collect();
    versions.sort();
    versions.pop()
}

/// A command that does not run as root, which PostgreSQL refuses.
fn unprivileged(program: &Path) -> Command {
    if !is_root() {
        return command(program);
    }
    let mut command = command("setpriv");
    command
        .args(["--reuid", SYSTEM_USER, "--regid", SYSTEM_USER, "--init-groups", "--pdeathsig", "TERM", "--"])
        .arg(program);
    command
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}
