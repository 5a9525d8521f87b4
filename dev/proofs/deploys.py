"""How long a change of one line takes until it is live: our deploy, the same calls of AWS's own SDK alone, and the AWS
CDK with an equal app, all on one stand-in.

Usage, by `cargo xtask bench`: `deploys.py '{"server": ..., "endpoint": ..., "cdk": ...}' RUNS`.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kills import zipped
from portal import Portal, token
from stand_in import REGION, Aws

# Its own account, as the CDK's own bucket and roles are not ours.
CDK_ACCOUNT = "333333333333"


class Ours:
    """Through the portal's API: sent, checked, stored, published, moved, audited."""

    def __init__(self, stage: dict) -> None:
        self._portal = Portal(stage["server"], "acme", token(stage["server"], "dan@acme.example", "pw"), 0.05)
        new = {"kind": "function", "project": "shop", "name": "measured", "environment": "development", "region": REGION}
        self._component = self._portal.ended(self._portal.call("POST", "components", new)["id"])["component"]

    def deploy(self, text: str) -> float:
        """Answers with when the alias had moved: what the portal says of its last step."""
        archive = zipped(text, works=True)
        path = f"components/{self._component}"
        self._portal.call("POST", f"{path}/artifacts", archive)
        code = {"artifact": hashlib.sha256(archive).hexdigest()}
        ended = self._portal.ended(self._portal.call("POST", f"{path}/deploys", code)["id"])
        assert ended["state"] == "succeeded", ended
        [moved] = [step["ended"] for step in ended["steps"] if step["name"] == "shift"]
        return datetime.datetime.fromisoformat(moved).timestamp()


class Bare:
    """The calls that AWS needs for it, one after the other, on the same function."""

    def __init__(self, aws: Aws) -> None:
        self._lambda, self._name = aws.lambda_, aws.function("measured")

    def deploy(self, text: str) -> None:
        self._lambda.update_function_code(FunctionName=self._name, ZipFile=zipped(text, works=True))
        while self._lambda.get_function_configuration(FunctionName=self._name)["LastUpdateStatus"] != "Successful":
            time.sleep(0.05)
        version = self._lambda.publish_version(FunctionName=self._name)["Version"]
        self._lambda.update_alias(FunctionName=self._name, Name="live", FunctionVersion=version)


class Cdk:
    """`cdk deploy` of an equal app."""

    def __init__(self, stage: dict, code: Path, *more: str) -> None:
        self._folder, self._code, self._more = Path(stage["cdk"]), code, more
        self._environment = {
            **os.environ, "AWS_ENDPOINT_URL": stage["endpoint"], "AWS_ACCESS_KEY_ID": CDK_ACCOUNT,
            "AWS_SECRET_ACCESS_KEY": "any", "AWS_REGION": REGION, "CDK_ACCOUNT": CDK_ACCOUNT, "CODE": str(code),
            "CDK_DISABLE_VERSION_CHECK": "1", "CI": "1",
        }

    def prepare(self) -> None:
        self._run("bootstrap", f"aws://{CDK_ACCOUNT}/{REGION}")
        self.deploy("first")

    def deploy(self, text: str) -> None:
        (self._code / "app.py").write_text(f"def handler(event, context):\n    return {{'statusCode': 200, 'body': {text!r}}}\n")
        self._run("deploy", "--require-approval", "never", *self._more)

    def _run(self, *words: str) -> None:
        output = self._code.parent / "out"
        ran = subprocess.run([self._folder / "node_modules/.bin/cdk", *words, "--no-notices", "--output", output], cwd=self._folder,
                             env=self._environment, capture_output=True, text=True)
        if ran.returncode:
            raise RuntimeError(ran.stdout + ran.stderr)


def measured(name: str, deploy, runs: int) -> float:
    deploy(f"{name} warms up")
    took = []
    for run in range(runs):
        begun = time.time()
        moved = deploy(f"{name} {run} {begun}")
        took.append((moved or time.time()) - begun)
    median = statistics.median(took)
    print(f"{name:32} median {median * 1000:8.0f} ms   least {min(took) * 1000:8.0f}   most {max(took) * 1000:8.0f}", flush=True)
    return median


def main() -> None:
    stage, runs = json.loads(sys.argv[1]), int(sys.argv[2])
    ours, aws = Ours(stage), Aws(stage["endpoint"])
    with tempfile.TemporaryDirectory() as folder:
        code = Path(folder) / "code"
        code.mkdir()
        cdk = Cdk(stage, code)
        cdk.prepare()
        our = measured("our deploy (API)", ours.deploy, runs)
        bare = measured("bare SDK sequence", Bare(aws).deploy, runs)
        hot = measured("cdk deploy --hotswap", Cdk(stage, code, "--hotswap").deploy, runs)
        whole = measured("cdk deploy", cdk.deploy, runs)
    print(f"ours / bare: {our / bare:.2f} (expected at most 1.2)   cdk / ours: {whole / our:.1f} (expected at least 10)   "
          f"hotswap / ours: {hot / our:.1f}")


if __name__ == "__main__":
    main()
