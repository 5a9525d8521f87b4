//! Ways from inside of an organization's network to services of AWS: blueprint 1.0.0. Made when the first function is linked with a
//! database: a function inside of the network has no other way to its secrets.

#[cfg(test)]
mod tests;

use domain::component::Region;
use domain::organization::Name;
use serde_json::{Value, json};

use crate::names::{endpoints_stack, network_stack};
use crate::network;
use crate::price::{Basis, HOURS, Price, PriceItem, PriceWord};
use crate::tags::Tags;
use crate::template::{Resource, Template, get_att, import_value, sub};

/// The version of this blueprint.
pub const BLUEPRINT: &str = "1.0.0";

/// The port of AWS's services.
pub const PORT: u16 = 443;

const SECURITY_GROUP: &str = "SecurityGroup";

/// Renders the endpoints of an organization in a region.
pub fn render(organization: &Name, region: &Region) -> Template {
    let stack = endpoints_stack(organization);
    let network_stack = network_stack(organization);
    let tags = Tags::of_shared(organization, "endpoints", BLUEPRINT, &stack);
    let description = format!("Endpoints of {} (Provisioner, endpoints {BLUEPRINT})", organization.as_str());
    let mut template = Template::new(description, tags);
    let vpc = import_value(network::vpc_export(&network_stack));
    let group = security_group(&vpc, &network::range(organization, region));
    template.add(SECURITY_GROUP, Resource::new("AWS::EC2::SecurityGroup", group));
    let endpoint = json!({
        "PolicyDocument": policy(),
        // Programs call the service by its usual name.
        "PrivateDnsEnabled": true,
        "SecurityGroupIds": [get_att(SECURITY_GROUP, "GroupId")],
        "ServiceName": sub("com.amazonaws.${AWS::Region}.secretsmanager"),
        "SubnetIds": network::subnet_exports(&network_stack).map(import_value),
        "VpcEndpointType": "Interface",
        "VpcId": vpc,
    });
    template.add("SecretsManager", Resource::new("AWS::EC2::VPCEndpoint", endpoint));
    template.export("SecurityGroupId", get_att(SECURITY_GROUP, "GroupId"), security_group_export(&stack));
    template
}

/// The name under which a stack exports the firewall of its endpoints.
pub fn security_group_export(stack: &str) -> String {
    format!("{stack}-SecurityGroupId")
}

/// The price of the endpoints in a region, whoever shares them, without data (about 0.01 USD for each GB). None where the region's prices
/// are not known. <https://aws.amazon.com/privatelink/pricing/>
pub fn price(region: &Region) -> Option<Price> {
    // An hour in a zone, in ten-thousandths of a US dollar.
    let (hour, basis) = match region.as_str() {
        "us-east-1" | "us-west-2" => (100, Basis::List),
        "eu-west-1" => (110, Basis::Estimate),
        "eu-central-1" => (120, Basis::Estimate),
        "ap-northeast-1" => (140, Basis::Estimate),
        _ => return None,
    };
    let zones = 2;
    let cents = (u64::from(zones) * hour * HOURS).div_ceil(100);
    Some(Price {
        items: vec![PriceItem { word: PriceWord::PrivateEndpoints { count: zones }, cents }],
        basis,
    })
}

/// The whole network, not each function by itself: a security group takes 60 rules, and there may be more functions.
fn security_group(vpc: &Value, range: &str) -> Value {
    json!({
        "GroupDescription": "Endpoints of services of AWS",
        "VpcId": vpc,
        "SecurityGroupIngress": [{
            "CidrIp": range,
            "Description": "The private network",
            "FromPort": PORT,
            "IpProtocol": "tcp",
            "ToPort": PORT,
        }],
        "SecurityGroupEgress": [{
            "CidrIp": "127.0.0.1/32",
            "Description": "Endpoints open no connections",
            "FromPort": 1,
            "IpProtocol": "tcp",
            "ToPort": 1,
        }],
    })
}

/// Reading secrets of this account as somebody of this account, and nothing else: stolen credentials of another account carry nothing out
/// (<https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html>).
fn policy() -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "ReadOwnSecrets",
            "Effect": "Allow",
            "Principal": "*",
            "Action": ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
            "Resource": sub("arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:*"),
            "Condition": { "StringEquals": { "aws:PrincipalAccount": { "Ref": "AWS::AccountId" } } },
        }],
    })
}
