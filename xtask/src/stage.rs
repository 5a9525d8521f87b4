//! Everything that runs together: the stand-in for AWS, the OIDC provider and the server.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::processes::{self, Service, command};
use crate::setup::{node, python};
use crate::{console, frontend, http, interrupt, project};

const CLIENT_SECRET: &str = "provisioner-local-client-secret";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder of all state; it is emptied first
    #[arg(long)]
    folder: PathBuf,
}

/// Where the parts listen, and where their state is.
pub(crate) struct Place {
    /// The server's port.
    pub(crate) server: u16,
    /// The OIDC provider's port. The issuer is part of who a user is: it stays the same as long as the state does.
    pub(crate) oidc: u16,
    /// The port of the stand-in for AWS.
    pub(crate) aws: u16,
    /// Database, configuration, AWS state and logs.
    pub(crate) folder: PathBuf,
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
    /// The address of the server.
    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.server)
    }

    /// The address of the OIDC provider.
    pub(crate) fn issuer(&self) -> String {
        format!("http://127.0.0.1:{}", self.oidc)
    }

    /// The address of the stand-in for AWS.
    pub(crate) fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.aws)
    }

    /// The file that asks the stand-in for delays and faults; `dev/ministack/control.py` says how.
    pub(crate) fn control(&self) -> PathBuf {
        self.folder.join("aws-control.json")
    }

    fn log(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.log"))
    }

    /// Starts the two peers, and the server with the sample data.
    pub(crate) fn start(&self, program: &Path) -> Result<Stage> {
        fs::create_dir_all(&self.folder)?;
        let aws = self.start_aws()?;
        let oidc = self.start_oidc()?;
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
                &self.log("server"),
                Duration::from_secs(15),
            )?);
            server.wait_until(|| http::answers(self.server, "/readyz"))
        })
    }

    fn server(&self, program: &Path) -> std::process::Command {
        let mut server = command(program);
        server.env("PROVISIONER_CONFIG", self.folder.join("provisioner.toml")).current_dir(&self.folder);
        server
    }

    fn start_aws(&self) -> Result<Service> {
        let programs = python::environment("venv", "dev/ministack/requirements.txt")?;
        let control = self.control();
        if !control.exists() {
            fs::write(&control, fs::read(project::root().join("dev/ministack/control.json"))?)?;
        }
        console::step("Starting MiniStack, the stand-in for AWS", || {
            let mut service = Service::start(
                "MiniStack",
                command(programs.join("python"))
                    .arg("-B")
                    .arg(project::root().join("dev/ministack/plugin.py"))
                    .env("GATEWAY_PORT", self.aws.to_string())
                    .env("MINISTACK_CONTROL", control)
                    .env("PERSIST_STATE", "1")
                    .env("STATE_DIR", self.folder.join("aws"))
                    .current_dir(&self.folder),
                &self.log("ministack"),
                // It lets stacks in progress end before it saves its state.
                Duration::from_secs(30),
            )?;
            service.wait_until(|| http::answers(self.aws, "/_ministack/health"))?;
            Ok(service)
        })
    }

    fn start_oidc(&self) -> Result<Service> {
        let folder = node::packages("dev/oidc")?;
        console::step("Starting the OIDC provider", || {
            let mut service = Service::start(
                "The OIDC provider",
                command("node")
                    .arg(folder.join("provider.mjs"))
                    .env("OIDC_PORT", self.oidc.to_string())
                    .env("OIDC_CLIENT_SECRET", CLIENT_SECRET)
                    .env("PROVISIONER_URL", self.address()),
                &self.log("oidc"),
                Duration::from_secs(5),
            )?;
            service.wait_until(|| http::answers(self.oidc, "/.well-known/openid-configuration"))?;
            Ok(service)
        })
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
    /// An error when the server has ended.
    pub(crate) fn check(&mut self) -> Result<()> {
        self.server.as_mut().context("the server was not started")?.check()
    }
}

/// The command for the journeys: says where everything is as one line of JSON, and runs until its input ends.
pub(crate) fn stage(arguments: &Arguments) -> Result<()> {
    if arguments.folder.exists() {
        fs::remove_dir_all(&arguments.folder)?;
    }
    let place = Place {
        server: http::free_port()?,
        oidc: http::free_port()?,
        aws: http::free_port()?,
        folder: std::path::absolute(&arguments.folder)?,
    };
    let _stage = place.start(&project::target().join("debug/provisioner"))?;
    println!(
        "{}",
        serde_json::json!({
            "server": place.address(),
            "issuer": place.issuer(),
            "endpoint": place.endpoint(),
            "control": place.control(),
        })
    );
    let mut input = std::io::stdin().lock();
    while !interrupt::happened() && input.read(&mut [0; 64])? > 0 {}
    Ok(())
}
