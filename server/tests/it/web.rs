//! Asking addresses over real sockets, as the local stand-in for AWS answers.

use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::any;
use domain::trial::address::{ANSWER_MAX_BYTES, Method, Question, Unreached, Web as _};
use futures::StreamExt as _;
use server::config::{Config, Values};
use server::web::Web;

/// A load balancer, and what the server knows of it.
async fn stand_in() -> (Web, SocketAddr) {
    let router = Router::new()
        .route("/away", any(|| async { Redirect::to("http://127.0.0.1:1/evil") }))
        .route("/long", any(|| async { "x".repeat(ANSWER_MAX_BYTES + 1) }))
        .route("/endless", any(|| async { Body::from_stream(endless()).into_response() }))
        .route("/bytes", any(|| async { Bytes::from_static(b"a\xff") }))
        .fallback(echo);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async { axum::serve(listener, router).await });
    (knowing(address), address)
}

fn knowing(address: SocketAddr) -> Web {
    let variables = [
        ("PROVISIONER__OIDC__ISSUER", "https://issuer.example".to_owned()),
        ("PROVISIONER__OIDC__CLIENT_ID", "client".to_owned()),
        ("PROVISIONER__OIDC__CLIENT_SECRET", "secret".to_owned()),
        ("PROVISIONER__AWS__ENDPOINT", format!("http://{address}")),
    ];
    let variables = variables.into_iter().map(|(name, value)| (name.to_owned(), value));
    Web::new(&Config::check(&Values::gather(None, variables).unwrap()).unwrap()).unwrap()
}

async fn echo(request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let header = |name: &str| parts.headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
    let (host, custom, agent) = (header("host"), header("x-custom"), header("user-agent"));
    let said = String::from_utf8(body.to_vec()).unwrap();
    format!("{} {} {host} {custom} {agent} {said}", parts.method, parts.uri).into_response()
}

fn endless() -> impl futures::Stream<Item = Result<Bytes, std::io::Error>> {
    futures::stream::repeat_with(|| Ok(Bytes::from_static(&[b'x'; 1024])))
        .take(ANSWER_MAX_BYTES / 1024 + 1)
        .chain(futures::stream::pending())
}

fn get(path: &str) -> Question {
    Question::new(Method::Get, path).unwrap()
}

#[tokio::test]
async fn the_function_is_named_in_the_host_and_gets_what_was_typed() {
    let (web, address) = stand_in().await;
    let question =
        Question::new(Method::Post, "/orders?id=%201").unwrap().with_headers("X-Custom: 5").unwrap();
    let answer = web.ask("hello.functions.localhost", &question.with_body("<1>").unwrap()).await.unwrap();
    let port = address.port();
    let agent = concat!("Provisioner/", env!("CARGO_PKG_VERSION"));
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (200, &*format!("POST /orders?id=%201 hello.functions.localhost:{port} 5 {agent} <1>"))
    );
    assert!(answer.headers.iter().any(|(name, _)| name == "content-type"));
    assert!(!answer.is_cut);
}

#[tokio::test]
async fn redirects_are_shown_and_not_followed() {
    let (web, _) = stand_in().await;
    let answer = web.ask("hello.functions.localhost", &get("/away")).await.unwrap();
    assert_eq!(answer.status, 303);
    assert!(answer.headers.contains(&("location".to_owned(), "http://127.0.0.1:1/evil".to_owned())));
}

#[tokio::test]
async fn only_the_beginning_of_a_long_answer_is_read() {
    let (web, _) = stand_in().await;
    for path in ["/long", "/endless"] {
        let answer = web.ask("hello.functions.localhost", &get(path)).await.unwrap();
        assert_eq!((answer.body.len(), answer.is_cut), (ANSWER_MAX_BYTES, true), "{path}");
    }
    assert_eq!(web.ask("h", &get("/bytes")).await.unwrap().body, "a\u{fffd}");
}

#[tokio::test]
async fn nobody_there_is_no_connection() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let nobody = knowing(address).ask("h", &get("/")).await;
    assert_eq!(nobody, Err(Unreached::NoConnection));
}
