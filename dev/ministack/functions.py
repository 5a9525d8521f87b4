"""What functions need of AWS beyond MiniStack.

Its AWS::Lambda::Function leaves out the network, the key and the reserved concurrency, and an update takes away
environment variables of which no template speaks. Its CloudFormation lets pass what AWS refuses of load balancers: a
rule takes no priority that another rule of its listener has, a target group belongs to one load balancer, and a
protected load balancer is not deleted. And buckets that refuse requests without TLS refuse all here, where nothing
speaks TLS: each request counts as one that does.
"""

from __future__ import annotations

from ministack.core import iam_evaluator
from ministack.services import alb, lambda_svc
from ministack.services.cloudformation import provisioners

FUNCTION = "AWS::Lambda::Function"
LOAD_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
RULE = "AWS::ElasticLoadBalancingV2::ListenerRule"


def install() -> None:
    """Wraps the handlers of the three types, and what a policy is told about the transport."""
    _wrap(FUNCTION, "create", "_lambda_create", _function_create)
    _wrap(FUNCTION, "update", "_lambda_update", _function_update)
    _wrap(RULE, "create", "_elbv2_listener_rule_create", _rule_create)
    _wrap(RULE, "update", "_elbv2_listener_rule_update", _rule_update)
    _wrap(LOAD_BALANCER, "delete", "_elbv2_load_balancer_delete", _load_balancer_delete)
    resolve = iam_evaluator._resolve_condition_key
    iam_evaluator._resolve_condition_key = lambda key, context: (
        "true" if key.lower() == "aws:securetransport" else resolve(key, context))


def _wrap(resource_type: str, step: str, name: str, wrapper) -> None:
    # A replacement calls the module's functions, a stack the table's: both are set.
    original = getattr(provisioners, name)

    def wrapped(*args):
        return wrapper(original, *args)

    setattr(provisioners, name, wrapped)
    provisioners._RESOURCE_HANDLERS[resource_type][step] = wrapped


# --- Functions -------------------------------------------------------------------------------------------------------


def _function_create(original, logical_id: str, props: dict, stack_name: str) -> tuple[str, dict]:
    name, attributes = original(logical_id, props, stack_name)
    _complete(name, {}, props)
    return name, attributes


def _function_update(original, physical_id: str, old: dict, new: dict, *more) -> tuple[str, dict]:
    environment = lambda_svc._functions[physical_id]["config"].get("Environment")
    name, attributes = original(physical_id, old, new, *more)
    if name == physical_id and "Environment" not in {**old, **new}:
        lambda_svc._functions[name]["config"]["Environment"] = environment
    _complete(name, old, new)
    return name, attributes


def _complete(name: str, old: dict, new: dict) -> None:
    """Sets what the template speaks of, and clears what it has ceased to speak of."""
    function = lambda_svc._functions[name]
    if "VpcConfig" in {**old, **new}:
        function["config"]["VpcConfig"] = lambda_svc._vpc_config_with_id(new.get("VpcConfig"))
    if "KmsKeyArn" in {**old, **new}:
        function["config"]["KMSKeyArn"] = new.get("KmsKeyArn", "")
    if "ReservedConcurrentExecutions" in {**old, **new}:
        reserved = new.get("ReservedConcurrentExecutions")
        function["concurrency"] = None if reserved is None else int(reserved)


# --- Load balancers --------------------------------------------------------------------------------------------------


def _rule_create(original, logical_id: str, props: dict, stack_name: str) -> tuple[str, dict]:
    _refuse(props)
    return original(logical_id, props, stack_name)


def _rule_update(original, physical_id: str, old: dict, new: dict, *more) -> tuple[str, dict]:
    _refuse(new, physical_id)
    return original(physical_id, old, new, *more)


def _refuse(props: dict, own_arn: str | None = None) -> None:
    listener, priority = props["ListenerArn"], str(props["Priority"])
    others = [rule for arn, rule in alb._rules.items() if arn != own_arn and not rule.get("IsDefault")]
    if any(rule["ListenerArn"] == listener and rule["Priority"] == priority for rule in others):
        raise ValueError(f"Priority '{priority}' is currently in use (Service: ElasticLoadBalancingV2, "
                         "Status Code: 400, HandlerErrorCode: AlreadyExists)")
    groups = {action.get("TargetGroupArn") for action in props.get("Actions", [])} - {None}
    for rule in others:
        shared = groups & {action.get("TargetGroupArn") for action in rule["Actions"]}
        if shared and _load_balancer(rule["ListenerArn"]) != _load_balancer(listener):
            raise ValueError("The following target groups cannot be associated with more than one load balancer: "
                             f"{', '.join(sorted(shared))} (Service: ElasticLoadBalancingV2, Status Code: 400)")


def _load_balancer(listener: str) -> str | None:
    return alb._listeners.get(listener, {}).get("LoadBalancerArn")


def _load_balancer_delete(original, physical_id: str, props: dict) -> None:
    attributes = {attribute["Key"]: attribute["Value"] for attribute in alb._lb_attrs.get(physical_id, [])}
    if attributes.get("deletion_protection.enabled") == "true":
        raise ValueError(f"Load balancer '{physical_id}' cannot be deleted because deletion protection is enabled "
                         "(Service: ElasticLoadBalancingV2, Status Code: 400, HandlerErrorCode: InvalidRequest)")
    original(physical_id, props)
