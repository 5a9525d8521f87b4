//! The two programs beside the server that were not written here: the stand-in for AWS, and the OIDC provider.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;

use crate::processes::{Service, command};
use crate::setup::{node, python};
use crate::{console, http, project};

/// What the OIDC provider and the server share.
pub(crate) const CLIENT_SECRET: &str = "provisioner-local-client-secret";

/// The stand-in for AWS: where it listens, and what it is given.
pub(crate) struct Aws {
    /// Its port.
    pub(crate) port: u16,
    /// Its state and its log are in this folder.
    pub(crate) folder: PathBuf,
    /// The file that asks for delays and faults, as `dev/ministack/control.py` says.
    pub(crate) control: PathBuf,
}

impl Aws {
    /// The address of all services.
    pub(crate) fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Starts it, with the state that is in its folder.
    pub(crate) fn start(&self) -> Result<Service> {
        let programs = python::environment("venv", "dev/ministack/requirements.txt")?;
        fs::create_dir_all(&self.folder)?;
        console::step("Starting MiniStack, the stand-in for AWS", || {
            let mut service = Service::start(
                "MiniStack",
                command(programs.join("python"))
                    .arg("-B")
                    .arg(project::root().join("dev/ministack/plugin.py"))
                    .env("GATEWAY_PORT", self.port.to_string())
                    .env("MINISTACK_CONTROL", &self.control)
                    .env("PERSIST_STATE", "1")
                    .env("STATE_DIR", self.folder.join("aws"))
                    .current_dir(&self.folder),
                &self.folder.join("ministack.log"),
                // It lets stacks in progress end before it saves its state.
                Duration::from_secs(30),
            )?;
            service.wait_until(|| http::answers(self.port, "/_ministack/health"))?;
            Ok(service)
        })
    }
}

/// Starts the OIDC provider on a port, for a server at the address `provisioner`.
pub(crate) fn start_oidc(port: u16, provisioner: &str, log: &Path) -> Result<Service> {
    let folder = node::packages("dev/oidc")?;
    console::step("Starting the OIDC provider", || {
        let mut service = Service::start(
            "The OIDC provider",
            command("node")
                .arg(folder.join("provider.mjs"))
                .env("OIDC_PORT", port.to_string())
                .env("OIDC_CLIENT_SECRET", CLIENT_SECRET)
                .env("PROVISIONER_URL", provisioner),
            log,
            Duration::from_secs(5),
        )?;
        service.wait_until(|| http::answers(port, "/.well-known/openid-configuration"))?;
        Ok(service)
    })
}
