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
    ///
    /// Python imports all before the last dot of the handler as a module, `/` like `.`
    /// (<https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html#python-handler-naming>). Node.js takes the file before the first dot
    /// behind the last `/` (<https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html#nodejs-handler-setup>).
    pub(crate) fn handler_files(&self) -> Vec<String> {
        let handler = self.handler.trim_start_matches("./");
        match self.family {
            RuntimeFamily::Python => {
                let module = handler.rsplit_once('.').map_or(handler, |(module, _)| module).replace('.', "/");
                vec![format!("{module}.py"), format!("{module}/__init__.py")]
            }
            RuntimeFamily::Node => {
                let file = handler.rfind('/').map_or(0, |slash| slash + 1);
                let end = handler[file..].find('.').map_or(handler.len(), |dot| file + dot);
                ["js", "mjs", "cjs"].map(|extension| format!("{}.{extension}", &handler[..end])).to_vec()
            }
            RuntimeFamily::Provided => vec![BOOTSTRAP.to_owned()],
        }
    }

    /// The file that Lambda runs itself, if it does.
    pub(crate) fn program(&self) -> Option<&'static str> {
        (self.family == RuntimeFamily::Provided).then_some(BOOTSTRAP)
    }
}

const BOOTSTRAP: &str = "bootstrap";

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
