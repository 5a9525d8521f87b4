//! The CloudFormation templates before judges that were not written here: cfn-lint, checkov, parliament.

use std::fs;
use std::path::PathBuf;

use anyhow::{Result, bail};
use serde_json::Value;

use crate::processes::{self, command};
use crate::setup::python;
use crate::{console, project, stamp};

use super::tally::Tally;

const REGIONS: [&str; 3] = ["us-east-1", "ap-northeast-1", "eu-central-1"];

/// What operators deploy by hand in each account.
const TARGET_ACCOUNT: &str = "docs/target-account.yaml";

/// What cfn-lint finds that is meant to be so, with reasons.
const CFN_LINT: &str = "dev/judges/cfn-lint.yaml";

/// What checkov finds that is meant to be so, with reasons.
const CHECKOV: &str = "dev/judges/checkov.yaml";

/// A condition that Lambda sets on every call of a function's code, whatever the service, and one that parliament knows to be set everywhere.
/// Parliament has only heard of those that services document themselves.
/// <https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html>
const SET_EVERYWHERE: (&str, &str) = ("lambda:SourceFunctionArn", "aws:SourceArn");

/// An action that parliament wants limited to some alarms: AWS tells of composite alarms only to those who may ask about all.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html>
const FOR_ALL_OR_NONE: &str = "cloudwatch:DescribeAlarms";

/// Reads a template as cfn-lint does, with the short forms of functions written out.
const AS_JSON: &str =
    "import json, sys; from cfnlint.decode import cfn_yaml; print(json.dumps(cfn_yaml.load(sys.argv[1])))";

pub(super) fn judges(_: &mut Tally) -> Result<()> {
    let templates = rendered()?;
    let programs = python::environment("judges", "dev/judges/requirements.txt")?;
    let account = project::root().join(TARGET_ACCOUNT);
    console::step(&format!("cfn-lint on {} templates", templates.len() + 1), || {
        let mut lint = command(programs.join("cfn-lint"));
        lint.arg("--config-file").arg(project::root().join(CFN_LINT));
        lint.arg("--regions").args(REGIONS).arg("--").args(&templates).arg(&account);
        processes::run(&mut lint)
    })?;
    console::step("checkov", || {
        let mut checkov = command(programs.join("checkov"));
        checkov.args([
            "--framework",
            "cloudformation",
            "--compact",
            "--quiet",
            "--skip-download",
            "--config-file",
        ]);
        checkov.arg(project::root().join(CHECKOV));
        for template in templates.iter().chain([&account]) {
            checkov.arg("--file").arg(template);
        }
        processes::run(&mut checkov)
    })?;
    console::step("parliament on the IAM policies", || {
        let mut documents = templates.iter().map(fs::read_to_string).collect::<Result<Vec<_>, _>>()?;
        documents
            .push(processes::output(command(programs.join("python")).args(["-c", AS_JSON]).arg(&account))?);
        for policy in policies(&documents)? {
            // What it finds it prints, and its exit status says so.
            processes::run(command(programs.join("parliament")).args(["--string", &policy]))?;
        }
        Ok(())
    })
}

/// Writes the templates of all kinds, minimal to maximal, and gives the files.
fn rendered() -> Result<Vec<PathBuf>> {
    let folder = project::state().join("templates");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    processes::run(
        command("cargo")
            .args(["run", "--quiet", "--package", "kinds", "--example", "templates", "--"])
            .arg(&folder)
            .current_dir(project::root()),
    )?;
    let templates = stamp::files(&folder)?;
    if templates.is_empty() {
        bail!("no template was rendered");
    }
    Ok(templates)
}

/// The permission policies in the templates, each once, with their references replaced.
fn policies(templates: &[String]) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for template in templates {
        collect(&serde_json::from_str(template)?, &mut found);
    }
    found.sort();
    found.dedup();
    Ok(found)
}

fn collect(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(policy) = fields.get("PolicyDocument") {
                found.push(resolved(policy).to_string());
            }
            fields.values().for_each(|value| collect(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, found)),
        _ => {}
    }
}

/// The policy with a value for each intrinsic function: parliament knows nothing of CloudFormation.
fn resolved(value: &Value) -> Value {
    match value {
        Value::Object(fields) => match fields.iter().next() {
            Some((name, Value::String(text))) if name == "Fn::Sub" => substituted(text).into(),
            Some((name, _)) if fields.len() == 1 && (name == "Ref" || name.starts_with("Fn::")) => "*".into(),
            _ => fields
                .iter()
                .map(|(name, value)| {
                    let (unknown, known) = SET_EVERYWHERE;
                    (if name == unknown { known.to_owned() } else { name.clone() }, resolved(value))
                })
                .collect::<serde_json::Map<_, _>>()
                .into(),
        },
        Value::Array(values) => {
            values.iter().filter(|value| *value != FOR_ALL_OR_NONE).map(resolved).collect()
        }
        other => other.clone(),
    }
}

/// `${AWS::Region}` and the like become what they could be.
fn substituted(text: &str) -> String {
    let mut parts = text.split("${");
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or((part, ""));
        whole.push_str(match name {
            "AWS::Partition" => "aws",
            "AWS::Region" => "us-east-1",
            "AWS::AccountId" => "123456789012",
            _ => "name",
        });
        whole.push_str(rest);
    }
    whole
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{collect, resolved};

    #[test]
    fn policies_are_found_at_any_depth_and_freed_of_references() {
        let template = json!({"Resources": {"Role": {"Properties": {"Policies": [{"PolicyDocument": {
            "Statement": [{"Resource": {"Fn::Sub": "arn:${AWS::Partition}:s3:::${Bucket}"}, "Action": "s3:GetObject"}],
        }}]}}}});
        let mut found = Vec::new();
        collect(&template, &mut found);
        let found: Vec<serde_json::Value> =
            found.iter().map(|policy| serde_json::from_str(policy).expect("JSON")).collect();
        let freed = json!({"Statement": [{"Resource": "arn:aws:s3:::name", "Action": "s3:GetObject"}]});
        assert_eq!(found, [freed]);
    }

    #[test]
    fn a_reference_becomes_anything() {
        assert_eq!(resolved(&json!({"Resource": {"Fn::GetAtt": ["Key", "Arn"]}})), json!({"Resource": "*"}));
    }
}
