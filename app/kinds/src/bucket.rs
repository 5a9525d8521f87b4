//! What all our buckets have in common: nothing in them is public, and nobody reaches them without TLS.

use serde_json::{Value, json};

use crate::template::{OnRemoval, Resource, reference, sub};

/// A bucket with the further properties. CloudFormation names it after its stack. It outlives the stack: AWS deletes none that holds
/// something.
pub(crate) fn resource(mut properties: Value) -> Resource {
    // Without access control lists, policies alone decide.
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
    properties["OwnershipControls"] = json!({ "Rules": [{ "ObjectOwnership": "BucketOwnerEnforced" }] });
    properties["PublicAccessBlockConfiguration"] = json!({
        "BlockPublicAcls": true,
        "BlockPublicPolicy": true,
        "IgnorePublicAcls": true,
        "RestrictPublicBuckets": true,
    });
    Resource::new("AWS::S3::Bucket", properties).on_removal(OnRemoval::Keep)
}

/// Parts of uploads that nobody finished go after a day.
pub(crate) fn unfinished_uploads() -> Value {
    json!({
        "AbortIncompleteMultipartUpload": { "DaysAfterInitiation": 1 },
        "Id": "unfinished-uploads",
        "Status": "Enabled",
    })
}

/// The policy of a bucket: no connection without TLS
/// (<https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html>), and the further statements.
pub(crate) fn policy(bucket: &str, further: &[Value]) -> Resource {
    let mut statements = vec![json!({
        "Sid": "OnlyTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn(bucket, ""), objects(bucket, "*")],
        "Condition": { "Bool": { "aws:SecureTransport": "false" } },
    })];
    statements.extend_from_slice(further);
    let policy = json!({
        "Bucket": reference(bucket),
        "PolicyDocument": { "Version": "2012-10-17", "Statement": statements },
    });
    // It goes when the bucket goes, and the bucket stays.
    Resource::new("AWS::S3::BucketPolicy", policy).on_removal(OnRemoval::Keep)
}

/// The ARN of the objects of a bucket whose keys fit the pattern.
pub(crate) fn objects(bucket: &str, pattern: &str) -> Value {
    arn(bucket, &format!("/{pattern}"))
}

fn arn(bucket: &str, path: &str) -> Value {
    sub(format!("arn:${{AWS::Partition}}:s3:::${{{bucket}}}{path}"))
}
