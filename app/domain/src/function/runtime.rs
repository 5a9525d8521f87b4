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
