//! Errors as runtimes report them.

use std::path::Path;

use serde_json::Value;

/// An error as the runtime reports it: type, message, and the way to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Report {
    /// `ValueError`, `Runtime.ImportModuleError`.
    pub(crate) kind: String,
    /// What the error says.
    pub(crate) message: String,
    /// Lines, each from the app's files or from elsewhere.
    pub(crate) trace: Vec<Line>,
}

/// A line of a trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// The line.
    pub(crate) text: String,
    /// Whether it names a file of the app.
    pub(crate) own: bool,
}

impl Report {
    /// Reads what a runtime reports (<https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>, "Invocation error").
    /// Python calls the trace `stackTrace`, with several lines in a text; Node.js calls it `trace`.
    pub(crate) fn read(body: &[u8], root: &Path) -> Self {
        let value: Value = serde_json::from_slice(body).unwrap_or_default();
        let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        let trace = [&value["stackTrace"], &value["trace"]].into_iter().find_map(Value::as_array);
        let texts = trace.into_iter().flatten().filter_map(Value::as_str);
        let trace =
            texts.flat_map(str::lines).map(|line| Line { text: line.to_owned(), own: is_own(line, root) });
        let kind = text("errorType");
        Self {
            kind: if kind.is_empty() { "Runtime.Unknown".to_owned() } else { kind },
            message: text("errorMessage"),
            trace: trace.collect(),
        }
    }
}

/// Whether a line of a trace names a file of the app, and not of a package inside it.
fn is_own(line: &str, root: &Path) -> bool {
    const PACKAGES: [&str; 2] = ["/node_modules/", "/site-packages/"];
    line.contains(&format!("{}/", root.display())) && !PACKAGES.iter().any(|folder| line.contains(folder))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_files_of_the_app_are_marked() {
        let root = Path::new("/home/a/app");
        let body = json!({
            "errorType": "ValueError", "errorMessage": "no",
            "stackTrace": [
                "  File \"/home/a/app/app.py\", line 3, in handler\n    raise ValueError(\"no\")\n",
                "  File \"/home/a/app/.venv/lib/python3.13/site-packages/x.py\", line 1, in y\n",
                "  File \"/home/a/application/z.py\", line 1, in z\n"
            ]
        });
        let report = Report::read(body.to_string().as_bytes(), root);
        let own: Vec<_> = report.trace.iter().map(|line| line.own).collect();
        assert_eq!(own, [true, false, false, false]);
        assert_eq!(report.trace[1].text, "    raise ValueError(\"no\")");
    }

    #[test]
    fn a_report_that_is_no_json_is_still_one() {
        assert_eq!(Report::read(b"\xff", Path::new("/")).kind, "Runtime.Unknown");
    }
}
