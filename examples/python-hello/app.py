"""A function behind a load balancer, with nothing but Python itself."""

import json
import os
import time


def handler(event, context):
    path = event.get("path", "/")
    query = event.get("queryStringParameters", {})
    if path == "/error":
        raise ValueError("this path always fails")
    if path == "/slow":
        time.sleep(int(query.get("ms", "1000")) / 1000)
        return answer({"slept_ms": int(query.get("ms", "1000"))})
    if path == "/log":
        print(json.dumps({"level": "info", "message": "hello from the log", "request": context.aws_request_id}))
        return answer({"logged": True})
    return answer({"greeting": "Hello from Python", "version": os.environ.get("APP_VERSION", "unknown")})


def answer(value):
    return {
        "statusCode": 200,
        "headers": {"content-type": "application/json"},
        "body": json.dumps(value),
        "isBase64Encoded": False,
    }
