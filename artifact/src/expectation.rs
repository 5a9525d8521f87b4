//! What an archive is for.

use domain::function::{Architecture, RuntimeFamily};

/// The function that an archive shall run as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// How its runtime finds the code.
    pub family: RuntimeFamily,
    /// Its handler, such as `app.handler`. Of no account for [`RuntimeFamily::Provided`].
    pub handler: String,
    /// Its processors.
    pub architecture: Architecture,
}

impl Expectation {
    /// The files of which one must be there, the usual one first.
    pub(crate) fn handler_files(&self) -> Vec<String> {
        self.family.files(&self.handler)
    }

    /// The file that Lambda runs itself, if it does.
    pub(crate) fn program(&self) -> Option<&'static str> {
        (self.family == RuntimeFamily::Provided).then_some(RuntimeFamily::BOOTSTRAP)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handlers_name_files_as_the_runtimes_do() {
        use RuntimeFamily::{Node, Provided, Python};
        let cases: [(RuntimeFamily, &str, &[&str]); 9] = [
            (Python, "app.handler", &["app.py", "app/__init__.py"]),
            (Python, "a/b.func", &["a/b.py", "a/b/__init__.py"]),
            (Python, "a.b.func", &["a/b.py", "a/b/__init__.py"]),
            (Node, "index.handler", &["index.js", "index.mjs", "index.cjs"]),
            (Node, "src/a.b/index.handler", &["src/a.b/index.js", "src/a.b/index.mjs", "src/a.b/index.cjs"]),
            (Node, "index.api.handler", &["index.js", "index.mjs", "index.cjs"]),
            (Node, "./index.handler", &["index.js", "index.mjs", "index.cjs"]),
            (Node, "", &[".js", ".mjs", ".cjs"]),
            (Provided, "anything", &["bootstrap"]),
        ];
        for (family, handler, files) in cases {
            let architecture = Architecture::Arm64;
            let expectation = Expectation { family, handler: handler.to_owned(), architecture };
            assert_eq!(expectation.handler_files(), files, "{handler}");
        }
    }
}
