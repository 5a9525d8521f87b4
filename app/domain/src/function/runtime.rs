//! What code runs on.

use serde::{Deserialize, Serialize};

/// How a runtime finds the code that it calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuntimeFamily {
    /// Python: a function of a module.
    Python,
    /// Node.js: a function that a file exports.
    Node,
    /// A program of its own, named `bootstrap` (<https://docs.aws.amazon.com/lambda/latest/dg/runtimes-provided.html>).
    Provided,
}

impl RuntimeFamily {
    /// The files of which one must be in an archive for a handler, the usual one first.
    ///
    /// Python imports all before the last dot of the handler as a module, `/` like `.`
    /// (<https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html#python-handler-naming>). Node.js takes the file before the first dot
    /// behind the last `/` (<https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html#nodejs-handler-setup>).
    pub fn files(self, handler: &str) -> Vec<String> {
        let handler = handler.trim_start_matches("./");
        match self {
            Self::Python => {
                let module = handler.rsplit_once('.').map_or(handler, |(module, _)| module).replace('.', "/");
                vec![format!("{module}.py"), format!("{module}/__init__.py")]
            }
            Self::Node => {
                let file = handler.rfind('/').map_or(0, |slash| slash + 1);
                let end = handler[file..].find('.').map_or(handler.len(), |dot| file + dot);
                ["js", "mjs", "cjs"].map(|extension| format!("{}.{extension}", &handler[..end])).to_vec()
            }
            Self::Provided => vec![Self::BOOTSTRAP.to_owned()],
        }
    }

    /// The file that Lambda runs itself in the family [`RuntimeFamily::Provided`].
    pub const BOOTSTRAP: &str = "bootstrap";
}

/// The processors that a function runs on, in Lambda's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Architecture {
    /// 64-bit Intel and AMD.
    #[serde(rename = "x86_64")]
    X86_64,
    /// 64-bit ARM: AWS Graviton.
    #[serde(rename = "arm64")]
    Arm64,
}

/// What a program was built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// Linux on one of Lambda's processors.
    Linux(Architecture),
    /// A processor of 32 bits.
    Narrow,
    /// Another processor.
    OtherProcessor,
    /// macOS.
    MacOs,
    /// Windows.
    Windows,
    /// It is no program, and no script that begins with `#!`.
    Nothing,
}
