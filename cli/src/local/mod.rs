//! Functions on this machine: what Lambda and a load balancer do, without AWS.
//!
//! ```text
//! front --request--> alb::event --> pool --> sandbox --Runtime API--> process
//!                                    ^
//!               reload --new code----+   (watch: files have changed)
//! ```
//!
//! A **sandbox** is one process with a Runtime API of its own and does one invocation at a time. The **pool** has up to
//! as many as `concurrency` says. Response streaming is not there: a load balancer does not pass it on.

mod console;
pub(crate) mod events;
mod front;
mod group;
mod launch;
mod lines;
mod page;
mod pool;
mod problem;
mod reload;
mod report;
mod runtime_api;
mod sandbox;
mod variables;
mod watch;

pub(crate) use self::console::{Console, Entry};
pub(crate) use self::front::Front;
pub(crate) use self::launch::{Found, Launch, prepare};
pub(crate) use self::pool::Pool;
pub(crate) use self::problem::Problem;
pub(crate) use self::reload::{Reload, keep_current};
use self::sandbox::Sandbox;
pub(crate) use self::sandbox::invoke_once;
pub(crate) use self::variables::Extra;
pub(crate) use self::watch::Changes;
