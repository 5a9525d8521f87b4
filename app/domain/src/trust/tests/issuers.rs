use super::super::Issuer;
use crate::error::Problem;

#[test]
fn an_issuer_is_an_https_address_of_a_named_host() {
    for text in [
        "https://token.actions.githubusercontent.com",
        "https://gitlab.example.com:8443",
        "https://oidc.circleci.com/org/0198f000-0000-7000-8000-000000000001",
        "https://login.example.com/realms/ci/",
    ] {
        let issuer = Issuer::parse(text).expect(text);
        assert_eq!((issuer.as_str(), issuer.is_this_machine()), (text, false));
    }
    for text in [
        "http://gitlab.example.com",
        "gitlab.example.com",
        "https://",
        "https://gitlab",
        "https://10.0.0.1",
        "https://169.254.169.254/latest",
        "https://2130706433",
        "https://0x7f.1",
        "https://[fd00::1]",
        "https://user@gitlab.example.com",
        "https://gitlab.example.com@10.0.0.1",
        "https://gitlab.example.com?x=1",
        "https://gitlab.example.com#x",
        "https://GitLab.example.com",
        "https://gitlab.example.com:0",
        "https://gitlab.example.com:70000",
        "https://gitlab.example.com/a/../b",
        "https://gitlab.example.com/a b",
        "https://gitlab..example.com",
        "https://-gitlab.example.com",
        "ftp://gitlab.example.com",
    ] {
        assert_eq!(Issuer::parse(text), Err(Problem::NotAnIssuer), "{text}");
    }
    assert_eq!(Issuer::parse("  "), Err(Problem::Required));
}

#[test]
fn this_machine_is_told_apart() {
    for (text, host) in [
        ("http://127.0.0.1:9000", "127.0.0.1"),
        ("http://localhost:9000/oidc", "localhost"),
        ("https://localhost", "localhost"),
        ("http://[::1]:9000", "[::1]"),
    ] {
        let issuer = Issuer::parse(text).expect(text);
        assert_eq!((issuer.host(), issuer.is_this_machine()), (host, true), "{text}");
    }
    assert!(Issuer::parse("http://localhost.example.com").is_err());
}
