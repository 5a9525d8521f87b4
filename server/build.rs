//! Makes the folder of the site, so that a clean clone compiles before the frontend was built.

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let site = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/site");
    println!("cargo::rerun-if-changed={}", site.display());
    std::fs::create_dir_all(site)
}
