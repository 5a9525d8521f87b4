//! Who reaches the server: its subnets, its firewall, and one rule for each network of the allow-list.

use std::net::IpAddr;

use domain::allow_list::{AllowList, Cidr, Entry};
use serde_json::{Value, json};

use super::super::PORT;
use super::{Input, id};
use crate::names::network_stack;
use crate::network;
use crate::template::{Resource, Template, import_value, reference};

/// Most characters of a rule's description. EC2 takes 255 (<https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html>), but a full
/// list has 120 rules, and the template must stay below the 51,200 bytes that CloudFormation takes directly.
const DESCRIPTION_MAX: usize = 28;

pub(super) fn add(template: &mut Template, input: &Input<'_>, allow_list: &AllowList) {
    let stack = network_stack(&input.context.organization);
    let subnet_group = json!({
        "DBSubnetGroupDescription": "Private subnets in two zones",
        "SubnetIds": network::subnet_exports(&stack).map(import_value),
    });
    template.add(id::SUBNET_GROUP, Resource::new("AWS::RDS::DBSubnetGroup", subnet_group));
    let security_group = json!({
        "GroupDescription": "Networks that may connect to the database",
        "VpcId": import_value(network::vpc_export(&stack)),
        "SecurityGroupEgress": [nowhere()],
    });
    template.add(id::SECURITY_GROUP, Resource::new("AWS::EC2::SecurityGroup", security_group));
    for entry in allow_list.entries() {
        template.add(logical_id(entry.network), Resource::new("AWS::EC2::SecurityGroupIngress", rule(entry)));
    }
}

/// A rule that matches nothing. Without any outbound rule, AWS adds one that allows everything
/// (<https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html>).
fn nowhere() -> Value {
    json!({
        "CidrIp": "127.0.0.1/32",
        "Description": "The database opens no connections",
        "FromPort": 1,
        "IpProtocol": "tcp",
        "ToPort": 1,
    })
}

fn rule(entry: &Entry) -> Value {
    let network = entry.network.to_string();
    let property = if address(entry.network).is_ipv4() { "CidrIp" } else { "CidrIpv6" };
    json!({
        "GroupId": reference(id::SECURITY_GROUP),
        "IpProtocol": "tcp",
        "FromPort": PORT,
        "ToPort": PORT,
        property: network,
        "Description": description(&entry.label),
    })
}

/// The network's own name in the template. It depends on nothing else, so that changing one entry never touches another, and a changed network
/// is a new rule that exists before the old one goes.
fn logical_id(network: Cidr) -> String {
    let prefix = network.prefix();
    match address(network) {
        IpAddr::V4(address) => {
            let [first, second, third, fourth] = address.octets();
            format!("Allow{first}x{second}x{third}x{fourth}p{prefix}")
        }
        IpAddr::V6(address) => format!("Allow{:032x}p{prefix}", address.to_bits()),
    }
}

/// The first address of a network.
fn address(network: Cidr) -> IpAddr {
    let text = network.to_string();
    let address = text.split_once('/').map_or(text.as_str(), |(address, _)| address);
    address.parse().expect("a network is written as its first address and a prefix")
}

/// The label, in the characters that EC2 takes. Others become spaces; a label of others only becomes a fixed text.
fn description(label: &str) -> String {
    let taken =
        |character: char| character.is_ascii_alphanumeric() || "._-:/()#,@[]+=&;{}!$*".contains(character);
    let cleaned: String =
        label.chars().map(|character| if taken(character) { character } else { ' ' }).collect();
    let words: Vec<&str> = cleaned.split_whitespace().collect();
    let text: String = words.join(" ").chars().take(DESCRIPTION_MAX).collect();
    if text.is_empty() { "Entry of the allow-list".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_hold_only_what_ec2_takes() {
        for (label, expected) in [
            ("Office Berlin (2nd floor)", "Office Berlin (2nd floor)"),
            ("東京オフィス", "Entry of the allow-list"),
            ("東京 office", "office"),
            ("a\"b<c>'d|e", "a b c d e"),
            ("  ", "Entry of the allow-list"),
        ] {
            assert_eq!(description(label), expected);
        }
        assert_eq!(description(&"x".repeat(400)).len(), DESCRIPTION_MAX);
    }

    #[test]
    fn logical_ids_follow_the_network_alone() {
        for (network, expected) in [
            ("203.0.113.7", "Allow203x0x113x7p32"),
            ("10.0.0.0/8", "Allow10x0x0x0p8"),
            ("2001:db8::/48", "Allow20010db8000000000000000000000000p48"),
        ] {
            assert_eq!(logical_id(Cidr::parse(network).unwrap()), expected);
        }
    }
}
