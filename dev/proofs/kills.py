"""Kills the server at random moments while functions are deployed, rolled out, rolled back and deleted, and sees that
all of it comes to its end: no version that failed its check ever gets traffic, and a deletion leaves nothing behind.

Usage, by `cargo xtask kills`: `kills.py '{"server": ..., "endpoint": ..., "program": ..., "folder": ...}' TIMES SEED`.
"""

from __future__ import annotations

import collections
import concurrent.futures
import hashlib
import io
import json
import os
import random
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

from portal import Portal, token
from stand_in import REGION, Aws

# What a deletion keeps on purpose: the logs, and the key that reads them.
KEPT = (":log-group:", ":key/")


class Server:
    """The server as a process that can be killed."""

    def __init__(self, stage: dict) -> None:
        self._stage, self._process = stage, None

    def start(self) -> None:
        folder = Path(self._stage["folder"])
        environment = {**os.environ, "PROVISIONER_CONFIG": str(folder / "provisioner.toml")}
        with open(folder / "server.log", "ab") as log:
            self._process = subprocess.Popen([self._stage["program"], "serve"], cwd=folder, env=environment, stdout=log,
                                             stderr=log, stdin=subprocess.PIPE)
        deadline = time.monotonic() + 30
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server does not start: see {folder / 'server.log'}")
            time.sleep(0.02)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def _is_ready(self) -> bool:
        try:
            return urllib.request.urlopen(f"{self._stage['server']}/readyz", timeout=2).status == 200
        except OSError:
            return False


class Functions:
    """A function, and what is done with it. Each deed ends with what must be so then."""

    def __init__(self, portal: Portal, aws: Aws) -> None:
        self._portal, self._aws = portal, aws
        self._made, self._sent = 0, 0
        self.texts: dict[str, str] = {}
        self.passed: set[str] = set()
        self.name = ""
        self._live = (0, "")
        self._before = self._live

    def begin(self) -> None:
        """A function with a version of its own: a first one has nothing to share its traffic with."""
        self.create()
        self.deploy()

    def create(self) -> None:
        self._made += 1
        name = f"killed-{self._made:03}"
        new = {"kind": "function", "project": "shop", "name": name, "environment": "development", "region": REGION}
        ended = self._portal.ended(self._portal.call("POST", "components", new)["id"])
        assert ended["state"] == "succeeded", ended
        self._component = ended["component"]
        self.function = self._aws.function(name)
        self.passed = self._aws.live(self.function)
        self.name = name
        self._live = self._before = (0, "")

    def deploy(self) -> None:
        """A version that passes its check becomes live."""
        code, ended = self._deploy(works=True)
        assert ended["state"] == "succeeded", ended
        self._now_live(ended["version"], code)

    def deploy_what_fails(self) -> None:
        """A version that fails its check does not."""
        _, ended = self._deploy(works=False)
        assert (ended["state"], ended["failure"]["cause"]) == ("failed", "check_failed"), ended

    def roll_out(self) -> None:
        """A version gets a tenth, then half, then all."""
        code, begun = self._deploy(works=True, until=lambda seen: seen["share"] == 10, rollout={"strategy": "manual"})
        for percent in (50, 100):
            self._portal.call("POST", f"operations/{begun['id']}/share", {"percent": percent})
            ended = self._portal.until(begun["id"], lambda seen, percent=percent: seen["share"] == percent)
        ended = self._portal.ended(begun["id"])
        assert ended["state"] == "succeeded", ended
        self._now_live(ended["version"], code)

    def roll_out_what_is_sent_back(self) -> None:
        """A version that does not answer a guard's path goes back."""
        guards = {"path": "/missing"}
        _, ended = self._deploy(works=True, rollout={"strategy": "canary", "minutes": 5, "guards": guards})
        assert (ended["state"], ended["failure"]["cause"]) == ("failed", "sent_back"), ended

    def roll_back(self) -> None:
        """The version before is live again."""
        number, _ = self._before
        if not number:
            return self.deploy()
        path = f"components/{self._component}/versions/{number}/roll-back"
        ended = self._portal.ended(self._portal.call("POST", path, {"what": "code_and_configuration"})["id"])
        assert ended["state"] == "succeeded", ended
        self._live, self._before = self._before, self._live

    def delete(self) -> None:
        """Nothing is left but the logs and their key; then there is another one."""
        name, self.name = self.name, ""
        left = self._portal.call("DELETE", f"components/{self._component}", confirm_name=name)
        ended = self._portal.ended(left["id"])
        assert ended["state"] == "succeeded", ended
        orphans = {found for found in self._aws.of_component(name) if not any(kept in found for kept in KEPT)}
        assert not orphans, orphans
        assert not self._aws.code(), self._aws.code()
        self.begin()

    def check(self) -> None:
        """What the portal calls live gets all the traffic, and answers."""
        number, code = self._live
        if not number:
            return
        live = self._portal.call("GET", f"components/{self._component}/versions/{number}")
        assert (live["state"], live["artifact"]) == ("live", code), live
        assert self._aws.live(self.function) == {code}, (self._aws.live(self.function), code)
        assert self._aws.answer(self.function) == self.texts[code], code

    def _deploy(self, works: bool, until=lambda seen: False, **more) -> tuple[str, dict]:
        self._sent += 1
        text = f"{self.name} {self._sent}"
        archive = zipped(text, works)
        code = hashlib.sha256(archive).hexdigest()
        self.texts[code] = text
        if works:
            self.passed.add(code)
        self._portal.call("POST", f"components/{self._component}/artifacts", archive)
        asked = {"artifact": code, "check": {"event": {}}, **more}
        operation = self._portal.call("POST", f"components/{self._component}/deploys", asked)
        return code, self._portal.until(operation["id"], until)

    def _now_live(self, number: int, code: str) -> None:
        self._before, self._live = self._live, (number, code)


def zipped(text: str, works: bool) -> bytes:
    """A program that answers with its text, except on the path `/missing`; or one that always fails."""
    broken = "" if works else "    raise RuntimeError('planted')\n"
    program = (f"def handler(event, context):\n{broken}"
               "    status = 404 if event.get('path') == '/missing' else 200\n"
               f"    return {{'statusCode': status, 'body': {text!r}}}\n")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as files:
        files.writestr("app.py", program)
    return archive.getvalue()


def main() -> None:
    stage, times, seed = json.loads(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    chance, server = random.Random(seed), Server(stage)
    server.start()
    try:
        aws = Aws(stage["endpoint"])
        functions = Functions(Portal(stage["server"], "acme", token(stage["server"], "dan@acme.example", "pw")), aws)
        functions.begin()
        deeds = [functions.deploy, functions.deploy_what_fails, functions.roll_out, functions.roll_out_what_is_sent_back,
                 functions.roll_back, functions.delete]
        usual = {deed: timed(deed) for deed in [functions.deploy, *deeds]}
        functions.deploy()
        steps = collections.Counter()
        for number in range(times):
            deed = chance.choices(deeds, weights=[4, 2, 4, 2, 4, 2])[0]
            steps[deed.__name__] += killed_in(deed, chance.uniform(0, usual[deed]), server, functions, aws)
            functions.check()
            print(f"{number + 1:4} {deed.__name__}", flush=True)
        functions.delete()
        print(json.dumps({"kills": times, "seed": seed, "in the middle of": steps}))
    finally:
        server.kill()


def timed(deed) -> float:
    begun = time.monotonic()
    deed()
    return time.monotonic() - begun


def killed_in(deed, seconds: float, server: Server, functions: Functions, aws: Aws) -> bool:
    """Does something with a server that is killed after so long. Answers with whether it was still being done then."""
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        doing = pool.submit(deed)
        concurrent.futures.wait([doing], seconds)
        was_done = doing.done()
        server.kill()
        if functions.name:
            live = aws.live(functions.function)
            assert live <= functions.passed, f"traffic goes to what did not pass: {live - functions.passed}"
        server.start()
        doing.result()
    return not was_done


if __name__ == "__main__":
    main()
