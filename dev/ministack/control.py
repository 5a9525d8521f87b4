"""The control file: delays and faults that a test, or a person who tries things out, asks for.

The file is JSON, named by the environment variable MINISTACK_CONTROL, and read again whenever it changes::

    {
      "delay":       {"AWS::RDS::DBCluster": 8, "*": 0.3},
      "fail_create": {"Cluster": "The quota is used up"},
      "fail_update": {"Cluster": "..."},
      "fail_delete": {"my-stack/SecurityGroup": "..."},
      "fail_function": {"orders": "..."},
      "stuck":       ["orders"],
      "calls":       [{"action": "DescribeStacks", "fault": "throttle", "times": 3}],
      "down":        false
    }

Delays are seconds for each create, update and delete of a resource type, and for the changes of functions that calls
begin: `CreateFunction`, `UpdateFunctionCode` and `UpdateFunctionConfiguration`. Failures name a logical id, alone or with
its stack's name before it; `fail_function` names functions, or `*`, whose changes end as failed, and `stuck` those whose
changes do not end while it does. A call's fault is one of `throttle`, `unavailable`, `reset` and `slow` (with `seconds`);
`times` counts down inside this process and starts anew when the file changes. `down` refuses every connection.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from dataclasses import dataclass
from typing import Any

logger = logging.getLogger("control")


@dataclass
class CallFault:
    """A fault of one API action, for the next `times` calls."""

    action: str
    fault: str
    times: int
    seconds: float


class Control:
    """The current content of the control file. Safe to use from several threads."""

    def __init__(self, path: str | None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._content: dict[str, Any] = {}
        self._calls: list[CallFault] = []
        self.hurry = threading.Event()
        """Set while the process stops: work in progress is finished without delays."""

    def delay(self, resource_type: str) -> float:
        """Seconds that work on one resource of this type takes."""
        if self.hurry.is_set():
            return 0.0
        delays = self._read().get("delay", {})
        return float(delays.get(resource_type, delays.get("*", 0)))

    def failure(self, kind: str, stack_name: str | None, logical_id: str | None) -> str | None:
        """The message of an asked-for failure; `kind` is `create`, `update`, `delete` or `function`."""
        failures = self._read().get(f"fail_{kind}", {})
        return failures.get(f"{stack_name}/{logical_id}") or failures.get(logical_id)

    def is_stuck(self, function: str) -> bool:
        """Whether changes of this function are to stay in progress."""
        return not {function, "*"}.isdisjoint(self._read().get("stuck", []))

    def is_down(self) -> bool:
        """Whether AWS is to look unreachable."""
        return bool(self._read().get("down"))

    def take_call_fault(self, action: str) -> CallFault | None:
        """The fault for this call, counted as used."""
        self._read()
        with self._lock:
            for fault in self._calls:
                if fault.action in (action, "*") and fault.times > 0:
                    fault.times -= 1
                    return fault
        return None

    def _read(self) -> dict[str, Any]:
        if not self._path:
            return {}
        with self._lock:
            try:
                status = os.stat(self._path)
                stamp = (status.st_mtime_ns, status.st_size)
                if stamp != self._stamp:
                    with open(self._path, encoding="utf-8") as file:
                        self._load(json.load(file))
                    self._stamp = stamp
            except FileNotFoundError:
                self._load({})
                self._stamp = None
            except (OSError, ValueError) as error:
                # Half-written: the last good content stays until the next read.
                logger.warning("control file not read: %s", error)
            return self._content

    def _load(self, content: dict[str, Any]) -> None:
        self._content = content
        self._calls = [
            CallFault(call["action"], call["fault"], int(call.get("times", 1)), float(call.get("seconds", 0)))
            for call in content.get("calls", [])
        ]


CONTROL = Control(os.environ.get("MINISTACK_CONTROL"))
