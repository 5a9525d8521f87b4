//! `provisioner migrate`.

use secrecy::ExposeSecret;

use super::{Failure, runtime};
use crate::config::Config;
use crate::db::Database;

pub(super) fn run(config: &Config) -> Result<(), Failure> {
    runtime()?.block_on(async {
        let database = Database::connect(config.database.url.expose_secret()).await?;
        let pending = database.pending_migrations().await?;
        database.migrate().await?;
        println!("{} migrations were applied.", pending.len());
        Ok(())
    })
}
