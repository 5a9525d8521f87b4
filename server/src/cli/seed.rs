//! `provisioner seed`.

use std::path::Path;
use std::sync::Arc;

use domain::clock::SystemClock;

use super::{Failure, runtime};
use crate::config::Config;
use crate::seed::{SeedFile, seed};
use crate::start;

pub(super) fn run(config: &Config, file: &Path) -> Result<(), Failure> {
    let file = SeedFile::read(file)?;
    runtime()?.block_on(async {
        let context = start::context(config, Arc::new(SystemClock)).await?;
        let made = seed(&context, file).await?;
        println!("{} things were made; the others were there.", made.count());
        Ok(())
    })
}
