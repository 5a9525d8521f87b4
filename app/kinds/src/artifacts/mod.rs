//! The bucket for code of an organization in a region: blueprint 1.0.0.
//!
//! Archives lie in it under their hash, and the placeholders of [`crate::function::placeholder`] under theirs. Who may read and write is
//! decided by the account's IAM; the bucket itself only refuses connections without TLS and the public.
//!
//! Price: 1.00 USD a month for the key, and about 0.025 USD for each GB.

#[cfg(test)]
mod tests;

use domain::component::Region;
use domain::organization::Name;
use serde_json::{Value, json};

use crate::bucket;
use crate::encryption::key_without_logs;
use crate::names::artifacts_stack;
use crate::tags::Tags;
use crate::template::{Resource, Template, get_att, reference};

/// The version of this blueprint.
pub const BLUEPRINT: &str = "1.0.0";

/// The output with the name of the bucket.
pub const BUCKET_NAME: &str = "BucketName";

const KEY: &str = "Key";
const BUCKET: &str = "Bucket";

/// For how many days an object that was replaced or deleted can be brought back. Objects are never replaced by others, so this is about
/// deleting by mistake.
const DAYS_TO_RECOVER: u16 = 30;

/// Renders the bucket of an organization in a region.
pub fn render(organization: &Name, _: &Region) -> Template {
    let stack = artifacts_stack(organization);
    let tags = Tags::of_shared(organization, "artifacts", BLUEPRINT, &stack);
    let description = format!("Code of {} (Provisioner, artifacts {BLUEPRINT})", organization.as_str());
    let mut template = Template::new(description, tags);
    template.add(KEY, key_without_logs(&format!("Encrypts the code in {stack}")));
    let alias = json!({ "AliasName": format!("alias/provisioner/{}-artifacts", organization.as_str()), "TargetKeyId": reference(KEY) });
    template.add("KeyAlias", Resource::new("AWS::KMS::Alias", alias));
    template.add(BUCKET, bucket::resource(properties()));
    template.add("BucketPolicy", bucket::policy(BUCKET, &[]));
    template.export(BUCKET_NAME, reference(BUCKET), bucket_export(&stack));
    template.export("KeyArn", get_att(KEY, "Arn"), key_export(&stack));
    template
}

/// The name under which a stack exports its bucket's name.
pub fn bucket_export(stack: &str) -> String {
    format!("{stack}-BucketName")
}

/// The name under which a stack exports its key's ARN.
pub fn key_export(stack: &str) -> String {
    format!("{stack}-KeyArn")
}

fn properties() -> Value {
    let encryption = json!({
        "BucketKeyEnabled": true,
        "ServerSideEncryptionByDefault": { "KMSMasterKeyID": get_att(KEY, "Arn"), "SSEAlgorithm": "aws:kms" },
    });
    let old_versions = json!({
        "Id": "old-versions",
        "NoncurrentVersionExpiration": { "NoncurrentDays": DAYS_TO_RECOVER },
        "Status": "Enabled",
    });
    json!({
        "BucketEncryption": { "ServerSideEncryptionConfiguration": [encryption] },
        "LifecycleConfiguration": { "Rules": [old_versions, bucket::unfinished_uploads()] },
        "VersioningConfiguration": { "Status": "Enabled" },
    })
}
