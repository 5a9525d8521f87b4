//! Handlers of Node.js in all their forms.

use tempfile::TempDir;

use crate::support::{Dev, project};

fn node(handler: &str, runtime: &str, files: &[(&str, &str)]) -> TempDir {
    let settings = format!("[function]\nname = \"test\"\nruntime = \"{runtime}\"\nhandler = \"{handler}\"\n");
    let folder = project(&[("pv.toml", &settings)]);
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

#[test]
fn handlers_are_found_as_lambda_finds_them() {
    const OK: &str = "({ statusCode: 200, body: 'ok' })";
    for (handler, file, code) in [
        ("a.handler", "a.js", format!("exports.handler = async () => {OK}")),
        ("a.handler", "a.cjs", format!("module.exports = {{ ['hand' + 'ler']: async () => {OK} }}")),
        ("a.handler", "a.mjs", format!("export const handler = async () => {OK}")),
        ("src/a.api.get", "src/a.mjs", format!("export const api = {{ get: async () => {OK} }}")),
        (
            "a.handler",
            "a.js",
            format!(
                "exports.handler = (event, context, done) => {{ setTimeout(() => done(null, {OK}), 5) }}"
            ),
        ),
        (
            "a.handler",
            "a.js",
            format!(
                "exports.handler = (event, context, done) => {{ context.callbackWaitsForEmptyEventLoop = false; \
                 setInterval(() => 0, 1000); done(null, {OK}) }}"
            ),
        ),
        ("a.handler", "a.js", format!("exports.handler = (event, context) => {{ context.succeed({OK}) }}")),
    ] {
        let folder = node(handler, "nodejs22.x", &[(file, &code)]);
        let dev = Dev::start(folder.path(), &[]);
        for _ in 0..2 {
            assert_eq!(dev.get("/").body, "ok", "{file}: {code}");
        }
    }
}

#[test]
fn mistakes_have_the_names_that_lambda_gives_them() {
    for (runtime, file, code, expected) in [
        ("nodejs22.x", "b.js", "", "Runtime.ImportModuleError"),
        ("nodejs22.x", "a.js", "exports.other = 1", "Runtime.HandlerNotFound"),
        ("nodejs22.x", "a.js", "exports.handler = {", "Runtime.UserCodeSyntaxError"),
        (
            "nodejs22.x",
            "a.js",
            "exports.handler = async () => { Promise.reject(new Error('x')); await new Promise(() => {}) }",
            "Runtime.UnhandledPromiseRejection",
        ),
        ("nodejs22.x", "a.js", "exports.handler = (e, c, done) => done(new RangeError('x'))", "RangeError"),
        ("nodejs22.x", "a.js", "exports.handler = async () => { throw 'text' }", "string"),
        (
            "nodejs24.x",
            "a.js",
            "exports.handler = (e, c, done) => done()",
            "Runtime.CallbackHandlerDeprecated",
        ),
    ] {
        let folder = node("a.handler", runtime, &[(file, code)]);
        let dev = Dev::start(folder.path(), &[]);
        for _ in 0..2 {
            let page = dev.get("/");
            assert_eq!((page.status, page.json()["error"]["type"].as_str()), (502, Some(expected)), "{code}");
        }
    }
}

#[test]
fn a_handler_that_never_answers_answers_null() {
    let folder = node("a.handler", "nodejs22.x", &[("a.js", "exports.handler = () => {}")]);
    let dev = Dev::start(folder.path(), &[]);
    let page = dev.get("/");
    assert_eq!(page.json()["error"]["message"], "The function answered with null, not with an object.");
}
