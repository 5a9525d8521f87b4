//! What a load balancer costs, whoever shares it.
//!
//! List prices on demand, without capacity units (about 6 USD a month for each that is used steadily) and the record of requests:
//! <https://aws.amazon.com/elasticloadbalancing/pricing/>, <https://aws.amazon.com/vpc/pricing/> for addresses.

use domain::component::Region;

use super::Exposure;
use crate::price::{Basis, HOURS, Price, PriceItem, PriceWord};

/// One in each zone.
const ADDRESSES: u8 = 2;
/// An hour of a public address, in ten-thousandths of a US dollar, the same in all regions.
const ADDRESS_HOUR: u64 = 50;

/// The price of a load balancer in a region. None where the region's prices are not known.
pub fn price(region: &Region, exposure: Exposure) -> Option<Price> {
    // An hour, in ten-thousandths of a US dollar.
    let (hour, basis) = match region.as_str() {
        "us-east-1" | "us-west-2" => (225, Basis::List),
        "eu-west-1" => (252, Basis::List),
        "eu-central-1" => (270, Basis::Estimate),
        "ap-northeast-1" => (243, Basis::List),
        _ => return None,
    };
    let item =
        |word, ten_thousandths: u64| PriceItem { word, cents: (ten_thousandths * HOURS).div_ceil(100) };
    let mut items = vec![item(PriceWord::LoadBalancer, hour)];
    if exposure == Exposure::Public {
        let addresses = u64::from(ADDRESSES) * ADDRESS_HOUR;
        items.push(item(PriceWord::PublicAddresses { count: ADDRESSES }, addresses));
    }
    Some(Price { items, basis })
}
