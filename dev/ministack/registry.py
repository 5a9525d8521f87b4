"""Adds resource types to MiniStack's CloudFormation, and attributes and rules to types that it has."""

from __future__ import annotations

import functools
from collections.abc import Callable

from ministack.services.cloudformation import provisioners

Create = Callable[[str, dict, str], tuple[str, dict]]
Update = Callable[[str, dict, dict, str], tuple[str, dict]]
Delete = Callable[[str, dict], None]


def register(resource_type: str, create: Create, delete: Delete, *, update: Update | None = None,
             tags: tuple[str, str] | None = None, replacing: tuple[str, ...] = ()) -> None:
    """Adds a type.

    `tags` is the tag property and its shape (`list` or `map`), which stack tags are merged into. `replacing` are the
    properties whose change AWS documents as "Update requires: Replacement"; a change set reports them so.
    """
    handler = {"create": create, "delete": delete}
    if update:
        handler["update"] = update
    provisioners._RESOURCE_HANDLERS[resource_type] = handler
    provisioners._REPLACING_PROPERTIES[resource_type] = replacing
    if tags:
        provisioners._STACK_TAG_PROPERTY[resource_type] = tags


def attributes_of(resource_type: str, attributes: Callable[[str], dict]) -> None:
    """Adds attributes for Fn::GetAtt, computed from the physical id, to a type that MiniStack has."""
    handler = provisioners._RESOURCE_HANDLERS[resource_type]
    create, update = handler["create"], handler.get("update")

    def create_with(*args) -> tuple[str, dict]:
        physical_id, own = create(*args)
        return physical_id, {**attributes(physical_id), **own}

    def update_with(*args) -> tuple[str, dict]:
        physical_id, own = update(*args)
        return physical_id, {**attributes(physical_id), **own}

    handler["create"] = create_with
    if update:
        handler["update"] = update_with


def wrap(resource_type: str, step: str, wrapper: Callable) -> None:
    """Puts `wrapper` around the `create`, `update` or `delete` of a type that MiniStack has.

    It gets MiniStack's own handler before that handler's arguments.
    """
    original = provisioners._RESOURCE_HANDLERS[resource_type][step]

    @functools.wraps(original)
    def wrapped(*args):
        return wrapper(original, *args)

    # A stack calls what is in the table, a replacement the module's function: both are set.
    provisioners._RESOURCE_HANDLERS[resource_type][step] = wrapped
    setattr(provisioners, original.__name__, wrapped)
