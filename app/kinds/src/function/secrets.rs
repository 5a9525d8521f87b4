//! How a program reads the secret values of its function.

use super::runtime::Family;

/// A language with a few lines to copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Python, with the library that AWS's runtime brings.
    Python,
    /// JavaScript, with the library that AWS's runtime brings.
    Node,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Python, Self::Node];

    /// The one of a runtime, Python where there is none.
    pub const fn of(family: Family) -> Self {
        match family {
            Family::Node => Self::Node,
            Family::Python | Family::Provided => Self::Python,
        }
    }

    /// The name in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::Node => "node",
        }
    }

    /// What people call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Python => "Python",
            Self::Node => "Node.js",
        }
    }

    /// Lines that read all values
    /// (<https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieving-secrets.html>).
    pub const fn snippet(self) -> &'static str {
        match self {
            Self::Python => PYTHON,
            Self::Node => NODE,
        }
    }
}

const PYTHON: &str = r#"import json
import os

import boto3

client = boto3.client("secretsmanager")


def secrets():
    answer = client.get_secret_value(SecretId=os.environ["PROVISIONER_SECRET_ARN"])
    return json.loads(answer["SecretString"])
"#;

const NODE: &str = r#"import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

const client = new SecretsManagerClient();

export async function secrets() {
  const SecretId = process.env.PROVISIONER_SECRET_ARN;
  const answer = await client.send(new GetSecretValueCommand({ SecretId }));
  return JSON.parse(answer.SecretString);
}
"#;

#[cfg(test)]
mod tests {
    use domain::function::SECRET_ARN_VARIABLE;

    use super::*;

    #[test]
    fn every_language_reads_where_the_variable_says() {
        for language in Language::ALL {
            assert!(language.snippet().contains(SECRET_ARN_VARIABLE), "{}", language.name());
        }
    }
}
