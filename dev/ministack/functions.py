"""Lambda's updates that take time, and what AWS refuses meanwhile.

MiniStack ends every update after half a second and takes others in between, publishes code that is half replaced, and
points aliases at versions that do not exist.
"""

from __future__ import annotations

import contextvars
import json
import threading
import time
from collections.abc import Callable

from ministack.core.responses import error_response_json, json_response
from ministack.services import lambda_svc

from control import CONTROL

ACTIVE = {"State": "Active", "StateReason": "", "StateReasonCode": ""}
SUCCESSFUL = {"LastUpdateStatus": "Successful", "LastUpdateStatusReason": "", "LastUpdateStatusReasonCode": ""}

_doing = contextvars.ContextVar("_doing", default="CreateFunction")


def install() -> None:
    """Wraps the calls that change a function, and decides when a change is done."""
    lambda_svc._schedule_state_transition = lambda function, delay: _begin(function)
    lambda_svc._update_code = _one_at_a_time("UpdateFunctionCode", lambda_svc._update_code)
    lambda_svc._update_config = _one_at_a_time("UpdateFunctionConfiguration", lambda_svc._update_config)
    lambda_svc._publish_version = _of_this_code(lambda_svc._publish_version)
    lambda_svc._create_alias = _of_versions(lambda_svc._create_alias)
    lambda_svc._update_alias = _of_versions(lambda_svc._update_alias)


def in_progress() -> bool:
    """Whether any function, in any account and region, is being made or changed."""
    return any(is_busy(function["config"]) for function in list(lambda_svc._functions._data.values()))


def is_busy(config: dict) -> bool:
    """Whether AWS works on the function."""
    return config.get("State") == "Pending" or config.get("LastUpdateStatus") == "InProgress"


def refusal(config: dict) -> tuple | None:
    """The answer while AWS works on the function (<https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html>)."""
    if config.get("LastUpdateStatus") == "InProgress":
        why = f"An update is in progress for resource: {config['FunctionArn']}"
    elif config.get("State") == "Pending":
        why = "The function is currently in the following state: Pending"
    else:
        return None
    return error_response_json(
        "ResourceConflictException", f"The operation cannot be performed at this time. {why}", 409)


def _one_at_a_time(action: str, update: Callable) -> Callable:
    def begin(name: str, data: dict) -> tuple:
        config = _config(name)
        if refused := refusal(config):
            return refused
        doing = _doing.set(action)
        try:
            answer = update(name, data)
        finally:
            _doing.reset(doing)
        if answer[0] < 400:
            # MiniStack calls an updated function pending, as if it could not run; in AWS it stays active.
            config.update(ACTIVE)
            return json_response({**json.loads(answer[2]), **ACTIVE})
        return answer

    return begin


def _begin(name: str) -> None:
    made, action = lambda_svc._functions.get(name), _doing.get()
    if made is None:
        return
    made["config"].setdefault("LastUpdateStatus", "Successful")
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(_finish, name, action, made), daemon=True).start()


def _finish(name: str, action: str, made: dict) -> None:
    deadline = time.monotonic() + CONTROL.delay(action)
    while (time.monotonic() < deadline or CONTROL.is_stuck(name)) and not CONTROL.hurry.is_set():
        time.sleep(0.02)
    failure = CONTROL.failure("function", None, name) or CONTROL.failure("function", None, "*")
    for config in [made["config"], *(version["config"] for version in made["versions"].values())]:
        if is_busy(config):
            config.update({**ACTIVE, **SUCCESSFUL})
            if failure:
                config.update(LastUpdateStatus="Failed", LastUpdateStatusReason=failure,
                              LastUpdateStatusReasonCode="InternalError")


def _of_this_code(publish: Callable) -> Callable:
    def publish_if_it_is(name: str, data: dict) -> tuple:
        config = _config(name)
        if refused := refusal(config):
            return refused
        wanted, found = data.get("CodeSha256"), config.get("CodeSha256")
        if wanted and config and wanted != found:
            return error_response_json(
                "InvalidParameterValueException",
                f"CodeSHA256 ({wanted}) is different from current CodeSHA256 in $LATEST ({found}). "
                "Please try again with the CodeSHA256 in $LATEST.", 400)
        return publish(name, data)

    return publish_if_it_is


def _of_versions(change: Callable) -> Callable:
    def change_if_they_exist(name: str, *rest) -> tuple:
        data, made = rest[-1], lambda_svc._functions.get(name)
        weights = (data.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or {}
        for version in [data.get("FunctionVersion") or "$LATEST", *weights]:
            if made and version != "$LATEST" and version not in made["versions"]:
                return error_response_json(
                    "ResourceNotFoundException", f"Function not found: {lambda_svc._func_arn(name)}:{version}", 404)
        return change(name, *rest)

    return change_if_they_exist


def _config(name: str) -> dict:
    return (lambda_svc._functions.get(name) or {"config": {}})["config"]
