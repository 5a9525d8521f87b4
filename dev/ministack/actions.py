"""The names of API calls: AWS's name for what a request asks, for each of its protocols."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

# The service that a request is signed for: `Credential=<key>/<date>/<region>/<service>/aws4_request`.
SIGNED_FOR = re.compile(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/aws4_request")

# By method and what follows the function's name in the path; `*` stands for a name.
LAMBDA = {
    ("DELETE", ""): "DeleteFunction",
    ("GET", ""): "GetFunction",
    ("GET", "configuration"): "GetFunctionConfiguration",
    ("PUT", "configuration"): "UpdateFunctionConfiguration",
    ("PUT", "code"): "UpdateFunctionCode",
    ("POST", "invocations"): "Invoke",
    ("GET", "versions"): "ListVersionsByFunction",
    ("POST", "versions"): "PublishVersion",
    ("GET", "aliases"): "ListAliases",
    ("POST", "aliases"): "CreateAlias",
    ("GET", "aliases/*"): "GetAlias",
    ("PUT", "aliases/*"): "UpdateAlias",
    ("DELETE", "aliases/*"): "DeleteAlias",
    ("GET", "policy"): "GetPolicy",
    ("POST", "policy"): "AddPermission",
    ("DELETE", "policy/*"): "RemovePermission",
}
S3_OBJECT = {"DELETE": "DeleteObject", "GET": "GetObject", "HEAD": "HeadObject", "PUT": "PutObject"}
S3_BUCKET = {"DELETE": "DeleteBucket", "GET": "ListObjectsV2", "HEAD": "HeadBucket", "PUT": "CreateBucket"}


def service(headers: dict[str, str]) -> str:
    """The service that the request is signed for, such as `lambda`; empty without a signature."""
    found = SIGNED_FOR.search(headers.get("authorization", ""))
    return found.group(1) if found else ""


def action(method: str, path: str, headers: dict[str, str], body: bytes) -> str:
    """The action, such as `DescribeStacks`; empty when it cannot be told."""
    if target := headers.get("x-amz-target"):
        return target.rsplit(".", 1)[-1]
    if headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return parse_qs(body.decode("utf-8", "replace")).get("Action", [""])[0]
    match service(headers):
        case "lambda":
            return _lambda(method, path)
        case "s3":
            bucket, _, key = path.strip("/").partition("/")
            return (S3_OBJECT if key else S3_BUCKET).get(method, "") if bucket else "ListBuckets"
        case _:
            # RPC v2, such as CloudWatch: `/service/<name>/operation/<action>`.
            return path.rpartition("/operation/")[2] if "/operation/" in path else ""


def _lambda(method: str, path: str) -> str:
    # `/<version of the API>/functions/<name>/...`
    parts = path.strip("/").split("/")
    if len(parts) < 2 or parts[1] != "functions":
        return ""
    if len(parts) == 2:
        return {"GET": "ListFunctions", "POST": "CreateFunction"}.get(method, "")
    rest = parts[3:]
    return LAMBDA.get((method, "/".join(rest[:1] + ["*"] * len(rest[1:]))), "")
