//! The port on which a load balancer listens, and how it proves its names.

use serde_json::json;

use super::{Input, id};
use crate::template::{Resource, Template, reference};

/// The port.
pub(super) const PORT: u16 = 443;

/// TLS 1.3 and, for programs that do not know it, 1.2 with forward secrecy and authenticated encryption only
/// (<https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html>).
const TLS_POLICY: &str = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06";

/// What is answered to whom no allow-list lets in, with status 404.
pub const NOT_LET_IN: &str = "There is nothing here for you.\n";

const CERTIFICATE: &str = "Certificate";

pub(super) fn add(template: &mut Template, input: &Input<'_>) {
    let domain = input.domain;
    let names = format!("*.{}", domain.name);
    let certificate = json!({
        "DomainName": names,
        // CloudFormation writes the proof into the zone, and AWS renews the certificate while it stands there.
        // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-certificatemanager-certificate.html
        "DomainValidationOptions": [{ "DomainName": names, "HostedZoneId": domain.hosted_zone_id }],
        "ValidationMethod": "DNS",
    });
    template.add(CERTIFICATE, Resource::new("AWS::CertificateManager::Certificate", certificate));
    let listener = json!({
        "Certificates": [{ "CertificateArn": reference(CERTIFICATE) }],
        "DefaultActions": [{
            "FixedResponseConfig": {
                "ContentType": "text/plain",
                "MessageBody": NOT_LET_IN,
                "StatusCode": "404",
            },
            "Type": "fixed-response",
        }],
        "LoadBalancerArn": reference(id::LOAD_BALANCER),
        "Port": PORT,
        "Protocol": "HTTPS",
        "SslPolicy": TLS_POLICY,
    });
    template.add(id::LISTENER, Resource::new("AWS::ElasticLoadBalancingV2::Listener", listener));
}
