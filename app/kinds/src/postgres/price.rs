//! What a server costs.
//!
//! List prices of Aurora PostgreSQL, configuration "Standard", on demand, without requests to storage (about 0.20 USD per million):
//! <https://aws.amazon.com/rds/aurora/pricing/>, <https://aws.amazon.com/kms/pricing/>, <https://aws.amazon.com/secrets-manager/pricing/>.
//! Rates of [`Basis::List`] agree with published copies of AWS's list of 2026. The others follow from the usual distance of their region, and
//! are to be replaced by the list's; of them, only db.t4g.medium in ap-northeast-1 is confirmed (December 2025).

use domain::component::Region;

use super::settings::Settings;
use super::size::Size;
use crate::price::{Basis, HOURS, KEY_CENTS, Price, PriceItem, PriceWord, SECRET_CENTS};

/// Data that the estimate assumes, in GiB. A new server holds far less; pages say the assumption beside the price.
const STORAGE_GIB: u16 = 10;

/// Rates of a region, in ten-thousandths of a US dollar.
struct Rates {
    /// An hour of each size, smallest first.
    instance_hour: [u64; 4],
    /// A GiB of storage for a month.
    storage_month: u64,
    /// A GiB of backups for a month.
    backup_month: u64,
    basis: Basis,
}

fn rates(region: &Region) -> Option<Rates> {
    let (instance_hour, storage_month, backup_month, basis) = match region.as_str() {
        "us-east-1" | "us-west-2" => ([730, 2_760, 5_530, 11_060], 1_000, 210, Basis::List),
        "eu-west-1" => ([780, 3_050, 6_100, 12_200], 1_100, 220, Basis::Estimate),
        "eu-central-1" => ([850, 3_320, 6_640, 13_280], 1_190, 230, Basis::Estimate),
        "ap-northeast-1" => ([1_130, 3_330, 6_660, 13_320], 1_200, 230, Basis::Estimate),
        _ => return None,
    };
    Some(Rates { instance_hour, storage_month, backup_month, basis })
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
        basis: rates.basis,
    })
}
