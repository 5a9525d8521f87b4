//! `provisioner sign-out`: for a person who has left, or a token that has leaked.

use std::sync::Arc;

use domain::caller::{Caller, Task};
use domain::clock::SystemClock;

use super::{Failure, runtime};
use crate::config::Config;
use crate::service::sign_in;
use crate::start;

pub(super) fn run(config: &Config, email: &str) -> Result<(), Failure> {
    runtime()?.block_on(async {
        let context = start::context(config, Arc::new(SystemClock)).await?;
        let author = Caller::automation(Task::CommandLine, context.new_id().simple().to_string());
        let ended = sign_in::end_all_with_email(&context, &author, email).await?;
        println!("{ended} browsers and command lines were signed out.");
        Ok(())
    })
}
