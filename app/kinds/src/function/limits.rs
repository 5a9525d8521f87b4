//! AWS's numbers for functions and load balancers.

use std::ops::RangeInclusive;

/// Most rules of a load balancer, without those of the last resort
/// (<https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html>). AWS raises it on request.
pub const RULES_PER_LOAD_BALANCER: usize = 100;

/// Most target groups of a load balancer (same page). Every function has one.
pub const TARGET_GROUPS_PER_LOAD_BALANCER: usize = 100;

/// Most values of all conditions of a rule (same page): one is the host name, the others are networks.
pub const VALUES_PER_RULE: usize = 5;

/// Networks in a rule.
pub const NETWORKS_PER_RULE: usize = VALUES_PER_RULE - 1;

/// Most rules of a function. Twenty functions with full lists share a load balancer, or a hundred with up to four networks each.
pub const RULES_MAX: usize = 5;

/// Most networks in the allow-list of a function, of both address families together.
pub const NETWORKS_MAX: usize = RULES_MAX * NETWORKS_PER_RULE;

/// Most characters of a function's name (<https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html>).
pub const NAME_MAX: usize = 64;

/// Largest archive that is uploaded directly, in bytes (<https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>).
pub const ARCHIVE_MAX_BYTES: u64 = 50 * 1024 * 1024;

/// Most bytes of all files of a function, unpacked (same page).
pub const UNPACKED_MAX_BYTES: u64 = 250 * 1024 * 1024;

/// Room for the code of all versions of all functions of an account and region, in bytes (same page). AWS raises it on request.
pub const CODE_STORAGE_BYTES: u64 = 75 * 1024 * 1024 * 1024;

/// Most requests a second that change or describe functions, in an account and region (same page).
pub const CONTROL_REQUESTS_PER_SECOND: u32 = 15;

/// The last place on a load balancer; the first is 0.
pub const SLOT_MAX: u16 = 99;

/// Priorities of a place. More than a function has rules: a blueprint may need some one day.
const PRIORITIES_PER_SLOT: u16 = 50;

/// How many rules so many networks take.
pub const fn rules_for(networks: usize) -> usize {
    networks.div_ceil(NETWORKS_PER_RULE)
}

/// The priorities of the rules of a place. Those of two places never meet; AWS takes 1-50,000.
pub const fn priorities(slot: u16) -> RangeInclusive<u16> {
    let before = slot * PRIORITIES_PER_SLOT;
    before + 1..=before + PRIORITIES_PER_SLOT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_networks_are_a_rule() {
        for (networks, rules) in [(0, 0), (1, 1), (4, 1), (5, 2), (NETWORKS_MAX, RULES_MAX)] {
            assert_eq!(rules_for(networks), rules, "{networks}");
        }
    }

    #[test]
    fn priorities_of_two_places_never_meet() {
        for slot in 0..SLOT_MAX {
            assert!(priorities(slot).end() < priorities(slot + 1).start());
            assert!(priorities(slot).count() >= RULES_MAX);
        }
        assert_eq!((*priorities(0).start(), *priorities(SLOT_MAX).end()), (1, 5_000));
    }
}
