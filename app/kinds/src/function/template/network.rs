//! A function inside of the organization's network: it reaches its database and its secrets, and nothing else.

use serde_json::{Value, json};

use super::{Input, id};
use crate::endpoints;
use crate::names::{endpoints_stack, network_stack};
use crate::neighbours::LinkedDatabase;
use crate::network;
use crate::template::{Resource, Template, get_att, import_value};

pub(super) fn add(template: &mut Template, input: &Input<'_>, database: &LinkedDatabase) {
    let organization = &input.context.organization;
    let endpoints = import_value(endpoints::security_group_export(&endpoints_stack(organization)));
    let to = |group: Value, port: u16, description: &str| {
        json!({
            "Description": description,
            "DestinationSecurityGroupId": group,
            "FromPort": port,
            "IpProtocol": "tcp",
            "ToPort": port,
        })
    };
    // Nobody connects to a function: Lambda invokes it.
    let security_group = json!({
        "GroupDescription": "What the function reaches",
        "VpcId": import_value(network::vpc_export(&network_stack(organization))),
        "SecurityGroupEgress": [
            to(database.security_group_id.as_str().into(), database.port, "The database"),
            to(endpoints, endpoints::PORT, "Secrets"),
        ],
    });
    // AWS gives the network interfaces of a function back late, and in the name of its role. The group waits for them, so the role must
    // outlive the group.
    let security_group = Resource::new("AWS::EC2::SecurityGroup", security_group).after(id::ROLE);
    template.add(id::SECURITY_GROUP, security_group);
    let access = json!({
        "Description": format!("Function {}", input.context.name),
        "FromPort": database.port,
        "GroupId": database.security_group_id,
        "IpProtocol": "tcp",
        "SourceSecurityGroupId": get_att(id::SECURITY_GROUP, "GroupId"),
        "ToPort": database.port,
    });
    template.add(id::DATABASE_ACCESS, Resource::new("AWS::EC2::SecurityGroupIngress", access));
}

/// Where in the network the function runs: in both zones.
pub(super) fn config(input: &Input<'_>) -> Value {
    json!({
        "SecurityGroupIds": [get_att(id::SECURITY_GROUP, "GroupId")],
        "SubnetIds": network::subnet_exports(&network_stack(&input.context.organization)).map(import_value),
    })
}
