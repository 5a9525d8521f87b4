//! Writes the templates that the judges (cfn-lint, checkov, parliament) read: `cargo run -p kinds --example templates -- DIR`.

use std::path::PathBuf;

use kinds::load_balancer::Exposure;
use kinds::template::Template;
use kinds::{artifacts, endpoints, function, load_balancer, network, postgres};

fn main() -> std::io::Result<()> {
    let directory = PathBuf::from(std::env::args().nth(1).expect("usage: templates DIR"));
    std::fs::create_dir_all(&directory)?;
    let write = |name: &str, template: &Template| {
        std::fs::write(directory.join(format!("{name}.json")), template.to_body())
    };
    for sample in postgres::samples::all() {
        write(&format!("postgres-{}", sample.name), &sample.template())?;
    }
    for sample in function::samples::all() {
        write(&format!("function-{}", sample.name), &sample.template())?;
    }
    let context = postgres::samples::all()[0].context.clone();
    let (organization, region) = (&context.organization, &context.region);
    write("network", &network::render(organization, region))?;
    write("artifacts", &artifacts::render(organization, region))?;
    write("endpoints", &endpoints::render(organization, region))?;
    for exposure in Exposure::ALL {
        let template = load_balancer::render(organization, region, exposure, &function::samples::domain());
        write(&format!("load-balancer-{}", exposure.as_str()), &template)?;
    }
    Ok(())
}
