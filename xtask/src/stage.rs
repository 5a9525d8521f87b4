//! Everything that runs together: the stand-in for AWS, the OIDC provider and the server.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::peers::{Aws, CLIENT_SECRET, start_oidc};
use crate::processes::{self, Service, command};
use crate::{console, frontend, http, interrupt, project};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder of all state; it is emptied first
    #[arg(long)]
    folder: PathBuf,
}

/// Where the parts listen, and where their state is.
pub(crate) struct Place {
    /// The server's port.
    server: u16,
    /// The OIDC provider's port. The issuer is part of who a user is: it stays the same as long as the state does.
    oidc: u16,
    aws: Aws,
    folder: PathBuf,
}

/// The running parts. Dropped, the server ends first, and the stand-in for AWS last.
pub(crate) struct Stage {
    server: Option<Service>,
    _oidc: Service,
    _aws: Service,
}

/// Builds the frontend and the server. Gives the server's program.
pub(crate) fn build(effort: frontend::Effort) -> Result<PathBuf> {
    frontend::build(effort)?;
    console::step("Building the server", || {
        processes::run(
            command("cargo")
                .args(["build", "--quiet", "--package", "server", "--bin", "provisioner"])
                .current_dir(project::root()),
        )
    })?;
    Ok(project::target().join("debug/provisioner"))
}

impl Place {
    /// A place with its state in this folder.
    pub(crate) fn new([server, oidc, aws]: [u16; 3], folder: PathBuf) -> Self {
        let aws = Aws { port: aws, control: folder.join("aws-control.json"), folder: folder.clone() };
        Self { server, oidc, aws, folder }
    }

    /// A place on free ports, with its state in this folder, which is emptied first.
    pub(crate) fn in_empty(folder: &Path) -> Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        let ports = [http::free_port()?, http::free_port()?, http::free_port()?];
        Ok(Self::new(ports, std::path::absolute(folder)?))
    }

    /// Where everything is, for the programs that drive it.
    pub(crate) fn told(&self) -> Value {
        json!({
            "server": self.address(),
            "issuer": self.issuer(),
            "endpoint": self.endpoint(),
            "control": self.control(),
            "folder": self.folder(),
        })
    }

    /// The address of the server.
    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.server)
    }

    /// The address of the stand-in for AWS.
    pub(crate) fn endpoint(&self) -> String {
        self.aws.endpoint()
    }

    /// The file that asks the stand-in for delays and faults.
    pub(crate) fn control(&self) -> &Path {
        &self.aws.control
    }

    /// Where all state and logs are.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    fn issuer(&self) -> String {
        format!("http://127.0.0.1:{}", self.oidc)
    }

    /// Starts the two peers, and the server with the sample data.
    pub(crate) fn start(&self, program: &Path) -> Result<Stage> {
        fs::create_dir_all(&self.folder)?;
        if !self.control().exists() {
            fs::copy(project::root().join("dev/ministack/control.json"), self.control())?;
        }
        let aws = self.aws.start()?;
        let oidc = start_oidc(self.oidc, &self.address(), &self.folder.join("oidc.log"))?;
        let mut stage = Stage { server: None, _oidc: oidc, _aws: aws };
        self.configure()?;
        console::step("Seeding the sample organizations", || {
            let sample = project::root().join("dev/sample.toml");
            processes::run_quietly(self.server(program).arg("seed").arg(sample))
        })?;
        self.start_server(program, &mut stage)?;
        Ok(stage)
    }

    /// Starts the server, or stops it and starts it again.
    pub(crate) fn start_server(&self, program: &Path, stage: &mut Stage) -> Result<()> {
        stage.server = None;
        console::step("Starting the server", || {
            let server = stage.server.insert(Service::start(
                "The server",
                self.server(program).arg("serve"),
                &self.folder.join("server.log"),
                Duration::from_secs(15),
            )?);
            server.wait_until(|| http::answers(self.server, "/readyz"))
        })
    }

    fn server(&self, program: &Path) -> Command {
        let mut server = command(program);
        server.env("PROVISIONER_CONFIG", self.folder.join("provisioner.toml")).current_dir(&self.folder);
        server
    }

    fn configure(&self) -> Result<()> {
        let template = fs::read_to_string(project::root().join("dev/provisioner.toml"))?;
        let configuration = template
            .replace("{address}", &self.address())
            .replace("{port}", &self.server.to_string())
            .replace("{issuer}", &self.issuer())
            .replace("{endpoint}", &self.endpoint())
            .replace("{client_secret}", CLIENT_SECRET);
        Ok(fs::write(self.folder.join("provisioner.toml"), configuration)?)
    }
}

impl Stage {
    /// Stops the server, and leaves the others running.
    pub(crate) fn stop_server(&mut self) {
        self.server = None;
    }

    /// An error when the server has ended.
    pub(crate) fn check(&mut self) -> Result<()> {
        self.server.as_mut().context("the server was not started")?.check()
    }
}

/// The command for the journeys: says where everything is as one line of JSON, and runs until its input ends.
pub(crate) fn stage(arguments: &Arguments) -> Result<()> {
    let place = Place::in_empty(&arguments.folder)?;
    let _stage = place.start(&project::target().join("debug/provisioner"))?;
    println!("{}", place.told());
    let mut input = std::io::stdin().lock();
    while !interrupt::happened() && input.read(&mut [0; 64])? > 0 {}
    Ok(())
}
