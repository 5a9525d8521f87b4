//! The shared network of an organization in a region: blueprint 1.0.0.
//!
//! A private network with a subnet in each of two zones, without any way to or from the internet. Nothing in it calls AWS, so
//! there are no VPC endpoints yet: an interface endpoint is about 15 USD a month and zones, and the first thing that needs one brings it.
//!
//! Price: 1.00 USD a month for the key of the flow logs, and about 0.50 USD for each GB of them. Network, subnets and routes are free.
//!
//! AWS's default security group of the network, which lets its members talk to each other, cannot be emptied by CloudFormation. Nothing is
//! ever put into it.

#[cfg(test)]
mod tests;

mod flow_logs;

use domain::component::Region;
use domain::organization::Name;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::names::network_stack;
use crate::tags::Tags;
use crate::template::{Resource, Template, reference};

/// The version of this blueprint.
pub const BLUEPRINT: &str = "1.0.0";

const VPC: &str = "Vpc";
const ROUTE_TABLE: &str = "PrivateRoutes";

/// One in each zone.
const SUBNETS: [&str; 2] = ["SubnetA", "SubnetB"];

/// Renders the network of an organization in a region.
pub fn render(organization: &Name, region: &Region) -> Template {
    let stack = network_stack(organization);
    let tags = Tags::of_shared(organization, "network", BLUEPRINT, &stack);
    let description = format!("Network of {} (Provisioner, network {BLUEPRINT})", organization.as_str());
    let mut template = Template::new(description, tags);
    let vpc = json!({
        "CidrBlock": range(organization, region),
        "EnableDnsHostnames": true,
        "EnableDnsSupport": true,
    });
    template.add(VPC, Resource::new("AWS::EC2::VPC", vpc));
    template.add(ROUTE_TABLE, Resource::new("AWS::EC2::RouteTable", json!({ "VpcId": reference(VPC) })));
    for (zone, subnet) in SUBNETS.into_iter().enumerate() {
        add_subnet(&mut template, subnet, zone, &part(organization, region, zone * 16, 20));
    }
    flow_logs::add(&mut template, &stack);
    template.export("VpcId", reference(VPC), vpc_export(&stack));
    for (subnet, export) in SUBNETS.into_iter().zip(subnet_exports(&stack)) {
        template.export(subnet, reference(subnet), export);
    }
    template
}

/// The addresses of the network.
pub(crate) fn range(organization: &Name, region: &Region) -> String {
    part(organization, region, 0, 16)
}

/// A part of the network's addresses: the one that begins at the third octet. 0-31 belong to the private subnets.
pub(crate) fn part(organization: &Name, region: &Region, third_octet: usize, prefix: u8) -> String {
    format!("10.{}.{third_octet}.0/{prefix}", second_octet(organization, region))
}

/// The name under which a network stack exports its network.
pub fn vpc_export(stack: &str) -> String {
    format!("{stack}-VpcId")
}

/// The names under which a network stack exports its subnets.
pub fn subnet_exports(stack: &str) -> [String; 2] {
    SUBNETS.map(|subnet| format!("{stack}-{subnet}"))
}

fn add_subnet(template: &mut Template, logical_id: &str, zone: usize, range: &str) {
    let subnet = json!({
        "AvailabilityZone": { "Fn::Select": [zone, { "Fn::GetAZs": "" }] },
        "CidrBlock": range,
        "MapPublicIpOnLaunch": false,
        "VpcId": reference(VPC),
    });
    template.add(logical_id, Resource::new("AWS::EC2::Subnet", subnet));
    let association = json!({ "RouteTableId": reference(ROUTE_TABLE), "SubnetId": reference(logical_id) });
    template.add(
        format!("{logical_id}Routes"),
        Resource::new("AWS::EC2::SubnetRouteTableAssociation", association),
    );
}

/// Spreads networks over 10.0.0.0/8, so that most can be connected with each other one day.
fn second_octet(organization: &Name, region: &Region) -> u8 {
    Sha256::digest(format!("{}/{region}", organization.as_str()))[0]
}
