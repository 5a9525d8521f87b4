//! What there is on the server of the tests, in the shapes of `docs/api.md`.

use serde_json::{Value, json};

use super::fake::{Fake, Received, Reply};

/// The operation that every change begins.
pub(crate) const OPERATION: &str = "0198f000-0000-7000-8000-000000000001";
/// The function `hello`.
pub(crate) const HELLO: &str = "/organizations/acme/components/0198f000-0000-7000-8000-00000000000a";
/// The database `orders-db`.
pub(crate) const ORDERS: &str = "/organizations/acme/components/0198f000-0000-7000-8000-00000000000b";
/// Where components are.
pub(crate) const COMPONENTS: &str = "/organizations/acme/components";

/// The address of the operation.
pub(crate) fn operation_path() -> String {
    format!("/organizations/acme/operations/{OPERATION}")
}

/// Done.
pub(crate) fn ok(body: Value) -> Reply {
    Reply::Json(200, "", body)
}

/// Begun. The next question may come at once.
pub(crate) fn accepted(body: Value) -> Reply {
    Reply::Json(202, "retry-after: 0\r\n", body)
}

/// Refused.
pub(crate) fn refused(status: u16, code: &str) -> Reply {
    let problem = json!({ "title": format!("Title {status}"), "status": status, "code": code, "detail": format!("Detail {code}.") });
    Reply::Json(status, "retry-after: 0\r\nx-request-id: 0123456789abcdef\r\n", problem)
}

/// A server with these answers before those of a usual world.
pub(crate) fn server(answers: impl Fn(&Received, usize) -> Option<Reply> + Send + Sync + 'static) -> Fake {
    Fake::start(move |request, count| answers(request, count).unwrap_or_else(|| usual(request)))
}

/// Whether a request is of this method and path.
pub(crate) fn is(request: &Received, method: &str, path: &str) -> bool {
    request.method == method && request.path == path
}

/// An organization with a project, a function and a database; every change succeeds.
pub(crate) fn usual(request: &Received) -> Reply {
    if request.header("authorization") != Some(&format!("Bearer {}", super::fake::TOKEN)) {
        return refused(401, "unauthenticated");
    }
    let list = |items: Vec<Value>| ok(json!({ "items": items, "next": null }));
    let path = request.path.strip_prefix("/organizations/acme").unwrap_or(&request.path);
    let component =
        path.strip_prefix("/components/0198f000-0000-7000-8000-00000000000").map(|rest| rest.split_at(1));
    match (request.method.as_str(), path, component) {
        ("GET", "/me", _) => ok(json!({
            "id": OPERATION, "email": "mika@example.com", "name": "Mika", "session": OPERATION,
            "grants": [{ "organization": OPERATION, "project": null, "role": "developer" }],
        })),
        ("GET", "/organizations", _) => {
            list(vec![json!({ "id": OPERATION, "slug": "acme", "display_name": "Acme" })])
        }
        ("GET", "/projects", _) => {
            list(vec![json!({ "id": OPERATION, "slug": "shop", "display_name": "Shop" })])
        }
        ("GET", "/components", _) => {
            let name = request.parameter(&request.query, "name");
            let all = [hello("ready"), orders()].into_iter();
            list(all.filter(|one| name.as_ref().is_none_or(|name| one["name"] == **name)).collect())
        }
        ("GET", "/operations", _) => list(vec![operation("deploy", "succeeded")]),
        ("GET", _, _) if path == format!("/operations/{OPERATION}") => ok(operation("deploy", "succeeded")),
        ("GET", _, Some(("a", "/versions"))) => list(vec![
            version(5, "previous", "5555"),
            version(4, "live", "4444"),
            version(3, "failed", "3333"),
            version(2, "previous", "2222"),
        ]),
        ("GET", _, Some(("a", "/versions/2"))) => ok(version(2, "previous", "2222")),
        ("GET", _, Some(("a", "/environment"))) => {
            ok(json!({ "variables": { "GREETING": "hello", "LOG_LEVEL": "info" }, "version": 4 }))
        }
        ("GET", _, Some(("a", "/secrets"))) => ok(json!({ "secrets": [secret("API_KEY"), {
            "name": "by-hand", "version": null, "set_by": null, "set": "2026-11-01T00:00:00Z",
        }] })),
        ("PUT", _, Some(("a", "/secrets/API_KEY"))) => ok(secret("API_KEY")),
        ("DELETE", _, Some(("a", "/secrets/API_KEY"))) => Reply::Json(204, "", json!(null)),
        ("PUT" | "DELETE", _, Some(("a", path))) if path.starts_with("/secrets/") => {
            refused(404, "not_found")
        }
        ("GET", _, Some((_, "/allow-list"))) => {
            ok(json!({ "entries": [entry("203.0.113.0/24"), entry("198.51.100.7/32")] }))
        }
        ("GET", _, Some(("b", "/connection"))) => ok(json!({
            "kind": "postgres", "host": "db.example.com", "reader_host": "r", "port": 5432, "database": "orders", "username": "app",
            "ca_url": "u",
        })),
        ("POST", _, Some(("b", "/credentials"))) => ok(json!({ "username": "app", "password": "p@ss/word" })),
        ("GET", _, Some(_)) => refused(404, "not_found"),
        ("POST", _, Some(("a", "/artifacts"))) => Reply::Json(
            201,
            "",
            json!({
                "artifact": sha256(&request.body), "size": request.body.len(), "unpacked": 1, "files": 1,
            }),
        ),
        ("POST" | "PUT" | "DELETE", _, _) if request.query.contains("dry_run=true") => {
            ok(operation("create", "planned"))
        }
        ("POST" | "PUT" | "DELETE", ..) => accepted(operation("deploy", "running")),
        _ => refused(404, "not_found"),
    }
}

/// The function.
pub(crate) fn hello(state: &str) -> Value {
    json!({
        "id": &HELLO[HELLO.len() - 36..], "kind": "function", "project": "shop", "name": "hello", "environment": "development",
        "region": "eu-central-1", "state": state, "version": 1, "allow_list": [entry("203.0.113.0/24")], "address": "https://hello.example",
        "running": null, "settings": {
            "runtime": "python3.13", "architecture": "arm64", "handler": "app.handler", "memory_mb": 512, "database": null,
        },
    })
}

/// The database.
pub(crate) fn orders() -> Value {
    let mut orders = hello("ready");
    orders["id"] = ORDERS[ORDERS.len() - 36..].into();
    orders["kind"] = "postgres".into();
    orders["name"] = "orders-db".into();
    orders
}

/// An operation of the function.
pub(crate) fn operation(change: &str, state: &str) -> Value {
    let ended = !matches!(state, "planned" | "queued" | "running");
    let done = json!({
        "name": "code", "state": "done", "started": "2026-11-01T00:00:00Z", "ended": "2026-11-01T00:00:02Z", "usual_seconds": 2, "progress": [],
    });
    json!({
        "id": OPERATION, "component": &HELLO[HELLO.len() - 36..], "name": "hello", "kind": "function", "change": change, "state": state,
        "ended": ended, "version": 6, "author": "Mika", "message": null, "created": "2026-11-01T00:00:00Z", "failure": null,
        "steps": [done],
        "plan": {
            "changes": [], "resources": [{ "logical_id": "F", "resource_type": "AWS::Lambda::Function", "action": "add" }],
            "warnings": [{ "warning": "nobody_can_connect" }], "price": { "before_cents": 0, "after_cents": 123 }, "expected_seconds": 90,
        },
    })
}

fn version(number: u32, state: &str, artifact: &str) -> Value {
    json!({
        "number": number, "state": state, "artifact": artifact, "author": "Mika", "message": "Faster", "created": "2026-11-01T00:00:00Z",
    })
}

fn secret(name: &str) -> Value {
    json!({ "name": name, "version": 2, "set_by": "Mika", "set": "2026-11-01T00:00:00Z" })
}

fn entry(network: &str) -> Value {
    json!({
        "id": "0198f000-0000-7000-8000-0000000000ee", "network": network, "label": "Office", "expires": null, "added_by": "Mika",
        "added": "2026-11-01T00:00:00Z",
    })
}

/// The name of an archive.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
