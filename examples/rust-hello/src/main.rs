//! A function behind a load balancer, as a program of its own.

use std::env;
use std::time::Duration;

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(service_fn(handler)).await
}

async fn handler(event: LambdaEvent<Value>) -> Result<Value, Error> {
    let (event, context) = event.into_parts();
    match event["path"].as_str().unwrap_or("/") {
        "/error" => Err("this path always fails".into()),
        "/slow" => {
            let ms = event["queryStringParameters"]["ms"].as_str().unwrap_or("1000").parse()?;
            tokio::time::sleep(Duration::from_millis(ms)).await;
            Ok(answer(&json!({ "slept_ms": ms })))
        }
        "/log" => {
            let request = &context.request_id;
            println!("{}", json!({ "level": "info", "message": "hello from the log", "request": request }));
            Ok(answer(&json!({ "logged": true })))
        }
        _ => {
            let version = env::var("APP_VERSION").unwrap_or_else(|_| "unknown".to_owned());
            Ok(answer(&json!({ "greeting": "Hello from Rust", "version": version })))
        }
    }
}

fn answer(value: &Value) -> Value {
    json!({
        "statusCode": 200,
        "headers": { "content-type": "application/json" },
        "body": value.to_string(),
        "isBase64Encoded": false
    })
}
