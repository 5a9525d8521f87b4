"""What AWS refuses of the load balancers of stacks, and MiniStack's CloudFormation lets pass.

A rule takes no priority that another rule of its listener has, a target group belongs to one load balancer, and a
protected load balancer is not deleted.
"""

from __future__ import annotations

from collections.abc import Callable

from ministack.services import alb

from registry import wrap

LOAD_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
RULE = "AWS::ElasticLoadBalancingV2::ListenerRule"


def install() -> None:
    """Wraps the handlers of the two types."""
    wrap(RULE, "create", _rule_create)
    wrap(RULE, "update", _rule_update)
    wrap(LOAD_BALANCER, "delete", _load_balancer_delete)


def _rule_create(create: Callable, logical_id: str, props: dict, stack_name: str) -> tuple[str, dict]:
    _refuse(props)
    return create(logical_id, props, stack_name)


def _rule_update(update: Callable, physical_id: str, old: dict, new: dict, *more) -> tuple[str, dict]:
    _refuse(new, physical_id)
    return update(physical_id, old, new, *more)


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


def _load_balancer_delete(delete: Callable, physical_id: str, props: dict) -> None:
    attributes = {attribute["Key"]: attribute["Value"] for attribute in alb._lb_attrs.get(physical_id, [])}
    if attributes.get("deletion_protection.enabled") == "true":
        raise ValueError(f"Load balancer '{physical_id}' cannot be deleted because deletion protection is enabled "
                         "(Service: ElasticLoadBalancingV2, Status Code: 400, HandlerErrorCode: InvalidRequest)")
    delete(physical_id, props)
