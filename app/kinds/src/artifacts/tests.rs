//! The bucket for code as AWS is told to make it.

use std::path::Path;

use domain::component::Region;
use domain::organization::Name;

use super::{BLUEPRINT, bucket_export, key_export, render};
use crate::blueprints;
use crate::names::artifacts_stack;
use crate::template::Template;
use crate::words::{ResourceWord, resource_word};

fn acme() -> Name {
    Name::parse("acme").unwrap()
}

fn sample() -> Template {
    render(&acme(), &Region::parse("ap-northeast-1").unwrap())
}

#[test]
fn its_template_is_the_one_of_its_version() {
    insta::assert_snapshot!("artifacts", blueprints::readable(&sample()));
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/artifacts/blueprints.lock");
    blueprints::check(&lock, BLUEPRINT, &[sample()]);
}

#[test]
fn code_outlives_the_stack_and_nobody_reads_it_unencrypted() {
    let template = sample();
    for kept in ["Bucket", "BucketPolicy", "Key"] {
        assert!(template.keeps(kept), "{kept}");
    }
    let template = template.to_value();
    let bucket = &template["Resources"]["Bucket"]["Properties"];
    let block = bucket["PublicAccessBlockConfiguration"].as_object().unwrap();
    assert!(block.len() == 4 && block.values().all(|value| value == true), "{block:?}");
    let encryption = bucket["BucketEncryption"].to_string();
    assert!(encryption.contains("aws:kms") && encryption.contains("Key"), "{encryption}");
    let statement = &template["Resources"]["BucketPolicy"]["Properties"]["PolicyDocument"]["Statement"][0];
    assert_eq!(statement["Effect"], "Deny");
    assert_eq!(statement["Condition"]["Bool"]["aws:SecureTransport"], "false");
}

#[test]
fn functions_import_what_it_exports() {
    let outputs = sample().to_value()["Outputs"].to_string();
    for export in [bucket_export(&artifacts_stack(&acme())), key_export(&artifacts_stack(&acme()))] {
        assert!(outputs.contains(&export), "{export}");
    }
}

#[test]
fn every_resource_has_a_word() {
    for (logical_id, resource_type) in sample().resources() {
        assert_ne!(resource_word(resource_type), ResourceWord::Other, "{logical_id}");
    }
}
