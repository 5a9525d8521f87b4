"""AWS::Lambda::Function beside changes that no stack made.

CloudFormation changes the properties that a template has, and leaves alone those that it never had: code that was
deployed and variables that were set since the stack was made stay
(<https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html>: an
update is of "resources that have changed"). MiniStack sets variables to none, leaves out the network, the key and the
reserved concurrency, and makes functions of code that does not exist.
"""

from __future__ import annotations

import contextvars
import time
from collections.abc import Callable

from ministack.services import lambda_svc

import functions
from control import CONTROL
from registry import wrap

FUNCTION = "AWS::Lambda::Function"
# What is left alone when neither the old nor the new template has it.
NOT_OWNED = ("Description", "Environment", "EphemeralStorage", "Layers", "LoggingConfig", "SnapStart", "TracingConfig")

_templates: contextvars.ContextVar[tuple[dict, dict] | None] = contextvars.ContextVar("_templates", default=None)


def install() -> None:
    """Wraps the type's handlers, and the calls that they make."""
    wrap(FUNCTION, "create", _create)
    wrap(FUNCTION, "update", _update)
    lambda_svc._update_code = _in_turn(lambda_svc._update_code)
    lambda_svc._update_config = _in_turn(_of_the_template(lambda_svc._update_config))


def _create(create: Callable, logical_id: str, props: dict, stack_name: str) -> tuple[str, dict]:
    code = props.get("Code", {})
    bucket, key = code.get("S3Bucket"), code.get("S3Key")
    if key and lambda_svc._fetch_code_from_s3(bucket, key, code.get("S3ObjectVersion")) is None:
        raise ValueError('Resource handler returned message: "Error occurred while GetObject. S3 Error Code: NoSuchKey. '
                         'S3 Error Message: The specified key does not exist. (Service: Lambda, Status Code: 400)" '
                         "(HandlerErrorCode: InvalidRequest)")
    physical_id, attributes = create(logical_id, props, stack_name)
    _complete(physical_id, {}, props)
    lambda_svc._functions[physical_id]["config"]["State"] = "Pending"
    lambda_svc._schedule_state_transition(physical_id, 0)
    _wait(physical_id)
    return physical_id, attributes


def _update(update: Callable, physical_id: str, old: dict, new: dict, *more) -> tuple[str, dict]:
    token = _templates.set((old, new))
    try:
        name, attributes = update(physical_id, old, new, *more)
    finally:
        _templates.reset(token)
    _complete(name, old, new)
    _wait(name)
    return name, attributes


def _complete(name: str, old: dict, new: dict) -> None:
    """Sets what MiniStack leaves out of the template, and clears what the template has ceased to speak of."""
    function, owned = lambda_svc._functions[name], {**old, **new}
    if "VpcConfig" in owned:
        function["config"]["VpcConfig"] = lambda_svc._vpc_config_with_id(new.get("VpcConfig"))
    if "KmsKeyArn" in owned:
        function["config"]["KMSKeyArn"] = new.get("KmsKeyArn", "")
    if "ReservedConcurrentExecutions" in owned:
        reserved = new.get("ReservedConcurrentExecutions")
        function["concurrency"] = None if reserved is None else int(reserved)


def _in_turn(update: Callable) -> Callable:
    """A stack waits for a function that is being changed, and for its own change."""

    def update_when_idle(name: str, data: dict) -> tuple:
        if _templates.get():
            _wait(name)
        return update(name, data)

    return update_when_idle


def _of_the_template(update: Callable) -> Callable:
    def update_owned(name: str, data: dict) -> tuple:
        if templates := _templates.get():
            old, new = templates
            data = {key: value for key, value in data.items() if key not in NOT_OWNED or key in old or key in new}
        return update(name, data)

    return update_owned


def _wait(name: str) -> None:
    while (function := lambda_svc._functions.get(name)) and functions.is_busy(function["config"]):
        if CONTROL.hurry.is_set():
            return
        time.sleep(0.02)
