//! `provisioner print-config` and `provisioner config check`.

use crate::config::{self, Values};

pub(super) fn print(values: &Values) {
    print!("{}", config::print(values));
}

pub(super) fn good() {
    println!("The configuration is good.");
}
