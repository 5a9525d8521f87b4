"""A running plugin, and what its tests have in common."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

import botocore.session
from botocore.config import Config

import accounts

HERE = Path(__file__).parent
TAGS = [{"Key": "organization", "Value": "acme"}]


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
