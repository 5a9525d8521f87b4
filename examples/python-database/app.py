"""A function that counts its visits in the database that it is linked to."""

import json
import os
import ssl

import pg8000.exceptions
import pg8000.native

# AWS's certificate authorities, which no system trusts by itself.
CERTIFICATES = os.path.join(os.path.dirname(__file__), "global-bundle.pem")

# Functions start side by side, and two that make a table at once would be in each other's way.
TABLE = """
DO $$ BEGIN
    PERFORM pg_advisory_xact_lock(20261122);
    CREATE TABLE IF NOT EXISTS visits (at timestamptz NOT NULL DEFAULT now());
END $$
"""

VISIT = "INSERT INTO visits DEFAULT VALUES"
COUNT = "SELECT count(*), min(at)::text FROM visits"

# Kept from one request to the next: connecting takes longer than asking.
connection = None


def handler(event, context):
    if event.get("path", "/") != "/":
        return answer(404, {"error": "there is only /"})
    database = connected()
    database.run(VISIT)
    [[visits, first]] = database.run(COUNT)
    return answer(200, {"visits": visits, "first": first})


def connected():
    """The connection of the request before, unless it broke meanwhile."""
    global connection
    if connection is not None:
        try:
            # Nothing is lost when this fails. A visit that is sent again might be counted twice.
            connection.run("SELECT 1")
            return connection
        except (pg8000.exceptions.Error, OSError):
            print(json.dumps({"level": "info", "message": "the connection broke; connecting anew"}))
            connection = None
    connection = connect()
    return connection


def connect():
    fresh = pg8000.native.Connection(
        os.environ["DATABASE_USER"],
        host=os.environ["DATABASE_HOST"],
        port=int(os.environ["DATABASE_PORT"]),
        database=os.environ["DATABASE_NAME"],
        timeout=10,
        **credentials(),
    )
    fresh.run(TABLE)
    return fresh


def credentials():
    """On AWS the password changes every week, so it is read for each connection; `pv dev` gives it as a variable."""
    secret = os.environ.get("DATABASE_SECRET_ARN")
    if secret is None:
        return {"password": os.environ["DATABASE_PASSWORD"]}
    import boto3  # Lambda has it, and a machine without AWS need not.

    value = boto3.client("secretsmanager").get_secret_value(SecretId=secret)["SecretString"]
    return {
        "password": json.loads(value)["password"],
        "ssl_context": ssl.create_default_context(cafile=CERTIFICATES),
    }


def answer(status, value):
    headers = {"content-type": "application/json"}
    return {"statusCode": status, "headers": headers, "body": json.dumps(value), "isBase64Encoded": False}
