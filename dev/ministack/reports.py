"""What Lambda itself tells of a request: its lines in the log, the error as its runtime reports it, and cold starts as
metric filters of the log group count them.

MiniStack answers with what the code has printed and no more, and stores metric filters without a look at them. What
stands in the log group is left as MiniStack writes it.
"""

from __future__ import annotations

import contextvars
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import cloudwatch, cloudwatch_logs, lambda_svc

# `{ $.type = "platform.initStart" }`: the only form of a filter pattern that is used here.
PATTERN = re.compile(r'\s*\{\s*(\$[.\w]+)\s*=\s*"([^"]*)"\s*\}\s*')
TRACEBACK = "Traceback (most recent call last):"


@dataclass
class Run:
    """One request while it runs."""

    init_ms: float | None = None
    """How long the code took to start, if it was started for this request."""
    log: str | None = None
    """The log with Lambda's own lines."""


_run: contextvars.ContextVar[Run | None] = contextvars.ContextVar("_run", default=None)


def install() -> None:
    """Wraps what starts the code, what runs it, and what writes its log."""
    for worker in (lambda_runtime.Worker, lambda_runtime.ProvidedWorker):
        worker._spawn = _timed(worker._spawn)
    execute, emit = lambda_svc._execute_function_with_config_scope, lambda_svc._emit_lambda_logs

    def execute_and_report(function: dict, event: dict) -> dict:
        run = Run()
        token = _run.set(run)
        try:
            result = execute(function, event)
        finally:
            _run.reset(token)
        _reported(result)
        return result if run.log is None else {**result, "log": run.log}

    def emit_and_report(function: dict, request_id: str, text: str, error: bool, duration_ms: int, **more) -> None:
        emit(function, request_id, text, error, duration_ms, **more)
        if run := _run.get():
            config = function.get("config") or function
            run.log = _log(config, request_id, text, duration_ms, run.init_ms, lambda_svc._probe_peak_memory_mb(function))
            if run.init_ms is not None:
                _filter(config, _init_start(config))

    lambda_svc._execute_function_with_config_scope = execute_and_report
    lambda_svc._emit_lambda_logs = emit_and_report


def _timed(spawn: Callable) -> Callable:
    def timed_spawn(worker: Any, *arguments, **more) -> Any:
        begun = time.monotonic()
        try:
            return spawn(worker, *arguments, **more)
        finally:
            if run := _run.get():
                run.init_ms = (time.monotonic() - begun) * 1000

    return timed_spawn


def _log(config: dict, request_id: str, text: str, duration_ms: float, init_ms: float | None, used: int) -> str:
    """The log of a request in the format of the function
    (<https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html>)."""
    size, version = config.get("MemorySize", 128), config.get("Version", "$LATEST")
    if (config.get("LoggingConfig") or {}).get("LogFormat") != "JSON":
        init = f"\tInit Duration: {init_ms:.2f} ms" if init_ms is not None else ""
        lines = [f"START RequestId: {request_id} Version: {version}", *text.splitlines(), f"END RequestId: {request_id}",
                 f"REPORT RequestId: {request_id}\tDuration: {duration_ms:.2f} ms\tBilled Duration: {duration_ms:.0f} ms"
                 f"\tMemory Size: {size} MB\tMax Memory Used: {used} MB{init}\t"]
        return "\n".join([*lines, ""])
    metrics = {"durationMs": duration_ms, "billedDurationMs": duration_ms, "memorySizeMB": size, "maxMemoryUsedMB": used}
    if init_ms is not None:
        metrics["initDurationMs"] = round(init_ms, 2)
    lines = [_line("platform.start", {"requestId": request_id, "version": version}), *text.splitlines(),
             _line("platform.report", {"requestId": request_id, "metrics": metrics, "status": "success"})]
    if init_ms is not None:
        lines.insert(0, json.dumps(_init_start(config)))
    return "\n".join([*lines, ""])


def _init_start(config: dict) -> dict:
    record = {"initializationType": "on-demand", "phase": "init", "functionName": config.get("FunctionName"),
              "functionVersion": config.get("Version", "$LATEST")}
    return {"time": _now(), "type": "platform.initStart", "record": record}


def _line(kind: str, record: dict) -> str:
    return json.dumps({"time": _now(), "type": kind, "record": record})


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _filter(config: dict, event: dict) -> None:
    """Counts an event as the metric filters of the function's log group say."""
    logging = config.get("LoggingConfig") or {}
    group = logging.get("LogGroup") or f"/aws/lambda/{config.get('FunctionName')}"
    if logging.get("LogFormat") != "JSON":
        return
    for (found, _), metric_filter in list(cloudwatch_logs._metric_filters.items()):
        match = PATTERN.fullmatch(metric_filter.get("filterPattern") or "")
        if found != group or not match or _value(event, match[1]) != match[2]:
            continue
        for metric in metric_filter["metricTransformations"]:
            dimensions = {name: str(_value(event, path)) for name, path in (metric.get("dimensions") or {}).items()}
            cloudwatch.record_metric(metric["metricNamespace"], metric["metricName"], float(metric["metricValue"]),
                                     metric.get("unit") or "None", dimensions)


def _value(event: dict, path: str) -> Any:
    """What stands at `$.record.functionName`."""
    found: Any = event
    for name in path.removeprefix("$.").split("."):
        found = (found or {}).get(name)
    return found


def _reported(result: dict) -> None:
    """Gives the error of a Python function its own type and its trace, as Lambda's runtime does."""
    body, log = result.get("body"), result.get("log") or ""
    if not result.get("error") or not isinstance(body, dict) or TRACEBACK not in log:
        return
    *frames, last = log[log.rindex(TRACEBACK):].strip().splitlines()[1:]
    kind = re.match(r"([\w.]+)(?::|$)", last)
    if kind and body.get("errorType") == "Runtime.HandlerError":
        body["errorType"] = kind[1]
        body["stackTrace"] = ["\n".join(frames[at:at + 2]) + "\n" for at in range(0, len(frames), 2)]
