#!/bin/sh
# Answers the load balancer until the first deploy, through Lambda's runtime API:
# https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
set -eu

api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
headers=$(mktemp)
answer='{
  "statusCode": 200,
  "statusDescription": "200 OK",
  "isBase64Encoded": false,
  "headers": { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" },
  "body": "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>No code yet</title>\n<h1>This function has no code yet</h1>\n<p>Deploy some, and it will answer here.</p>\n</html>\n"
}'

while true; do
  curl --silent --show-error --fail --dump-header "$headers" --output /dev/null "$api/next"
  id=$(grep -i '^lambda-runtime-aws-request-id:' "$headers" | cut -d: -f2 | tr -d '[:space:]')
  curl --silent --show-error --fail --output /dev/null --data-binary "$answer" "$api/$id/response"
done
