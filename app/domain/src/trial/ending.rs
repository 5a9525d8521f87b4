//! How a run of a function ended.

use serde_json::Value;

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It answered; usually JSON, but a program of its own may answer with anything.
    Answered(String),
    /// It failed.
    Failed(FunctionError),
    /// AWS turned the request away, because as many run as may run at the same time. Nothing ran.
    Throttled,
    /// AWS does not run it, and will not the next time either: its key is disabled, its code cannot be unpacked.
    Refused {
        /// AWS's error code.
        code: String,
        /// AWS's words.
        message: String,
    },
    /// There was no answer in time. It may have run, and may still do.
    Silent,
}

/// An error as Lambda reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionError {
    /// `ValueError`, `Runtime.ImportModuleError`; empty when nothing was reported.
    pub kind: String,
    /// What the error says.
    pub message: String,
    /// The lines that lead to it, as the runtime has written them.
    pub trace: Vec<String>,
}

/// What sort of failure it is, for the words beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FunctionErrorClass {
    /// The code itself reported an error.
    Thrown,
    /// The code could not be loaded.
    NotLoaded,
    /// It took longer than its settings allow.
    TimedOut,
    /// Its process ended: out of memory, or by itself.
    Ended,
    /// It answered with more than Lambda takes.
    TooLarge,
}

impl FunctionError {
    /// Reads an error as runtimes report it
    /// (<https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html#runtimes-api-invokeerror>). Python has several lines in one text of
    /// `stackTrace`; Node.js calls it `trace`. What is no such document is a message.
    pub fn read(payload: &[u8]) -> Self {
        let Ok(Value::Object(fields)) = serde_json::from_slice(payload) else {
            let message = String::from_utf8_lossy(payload).into_owned();
            return Self { kind: String::new(), message, trace: Vec::new() };
        };
        let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let trace = ["stackTrace", "trace"].into_iter().find_map(|name| fields.get(name)?.as_array());
        let texts = trace.into_iter().flatten().filter_map(Value::as_str);
        Self {
            kind: text("errorType"),
            message: text("errorMessage"),
            trace: texts.flat_map(str::lines).map(ToOwned::to_owned).collect(),
        }
    }

    /// What sort of failure it is. Lambda's own errors have types of `Sandbox`, `Runtime`, `Function` and `Extension`; older runtimes tell of
    /// a timeout in words only.
    pub fn class(&self) -> FunctionErrorClass {
        match self.kind.as_str() {
            "Sandbox.Timedout" => FunctionErrorClass::TimedOut,
            "" if self.message.contains("Task timed out after") => FunctionErrorClass::TimedOut,
            "Runtime.ExitError" | "Runtime.OutOfMemory" => FunctionErrorClass::Ended,
            "Function.ResponseSizeTooLarge" => FunctionErrorClass::TooLarge,
            "Runtime.ImportModuleError"
            | "Runtime.HandlerNotFound"
            | "Runtime.UserCodeSyntaxError"
            | "Runtime.MalformedHandlerName"
            | "Runtime.InvalidEntrypoint" => FunctionErrorClass::NotLoaded,
            _ => FunctionErrorClass::Thrown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_all_runtimes_are_read() {
        let python = br#"{"errorType":"ValueError","errorMessage":"no","requestId":"1","stackTrace":["  File \"/var/task/app.py\", line 3\n    raise x\n"]}"#;
        let error = FunctionError::read(python);
        assert_eq!((error.kind.as_str(), error.message.as_str()), ("ValueError", "no"));
        assert_eq!(error.trace, ["  File \"/var/task/app.py\", line 3", "    raise x"]);
        let node =
            br#"{"errorType":"TypeError","errorMessage":"no","trace":["TypeError: no","    at handler"]}"#;
        assert_eq!(FunctionError::read(node).trace.len(), 2);
        for broken in [&b""[..], b"null", b"[1]", b"\"text\"", b"\xff", b"{\"errorType\":1}"] {
            assert!(FunctionError::read(broken).trace.is_empty());
        }
    }

    #[test]
    fn failures_are_told_apart() {
        for (kind, message, class) in [
            (
                "Sandbox.Timedout",
                "RequestId: 1 Error: Task timed out after 3.00 seconds",
                FunctionErrorClass::TimedOut,
            ),
            ("", "2026-11-21T09:30:00Z 1 Task timed out after 3.00 seconds", FunctionErrorClass::TimedOut),
            (
                "Runtime.ExitError",
                "RequestId: 1 Error: Runtime exited with error: signal: killed",
                FunctionErrorClass::Ended,
            ),
            ("Runtime.ImportModuleError", "No module named x", FunctionErrorClass::NotLoaded),
            ("Function.ResponseSizeTooLarge", "Response payload size exceeded", FunctionErrorClass::TooLarge),
            ("ValueError", "Task timed out after all", FunctionErrorClass::Thrown),
        ] {
            let error =
                FunctionError { kind: kind.to_owned(), message: message.to_owned(), trace: Vec::new() };
            assert_eq!(error.class(), class, "{kind} {message}");
        }
    }
}
