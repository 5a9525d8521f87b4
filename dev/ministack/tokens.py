"""Request tokens: a call that is repeated with its token gets its first answer again.

MiniStack answers AlreadyExistsException to the repetition. AWS documents the token as the caller's means to retry
("so that CloudFormation knows that you're not attempting to create a stack with the same name", CreateStack,
ClientRequestToken; the same for CreateChangeSet's ClientToken and ExecuteChangeSet). The answers are kept on the
stack's record, so that they live, and are persisted, exactly as long as the stack.
"""

from __future__ import annotations

from collections.abc import Callable

from ministack.services.cloudformation import _stacks, changesets, handlers

TOKEN_PARAMETERS = {
    "CreateStack": "ClientRequestToken",
    "UpdateStack": "ClientRequestToken",
    "ExecuteChangeSet": "ClientRequestToken",
    "CreateChangeSet": "ClientToken",
}


def install() -> None:
    """Wraps the actions that take a token, and refuses to create over a rolled-back stack, as AWS does."""
    handlers._ACTION_HANDLERS["CreateStack"] = _refusing_existing(handlers._ACTION_HANDLERS["CreateStack"])
    for action, parameter in TOKEN_PARAMETERS.items():
        handlers._ACTION_HANDLERS[action] = _repeatable(action, parameter, handlers._ACTION_HANDLERS[action])


def _refusing_existing(create_stack: Callable) -> Callable:
    def handle(params: dict) -> tuple:
        name = _first(params, "StackName")
        stack = _stacks.get(name)
        if stack and stack.get("StackStatus") == "ROLLBACK_COMPLETE":
            return handlers._error("AlreadyExistsException", f"Stack [{name}] already exists")
        return create_stack(params)

    return handle


def _repeatable(action: str, parameter: str, handler: Callable) -> Callable:
    def handle(params: dict) -> tuple:
        token = _first(params, parameter)
        if not token:
            return handler(params)
        key = f"{action}:{token}"
        if earlier := _earlier_answer(key):
            status, body = earlier
            return status, {"Content-Type": "application/xml"}, body.encode()
        stack_name = _stack_name(params)
        status, headers, body = handler(params)
        stack = handlers._resolve_stack(stack_name)
        if status < 400 and stack is not None:
            stack.setdefault("_answers", {})[key] = [status, body.decode()]
        return status, headers, body

    return handle


def _earlier_answer(key: str) -> tuple[int, str] | None:
    for stack in _stacks.values():
        if stack.get("StackStatus") != "DELETE_COMPLETE" and key in stack.get("_answers", {}):
            return stack["_answers"][key]
    return None


def _stack_name(params: dict) -> str:
    if name := _first(params, "StackName"):
        return name
    _, change_set = changesets._find_change_set(_first(params, "ChangeSetName"), "")
    return (change_set or {}).get("StackName", "")


def _first(params: dict, name: str) -> str:
    value = params.get(name, "")
    return value[0] if isinstance(value, list) else value
