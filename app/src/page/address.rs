//! Addresses that arrive in requests.

/// The path, when it leads to a page of this server: `/` first, then neither `/` nor `\`, and nothing that ends a header line.
///
/// Browsers read `//host` and `/\host` as another host (WHATWG URL, "relative slash state").
pub fn local_path(path: &str) -> Option<&str> {
    let rest = path.strip_prefix('/')?;
    let elsewhere = rest.starts_with('/') || rest.starts_with('\\');
    let printable = path.bytes().all(|byte| byte.is_ascii_graphic());
    (!elsewhere && printable && path.len() <= 2000).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn only_paths_of_this_server_are_local() {
        for path in ["/", "/o/acme", "/o/acme/audit?action=grant.added&page=2"] {
            assert_eq!(local_path(path), Some(path));
        }
        for path in [
            "",
            "o/acme",
            "//evil.test",
            "/\\evil.test",
            "https://evil.test/",
            "/a\r\nSet-Cookie: x=1",
            "/\u{202e}",
        ] {
            assert_eq!(local_path(path), None, "{path:?}");
        }
    }
}
