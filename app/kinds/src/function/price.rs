//! What a function costs.
//!
//! List prices on demand, without the free part that AWS grants each account: <https://aws.amazon.com/lambda/pricing/>,
//! <https://aws.amazon.com/kms/pricing/>, <https://aws.amazon.com/secrets-manager/pricing/>. The rates
//! of Lambda in the United States were compared with AWS's examples; those of the other regions are taken to be the same.
//!
//! The load balancer is not in the price: all functions of the organization in the region share one, and a further function makes it no
//! dearer. Pages name its whole price beside this one ([`crate::load_balancer::price`]), and so for [`crate::endpoints::price`].

use domain::component::Region;

use super::settings::{Architecture, Settings};
use crate::price::{Basis, KEY_CENTS, Price, PriceItem, PriceWord, SECRET_CENTS};

/// Requests a month that the estimate assumes. Pages say the assumption beside the price.
const REQUESTS_MILLIONS: u16 = 1;
/// How long each is assumed to take.
const REQUEST_MILLISECONDS: u16 = 100;
/// A million requests, US cents.
const MILLION_REQUESTS_CENTS: u64 = 20;

/// A second with a GiB of memory, in ten-billionths of a US dollar.
const fn gib_second(architecture: Architecture) -> u64 {
    match architecture {
        Architecture::Arm64 => 133_334,
        Architecture::X86 => 166_667,
    }
}

/// The price of settings in a region. None where the region's prices are not known.
pub(crate) fn price(region: &Region, settings: &Settings) -> Option<Price> {
    let basis = match region.as_str() {
        "us-east-1" | "us-west-2" => Basis::List,
        "eu-west-1" | "eu-central-1" | "ap-northeast-1" => Basis::Estimate,
        _ => return None,
    };
    let memory_mb = settings.memory_mb;
    let millions = u64::from(REQUESTS_MILLIONS);
    Some(Price {
        items: vec![
            PriceItem {
                word: PriceWord::Requests { millions: REQUESTS_MILLIONS },
                cents: millions * MILLION_REQUESTS_CENTS,
            },
            PriceItem {
                word: PriceWord::ComputeTime { milliseconds: REQUEST_MILLISECONDS, memory_mb },
                cents: compute_cents(millions, settings),
            },
            PriceItem { word: PriceWord::Key, cents: KEY_CENTS },
            PriceItem { word: PriceWord::Secret, cents: SECRET_CENTS },
        ],
        basis,
    })
}

fn compute_cents(millions: u64, settings: &Settings) -> u64 {
    let seconds = millions * 1_000_000 * u64::from(REQUEST_MILLISECONDS) / 1_000;
    let mb_seconds = seconds * u64::from(settings.memory_mb);
    (mb_seconds * gib_second(settings.architecture)).div_ceil(1_024 * 100_000_000)
}
