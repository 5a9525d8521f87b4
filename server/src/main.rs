//! The binary `provisioner`.

fn main() {}
