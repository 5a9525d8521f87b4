//! What a server costs.
//!
//! List prices of Aurora PostgreSQL, configuration "Standard", on demand, without requests to storage (about 0.20 USD per million):
//! <https://aws.amazon.com/rds/aurora/pricing/>, <https://aws.amazon.com/kms/pricing/>, <https://aws.amazon.com/secrets-manager/pricing/>.
//! The rates of us-east-1 and us-west-2 agree with published copies of the list of 2026. Those of the other regions are AWS's
//! rates of 2025 as remembered by the author, and are to be compared with the page before money depends on them.

use domain::component::Region;

use super::settings::Settings;
use super::size::Size;
use crate::price::{Price, PriceItem, PriceWord};

/// Hours of AWS's month.
const HOURS: u64 = 730;
/// Data that the estimate assumes, in GiB. A new server holds far less; pages say the assumption beside the price.
const STORAGE_GIB: u16 = 10;
/// A key of our own, US cents per month, the same in all regions.
const KEY_CENTS: u64 = 100;
/// A secret, US cents per month, the same in all regions.
const SECRET_CENTS: u64 = 40;

/// Rates of a region, in ten-thousandths of a US dollar.
struct Rates {
    /// An hour of each size, smallest first.
    instance_hour: [u64; 4],
    /// A GiB of storage for a month.
    storage_month: u64,
    /// A GiB of backups for a month.
    backup_month: u64,
}

fn rates(region: &Region) -> Option<Rates> {
    let (instance_hour, storage_month, backup_month) = match region.as_str() {
        "us-east-1" | "us-west-2" => ([730, 2_760, 5_530, 11_060], 1_000, 210),
        "eu-west-1" => ([780, 3_050, 6_100, 12_200], 1_100, 220),
        "eu-central-1" => ([850, 3_320, 6_640, 13_280], 1_190, 230),
        "ap-northeast-1" => ([1_130, 3_330, 6_660, 13_320], 1_200, 230),
        _ => return None,
    };
    Some(Rates { instance_hour, storage_month, backup_month })
}

/// The price of settings in a region. None where the region's prices are not known.
pub(crate) fn price(region: &Region, settings: &Settings) -> Option<Price> {
    let rates = rates(region)?;
    let count = 1 + settings.replicas;
    let size = Size::ALL.iter().position(|size| *size == settings.size)?;
    let hours = HOURS * u64::from(count);
    let item = |word, ten_thousandths: u64| PriceItem { word, cents: ten_thousandths.div_ceil(100) };
    Some(Price {
        items: vec![
            item(PriceWord::Instances { count }, rates.instance_hour[size] * hours),
            item(PriceWord::Storage { gib: STORAGE_GIB }, rates.storage_month * u64::from(STORAGE_GIB)),
            item(PriceWord::Backup { gib: STORAGE_GIB }, rates.backup_month * u64::from(STORAGE_GIB)),
            PriceItem { word: PriceWord::Key, cents: KEY_CENTS },
            PriceItem { word: PriceWord::Secret, cents: SECRET_CENTS },
        ],
    })
}
