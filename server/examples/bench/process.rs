//! The server as a process of its own: how soon it answers, and how much memory it takes while nobody asks.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::Fallible;
use crate::measure::{Durations, milliseconds};
use crate::stage::Folder;
use crate::table::{Expected, Quantity, Table, Unit};

/// How often the server is started.
const STARTS: usize = 5;

/// How long nobody asks before its memory is looked at.
const IDLE: Duration = Duration::from_secs(5);

/// A server that has not answered by now never will.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) fn measure(table: &mut Table) -> Fallible<()> {
    let folder = Folder::new("process")?;
    let (first, took) = Server::start(folder.path())?;
    table.add("start to first answer, new database", milliseconds(took), Expected::Nothing);
    drop(first);
    let mut durations = Vec::new();
    for _ in 0..STARTS {
        let (_server, took) = Server::start(folder.path())?;
        durations.push(took);
    }
    table.add(
        "start to first answer, median of 5",
        Durations::new(durations).percentile(0.5),
        Expected::Below(300.0),
    );
    let (server, _) = Server::start(folder.path())?;
    std::thread::sleep(IDLE);
    table.add("memory when idle (VmRSS)", server.memory()?, Expected::Below(80.0));
    Ok(())
}

/// The program that is shipped: it was built beside this one.
pub(crate) fn program() -> Fallible<PathBuf> {
    let own = std::env::current_exe()?;
    let folder = own.parent().and_then(Path::parent).ok_or("the program has no folder")?;
    let program = folder.join("provisioner");
    if program.exists() {
        Ok(program)
    } else {
        Err(format!("{} is missing: run `cargo xtask bench`", program.display()).into())
    }
}

/// A running server. It is stopped when this is dropped.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Server {
    /// Starts it, and says how long it took until it answered.
    fn start(folder: &Path) -> Fallible<(Self, Duration)> {
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let configuration = folder.join("provisioner.toml");
        fs::write(&configuration, settings(folder, address))?;
        let mut command = Command::new(program()?);
        command.arg("--config").arg(&configuration).arg("serve").current_dir(folder);
        command.env_clear().stdin(Stdio::null()).stdout(Stdio::null());
        command.stderr(fs::File::create(folder.join("log"))?);
        let start = Instant::now();
        let server = Self(command.spawn()?);
        while !answers(address) {
            if start.elapsed() > PATIENCE {
                return Err(format!(
                    "the server does not answer: {}",
                    fs::read_to_string(folder.join("log"))?
                )
                .into());
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok((server, start.elapsed()))
    }

    /// What it keeps in memory (proc(5), `VmRSS`; in units of 1,024 bytes).
    fn memory(&self) -> Fallible<Quantity> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        let kibibytes = kibibytes.ok_or("/proc/PID/status has another form")?;
        Ok(Quantity::new(kibibytes * 1024.0 / 1e6, Unit::Megabytes))
    }
}

/// An issuer that does not answer: signing in is not measured, and the start does not wait for anybody.
fn settings(folder: &Path, address: SocketAddr) -> String {
    format!(
        r#"
        [server]
        listen = "{address}"
        public_url = "http://{address}"
        [database]
        url = "sqlite:{}"
        [oidc]
        issuer = "http://127.0.0.1:1"
        client_id = "bench"
        client_secret = "bench"
        allow_http = true
        [aws]
        endpoint = "http://127.0.0.1:1"
        access_key_id = "bench"
        secret_access_key = "bench"
        "#,
        folder.join("provisioner.db").display(),
    )
}

fn answers(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer.starts_with("HTTP/1.1 200"))
    };
    ask().unwrap_or(false)
}
