//! Holds blueprints to their versions: a template that changes needs a new one.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::template::Template;

/// Compares what a blueprint renders with what its version rendered when it was written down in `lock` (lines of version and SHA-256).
///
/// `UPDATE_BLUEPRINTS=1` writes the line of a new version. The line of an old one is never rewritten: components run on it.
pub(crate) fn check(lock: &Path, version: &str, templates: &[Template]) {
    let mut hasher = Sha256::new();
    for template in templates {
        let canonical = serde_jcs::to_string(&template.to_value()).unwrap();
        assert_eq!(template.to_body(), canonical, "a field stands at another place than its name in JSON");
        hasher.update(canonical);
    }
    let hash = hex::encode(hasher.finalize());
    let written = fs::read_to_string(lock).unwrap_or_default();
    let known = written.lines().filter_map(|line| line.split_once(' ')).find(|(known, _)| *known == version);
    match known {
        Some((_, known)) => assert_eq!(
            known, hash,
            "blueprint {version} renders other templates than before: give it a new version"
        ),
        None if std::env::var_os("UPDATE_BLUEPRINTS").is_some() => {
            fs::write(lock, format!("{written}{version} {hash}\n")).unwrap();
        }
        None => panic!("blueprint {version} is not written down: run the test with UPDATE_BLUEPRINTS=1"),
    }
}

/// The template as people read it in a snapshot.
pub(crate) fn readable(template: &Template) -> String {
    let value: serde_json::Value = serde_json::from_str(&template.to_body()).unwrap();
    serde_json::to_string_pretty(&value).unwrap()
}
