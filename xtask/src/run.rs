//! `cargo xtask run`: the whole product on this machine.

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::stage::{self, Place};
use crate::{console, frontend, http, interrupt, project};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Forget the state of earlier runs
    #[arg(long)]
    fresh: bool,
    /// The server's port; the OIDC provider and the stand-in for AWS take the two after it
    #[arg(long, default_value_t = 8080, value_parser = clap::value_parser!(u16).range(1024..65_533))]
    port: u16,
}

impl Arguments {
    /// Where this run takes place. An error when its ports are taken.
    pub(crate) fn place(&self) -> Result<Place> {
        let ports = [self.port, self.port + 1, self.port + 2];
        if let Some(port) = ports.into_iter().find(|port| !http::is_free(*port)) {
            bail!("port {port} is taken; end what listens there, or choose another with --port");
        }
        let folder = project::state().join("run");
        if self.fresh && folder.exists() {
            fs::remove_dir_all(&folder)?;
            console::note("Forgot the state of earlier runs");
        }
        Ok(Place::new(ports, folder))
    }
}

/// Builds, starts, says where to look, and waits for Ctrl-C.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let start = Instant::now();
    let place = arguments.place()?;
    let program = stage::build(frontend::Effort::Full)?;
    let mut stage = place.start(&program)?;
    announce(&place, start.elapsed());
    while !interrupt::happened() {
        stage.check()?;
        std::thread::sleep(Duration::from_millis(100));
    }
    end(stage);
    Ok(())
}

/// Ends the parts, and says so: MiniStack takes a moment when it has stacks to finish.
pub(crate) fn end(stage: stage::Stage) {
    println!("\nStopping ...");
    drop(stage);
    println!("Stopped.");
}

/// Says where to look and who can sign in.
pub(crate) fn announce(place: &Place, took: Duration) {
    println!(
        "\nProvisioner runs at {} (after {:.1} s). Ctrl-C stops it.\n",
        place.address(),
        took.as_secs_f64()
    );
    println!("Accounts, all with the password pw:");
    for (email, about) in accounts() {
        println!("  {email:<28} {about}");
    }
    println!("\nThe stand-in for AWS, for the AWS command line:");
    println!("  export AWS_ENDPOINT_URL={} AWS_REGION=ap-northeast-1", place.endpoint());
    println!(
        "  export AWS_ACCESS_KEY_ID=AKIALOCALCONSOLEUSER AWS_SECRET_ACCESS_KEY=local-console-secret-access-key"
    );
    println!("  Delays and faults: {}", place.control().display());
    println!("Logs and state: {}", place.folder().display());
}

fn accounts() -> Vec<(String, String)> {
    let accounts: serde_json::Value =
        serde_json::from_str(include_str!("../../dev/oidc/accounts.json")).unwrap_or_default();
    let text =
        |account: &serde_json::Value, name: &str| account[name].as_str().unwrap_or_default().to_owned();
    accounts
        .as_array()
        .into_iter()
        .flatten()
        .map(|account| (text(account, "email"), text(account, "about")))
        .collect()
}
