//! One process of the function, with a Runtime API of its own.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex as StdMutex};
use std::time::Duration;

use hyper::body::Bytes;
use tokio::net::TcpListener;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until};

use super::group::Group;
use super::lines::Lines;
use super::problem::Phase;
use super::runtime_api::{self, Api, Invocation, Said};
use super::{Console, Launch, Problem};
use crate::clock;

/// A process that has loaded its code. It ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Sandbox {
    group: Group,
    lines: Lines,
    api: JoinHandle<()>,
    work: mpsc::Sender<Invocation>,
    said: mpsc::UnboundedReceiver<Said>,
    timeout: Duration,
}

/// How an invocation ended.
#[derive(Debug)]
pub(crate) enum Ended {
    /// With an answer. The process can do another.
    Answered(Bytes),
    /// With an error that the runtime reported. The process can do another, as in Lambda.
    Reported(Problem),
    /// The process cannot do another.
    Lost(Problem),
    /// The process had ended before it took the invocation: another can have it.
    NotTaken(Problem),
}

impl Sandbox {
    /// Starts a process and waits until it has loaded its code.
    ///
    /// # Errors
    /// It cannot be started, ends, reports an error, or takes too long.
    pub(crate) async fn start(launch: &Launch, console: Console) -> Result<Self, Problem> {
        let cannot = |error: std::io::Error| Problem::NotStarted {
            message: format!("cannot start the function's process: {error}"),
            advice: None,
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(cannot)?;
        let address = listener.local_addr().map_err(cannot)?.to_string();
        let mut group = Group::start(&mut launch.command(&address)).map_err(cannot)?;
        let lines = Lines::of(group.leader(), console);
        let (work, to_do) = mpsc::channel(1);
        let (saying, said) = mpsc::unbounded_channel();
        let api = Arc::new(Api {
            work: Mutex::new(to_do),
            said: saying,
            arn: launch.arn.clone(),
            root: launch.root.clone(),
            current: StdMutex::default(),
        });
        let api = tokio::spawn(runtime_api::serve(listener, api));
        let mut sandbox = Self { group, lines, api, work, said, timeout: launch.timeout };
        sandbox.initialize(launch.init).await?;
        Ok(sandbox)
    }

    async fn initialize(&mut self, limit: Duration) -> Result<(), Problem> {
        let phase = Phase::Init;
        match self.listen(Instant::now() + limit).await {
            Heard::Said(Said::Error(report)) => Err(Problem::Reported { phase, report }),
            Heard::Said(_) => Ok(()),
            Heard::Exit => Err(self.exited(phase).await),
            Heard::Deadline => Err(Problem::TimedOut { phase, limit }),
        }
    }

    /// Gives the process an event, and waits for its answer.
    pub(crate) async fn invoke(&mut self, event: Bytes, trace: &str) -> Ended {
        let id = clock::request_id().to_string();
        let invocation = Invocation { id, event, timeout: self.timeout, trace: trace.to_owned() };
        // It cannot be full: one invocation at a time. It may be closed only when the API has ended with the sandbox.
        let _ = self.work.try_send(invocation);
        let phase = Phase::Invoke;
        let mut taken = false;
        let mut deadline = Instant::now() + self.timeout;
        loop {
            match self.listen(deadline).await {
                Heard::Said(Said::Taken) => {
                    taken = true;
                    deadline = Instant::now() + self.timeout;
                }
                Heard::Said(Said::Asks) => {}
                Heard::Said(Said::Answer(payload)) => return Ended::Answered(payload),
                Heard::Said(Said::TooLarge) => {
                    return Ended::Reported(Problem::TooLarge { limit: runtime_api::MAX_BYTES });
                }
                Heard::Said(Said::Error(report)) => {
                    return Ended::Reported(Problem::Reported { phase, report });
                }
                Heard::Exit if taken => return Ended::Lost(self.exited(phase).await),
                Heard::Exit => return Ended::NotTaken(self.exited(phase).await),
                Heard::Deadline => return Ended::Lost(Problem::TimedOut { phase, limit: self.timeout }),
            }
        }
    }

    /// The most memory of the process so far, in bytes.
    pub(crate) fn peak_memory(&self) -> Option<u64> {
        self.group.peak_memory()
    }

    async fn listen(&mut self, deadline: Instant) -> Heard {
        tokio::select! {
            // What it said before it ended comes first.
            biased;
            Some(said) = self.said.recv() => Heard::Said(said),
            _ = self.group.leader().wait() => match self.said.try_recv() {
                Ok(said) => Heard::Said(said),
                Err(_) => Heard::Exit,
            },
            () = sleep_until(deadline) => Heard::Deadline,
        }
    }

    async fn exited(&mut self, phase: Phase) -> Problem {
        // What it has started itself may hold its output open.
        self.group.kill();
        let output = self.lines.last().await;
        match self.group.leader().wait().await {
            Ok(status) => Problem::Exited { phase, status, output },
            Err(error) => Problem::NotStarted { message: error.to_string(), advice: None },
        }
    }
}

/// Runs a function once in a process of its own.
///
/// # Errors
/// It cannot be started, or does not answer.
pub(crate) async fn invoke_once(launch: &Launch, event: Bytes, console: Console) -> Result<Bytes, Problem> {
    let mut sandbox = Sandbox::start(launch, console).await?;
    let ended = sandbox.invoke(event, &clock::new_trace()).await;
    // What it has logged comes before what it answers.
    sandbox.group.kill();
    sandbox.lines.last().await;
    match ended {
        Ended::Answered(payload) => Ok(payload),
        Ended::Reported(problem) | Ended::Lost(problem) | Ended::NotTaken(problem) => Err(problem),
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.api.abort();
    }
}

enum Heard {
    Said(Said),
    Exit,
    Deadline,
}
