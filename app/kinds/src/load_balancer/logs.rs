//! The record of all requests to a load balancer.

use serde_json::json;

use super::id;
use crate::LOG_RETENTION_DAYS;
use crate::bucket;
use crate::template::Template;

pub(super) fn add(template: &mut Template) {
    let old = json!({
        "ExpirationInDays": LOG_RETENTION_DAYS,
        "Id": "old-records",
        "NoncurrentVersionExpiration": { "NoncurrentDays": 1 },
        "Status": "Enabled",
    });
    let properties = json!({
        // The only encryption with which load balancers write.
        // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
        "BucketEncryption": {
            "ServerSideEncryptionConfiguration": [{ "ServerSideEncryptionByDefault": { "SSEAlgorithm": "AES256" } }],
        },
        "LifecycleConfiguration": { "Rules": [old, bucket::unfinished_uploads()] },
        "VersioningConfiguration": { "Status": "Enabled" },
    });
    template.add(id::LOG_BUCKET, bucket::resource(properties));
    // Load balancers of other accounts write under their own numbers, which this does not name (same page).
    let write = json!({
        "Sid": "LoadBalancersWrite",
        "Effect": "Allow",
        "Principal": { "Service": "logdelivery.elasticloadbalancing.amazonaws.com" },
        "Action": "s3:PutObject",
        "Resource": bucket::objects(id::LOG_BUCKET, "AWSLogs/${AWS::AccountId}/*"),
    });
    template.add(id::LOG_BUCKET_POLICY, bucket::policy(id::LOG_BUCKET, &[write]));
}
