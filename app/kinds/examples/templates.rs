//! Writes the templates that the judges (cfn-lint, checkov, parliament) read: `cargo run -p kinds --example templates -- DIR`.

use std::path::PathBuf;

use kinds::{network, postgres::samples, template::Template};

fn main() -> std::io::Result<()> {
    let directory = PathBuf::from(std::env::args().nth(1).expect("usage: templates DIR"));
    std::fs::create_dir_all(&directory)?;
    let write = |name: &str, template: &Template| {
        std::fs::write(directory.join(format!("{name}.json")), template.to_body())
    };
    for sample in samples::all() {
        write(&format!("postgres-{}", sample.name), &sample.template())?;
    }
    let context = samples::all()[0].context.clone();
    write("network", &network::render(&context.organization, &context.region))
}
