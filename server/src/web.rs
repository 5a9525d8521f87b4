//! The way to the public addresses of functions: implements [`domain::trial::address::Web`].

use std::time::{Duration, Instant};

use async_trait::async_trait;
use domain::trial::address::{self, ANSWER_MAX_BYTES, Answer, Question, Unreached};
use http::header::HOST;
use openidconnect::reqwest::redirect::Policy;
use openidconnect::reqwest::{Client, Error, Method, RequestBuilder, Response};
use url::Url;

use crate::config::Config;

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(5);

/// Asks addresses.
#[derive(Debug)]
pub struct Web {
    client: Client,
    /// Where the local stand-in for AWS answers for all functions, by the name in `Host`.
    stand_in: Option<Url>,
}

impl Web {
    /// The way, as it is configured.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(config: &Config) -> Result<Self, Error> {
        let client = Client::builder()
            // A function must not choose whom this server asks.
            .redirect(Policy::none())
            .connect_timeout(CONNECT)
            .user_agent(concat!("Provisioner/", env!("CARGO_PKG_VERSION")));
        let stand_in = config.aws.endpoint.clone();
        // A proxy knows nothing of this machine.
        let client = if stand_in.is_some() { client.no_proxy() } else { client };
        Ok(Self { client: client.build()?, stand_in })
    }

    /// None when the address is not one of this host: that would be a mistake of ours.
    fn request(&self, host: &str, question: &Question) -> Option<RequestBuilder> {
        let origin = match &self.stand_in {
            Some(stand_in) => stand_in.origin().ascii_serialization(),
            None => format!("https://{host}"),
        };
        let expected = Url::parse(&origin).ok()?;
        let url = Url::parse(&format!("{origin}{}", question.path())).ok()?;
        if url.origin() != expected.origin() || !url.username().is_empty() {
            return None;
        }
        let mut request = self.client.request(method(question.method()), url);
        if let Some(stand_in) = &self.stand_in {
            let port = stand_in.port_or_known_default().unwrap_or_default();
            request = request.header(HOST, format!("{host}:{port}"));
        }
        for (name, value) in question.headers() {
            request = request.header(name, value);
        }
        let has_body = !question.body().is_empty();
        Some(if has_body { request.body(question.body().to_owned()) } else { request })
    }
}

#[async_trait]
impl address::Web for Web {
    async fn ask(&self, host: &str, question: &Question) -> Result<Answer, Unreached> {
        let request = self.request(host, question).ok_or(Unreached::NoConnection)?;
        let started = Instant::now();
        let response = request.send().await.map_err(|error| unreached(&error))?;
        let status = response.status().as_u16();
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| {
                (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            })
            .collect();
        let (body, is_cut) = beginning(response).await.map_err(|error| unreached(&error))?;
        Ok(Answer { status, headers, body, is_cut, took: started.elapsed() })
    }
}

/// The beginning of a body, and whether there is more. What comes after that is not waited for.
async fn beginning(mut response: Response) -> Result<(String, bool), Error> {
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await? {
        body.extend_from_slice(&piece);
        if body.len() > ANSWER_MAX_BYTES {
            body.truncate(ANSWER_MAX_BYTES);
            return Ok((String::from_utf8_lossy(&body).into_owned(), true));
        }
    }
    Ok((String::from_utf8_lossy(&body).into_owned(), false))
}

fn unreached(error: &Error) -> Unreached {
    // A connection that takes too long is told as both.
    if error.is_connect() {
        Unreached::NoConnection
    } else if error.is_timeout() {
        Unreached::TooLate
    } else {
        Unreached::BrokenOff
    }
}

const fn method(method: address::Method) -> Method {
    match method {
        address::Method::Get => Method::GET,
        address::Method::Head => Method::HEAD,
        address::Method::Post => Method::POST,
        address::Method::Put => Method::PUT,
        address::Method::Patch => Method::PATCH,
        address::Method::Delete => Method::DELETE,
    }
}
