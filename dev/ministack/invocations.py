"""Running functions as AWS does: the weights of aliases, and the metrics of each version that an alias runs.

MiniStack stores the weights without a look at them, and counts by function only.
"""

from __future__ import annotations

import contextvars
import random
from dataclasses import dataclass, field

from ministack.services import cloudwatch, lambda_svc

import functions


@dataclass
class Invoked:
    """What a caller invokes."""

    name: str
    qualifier: str | None
    version: str | None
    """The version that an alias has chosen."""
    result: dict = field(default_factory=dict)
    """What came of it."""

    def dimensions(self) -> list[dict[str, str]]:
        """The sets of dimensions that Lambda counts by
        (<https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-view.html>)."""
        by_name = {"FunctionName": self.name}
        by_resource = {**by_name, "Resource": self.resource()}
        by_version = [{**by_resource, "ExecutedVersion": self.version}] if self.version else []
        return [by_name, by_resource, *by_version]

    def resource(self) -> str:
        """The name with the qualifier, such as `orders:live`."""
        return f"{self.name}:{self.qualifier}" if self.qualifier else self.name


_invoked: contextvars.ContextVar[Invoked | None] = contextvars.ContextVar("_invoked", default=None)


def install() -> None:
    """Wraps the invocation, what runs the code, and what counts."""
    invoke, execute = lambda_svc._invoke, lambda_svc._execute_function_with_config_scope

    async def invoke_a_version(name: str, event: dict, headers: dict, path_qualifier: str | None = None,
                               query_params: dict | None = None) -> tuple:
        qualifier = path_qualifier or lambda_svc._qp_first(query_params or {}, "Qualifier") or None
        function = lambda_svc._functions.get(name)
        if function and qualifier is None and function["config"].get("State") == "Pending":
            return functions.refusal({**function["config"], "LastUpdateStatus": "Successful"})
        with_alias = chosen(function, name, qualifier)
        token = _invoked.set(with_alias)
        try:
            return await invoke(name, event, headers, with_alias.version or path_qualifier, query_params)
        finally:
            _invoked.reset(token)

    def execute_as_called(function: dict, event: dict) -> dict:
        invoked = _invoked.get()
        if invoked and invoked.version:
            # The code learns by which name it was called.
            arn = f"{lambda_svc._func_arn(invoked.name)}:{invoked.qualifier}"
            function = {**function, "config": {**function["config"], "FunctionArn": arn}}
        result = execute(function, event)
        if invoked:
            invoked.result = result
        return result

    lambda_svc._invoke = invoke_a_version
    lambda_svc._execute_function_with_config_scope = execute_as_called
    lambda_svc._emit_lambda_metrics = _count


def chosen(function: dict | None, name: str, qualifier: str | None) -> Invoked:
    """What runs; of an alias, the version that chance and its weights choose."""
    alias = ((function or {}).get("aliases") or {}).get(qualifier)
    if alias is None:
        return Invoked(name, qualifier, None)
    left = random.random()
    for version, weight in ((alias.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or {}).items():
        left -= float(weight)
        if left < 0:
            return Invoked(name, qualifier, version)
    return Invoked(name, qualifier, alias["FunctionVersion"])


class calling:
    """While it lasts, what runs is counted as invoked by this name."""

    def __init__(self, invoked: Invoked) -> None:
        self._invoked = invoked

    def __enter__(self) -> Invoked:
        self._token = _invoked.set(self._invoked)
        return self._invoked

    def __exit__(self, *_) -> None:
        _invoked.reset(self._token)


def _count(function_name: str, duration_ms: float, error: bool, throttle: bool) -> None:
    invoked = _invoked.get() or Invoked(function_name, None, None)
    # A request that is turned away is no invocation; MiniStack tells of it twice, first without a duration.
    figures = [("Throttles", 1, "Count")] if throttle and not duration_ms else []
    if not throttle:
        busy = 1 + sum(lambda_svc.executions_in_flight()[1].values())
        figures = [("Invocations", 1, "Count"), ("Errors", int(error), "Count"), ("Throttles", 0, "Count"),
                   ("Duration", duration_ms, "Milliseconds"), ("ConcurrentExecutions", busy, "Count")]
    for dimensions in invoked.dimensions():
        for name, value, unit in figures:
            cloudwatch.record_metric("AWS/Lambda", name, value, unit, dimensions)
