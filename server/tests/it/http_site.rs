//! The whole server but its sockets: the router on a fresh database, a fake issuer, and browsers that keep cookies.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use http::{HeaderMap, Request, Response, StatusCode, header};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use server::config::{Config, Values};
use server::http::issuers::Issuers;
use server::http::oidc::Issuer;
use server::http::{Parts, router};
use server::tasks::Board;
use server::testing::{FakeCloud, FakeWeb};
use server::{start, telemetry};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;
use url::Url;

use crate::sign_in_issuer::{CLIENT, CLIENT_SECRET, FakeIssuer, Key};
use crate::support::{START, TestApp};

pub(crate) const PUBLIC_URL: &str = "http://127.0.0.1:8080";

pub(crate) struct Site {
    pub(crate) app: TestApp,
    pub(crate) cloud: FakeCloud,
    pub(crate) issuer: FakeIssuer,
    pub(crate) known: Arc<Issuer>,
    pub(crate) parts: Parts,
    router: Router,
}

impl Site {
    pub(crate) async fn new() -> Self {
        Self::with(&[]).await
    }

    /// With other settings than the defaults.
    pub(crate) async fn with(settings: &[(&str, &str)]) -> Self {
        Self::on(FakeIssuer::start().await, settings).await
    }

    pub(crate) async fn while_the_issuer_is_down() -> Self {
        let issuer = FakeIssuer::start().await;
        issuer.go_down(true);
        Self::on(issuer, &[]).await
    }

    async fn on(issuer: FakeIssuer, settings: &[(&str, &str)]) -> Self {
        let app = TestApp::new().await;
        let config = Arc::new(config(&issuer.address, settings));
        let known = Arc::new(Issuer::new(&config, app.context.clock.clone()).unwrap());
        assert_eq!(known.discover().await.is_err(), issuer.is_down());
        let cloud = FakeCloud::new(app.clock.clone());
        let parts = Parts {
            ports: start::ports(&config, &app.context, &cloud.cloud(), Arc::new(FakeWeb::new())),
            issuers: Arc::new(Issuers::new(&config.trusts, app.context.clock.clone()).unwrap()),
            config,
            context: app.context.clone(),
            issuer: known.clone(),
            board: Board::default(),
            metrics: telemetry::metrics::detached().unwrap(),
            stop: CancellationToken::new(),
        };
        let router = router(parts.clone()).unwrap();
        Self { app, cloud, issuer, known, parts, router }
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser { router: self.router.clone(), cookies: BTreeMap::new() }
    }

    /// A browser in which this person is signed in.
    pub(crate) async fn signed_in(&self, subject: &str, email: &str) -> Browser {
        self.signed_in_with(&json!({ "sub": subject, "email": email })).await
    }

    pub(crate) async fn signed_in_with(&self, claims: &Value) -> Browser {
        let mut browser = self.browser();
        let answer = browser.sign_in(&self.issuer, |issuer| Key(1).sign(&merged(issuer, claims))).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        browser
    }

    /// Claims that are right at the time of the test's clock.
    pub(crate) fn second(&self) -> i64 {
        self.app.context.now().as_second()
    }
}

fn config(issuer: &str, settings: &[(&str, &str)]) -> Config {
    let private_issuers = format!("[\"{issuer}\"]");
    let fixed = [
        ("PROVISIONER__SERVER__PUBLIC_URL", PUBLIC_URL),
        ("PROVISIONER__OIDC__ISSUER", issuer),
        ("PROVISIONER__OIDC__CLIENT_ID", CLIENT),
        ("PROVISIONER__OIDC__CLIENT_SECRET", CLIENT_SECRET),
        ("PROVISIONER__OIDC__ALLOW_HTTP", "true"),
        // It signs for CI jobs as well.
        ("PROVISIONER__TRUSTS__PRIVATE_ISSUERS", &private_issuers),
    ];
    let variables =
        fixed.iter().chain(settings).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::check(&Values::gather(None, variables).unwrap()).unwrap()
}

/// What the issuer knows of one sign-in: claims that are right, to be signed or spoilt.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) claims: Value,
}

pub(crate) fn merged(asked: &Asked, more: &Value) -> Value {
    let mut claims = asked.claims.clone();
    for (name, value) in more.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims
}

/// Keeps cookies and asks like a person's browser does.
#[derive(Clone)]
pub(crate) struct Browser {
    router: Router,
    pub(crate) cookies: BTreeMap<String, String>,
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn location(&self) -> &str {
        self.header("location")
    }
}

impl Browser {
    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).header("accept", "text/html").body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let request = Request::post(path)
            .header("accept", "text/html")
            .header("host", "127.0.0.1:8080")
            .header("origin", PUBLIC_URL)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body));
        self.send(request.unwrap()).await
    }

    /// Sends a form with a file, as browsers do.
    pub(crate) async fn post_file(&mut self, path: &str, field: &str, file: &[u8]) -> Answer {
        let head = format!(
            "--cut\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"code.zip\"\r\n\
             Content-Type: application/zip\r\n\r\n"
        );
        let body = [head.as_bytes(), file, b"\r\n--cut--\r\n"].concat();
        let request = Request::post(path)
            .header("accept", "text/html")
            .header("host", "127.0.0.1:8080")
            .header("origin", PUBLIC_URL)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "multipart/form-data; boundary=cut")
            .body(Body::from(body));
        self.send(request.unwrap()).await
    }

    pub(crate) async fn send(&mut self, request: Request<Body>) -> Answer {
        let (parts, body) = self.respond(request).await.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// The body of an answer that goes on, and what it begins with.
    pub(crate) async fn open(&mut self, path: &str) -> (Body, String) {
        let request = Request::get(path).header("accept", "text/html").body(Body::empty()).unwrap();
        let response = self.respond(request).await;
        assert_eq!(response.status(), StatusCode::OK);
        let mut body = response.into_body();
        let first = body.frame().await.unwrap().unwrap().into_data().unwrap();
        (body, String::from_utf8_lossy(&first).into_owned())
    }

    async fn respond(&mut self, mut request: Request<Body>) -> Response<Body> {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([203, 0, 113, 7], 40_000))));
        let response = self.router.clone().oneshot(request).await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().unwrap());
        }
        response
    }

    fn keep(&mut self, cookie: &str) {
        let (name, rest) = cookie.split_once('=').unwrap();
        let value = rest.split(';').next().unwrap();
        if cookie.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    pub(crate) fn is_signed_in(&self) -> bool {
        self.cookies.contains_key("session")
    }

    /// Goes to the issuer, and comes back with a code for the token that `token` makes.
    pub(crate) async fn sign_in(&mut self, issuer: &FakeIssuer, token: impl Fn(&Asked) -> String) -> Answer {
        let away = self.leave("/auth/login").await;
        self.come_back(issuer, &away, token(&asked(issuer, &away))).await
    }

    /// The address at the issuer that the login page leads to.
    pub(crate) async fn leave(&mut self, path: &str) -> Url {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        Url::parse(answer.location()).unwrap()
    }

    pub(crate) async fn come_back(&mut self, issuer: &FakeIssuer, away: &Url, token: String) -> Answer {
        issuer.answer(token, &parameter(away, "code_challenge"));
        let path =
            callback(&[("state", &parameter(away, "state")), ("code", "a-code"), ("iss", &issuer.address)]);
        self.get(&path).await
    }
}

/// The claims that a good issuer would sign for somebody who left for this address.
pub(crate) fn asked(issuer: &FakeIssuer, away: &Url) -> Asked {
    let now = START.parse::<jiff::Timestamp>().unwrap().as_second();
    Asked {
        claims: json!({
            "iss": issuer.address,
            "aud": CLIENT,
            "sub": "u-dan",
            "email": "dan@acme.example",
            "email_verified": true,
            "name": "Dan Daley",
            "sid": "issuer-session-1",
            "nonce": parameter(away, "nonce"),
            "iat": now,
            "exp": now + 300,
        }),
    }
}

pub(crate) fn parameter(url: &Url, name: &str) -> String {
    url.query_pairs().find_map(|(key, value)| (key == name).then(|| value.into_owned())).unwrap_or_default()
}

pub(crate) fn callback(parameters: &[(&str, &str)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    format!("/auth/callback?{query}")
}
