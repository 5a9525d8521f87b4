//! All pages over sample data, to look at while working on them: `cargo run -p app --example preview --features ssr`, then port 4400.
//!
//! `PREVIEW_AS=viewer|owner|operator|nobody` in the environment chooses who looks.

#[path = "../tests/support/mod.rs"]
mod support;

use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use domain::caller::Caller;
use domain::grant::Role;
use http::header;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let world = support::shared(support::sample());
    let state = support::state(&world, support::now());
    let router = Router::new()
        .route("/main.css", get(|| async { ([(header::CONTENT_TYPE, "text/css")], style()) }))
        .route(
            "/favicon.svg",
            get(|| async { ([(header::CONTENT_TYPE, "image/svg+xml")], file("public/favicon.svg")) }),
        )
        .route(
            "/main.js",
            get(|| async { ([(header::CONTENT_TYPE, "text/javascript")], file("public/main.js")) }),
        )
        .route("/pkg/{name}", get(|Path(name): Path<String>| async move { package(&name) }))
        .fallback_service(support::pages(state, caller()));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:4400").await?;
    axum::serve(listener, router).await
}

fn caller() -> Option<Caller> {
    match std::env::var("PREVIEW_AS").as_deref() {
        Ok("nobody") => None,
        Ok("viewer") => Some(support::person("Mika Tanaka", Role::Viewer)),
        Ok("owner") => Some(support::person("Haruto Sato", Role::Owner)),
        Ok("operator") => Some(support::operator()),
        _ => Some(support::person("Mika Tanaka", Role::Developer)),
    }
}

/// What `cargo xtask frontend` has built.
fn package(name: &str) -> ([(header::HeaderName, &'static str); 1], Vec<u8>) {
    let kind = if name.ends_with(".wasm") { "application/wasm" } else { "text/javascript" };
    let file = format!("{}/../target/site/pkg/{name}", env!("CARGO_MANIFEST_DIR"));
    ([(header::CONTENT_TYPE, kind)], std::fs::read(file).unwrap_or_default())
}

/// The sheets in the order that `style/main.css` lists, read again for each request.
fn style() -> String {
    file("style/main.css")
        .lines()
        .filter_map(|line| line.strip_prefix("@import \"")?.strip_suffix("\";").map(ToOwned::to_owned))
        .map(|name| file(&format!("style/{name}")))
        .collect()
}

fn file(path: &str) -> String {
    std::fs::read_to_string(format!("{}/../{path}", env!("CARGO_MANIFEST_DIR"))).unwrap_or_default()
}
