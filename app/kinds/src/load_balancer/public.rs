//! The part of an organization's network that the internet reaches. Nothing but the public load balancer stands in it.

use serde_json::{Value, json};

use super::Input;
use crate::network;
use crate::template::{Resource, Template, import_value, reference};

const GATEWAY: &str = "InternetGateway";
const ATTACHMENT: &str = "InternetAttachment";
const ROUTE_TABLE: &str = "PublicRoutes";

/// The route to the internet.
pub(super) const ROUTE: &str = "InternetRoute";

/// One in each zone, and the third octet at which it begins: far from the private ones.
const SUBNETS: [(&str, usize); 2] = [("PublicSubnetA", 240), ("PublicSubnetB", 241)];

/// Adds subnets with a way to the internet, and gives them.
pub(super) fn add(template: &mut Template, input: &Input<'_>) -> [Value; 2] {
    let vpc = import_value(network::vpc_export(&input.network));
    template.add(GATEWAY, Resource::new("AWS::EC2::InternetGateway", json!({})));
    let attachment = json!({ "InternetGatewayId": reference(GATEWAY), "VpcId": vpc });
    template.add(ATTACHMENT, Resource::new("AWS::EC2::VPCGatewayAttachment", attachment));
    template.add(ROUTE_TABLE, Resource::new("AWS::EC2::RouteTable", json!({ "VpcId": vpc })));
    let route = json!({
        "DestinationCidrBlock": "0.0.0.0/0",
        "GatewayId": reference(GATEWAY),
        "RouteTableId": reference(ROUTE_TABLE),
    });
    template.add(ROUTE, Resource::new("AWS::EC2::Route", route).after(ATTACHMENT));
    for (zone, (logical_id, third_octet)) in SUBNETS.into_iter().enumerate() {
        let subnet = json!({
            "AvailabilityZone": { "Fn::Select": [zone, { "Fn::GetAZs": "" }] },
            "CidrBlock": network::part(input.organization, input.region, third_octet, 24),
            "MapPublicIpOnLaunch": false,
            "VpcId": vpc,
        });
        template.add(logical_id, Resource::new("AWS::EC2::Subnet", subnet));
        let routes = json!({ "RouteTableId": reference(ROUTE_TABLE), "SubnetId": reference(logical_id) });
        template.add(
            format!("{logical_id}Routes"),
            Resource::new("AWS::EC2::SubnetRouteTableAssociation", routes),
        );
    }
    SUBNETS.map(|(logical_id, _)| reference(logical_id))
}
