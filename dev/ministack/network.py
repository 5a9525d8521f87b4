"""The AWS::EC2 types that MiniStack's CloudFormation lacks, over MiniStack's own EC2 store.

What a stack makes here is what `describe-security-groups`, `describe-nat-gateways` and the others show.
"""

from __future__ import annotations

import random
import re
import string
from typing import Any

from ministack.services import ec2
from ministack.services.cloudformation import provisioners

from registry import attributes_of, register

RULE_REPLACING = ("GroupId", "GroupName", "IpProtocol", "FromPort", "ToPort", "CidrIp", "CidrIpv6",
                  "SourcePrefixListId", "SourceSecurityGroupId", "SourceSecurityGroupName",
                  "SourceSecurityGroupOwnerId", "DestinationPrefixListId", "DestinationSecurityGroupId")


def install() -> None:
    """Registers the types, and the attribute that AWS::EC2::VPC lacks."""
    register("AWS::EC2::SecurityGroupIngress", _rule_create("IpPermissions"), _rule_delete("IpPermissions"),
             update=_rule_update("IpPermissions"), replacing=RULE_REPLACING)
    register("AWS::EC2::SecurityGroupEgress", _rule_create("IpPermissionsEgress"), _rule_delete("IpPermissionsEgress"),
             update=_rule_update("IpPermissionsEgress"), replacing=RULE_REPLACING)
    register("AWS::EC2::EIP", _address_create, _address_delete, tags=("Tags", "list"), replacing=("Domain",))
    register("AWS::EC2::NatGateway", _nat_create, _nat_delete, update=_retag, tags=("Tags", "list"),
             replacing=("AllocationId", "ConnectivityType", "SubnetId"))
    register("AWS::EC2::FlowLog", _flow_log_create, _flow_log_delete, update=_retag, tags=("Tags", "list"),
             replacing=("DeliverLogsPermissionArn", "LogDestination", "LogDestinationType", "LogFormat",
                        "LogGroupName", "MaxAggregationInterval", "ResourceId", "ResourceType", "TrafficType"))
    attributes_of("AWS::EC2::VPC", lambda vpc_id: {
        "CidrBlock": ec2._vpcs[vpc_id]["CidrBlock"], "CidrBlockAssociations": [], "Ipv6CidrBlocks": []})


# --- Rules of a security group ---------------------------------------------------------------------------------------


def _group_rules(group_id: str, direction: str) -> list:
    group = ec2._security_groups.get(group_id)
    if group is None:
        raise ValueError(f"The security group '{group_id}' does not exist "
                         "(Service: Ec2, Status Code: 400, HandlerErrorCode: NotFound)")
    return group.setdefault(direction, [])


def _rule_create(direction: str):
    def create(logical_id: str, props: dict, stack_name: str) -> tuple[str, dict]:
        rules = _group_rules(props["GroupId"], direction)
        [rule] = provisioners._ec2_sg_permissions([props])
        if any(ec2._rules_match(rule, existing) for existing in rules):
            raise ValueError("the specified rule already exists (Service: Ec2, Status Code: 400, "
                             "HandlerErrorCode: AlreadyExists)")
        rule["SecurityGroupRuleId"] = "sgr-" + "".join(random.choices(string.hexdigits[:16], k=17))
        rules.append(rule)
        return rule["SecurityGroupRuleId"], {"Id": rule["SecurityGroupRuleId"]}

    return create


def _rule_update(direction: str):
    def update(physical_id: str, old: dict, new: dict, stack_name: str) -> tuple[str, dict]:
        # All that is not replaced is the description.
        rules = _group_rules(new["GroupId"], direction)
        [changed] = provisioners._ec2_sg_permissions([new])
        changed["SecurityGroupRuleId"] = physical_id
        rules[:] = [changed if rule.get("SecurityGroupRuleId") == physical_id else rule for rule in rules]
        return physical_id, {"Id": physical_id}

    return update


def _rule_delete(direction: str):
    def delete(physical_id: str, props: dict) -> None:
        group = ec2._security_groups.get(props.get("GroupId", ""))
        if group:
            group[direction] = [rule for rule in group[direction] if rule.get("SecurityGroupRuleId") != physical_id]

    return delete


# --- Addresses, NAT gateways, flow logs ------------------------------------------------------------------------------


def _call(function: Any, **params: Any) -> str:
    """Calls one of MiniStack's own EC2 actions and gives its XML answer; an error answer is raised."""
    status, _headers, body = function({name.replace("_", "."): [str(value)] for name, value in params.items()})
    text = body.decode()
    if status >= 400:
        raise ValueError(_tag(text, "Message") or text)
    return text


def _tag(xml: str, name: str) -> str:
    found = re.search(f"<{name}>([^<]*)</{name}>", xml)
    return found.group(1) if found else ""


def _retag(physical_id: str, old: dict, new: dict, stack_name: str) -> tuple[str, dict]:
    provisioners._ec2_apply_tags(physical_id, new, old)
    return physical_id, {"Id": physical_id, "NatGatewayId": physical_id}


def _address_create(logical_id: str, props: dict, stack_name: str) -> tuple[str, dict]:
    xml = _call(ec2._allocate_address, Domain=props.get("Domain", "vpc"))
    provisioners._ec2_apply_tags(_tag(xml, "allocationId"), props)
    return _tag(xml, "publicIp"), {"AllocationId": _tag(xml, "allocationId"), "PublicIp": _tag(xml, "publicIp")}


def _address_delete(physical_id: str, props: dict) -> None:
    for allocation_id, address in list(ec2._addresses.items()):
        if address["PublicIp"] == physical_id:
            _call(ec2._release_address, AllocationId=allocation_id)


def _nat_create(logical_id: str, props: dict, stack_name: str) -> tuple[str, dict]:
    xml = _call(ec2._create_nat_gateway, SubnetId=props["SubnetId"], AllocationId=props.get("AllocationId", ""),
                ConnectivityType=props.get("ConnectivityType", "public"))
    physical_id = _tag(xml, "natGatewayId")
    provisioners._ec2_apply_tags(physical_id, props)
    return physical_id, {"NatGatewayId": physical_id}


def _nat_delete(physical_id: str, props: dict) -> None:
    _call(ec2._delete_nat_gateway, NatGatewayId=physical_id)


def _flow_log_create(logical_id: str, props: dict, stack_name: str) -> tuple[str, dict]:
    xml = _call(ec2._create_flow_logs, ResourceId_1=props["ResourceId"], ResourceType=props["ResourceType"],
                TrafficType=props.get("TrafficType", "ALL"),
                LogDestinationType=props.get("LogDestinationType", "cloud-watch-logs"),
                LogDestination=props.get("LogDestination", ""), LogGroupName=props.get("LogGroupName", ""))
    physical_id = _tag(xml, "item")
    provisioners._ec2_apply_tags(physical_id, props)
    return physical_id, {"Id": physical_id}


def _flow_log_delete(physical_id: str, props: dict) -> None:
    _call(ec2._delete_flow_logs, FlowLogId_1=physical_id)
