//! Secrets: a version becomes current only in the place of the one that was read.

use domain::cloud::{Cloud, SecretState, SecretValue, SecretVersion};
use serde_json::json;

use crate::{cloud, created, place, removed, unused};

fn version(number: u8, value: &str) -> SecretVersion {
    let id = format!("provisioner-{number}-0198f000-0000-7000-8000-000000000001");
    SecretVersion { id, value: SecretValue::new(value.to_owned()) }
}

async fn current(cloud: &Cloud, arn: &str) -> SecretVersion {
    match cloud.secrets.current(&place(), arn).await.unwrap() {
        SecretState::Current(version) => version,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn of_two_writers_the_slower_one_is_told() {
    let (cloud, name) = (cloud().await, unused("secret"));
    let template = json!({
        "Resources": { "Secret": { "Type": "AWS::SecretsManager::Secret", "Properties": {
            "Name": format!("provisioner/{name}"), "SecretString": "{}",
        } } },
        "Outputs": { "Arn": { "Value": { "Ref": "Secret" } } },
    });
    let arn = created(&cloud, &name, template.to_string()).await.outputs["Arn"].clone();
    let first = current(&cloud, &arn).await;
    assert_eq!(first.value.expose(), "{}");
    for (number, value) in [(1, r#"{"A1":"x"}"#), (2, r#"{"B1":"y"}"#)] {
        cloud.secrets.put(&place(), &arn, &version(number, value)).await.unwrap();
        assert_eq!(current(&cloud, &arn).await.id, first.id, "a stored version is not current");
    }
    let make_current = async |version: &str, previous: &str| {
        cloud.secrets.make_current(&place(), &arn, version, previous).await.unwrap()
    };
    let [one, two] = [1, 2].map(|number| version(number, "").id);
    assert!(make_current(&one, &first.id).await);
    assert!(!make_current(&two, &first.id).await, "somebody was faster");
    assert_eq!(current(&cloud, &arn).await.value.expose(), r#"{"A1":"x"}"#);
    assert!(make_current(&two, &one).await);
    assert_eq!(cloud.secrets.read(&place(), &arn).await.unwrap().expose(), r#"{"B1":"y"}"#);
    cloud.secrets.restore(&place(), &arn).await.unwrap();
    removed(&cloud, &name).await;
    let gone = cloud.secrets.current(&place(), &arn).await.unwrap();
    assert!(matches!(gone, SecretState::Missing | SecretState::Deleting), "{gone:?}");
}
