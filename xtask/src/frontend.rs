//! The frontend: WASM, its bindings, the styles and the static files, ready for the server to embed.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::processes::{self, command};
use crate::setup::{node, wasm};
use crate::stamp::{self, Stamp};
use crate::{console, project};

/// The name of the generated files, as `.cargo/config.toml` tells it to leptos.
const NAME: &str = "provisioner";
/// The folder of the site that they are in.
const PACKAGE: &str = "pkg";

/// How much work goes into making it small.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effort {
    /// Quick to build: for `dev`.
    Little,
    /// What is shipped: optimized for size, and compressed.
    Full,
}

/// Builds what changed since the last time.
pub(crate) fn build(effort: Effort) -> Result<()> {
    let toolchain = wasm::toolchain()?;
    let (profile, folder) = match effort {
        Effort::Little => ("dev", "debug"),
        Effort::Full => ("wasm-release", "wasm-release"),
    };
    console::step("Building the frontend (WASM)", || {
        processes::run(toolchain.cargo("build").args(["--quiet", "--profile", profile]))
    })?;
    let built = toolchain.built(folder);
    let sources = [built.clone(), project::root().join("style"), project::root().join("public")];
    let stamp = Stamp::of("site", &sources)?;
    if stamp.is_current(&project::site().join(PACKAGE).join(format!("{NAME}.wasm"))) {
        return Ok(());
    }
    console::step("Preparing the site", || {
        let draft = project::site().with_extension("draft");
        remove(&draft)?;
        prepare(&built, effort, &draft)?;
        // At once: a server that runs reads the files from here in a debug build.
        remove(&project::site())?;
        fs::rename(&draft, project::site())?;
        stamp.set()
    })
}

fn prepare(built: &Path, effort: Effort, site: &Path) -> Result<()> {
    let package = site.join(PACKAGE);
    fs::create_dir_all(&package)?;
    copy(&project::root().join("public"), site)?;
    fs::write(site.join("main.css"), style(&project::root().join("style/main.css"))?)?;
    bind(built, &package)?;
    if effort == Effort::Full {
        shrink(site)?;
    }
    Ok(())
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}

/// Generates the JavaScript that loads the WASM, with the library version that the frontend was compiled with.
fn bind(built: &Path, package: &Path) -> Result<()> {
    let mut output = Bindgen::new()
        .input_path(built)
        .out_name(NAME)
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()?;
    output.emit(package)?;
    // Pages ask for the name without wasm-bindgen's suffix.
    Ok(fs::rename(package.join(format!("{NAME}_bg.wasm")), package.join(format!("{NAME}.wasm")))?)
}

/// Makes the WASM smaller, and puts compressed copies beside all files, so that the server need not compress.
fn shrink(site: &Path) -> Result<()> {
    let tools = node::packages("dev/wasm")?;
    let wasm = site.join(PACKAGE).join(format!("{NAME}.wasm"));
    processes::run_quietly(
        command(tools.join("node_modules/.bin/wasm-opt")).arg("-Oz").arg("-o").arg(&wasm).arg(&wasm),
    )?;
    processes::run_quietly(command("node").arg(tools.join("compress.mjs")).arg(site))
}

/// The style sheet with its imports in place, so that the browser asks once.
fn style(file: &Path) -> Result<String> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut whole = String::new();
    for line in text.lines() {
        match import(line) {
            Some((name, layer)) => {
                let imported = style(&file.with_file_name(name))?;
                match layer {
                    Some(layer) => whole.push_str(&format!("@layer {layer} {{\n{imported}}}\n")),
                    None => whole.push_str(&imported),
                }
            }
            None => {
                whole.push_str(line);
                whole.push('\n');
            }
        }
    }
    Ok(whole)
}

/// The file and the layer of `@import "file" layer(name);`.
fn import(line: &str) -> Option<(&str, Option<&str>)> {
    let rest = line.trim().strip_prefix("@import")?;
    let name = rest.split('"').nth(1)?;
    let layer = rest.split_once("layer(").and_then(|(_, rest)| rest.split(')').next());
    Some((name, layer))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    for file in stamp::files(from)? {
        let target = to.join(file.strip_prefix(from)?);
        fs::create_dir_all(target.parent().context("a file has a folder")?)?;
        fs::copy(&file, target)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::import;

    #[test]
    fn imports_are_recognized_with_and_without_a_layer() {
        assert_eq!(import(r#"@import "tokens.css";"#), Some(("tokens.css", None)));
        assert_eq!(import(r#"@import url("base.css") layer(base);"#), Some(("base.css", Some("base"))));
        assert_eq!(import("@layer base, components;"), None);
    }
}
