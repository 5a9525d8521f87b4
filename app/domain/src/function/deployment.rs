//! What a deploy brings: chosen when somebody asks for it, before anything happens.

use serde::{Deserialize, Serialize};

use super::{ArtifactHash, Environment, LIVE, Rollout};
use crate::organization::Name;

/// What an operation deploys. Part of its intent, so that every step may run twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deployment {
    /// The version that is made, or gone back to. None for the placeholder that stands in until the first deploy.
    pub version: Option<u32>,
    /// The code.
    pub code: Code,
    /// The environment variables, those of the product included.
    pub environment: Environment,
    /// Lambda's number of the version, where it exists already.
    pub published: Option<u64>,
    /// Lambda's number of the version that gets the traffic until then. A failed deploy leaves it there.
    pub before: Option<u64>,
    /// The bucket in which the code is kept. None as long as only the placeholder is deployed.
    pub bucket: Option<String>,
    /// What must succeed before the version gets traffic.
    pub check: Option<Check>,
    /// How it gets its traffic share by share. None: all at once.
    #[serde(default)]
    pub rollout: Option<Rollout>,
    /// What must succeed once the version has all the traffic; else it goes back.
    #[serde(default)]
    pub check_after: Option<Check>,
}

/// The code of a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// What the function has: nobody has deployed yet.
    Placeholder,
    /// An archive that somebody sent.
    Archive(ArtifactHash),
}

impl Code {
    /// Where an archive lies in the bucket.
    pub fn key(hash: &ArtifactHash) -> String {
        format!("code/{hash}.zip")
    }

    /// The archive, if it is one.
    pub const fn archive(&self) -> Option<&ArtifactHash> {
        match self {
            Self::Placeholder => None,
            Self::Archive(hash) => Some(hash),
        }
    }
}

/// What must succeed before a version gets traffic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// The version answers this event without an error. Any JSON.
    Event(String),
    /// The version answers `GET` of this path with a status below 400.
    Path(String),
    /// Another function, told of the version, ends without an error: it may try whatever it likes.
    Function(Examiner),
}

/// A function that judges versions of another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Examiner {
    /// Its name in the project, for people.
    pub name: Name,
    /// Its name in AWS.
    pub identifier: String,
}

/// Whether a text is a path of a web address, perhaps with a query: it begins with `/`, and is printable ASCII without blanks.
pub fn is_path(text: &str) -> bool {
    text.starts_with('/') && text.bytes().all(|byte| byte.is_ascii_graphic())
}

impl Check {
    /// Most characters of an event or a path.
    pub const MAX: u32 = 10_000;

    /// Which function is invoked, under which version or alias, to judge this version of a function.
    pub fn invoked(&self, function: &str, version: u64) -> (String, String) {
        match self {
            Self::Event(_) | Self::Path(_) => (function.to_owned(), version.to_string()),
            Self::Function(examiner) => (examiner.identifier.clone(), LIVE.to_owned()),
        }
    }

    /// The event that it is invoked with, to judge this version of a function. A path becomes what a load balancer sends for it
    /// (<https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#receive-event-from-load-balancer>).
    pub fn payload(&self, function: &str, version: u64) -> String {
        match self {
            Self::Event(event) => event.clone(),
            Self::Function(_) => {
                serde_json::json!({ "function": function, "version": version.to_string() }).to_string()
            }
            Self::Path(path) => {
                let (path, query) = path.split_once('?').unwrap_or((path, ""));
                let query: serde_json::Map<String, serde_json::Value> = query
                    .split('&')
                    .filter(|pair| !pair.is_empty())
                    .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                    .map(|(name, value)| (name.to_owned(), value.into()))
                    .collect();
                serde_json::json!({
                    "requestContext": { "elb": { "targetGroupArn": "" } },
                    "httpMethod": "GET",
                    "path": path,
                    "queryStringParameters": query,
                    "headers": { "accept": "*/*", "user-agent": "Provisioner-Check" },
                    "body": "",
                    "isBase64Encoded": false,
                })
                .to_string()
            }
        }
    }

    /// Whether what the function answered, without an error, is what the check asks for.
    pub fn accepts(&self, answer: &[u8]) -> bool {
        match self {
            Self::Event(_) | Self::Function(_) => true,
            Self::Path(_) => serde_json::from_slice::<serde_json::Value>(answer)
                .ok()
                .and_then(|answer| answer["statusCode"].as_u64())
                .is_some_and(|status| (100..400).contains(&status)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_asked_for_as_a_load_balancer_does() {
        let payload = Check::Path("/health?deep=yes".to_owned()).payload("orders", 7);
        let event: serde_json::Value = serde_json::from_str(&payload).unwrap();
        assert_eq!(
            (&event["path"], &event["queryStringParameters"]["deep"]),
            (&"/health".into(), &"yes".into())
        );
        assert_eq!(event["httpMethod"], "GET");
    }

    #[test]
    fn a_version_is_judged_by_itself_or_by_another_function() {
        let own = Check::Event("{}".to_owned());
        assert_eq!(own.invoked("orders", 7), ("orders".to_owned(), "7".to_owned()));
        let name = Name::parse("examiner").unwrap();
        let other = Check::Function(Examiner { name, identifier: "acme-examiner".to_owned() });
        assert_eq!(other.invoked("orders", 7), ("acme-examiner".to_owned(), "live".to_owned()));
        assert_eq!(other.payload("orders", 7), r#"{"function":"orders","version":"7"}"#);
        assert!(other.accepts(b"null"));
    }

    #[test]
    fn a_path_must_answer_with_a_status_below_400() {
        let check = Check::Path("/".to_owned());
        for (answer, good) in [
            (r#"{"statusCode":200}"#, true),
            (r#"{"statusCode":302}"#, true),
            (r#"{"statusCode":404}"#, false),
            (r#"{"statusCode":500}"#, false),
            (r#"{"status":200}"#, false),
            ("null", false),
            ("", false),
        ] {
            assert_eq!(check.accepts(answer.as_bytes()), good, "{answer}");
        }
        assert!(Check::Event("{}".to_owned()).accepts(b"null"));
    }
}
