//! The processes of a function: as many as requests at the same time, up to a limit.

use std::sync::{Arc, Mutex, PoisonError};

use hyper::body::Bytes;
use tokio::sync::{Semaphore, watch};

use super::sandbox::Ended;
use super::{Console, Launch, Problem, Sandbox};

/// The code that requests run on.
#[derive(Clone, Debug)]
enum Code {
    /// It is changing; requests wait.
    Changing,
    /// It can be started.
    Ready(Arc<Launch>),
    /// There is none.
    Broken(Arc<Problem>),
}

/// The processes. A process is used by one request at a time and kept for the next.
#[derive(Debug)]
pub(crate) struct Pool {
    code: watch::Sender<Code>,
    permits: Semaphore,
    idle: Mutex<Vec<(Arc<Launch>, Sandbox)>>,
    console: Console,
}

/// What came of an invocation.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The function's answer, or why there is none.
    pub(crate) result: Result<Bytes, Arc<Problem>>,
    /// The most memory of its process so far, in bytes.
    pub(crate) memory: Option<u64>,
    /// Whether a process was started for it.
    pub(crate) cold: Option<bool>,
}

impl Pool {
    /// A pool of at most this many processes. Requests wait until there is code.
    pub(crate) fn new(concurrency: usize, console: Console) -> Self {
        let (code, _) = watch::channel(Code::Changing);
        Self { code, permits: Semaphore::new(concurrency), idle: Mutex::default(), console }
    }

    /// The code is changing: requests wait from now on. Those that run are finished on the old code.
    pub(crate) fn change(&self) {
        self.code.send_replace(Code::Changing);
        self.idle().clear();
    }

    /// There is new code, and perhaps a process that has loaded it.
    pub(crate) fn ready(&self, launch: Arc<Launch>, first: Option<Sandbox>) {
        self.idle().extend(first.map(|sandbox| (Arc::clone(&launch), sandbox)));
        self.code.send_replace(Code::Ready(launch));
    }

    /// There is no code to run.
    pub(crate) fn broken(&self, problem: Arc<Problem>) {
        self.code.send_replace(Code::Broken(problem));
    }

    /// Runs the function once.
    pub(crate) async fn invoke(&self, event: Bytes, trace: &str) -> Outcome {
        // It is closed never, as long as the pool lives.
        let _permit = self.permits.acquire().await.ok();
        match self.current().await {
            Ok(launch) => self.run(&launch, event, trace).await,
            Err(problem) => Outcome { result: Err(problem), memory: None, cold: None },
        }
    }

    async fn run(&self, launch: &Arc<Launch>, event: Bytes, trace: &str) -> Outcome {
        loop {
            let kept = self.take(launch);
            let cold = kept.is_none();
            let started = match kept {
                Some(sandbox) => Ok(sandbox),
                None => Sandbox::start(launch, self.console).await,
            };
            let mut sandbox = match started {
                Ok(sandbox) => sandbox,
                Err(problem) => {
                    return Outcome { result: Err(Arc::new(problem)), memory: None, cold: Some(true) };
                }
            };
            let ended = sandbox.invoke(event.clone(), trace).await;
            let memory = sandbox.peak_memory();
            let outcome = |result| Outcome { result, memory, cold: Some(cold) };
            return match ended {
                Ended::Answered(payload) => {
                    self.keep(launch, sandbox);
                    outcome(Ok(payload))
                }
                Ended::Reported(problem) => {
                    self.keep(launch, sandbox);
                    outcome(Err(Arc::new(problem)))
                }
                // A process that waited too long between two requests may have ended; a new one has not waited.
                Ended::NotTaken(_) if !cold => continue,
                Ended::NotTaken(problem) | Ended::Lost(problem) => outcome(Err(Arc::new(problem))),
            };
        }
    }

    async fn current(&self) -> Result<Arc<Launch>, Arc<Problem>> {
        let mut code = self.code.subscribe();
        let settled = code.wait_for(|code| !matches!(code, Code::Changing)).await.map(|code| code.clone());
        match settled {
            Ok(Code::Ready(launch)) => Ok(launch),
            Ok(Code::Broken(problem)) => Err(problem),
            // The sender is this pool's own.
            Ok(Code::Changing) | Err(_) => {
                Err(Arc::new(Problem::NotStarted { message: "pv is ending".to_owned(), advice: None }))
            }
        }
    }

    /// A process that waits, and has this code.
    fn take(&self, launch: &Arc<Launch>) -> Option<Sandbox> {
        let mut idle = self.idle();
        idle.retain(|(code, _)| Arc::ptr_eq(code, launch));
        idle.pop().map(|(_, sandbox)| sandbox)
    }

    /// Keeps a process for the next request, unless there is newer code.
    fn keep(&self, launch: &Arc<Launch>, sandbox: Sandbox) {
        if matches!(&*self.code.borrow(), Code::Ready(current) if Arc::ptr_eq(current, launch)) {
            self.idle().push((Arc::clone(launch), sandbox));
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<(Arc<Launch>, Sandbox)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
