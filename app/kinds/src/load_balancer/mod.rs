//! A load balancer that all functions of an organization in a region share: blueprint 1.0.0. There are two of them, the public one and the
//! private one, each in a stack of its own that is made when first needed.
//!
//! The firewall of the public one lets everybody in on port 443. That is no hole: allow-lists are rules of the listener, each for one host
//! name and its networks, and what fits no rule gets a 404 from the load balancer itself. A firewall could not tell host names apart.
//!
//! It speaks IPv4 only: the network has no IPv6 addresses. IPv6 networks in an allow-list match nothing.

mod exposure;
mod listener;
mod logs;
mod price;
mod public;
#[cfg(test)]
mod tests;

use domain::component::Region;
use domain::organization::Name;
use serde_json::{Value, json};

pub use exposure::Exposure;
pub use listener::NOT_LET_IN;
pub use price::price;

use crate::names::{load_balancer_stack, network_stack};
use crate::neighbours::Domain;
use crate::network;
use crate::tags::Tags;
use crate::template::{Resource, Template, get_att, import_value, reference};

/// The version of this blueprint.
pub const BLUEPRINT: &str = "1.0.0";

/// How long a connection may be silent, in seconds. A function may think for 900 (AWS takes 1-4,000,
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html#connection-idle-timeout>); a little
/// more, so that its own end comes first and says what happened.
const IDLE_SECONDS: u16 = 905;

/// Logical ids to which more than one part refers.
mod id {
    pub(super) const LOAD_BALANCER: &str = "LoadBalancer";
    pub(super) const LISTENER: &str = "Listener";
    pub(super) const SECURITY_GROUP: &str = "SecurityGroup";
    pub(super) const LOG_BUCKET: &str = "LogBucket";
    pub(super) const LOG_BUCKET_POLICY: &str = "LogBucketPolicy";
}

/// What the parts need to know.
struct Input<'a> {
    organization: &'a Name,
    region: &'a Region,
    exposure: Exposure,
    domain: &'a Domain,
    network: String,
}

/// Renders a load balancer of an organization in a region, for names in the domain.
pub fn render(organization: &Name, region: &Region, exposure: Exposure, domain: &Domain) -> Template {
    let stack = load_balancer_stack(organization, exposure);
    let input = Input { organization, region, exposure, domain, network: network_stack(organization) };
    let component = format!("{}-load-balancer", exposure.as_str());
    let tags = Tags::of_shared(organization, &component, BLUEPRINT, &stack);
    let description = format!(
        "Load balancer, {}, of {} (Provisioner, load balancer {BLUEPRINT})",
        exposure.as_str(),
        organization.as_str()
    );
    let mut template = Template::new(description, tags);
    template.add(id::SECURITY_GROUP, Resource::new("AWS::EC2::SecurityGroup", security_group(&input)));
    logs::add(&mut template);
    add_load_balancer(&mut template, &input);
    listener::add(&mut template, &input);
    template.export("ListenerArn", reference(id::LISTENER), listener_export(&stack));
    template.export("DnsName", get_att(id::LOAD_BALANCER, "DNSName"), dns_name_export(&stack));
    let zone = get_att(id::LOAD_BALANCER, "CanonicalHostedZoneID");
    template.export("HostedZoneId", zone, hosted_zone_export(&stack));
    let security_group = get_att(id::SECURITY_GROUP, "GroupId");
    template.export("SecurityGroupId", security_group, format!("{stack}-SecurityGroupId"));
    template
}

/// The name under which a stack exports the ARN of its listener.
pub fn listener_export(stack: &str) -> String {
    format!("{stack}-ListenerArn")
}

/// The name under which a stack exports the load balancer's own host name.
pub fn dns_name_export(stack: &str) -> String {
    format!("{stack}-DnsName")
}

/// The name under which a stack exports AWS's hosted zone of that host name, which aliases need.
pub fn hosted_zone_export(stack: &str) -> String {
    format!("{stack}-HostedZoneId")
}

/// Functions are invoked, not connected to: nothing goes out
/// (<https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html>).
fn security_group(input: &Input<'_>) -> Value {
    let (range, description) = match input.exposure {
        Exposure::Public => ("0.0.0.0/0".to_owned(), "Rules of the listener are the allow-list"),
        Exposure::Private => (network::range(input.organization, input.region), "The private network"),
    };
    json!({
        "GroupDescription": "Networks that reach the load balancer",
        "VpcId": import_value(network::vpc_export(&input.network)),
        "SecurityGroupIngress": [{
            "CidrIp": range,
            "Description": description,
            "FromPort": listener::PORT,
            "IpProtocol": "tcp",
            "ToPort": listener::PORT,
        }],
        "SecurityGroupEgress": [{
            "CidrIp": "127.0.0.1/32",
            "Description": "The load balancer opens no connections",
            "FromPort": 1,
            "IpProtocol": "tcp",
            "ToPort": 1,
        }],
    })
}

fn add_load_balancer(template: &mut Template, input: &Input<'_>) {
    let subnets = match input.exposure {
        Exposure::Public => public::add(template, input),
        Exposure::Private => network::subnet_exports(&input.network).map(import_value),
    };
    let attribute = |(key, value): (&str, Value)| json!({ "Key": key, "Value": value });
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#load-balancer-attributes
    let attributes: Vec<Value> = [
        ("access_logs.s3.bucket", reference(id::LOG_BUCKET)),
        ("access_logs.s3.enabled", "true".into()),
        ("deletion_protection.enabled", "true".into()),
        ("idle_timeout.timeout_seconds", IDLE_SECONDS.to_string().into()),
        ("routing.http.desync_mitigation_mode", "strictest".into()),
        ("routing.http.drop_invalid_header_fields.enabled", "true".into()),
    ]
    .map(attribute)
    .into();
    let load_balancer = json!({
        "IpAddressType": "ipv4",
        "LoadBalancerAttributes": attributes,
        "Scheme": input.exposure.scheme(),
        "SecurityGroups": [get_att(id::SECURITY_GROUP, "GroupId")],
        "Subnets": subnets,
        "Type": "application",
    });
    // AWS writes a first object into the bucket to see whether it may.
    let mut resource = Resource::new("AWS::ElasticLoadBalancingV2::LoadBalancer", load_balancer)
        .after(id::LOG_BUCKET_POLICY);
    if input.exposure == Exposure::Public {
        // Without a way to the internet AWS refuses it.
        resource = resource.after(public::ROUTE);
    }
    template.add(id::LOAD_BALANCER, resource);
}
