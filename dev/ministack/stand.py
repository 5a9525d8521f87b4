"""A running plugin, and what its tests have in common."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

import botocore.session
from botocore.config import Config

import accounts

HERE = Path(__file__).parent
TAGS = [{"Key": "organization", "Value": "acme"}]
# Where the tests' functions have their code.
BUCKET = "test-code"
CODE = """
import json, os
def handler(event, context):
    if event.get("fail"):
        raise ValueError("as asked")
    if event.get("path") == "/malformed":
        return "text"
    body = {"answer": %d, "word": os.environ.get("WORD"), "arn": context.invoked_function_arn, "event": event}
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(body)}
"""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Stand:
    """One running plugin and clients of its target account."""

    def __init__(self, folder: str) -> None:
        self.control, self.state, self.port = Path(folder, "control.json"), Path(folder, "state"), free_port()
        self.say({})
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-B", str(HERE / "plugin.py")], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "GATEWAY_PORT": str(self.port), "MINISTACK_CONTROL": str(self.control),
                 "PERSIST_STATE": "1", "STATE_DIR": str(self.state)})
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def stop(self) -> None:
        self.process.stdin.close()
        self.process.wait(30)

    def say(self, content: dict) -> None:
        draft = self.control.with_suffix(".draft")
        draft.write_text(json.dumps(content))
        draft.replace(self.control)

    def client(self, service: str, key: str = accounts.ACCESS_KEY_ID, secret: str = accounts.SECRET_ACCESS_KEY,
               token: str | None = None):
        return botocore.session.Session().create_client(
            service, "eu-central-1", endpoint_url=f"http://127.0.0.1:{self.port}", aws_access_key_id=key,
            aws_secret_access_key=secret, aws_session_token=token,
            config=Config(retries={"total_max_attempts": 1}))

    def assume(self, external_id: str = accounts.EXTERNAL_ID) -> dict:
        return self.client("sts").assume_role(
            RoleArn=f"arn:aws:iam::{accounts.TARGET_ACCOUNT}:role/{accounts.ROLE}", RoleSessionName="test",
            ExternalId=external_id, Tags=TAGS)["Credentials"]

    def target(self, service: str):
        given = self.assume()
        return self.client(service, given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])


def template(**resources) -> str:
    return json.dumps({"Resources": resources})


def resource(resource_type: str, policy: str | None = None, **properties) -> dict:
    return {"Type": f"AWS::{resource_type}", "Properties": properties,
            **({"DeletionPolicy": policy} if policy else {})}


class PluginTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.stand = Stand(folder.name)
        cls.addClassCleanup(lambda: cls.stand.stop())

    def setUp(self) -> None:
        self.stand.say({})
        self.cloudformation = self.stand.target("cloudformation")

    def create(self, name: str, body: str, **more) -> str:
        return self.cloudformation.create_stack(StackName=name, TemplateBody=body, Tags=TAGS,
                                                Capabilities=["CAPABILITY_NAMED_IAM"], **more)["StackId"]

    def update(self, stack: str, body: str, expected: str = "UPDATE_COMPLETE") -> None:
        self.cloudformation.update_stack(StackName=stack, TemplateBody=body, Tags=TAGS,
                                         Capabilities=["CAPABILITY_NAMED_IAM"])
        self.assertEqual(self.settled(stack), expected, self.reasons(stack))

    def settled(self, stack: str) -> str:
        deadline = time.monotonic() + 30
        while (status := self.status(stack)).endswith("IN_PROGRESS"):
            self.assertLess(time.monotonic(), deadline, f"{stack} stays {status}")
            time.sleep(0.02)
        return status

    def status(self, stack: str) -> str:
        return self.cloudformation.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]

    def resource_id(self, stack: str, logical_id: str) -> str:
        return self.cloudformation.describe_stack_resource(
            StackName=stack, LogicalResourceId=logical_id)["StackResourceDetail"]["PhysicalResourceId"]

    def reasons(self, stack: str) -> list[str]:
        events = self.cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
        return [event.get("ResourceStatusReason", "") for event in events]


def archive(answer: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        # A time that stays, so that the same code is the same archive.
        file.writestr(zipfile.ZipInfo("index.py"), CODE % answer)
    return packed.getvalue()


def digest(answer: int) -> str:
    return base64.b64encode(hashlib.sha256(archive(answer)).digest()).decode()


def role(name: str) -> dict:
    trusted = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    return resource("IAM::Role", RoleName=f"provisioner-{name}", AssumeRolePolicyDocument={
        "Version": "2012-10-17", "Statement": [trusted]})


def function(name: str, memory: int = 128, key: str = "1.zip", **more) -> dict:
    return resource("Lambda::Function", FunctionName=name, Runtime="python3.12", Handler="index.handler", Timeout=5,
                    Role={"Fn::GetAtt": ["Role", "Arn"]}, MemorySize=memory, Code={"S3Bucket": BUCKET, "S3Key": key},
                    **more)


class FunctionTest(PluginTest):
    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        s3 = cls.stand.target("s3")
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        for answer in (1, 2, 3):
            s3.put_object(Bucket=BUCKET, Key=f"{answer}.zip", Body=archive(answer))

    def setUp(self) -> None:
        super().setUp()
        self.lambda_ = self.stand.target("lambda")

    def make(self, name: str, **resources) -> str:
        stack = self.create(name, template(Role=role(name), Function=function(name), **resources))
        self.assertEqual(self.settled(stack), "CREATE_COMPLETE", self.reasons(stack))
        return stack

    def describe(self, name: str) -> dict:
        return self.lambda_.get_function_configuration(FunctionName=name)

    def idle(self, name: str) -> dict:
        deadline = time.monotonic() + 10
        while (found := self.describe(name))["LastUpdateStatus"] == "InProgress":
            self.assertLess(time.monotonic(), deadline, found)
            time.sleep(0.02)
        return found

    def deploy(self, name: str, answer: int) -> str:
        self.lambda_.update_function_code(FunctionName=name, S3Bucket=BUCKET, S3Key=f"{answer}.zip")
        self.idle(name)
        return self.lambda_.publish_version(FunctionName=name, CodeSha256=digest(answer))["Version"]

    def run_it(self, name: str, qualifier: str, **event) -> dict:
        return self.lambda_.invoke(FunctionName=name, Qualifier=qualifier, Payload=json.dumps(event), LogType="Tail")

    def metric(self, name: str, dimensions: dict, namespace: str = "AWS/Lambda") -> float:
        now = datetime.now(timezone.utc)
        query = {"Id": "m", "MetricStat": {"Stat": "Sum", "Period": 60, "Metric": {
            "Namespace": namespace, "MetricName": name,
            "Dimensions": [{"Name": key, "Value": value} for key, value in dimensions.items()]}}}
        found = self.stand.target("cloudwatch").get_metric_data(
            MetricDataQueries=[query], StartTime=now - timedelta(minutes=5), EndTime=now + timedelta(minutes=5))
        return sum(found["MetricDataResults"][0]["Values"])
