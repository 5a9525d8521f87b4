"""What MiniStack's AWS::RDS::DBCluster and DBInstance lack: parts of the record, the managed password, protection.

MiniStack's RDS service has all of these; only its CloudFormation does not fill them in.
"""

from __future__ import annotations

import json

from ministack.core.responses import get_account_id, get_region, new_uuid
from ministack.services import rds, secretsmanager
from ministack.services.cloudformation import provisioners, stacks

from registry import register

CLUSTER, INSTANCE = "AWS::RDS::DBCluster", "AWS::RDS::DBInstance"


def install() -> None:
    """Wraps the two types' handlers, the cluster's description, and the snapshot before a delete."""
    provisioners._STACK_TAG_PROPERTY[CLUSTER] = ("Tags", "list")
    _replace_handlers(CLUSTER, "_rds_db_cluster", _cluster_create, _cluster_update, _cluster_delete)
    _replace_handlers(INSTANCE, "_rds_db_instance", _instance_create, _instance_update, _instance_delete)
    rds._cluster_xml = _with_log_exports(rds._cluster_xml)
    stacks._snapshot_resource = _refusing_protected(stacks._snapshot_resource)
    register("AWS::RDS::EventSubscription", _subscription_create, lambda physical_id, props: None,
             update=lambda physical_id, old, new, stack_name: (physical_id, {}),
             replacing=("SnsTopicArn", "SubscriptionName"))


_original = {name: getattr(provisioners, name) for name in (
    "_rds_db_cluster_create", "_rds_db_cluster_update", "_rds_db_cluster_delete",
    "_rds_db_instance_create", "_rds_db_instance_update", "_rds_db_instance_delete")}


def _replace_handlers(resource_type: str, prefix: str, create, update, delete) -> None:
    # A replacement calls the module's functions, a stack the table's: both are set.
    for name, function in (("create", create), ("update", update), ("delete", delete)):
        setattr(provisioners, f"{prefix}_{name}", function)
        provisioners._RESOURCE_HANDLERS[resource_type][name] = function


# --- Clusters --------------------------------------------------------------------------------------------------------


def _cluster_create(logical_id: str, props: dict, stack_name: str) -> tuple[str, dict]:
    physical_id, attributes = _original["_rds_db_cluster_create"](logical_id, props, stack_name)
    cluster = rds._clusters[physical_id]
    cluster["KmsKeyId"] = _key_arn(props.get("KmsKeyId"))
    cluster["StorageEncrypted"] = str(props.get("StorageEncrypted", False)).lower() == "true"
    if str(props.get("ManageMasterUserPassword", False)).lower() == "true":
        cluster["MasterUserSecret"] = _managed_secret(physical_id, cluster, props)
    _describe_cluster(cluster, props)
    return physical_id, _cluster_attributes(cluster, attributes)


def _cluster_update(physical_id: str, old: dict, new: dict, stack_name: str,
                    logical_id: str | None = None) -> tuple[str, dict]:
    physical_id, attributes = _original["_rds_db_cluster_update"](physical_id, old, new, stack_name, logical_id)
    cluster = rds._clusters[physical_id]
    _describe_cluster(cluster, new)
    return physical_id, _cluster_attributes(cluster, attributes)


def _cluster_delete(physical_id: str, props: dict) -> None:
    cluster = rds._clusters.get(physical_id)
    if cluster is None:
        return
    _refuse_protected(cluster, "Cluster")
    if cluster.get("DBClusterMembers"):
        raise ValueError("Cluster cannot be deleted, it still contains DB instances in non-deleting state. "
                         "(Service: Rds, Status Code: 400, HandlerErrorCode: InvalidRequest)")
    _original["_rds_db_cluster_delete"](physical_id, props)
    rds._tags.pop(cluster["DBClusterArn"], None)
    if secret := cluster.get("MasterUserSecret"):
        secretsmanager.delete_secret_in_process(secret["SecretArn"])


def _describe_cluster(cluster: dict, props: dict) -> None:
    cluster["DBClusterParameterGroup"] = props.get("DBClusterParameterGroupName") or f"default.{cluster['Engine']}"
    cluster["EnabledCloudwatchLogsExports"] = list(props.get("EnableCloudwatchLogsExports") or [])
    cluster["TagList"] = list(props.get("Tags") or [])
    rds._tags[cluster["DBClusterArn"]] = list(cluster["TagList"])


def _cluster_attributes(cluster: dict, attributes: dict) -> dict:
    if secret := cluster.get("MasterUserSecret"):
        return {**attributes, "MasterUserSecret.SecretArn": secret["SecretArn"]}
    return attributes


def _managed_secret(physical_id: str, cluster: dict, props: dict) -> dict:
    """The secret that RDS makes for ManageMasterUserPassword, and deletes with the cluster."""
    password = rds._generate_master_user_password()
    cluster["_MasterUserPassword"] = password
    key = _key_arn((props.get("MasterUserSecret") or {}).get("KmsKeyId"))
    arn = secretsmanager.create_secret_in_process(
        f"rds!cluster-{new_uuid()}", json.dumps({"username": cluster["MasterUsername"], "password": password}),
        description=f"Secret associated with primary RDS DB cluster: {cluster['DBClusterArn']}")
    _, secret = secretsmanager._resolve(arn)
    secret.update(KmsKeyId=key or None, OwningService="rds", RotationEnabled=True,
                  RotationRules={"AutomaticallyAfterDays": 7})
    return {"SecretArn": arn, "SecretStatus": "active", "KmsKeyId": key}


def _key_arn(key: str | None) -> str:
    if not key or key.startswith("arn:"):
        return key or ""
    return f"arn:aws:kms:{get_region()}:{get_account_id()}:key/{key}"


def _with_log_exports(cluster_xml):
    def describe(cluster: dict) -> str:
        exports = "".join(f"<member>{name}</member>" for name in cluster.get("EnabledCloudwatchLogsExports") or [])
        return cluster_xml(cluster) + f"<EnabledCloudwatchLogsExports>{exports}</EnabledCloudwatchLogsExports>"

    return describe


# --- Instances -------------------------------------------------------------------------------------------------------


def _instance_create(logical_id: str, props: dict, stack_name: str) -> tuple[str, dict]:
    cluster = rds._clusters.get(props.get("DBClusterIdentifier") or "")
    inherited = {}
    if cluster:
        inherited = {"DBSubnetGroupName": cluster["DBSubnetGroup"], "StorageEncrypted": cluster["StorageEncrypted"],
                     "KmsKeyId": cluster["KmsKeyId"], "EngineVersion": cluster["EngineVersion"]}
    physical_id, attributes = _original["_rds_db_instance_create"](logical_id, {**inherited, **props}, stack_name)
    instance = rds._instances[physical_id]
    rds._tags[instance["DBInstanceArn"]] = list(instance["TagList"])
    if cluster:
        instance["VpcSecurityGroups"] = list(cluster["VpcSecurityGroups"])
        # MiniStack calls every member the writer; in Aurora it is the first.
        for position, member in enumerate(cluster["DBClusterMembers"]):
            member["IsClusterWriter"] = position == 0
    return physical_id, attributes


def _instance_update(physical_id: str, old: dict, new: dict, stack_name: str,
                     logical_id: str | None = None) -> tuple[str, dict]:
    physical_id, attributes = _original["_rds_db_instance_update"](physical_id, old, new, stack_name, logical_id)
    instance = rds._instances[physical_id]
    rds._tags[instance["DBInstanceArn"]] = list(instance["TagList"])
    return physical_id, attributes


def _instance_delete(physical_id: str, props: dict) -> None:
    instance = rds._instances.get(physical_id)
    if instance is None:
        return
    _refuse_protected(instance, "DB Instance")
    cluster = rds._clusters.get(instance.get("DBClusterIdentifier") or "")
    _original["_rds_db_instance_delete"](physical_id, props)
    rds._tags.pop(instance["DBInstanceArn"], None)
    for position, member in enumerate((cluster or {}).get("DBClusterMembers", [])):
        member["IsClusterWriter"] = position == 0


# --- Protection, events ----------------------------------------------------------------------------------------------


def _refuse_protected(record: dict, what: str) -> None:
    if record.get("DeletionProtection"):
        raise ValueError(f'Resource handler returned message: "Cannot delete protected {what}, please disable deletion '
                         'protection and try again. (Service: Rds, Status Code: 400)" '
                         "(HandlerErrorCode: InvalidRequest)")


def _refusing_protected(snapshot):
    def refuse_or_snapshot(resource_type: str, physical_id: str, props: dict) -> None:
        # AWS takes the final snapshot as part of the delete, which a protected cluster refuses.
        if resource_type == CLUSTER and (cluster := rds._clusters.get(physical_id)):
            _refuse_protected(cluster, "Cluster")
        snapshot(resource_type, physical_id, props)

    return refuse_or_snapshot


def _subscription_create(logical_id: str, props: dict, stack_name: str) -> tuple[str, dict]:
    # MiniStack's RDS has no subscriptions: the stack records one, nothing sends.
    name = props.get("SubscriptionName") or provisioners._physical_name(stack_name, logical_id, lowercase=True)
    return name, {}
