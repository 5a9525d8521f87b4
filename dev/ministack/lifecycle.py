"""Delays and failures around the work on stack resources.

CloudFormation in MiniStack calls three functions for every resource; they are wrapped here, in the namespace of its
stack engine, where the stack's name and the logical id are known for all resource types alike.
"""

from __future__ import annotations

import time
from typing import Any

from ministack.services.cloudformation import _stacks, provisioners, stacks

from control import CONTROL


def install() -> None:
    """Wraps the engine's three functions and moves all work off the event loop."""
    create, update, delete = stacks._provision_resource, stacks._update_resource, stacks._delete_resource

    def delayed_create(resource_type: str, logical_id: str, props: dict, stack_name: str) -> tuple:
        _work("create", resource_type, stack_name, logical_id)
        return create(resource_type, logical_id, props, stack_name)

    def delayed_update(resource_type: str, physical_id: str, old: dict, new: dict, stack_name: str,
                       logical_id: str | None = None, attributes: dict | None = None) -> tuple:
        if old != new:
            _work("update", resource_type, stack_name, logical_id)
        return update(resource_type, physical_id, old, new, stack_name, logical_id, attributes)

    def delayed_delete(resource_type: str, physical_id: str, props: dict, stack_name: str | None = None,
                       logical_id: str | None = None) -> Any:
        _work("delete", resource_type, stack_name, logical_id)
        return delete(resource_type, physical_id, props, stack_name, logical_id)

    stacks._provision_resource = delayed_create
    stacks._update_resource = delayed_update
    stacks._delete_resource = delayed_delete
    # A delay on the event loop would stop every other call.
    stacks._runs_on_worker_thread = lambda resource_type: True
    # AWS makes a new name for each final snapshot; one fixed name would overwrite an earlier snapshot.
    provisioners._snapshot_id = lambda physical_id: (
        f"{physical_id}-snapshot-{provisioners.new_uuid().replace('-', '')[:12]}")


def in_progress() -> bool:
    """Whether any stack, in any account and region, is being worked on."""
    return any(stack.get("StackStatus", "").endswith("_IN_PROGRESS")
               and stack.get("StackStatus") != "REVIEW_IN_PROGRESS"
               for stack in list(_stacks._data.values()))


def _work(kind: str, resource_type: str, stack_name: str | None, logical_id: str | None) -> None:
    deadline = time.monotonic() + CONTROL.delay(resource_type)
    while (left := deadline - time.monotonic()) > 0 and not CONTROL.hurry.is_set():
        time.sleep(min(left, 0.1))
    if message := CONTROL.failure(kind, stack_name, logical_id):
        raise ValueError(message)
