//! Child processes. Each has its own process group, and none outlives this process, however that ends.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};

use crate::interrupt;

/// Whether util-linux's `setpriv` is there; other systems than Linux have none and do without its guard.
static SETPRIV: LazyLock<bool> = LazyLock::new(|| is_installed("setpriv"));

/// A command whose process gets SIGTERM when this one dies, even by SIGKILL.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = if *SETPRIV {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "TERM", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.process_group(0).stdin(Stdio::null());
    command
}

/// Whether a program of this name is on the path.
pub(crate) fn is_installed(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

/// Runs a command whose output the reader sees as it comes.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    let child = command.spawn().with_context(|| format!("cannot start `{shown}`"))?;
    succeeded(wait(child)?.0, &shown)
}

/// Runs a command whose output is shown only if it fails.
pub(crate) fn run_quietly(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{shown}`"))?;
    let (status, output) = wait(child)?;
    if !status.success() && !interrupt::happened() {
        eprintln!("{output}");
    }
    succeeded(status, &shown)
}

/// Runs a command and gives what it wrote to its standard output.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let shown = shown(command);
    let child = command.stdout(Stdio::piped()).spawn().with_context(|| format!("cannot start `{shown}`"))?;
    let (status, output) = wait(child)?;
    succeeded(status, &shown)?;
    Ok(output)
}

/// Runs a command, shows its standard output as it comes, and gives each line to `line` as well.
pub(crate) fn run_watched(command: &mut Command, mut line: impl FnMut(&str)) -> Result<()> {
    let shown = shown(command);
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| format!("cannot start `{shown}`"))?;
    interrupt::set_step(Some(Pid::from_child(&child)));
    if let Some(stdout) = child.stdout.take() {
        for text in BufReader::new(stdout).lines() {
            let text = text?;
            println!("{text}");
            line(&text);
        }
    }
    let (status, _) = wait(child)?;
    succeeded(status, &shown)
}

/// The command as a person would type it, without the guard around it.
pub(crate) fn shown(command: &Command) -> String {
    let words: Vec<_> = std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let guard = usize::from(words[0] == "setpriv") * 4;
    words[guard..].join(" ")
}

fn wait(mut child: Child) -> Result<(ExitStatus, String)> {
    interrupt::set_step(Some(Pid::from_child(&child)));
    let stderr = child.stderr.take().map(|mut stderr| {
        thread::spawn(move || {
            let mut text = Vec::new();
            let _ = stderr.read_to_end(&mut text);
            text
        })
    });
    let mut output = Vec::new();
    if let Some(mut stdout) = child.stdout.take() {
        stdout.read_to_end(&mut output)?;
    }
    if let Some(Ok(text)) = stderr.map(thread::JoinHandle::join) {
        output.extend(text);
    }
    let status = child.wait()?;
    interrupt::set_step(None);
    Ok((status, String::from_utf8_lossy(&output).into_owned()))
}

fn succeeded(status: ExitStatus, shown: &str) -> Result<()> {
    interrupt::check()?;
    if !status.success() {
        bail!("failed ({status}). To repeat it: {shown}");
    }
    Ok(())
}

/// A process that runs beside this one until it is dropped. Its standard input stays open as long as it may run.
pub(crate) struct Service {
    name: &'static str,
    log: PathBuf,
    child: Child,
    patience: Duration,
}

impl Service {
    /// Starts the command with its output in a file. `patience` is the time it gets to end by itself.
    pub(crate) fn start(
        name: &'static str,
        command: &mut Command,
        log: &Path,
        patience: Duration,
    ) -> Result<Self> {
        let file = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
        let child = command
            .stdin(Stdio::piped())
            .stdout(file.try_clone()?)
            .stderr(file)
            .spawn()
            .with_context(|| format!("cannot start {name}"))?;
        Ok(Self { name, log: log.to_owned(), child, patience })
    }

    /// Waits until `ready` says so. An error when the process ends before, or takes longer than a minute.
    pub(crate) fn wait_until(&mut self, ready: impl Fn() -> bool) -> Result<()> {
        let deadline = Instant::now() + Duration::from_secs(60);
        while !ready() {
            interrupt::check()?;
            self.check()?;
            if Instant::now() > deadline {
                bail!("{} does not answer; its output is in {}", self.name, self.log.display());
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// An error, with the end of its output, when the process has ended.
    pub(crate) fn check(&mut self) -> Result<()> {
        if let Some(status) = self.child.try_wait()? {
            let log = std::fs::read_to_string(&self.log).unwrap_or_default();
            let lines: Vec<_> = log.lines().collect();
            let end = lines[lines.len().saturating_sub(20)..].join("\n");
            bail!("{} ended ({status}). The end of {}:\n{end}", self.name, self.log.display());
        }
        Ok(())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let group = Pid::from_child(&self.child);
        let _ = kill_process_group(group, Signal::TERM);
        let deadline = Instant::now() + self.patience;
        while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(20));
        }
        // What it has started itself is in its group and may have stayed.
        let _ = kill_process_group(group, Signal::KILL);
        let _ = self.child.wait();
    }
}
