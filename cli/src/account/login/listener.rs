//! Where the browser comes back to: a port of this machine, for one visit.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Duration;

use percent_encoding::percent_decode_str;

use crate::failure::{Class, Failure};

/// How long a visitor may be silent. Browsers open connections that they do not use.
const SILENCE: Duration = Duration::from_secs(10);

/// Most bytes of a request line.
const LONGEST: u64 = 8 * 1024;

/// What the browser brought.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Arrival {
    /// A code for a token.
    Code(String),
    /// A no, in the word for it.
    Refused(String),
}

/// A port of 127.0.0.1.
pub(super) struct Listener {
    socket: TcpListener,
    port: u16,
}

impl Listener {
    /// Takes a free port.
    pub(super) fn bind() -> Result<Self, Failure> {
        let cannot = |error: io::Error| {
            Failure::new(Class::Failed, format!("cannot listen on this machine: {error}"))
                .advising("`pv login --device` needs no port")
        };
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(cannot)?;
        let port = socket.local_addr().map_err(cannot)?.port();
        Ok(Self { socket, port })
    }

    /// The port.
    pub(super) const fn port(&self) -> u16 {
        self.port
    }

    /// Waits for the visit with this state; all others are turned away. None when nobody came in time.
    pub(super) fn wait(self, state: String, patience: Duration) -> Option<Arrival> {
        let (sender, arrivals) = channel();
        thread::spawn(move || {
            for visitor in self.socket.incoming().flatten() {
                let (sender, state) = (sender.clone(), state.clone());
                thread::spawn(move || receive(visitor, &state, &sender));
            }
        });
        arrivals.recv_timeout(patience).ok()
    }
}

fn receive(mut visitor: TcpStream, state: &str, sender: &Sender<Arrival>) -> io::Result<()> {
    visitor.set_read_timeout(Some(SILENCE))?;
    visitor.set_write_timeout(Some(SILENCE))?;
    let mut line = String::new();
    let mut reader = BufReader::new((&visitor).take(LONGEST));
    reader.read_line(&mut line)?;
    // The rest of the head is read, or closing would take the answer away from the browser.
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }
    let arrival = read(&line, state);
    let (status, words) = match &arrival {
        Some(Arrival::Code(_)) => {
            ("200 OK", "You are signed in. You can close this page and go back to the terminal.")
        }
        Some(Arrival::Refused(_)) => ("200 OK", "You are not signed in. You can close this page."),
        None => ("404 Not Found", "There is nothing here."),
    };
    let answered = answer(&mut visitor, status, words);
    if let Some(arrival) = arrival {
        let _ = sender.send(arrival);
    }
    answered
}

fn answer(visitor: &mut TcpStream, status: &str, words: &str) -> io::Result<()> {
    let page =
        format!("<!doctype html><html lang=en><meta charset=utf-8><title>pv</title><p>{words}</p></html>\n");
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n\
         cache-control: no-store\r\nreferrer-policy: no-referrer\r\nconnection: close\r\n\r\n",
        page.len()
    );
    visitor.write_all(head.as_bytes())?;
    visitor.write_all(page.as_bytes())
}

/// Reads a request line. None when it is not the visit that is waited for.
fn read(line: &str, state: &str) -> Option<Arrival> {
    let target = line.strip_prefix("GET ")?.split(' ').next()?;
    let query = target.strip_prefix("/?")?;
    let parameter = |wanted: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.find(|(name, _)| *name == wanted)?;
        Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
    };
    if parameter("state")? != state {
        return None;
    }
    parameter("code").map(Arrival::Code).or_else(|| parameter("error").map(Arrival::Refused))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_visit_with_the_state_counts() {
        let code = |code: &str| Some(Arrival::Code(code.to_owned()));
        for (line, expected) in [
            ("GET /?code=a%2Bb&state=s HTTP/1.1\r\n", code("a+b")),
            ("GET /?state=s&code=abc HTTP/1.1\r\n", code("abc")),
            (
                "GET /?error=access_denied&state=s HTTP/1.1\r\n",
                Some(Arrival::Refused("access_denied".to_owned())),
            ),
            ("GET /?code=abc&state=other HTTP/1.1\r\n", None),
            ("GET /?code=abc HTTP/1.1\r\n", None),
            ("GET /?state=s HTTP/1.1\r\n", None),
            ("GET /favicon.ico HTTP/1.1\r\n", None),
            ("POST /?code=abc&state=s HTTP/1.1\r\n", None),
            ("\u{16}\u{3}", None),
        ] {
            assert_eq!(read(line, "s"), expected, "{line}");
        }
    }
}
