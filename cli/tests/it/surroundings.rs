//! What a function finds around it: variables, context, event.

use serde_json::Value;

use crate::support::{Dev, python};

const MIRROR: &str = "import json, os\ndef handler(event, context):\n    \
    return {'statusCode': 200, 'body': json.dumps({'event': event, 'environment': dict(os.environ), \
    'arn': context.invoked_function_arn, 'left': context.get_remaining_time_in_millis()})}\n";

#[test]
fn variables_are_those_of_lambda_and_of_the_app() {
    let folder = python(
        MIRROR,
        "memory = 256\n[environment]\nA1 = \"settings\"\nB1 = \"settings\"\nC1 = \"settings\"",
    );
    std::fs::write(folder.path().join(".env"), "B1=dotenv\nC1=dotenv\n").unwrap();
    let url = "postgres://app:p%40ss@127.0.0.1/orders";
    let dev = Dev::start(folder.path(), &["--env", "C1=command", "--database-url", url]);
    let mirrored = dev.get("/").json();
    let of = |name: &str| mirrored["environment"][name].as_str().map(str::to_owned);
    for (name, expected) in [
        ("A1", "settings"),
        ("B1", "dotenv"),
        ("C1", "command"),
        ("_HANDLER", "app.handler"),
        ("AWS_LAMBDA_FUNCTION_NAME", "test"),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
        ("AWS_EXECUTION_ENV", "AWS_Lambda_python3.13"),
        ("TZ", ":UTC"),
        ("DATABASE_URL", url),
        ("DATABASE_HOST", "127.0.0.1"),
        ("DATABASE_PORT", "5432"),
        ("DATABASE_NAME", "orders"),
        ("DATABASE_USER", "app"),
        ("DATABASE_PASSWORD", "p@ss"),
    ] {
        assert_eq!(of(name).as_deref(), Some(expected), "{name}");
    }
    let root = folder.path().canonicalize().unwrap();
    assert_eq!(of("LAMBDA_TASK_ROOT").as_deref(), root.to_str());
    assert_eq!(of("CARGO_MANIFEST_DIR"), None, "this machine's other variables stay outside");
    assert_eq!(mirrored["arn"], "arn:aws:lambda:us-east-1:000000000000:function:test");
    let left = mirrored["left"].as_u64().unwrap();
    assert!((20_000..=30_000).contains(&left), "{left}");
}

#[test]
fn events_are_those_of_a_load_balancer() {
    let folder = python(MIRROR, "");
    let dev = Dev::start(folder.path(), &[]);
    let sent = dev.send("PUT", "/a%20b?x=1&x=%2F", "X-Upper: Yes\r\ncontent-type: image/png\r\n", b"\x89PNG");
    let event = &sent.json()["event"];
    assert_eq!((&event["httpMethod"], &event["path"]), (&"PUT".into(), &"/a%20b".into()));
    assert_eq!(event["queryStringParameters"], serde_json::json!({ "x": "%2F" }));
    assert_eq!((&event["body"], &event["isBase64Encoded"]), (&"iVBORw==".into(), &true.into()));
    assert_eq!(
        (&event["headers"]["x-upper"], &event["headers"]["x-forwarded-for"]),
        (&"Yes".into(), &"127.0.0.1".into())
    );
    assert_eq!(event["headers"]["connection"], Value::Null);
}

#[test]
fn lists_of_values_are_a_setting() {
    let code = "def handler(event, context):\n    return {'statusCode': 200, \
                'multiValueHeaders': {'set-cookie': event['multiValueQueryStringParameters']['c']}}\n";
    let folder = python(code, "[dev]\nmulti-value-headers = true");
    let dev = Dev::start(folder.path(), &[]);
    let answer = dev.get("/?c=a&c=b");
    assert!(answer.head.contains("set-cookie: a\r\nset-cookie: b"), "{}", answer.head);
}
