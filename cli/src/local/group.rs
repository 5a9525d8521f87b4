//! Process groups, so that what a function starts itself ends with it.

use rustix::process::{Pid, Signal, kill_process_group};
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::{Child, Command};

/// A process with everything that it starts. Killed when it is dropped, as Lambda kills a sandbox
/// (<https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html>, "Shutdown phase": SIGKILL where there are no extensions).
#[derive(Debug)]
pub(super) struct Group {
    leader: Child,
    id: Option<Pid>,
}

impl Group {
    /// Starts the command as the leader of a group of its own, which a Ctrl-C at the terminal does not reach.
    pub(super) fn start(command: &mut Command) -> std::io::Result<Self> {
        let leader = command.process_group(0).kill_on_drop(true).spawn()?;
        let id = leader.id().and_then(|id| Pid::from_raw(id.cast_signed()));
        Ok(Self { leader, id })
    }

    /// The leader.
    pub(super) const fn leader(&mut self) -> &mut Child {
        &mut self.leader
    }

    /// The leader's most memory so far, in bytes. Only Linux says it.
    pub(super) fn peak_memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.leader.id()?)).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        let kilobytes: u64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
        Some(kilobytes * 1024)
    }

    /// All that it writes until it ends, to standard output and to standard error. Both must be piped.
    pub(super) async fn output(&mut self) -> [String; 2] {
        let (stdout, stderr) = (self.leader.stdout.take(), self.leader.stderr.take());
        let (stdout, stderr) = tokio::join!(text(stdout), text(stderr));
        [stdout, stderr]
    }

    /// Kills all of it. Again is no error.
    pub(super) fn kill(&mut self) {
        if let Some(id) = self.id.take() {
            // An error means that nothing of it is left.
            let _ = kill_process_group(id, Signal::KILL);
        }
    }
}

async fn text(output: Option<impl AsyncRead + Unpin>) -> String {
    let mut bytes = Vec::new();
    if let Some(mut output) = output {
        // What was read before an error is still worth showing.
        let _ = output.read_to_end(&mut bytes).await;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill();
    }
}
