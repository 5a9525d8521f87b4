use proptest::prelude::*;
use serde_json::json;

use super::super::{ClaimName, Pattern};
use super::{claims, condition};
use crate::error::Problem;

fn matches(pattern: &str, value: &str) -> bool {
    Pattern::parse(pattern).expect("a pattern").matches(value)
}

#[test]
fn patterns_stand_for_these_values() {
    for (pattern, value, expected) in [
        ("main", "main", true),
        ("main", "Main", false),
        ("main", "main2", false),
        ("main", "", false),
        ("release/*", "release/1.2", true),
        ("release/*", "release/", true),
        ("release/*", "release", false),
        ("release/*", "release/1/hotfix", false),
        ("release/*", "not-release/1", false),
        ("release/**", "release/1/hotfix", true),
        ("*", "main", true),
        ("*", "feature/x", false),
        ("**", "feature/x", true),
        ("***", "feature/x", true),
        ("v*.*", "v1.2", true),
        ("v*.*", "v12", false),
        ("refs/heads/*", "refs/tags/v1", false),
        ("a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false),
        ("a.c", "abc", false),
        ("a+", "aa", false),
        ("東*", "東京", true),
    ] {
        assert_eq!(matches(pattern, value), expected, "{pattern} {value}");
    }
}

#[test]
fn only_single_values_meet_conditions() {
    let token = claims(json!({
        "repository": "acme/shop", "run_attempt": 2, "ref_protected": true, "groups": ["acme/shop"], "nothing": null, "object": {"a": "b"},
    }));
    for (claim, pattern, expected) in [
        ("repository", "acme/shop", true),
        ("run_attempt", "2", true),
        ("ref_protected", "true", true),
        ("groups", "acme/shop", false),
        ("groups", "**", false),
        ("nothing", "**", false),
        ("object", "**", false),
        ("missing", "**", false),
        ("Repository", "acme/shop", false),
    ] {
        assert_eq!(condition(claim, pattern).holds(&token), expected, "{claim} {pattern}");
    }
}

#[test]
fn what_is_true_of_every_token_is_no_condition() {
    for claim in ["iss", "aud", "exp", "nbf", "iat", "jti"] {
        assert_eq!(ClaimName::parse(claim), Err(Problem::NotAChoice), "{claim}");
    }
    for (claim, problem) in [
        ("", Problem::Required),
        ("a b", Problem::UnsafeCharacters),
        ("ｓｕｂ", Problem::UnsafeCharacters),
        (&"a".repeat(101), Problem::TooLong { max: 100 }),
    ] {
        assert_eq!(ClaimName::parse(claim), Err(problem), "{claim}");
    }
    assert!(ClaimName::parse("oidc.circleci.com/project-id").is_ok());
}

proptest! {
    /// Without a wildcard, a pattern is met by itself alone.
    #[test]
    fn an_exact_pattern_stands_for_itself(one in "[a-z/:.]{1,8}", other in "[a-z/:.]{1,8}") {
        prop_assert!(matches(&one, &one));
        prop_assert_eq!(matches(&one, &other), one == other);
    }

    /// What stands around a wildcard stands around every value.
    #[test]
    fn a_wildcard_keeps_what_is_around_it(head in "[a-c/]{0,3}", tail in "[a-c/]{0,3}", value in "[a-c/]{0,9}") {
        let long = value.len() >= head.len() + tail.len();
        let around = long && value.starts_with(&head) && value.ends_with(&tail);
        let pattern = format!("{head}**{tail}");
        prop_assert_eq!(matches(&pattern, &value), around);
        let inside = around && !value[head.len()..value.len() - tail.len()].contains('/');
        let pattern = format!("{head}*{tail}");
        prop_assert_eq!(matches(&pattern, &value), inside);
    }
}
