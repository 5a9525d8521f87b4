"""AWS::Backup::BackupSelection and AWS::SecretsManager::RotationSchedule, over MiniStack's own services."""

from __future__ import annotations

import json

from ministack.services import backup, secretsmanager

from registry import register


def install() -> None:
    """Registers the two types."""
    register("AWS::Backup::BackupSelection", _selection_create, _selection_delete,
             replacing=("BackupPlanId", "BackupSelection"))
    register("AWS::SecretsManager::RotationSchedule", _rotation_create, _rotation_delete, update=_rotation_update,
             replacing=("SecretId",))


def _selection_create(logical_id: str, props: dict, stack_name: str) -> tuple[str, dict]:
    status, _headers, body = backup._create_selection(
        props["BackupPlanId"], {"BackupSelection": props["BackupSelection"]})
    answer = json.loads(body)
    if status >= 400:
        raise ValueError(answer.get("message", "The backup selection was refused"))
    selection_id, plan_id = answer["SelectionId"], answer["BackupPlanId"]
    return f"{selection_id}_{plan_id}", {"SelectionId": selection_id, "BackupPlanId": plan_id, "Id": selection_id}


def _selection_delete(physical_id: str, props: dict) -> None:
    backup._selections.pop(physical_id.split("_")[0], None)


def _rotation_create(logical_id: str, props: dict, stack_name: str) -> tuple[str, dict]:
    arn = _set_rotation(props["SecretId"], True, props.get("RotationRules"), props.get("RotationLambdaARN"))
    return arn, {"Id": arn}


def _rotation_update(physical_id: str, old: dict, new: dict, stack_name: str) -> tuple[str, dict]:
    return _rotation_create("", new, stack_name)


def _rotation_delete(physical_id: str, props: dict) -> None:
    if secretsmanager._resolve(physical_id)[1]:
        _set_rotation(physical_id, False, None, None)


def _set_rotation(secret_id: str, enabled: bool, rules: dict | None, function: str | None) -> str:
    _, secret = secretsmanager._resolve(secret_id)
    if not secret:
        raise ValueError("Secrets Manager can't find the specified secret.")
    secret.update(RotationEnabled=enabled, RotationRules=rules, RotationLambdaARN=function)
    return secret["ARN"]
