//! The output of a process: shown as it comes, and the end of it kept for the page of an error.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::process::Child;
use tokio::task::JoinSet;

use super::{Console, Entry};

/// How many lines are kept.
const KEPT: usize = 20;
/// Most bytes of a line that are shown: Lambda cuts at 256 KB
/// (<https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html>, "Event size").
const LINE_MAX: usize = 256 * 1024;
/// How long the rest of the output may take to arrive when the process has ended.
const REST: Duration = Duration::from_millis(500);

/// Reads both outputs of a process.
#[derive(Debug)]
pub(super) struct Lines {
    tasks: JoinSet<()>,
    kept: Arc<Mutex<VecDeque<String>>>,
}

impl Lines {
    /// Begins to read. The outputs must be piped.
    pub(super) fn of(child: &mut Child, console: Console) -> Self {
        let mut lines = Self { tasks: JoinSet::new(), kept: Arc::default() };
        if let Some(stdout) = child.stdout.take() {
            lines.tasks.spawn(read(stdout, "stdout", console, Arc::clone(&lines.kept)));
        }
        if let Some(stderr) = child.stderr.take() {
            lines.tasks.spawn(read(stderr, "stderr", console, Arc::clone(&lines.kept)));
        }
        lines
    }

    /// The last lines of a process that has ended.
    pub(super) async fn last(&mut self) -> Vec<String> {
        let all = async { while self.tasks.join_next().await.is_some() {} };
        // A process that left the group may hold the pipe open for ever.
        let _ = tokio::time::timeout(REST, all).await;
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

async fn read(
    output: impl AsyncRead + Unpin,
    stream: &'static str,
    console: Console,
    kept: Arc<Mutex<VecDeque<String>>>,
) {
    let mut reader = BufReader::new(output);
    let mut bytes = Vec::new();
    while matches!(reader.read_until(b'\n', &mut bytes).await, Ok(1..)) {
        bytes.truncate(LINE_MAX);
        let text = String::from_utf8_lossy(&bytes).trim_end_matches(['\r', '\n']).to_owned();
        console.show(&Entry::Log { stream, message: &text });
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == KEPT {
            kept.pop_front();
        }
        kept.push_back(text);
        bytes.clear();
    }
}
