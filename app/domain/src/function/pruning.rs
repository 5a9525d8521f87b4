//! Which versions are kept, and which make room.

use jiff::{SignedDuration, Timestamp};

use super::{ArtifactHash, VersionState};

/// How many newer versions that got traffic keep a version from being pruned: fewer than these.
pub const VERSIONS_KEPT: usize = 50;

/// How long a version is kept since it was made, or since it last had traffic: 90 days.
pub const VERSIONS_KEPT_FOR: SignedDuration = SignedDuration::from_hours(90 * 24);

/// How long an archive is kept that no version needs, since it was last sent: 7 days.
pub const UNUSED_CODE_KEPT_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A version as far as it matters whether it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its number.
    pub number: u32,
    /// How it stands.
    pub state: VersionState,
    /// Its code.
    pub artifact: ArtifactHash,
    /// Lambda's number of it. Equal code and configuration share one.
    pub published: Option<u64>,
    /// When it was made, or when it last lost the traffic.
    pub since: Timestamp,
}

/// The numbers of the versions that nobody needs any more, oldest first: over 90 days without traffic, and with 50 newer ones that got some. Never one
/// that is live or on its way.
pub fn prunable(versions: &[Standing], now: Timestamp) -> Vec<u32> {
    let good = |state| matches!(state, VersionState::Live | VersionState::Previous);
    let mut newest_first: Vec<&Standing> = versions.iter().collect();
    newest_first.sort_by_key(|version| std::cmp::Reverse(version.number));
    let mut newer = 0;
    let mut numbers = Vec::new();
    for version in newest_first {
        let ended = match version.state {
            VersionState::Previous
            | VersionState::Failed
            | VersionState::Returned
            | VersionState::Superseded => true,
            VersionState::Deploying | VersionState::Live | VersionState::Pruned => false,
        };
        let rested = version.since.duration_until(now) > VERSIONS_KEPT_FOR;
        if ended && rested && newer >= VERSIONS_KEPT {
            numbers.push(version.number);
        }
        newer += usize::from(good(version.state));
    }
    numbers.reverse();
    numbers
}

/// Of Lambda's published versions, those that can go: what pruned versions had, and what is older than all that is kept, such as the placeholder and
/// what was published for a deploy that was overtaken. Never one that a kept version has, nor the newest: Lambda hands that out again for equal code.
pub fn unpublishable(versions: &[Standing], published: &[u64]) -> Vec<u64> {
    let is_pruned = |version: &&Standing| version.state == VersionState::Pruned;
    let numbers = |pruned: bool| {
        versions.iter().filter(move |version| is_pruned(version) == pruned).filter_map(|one| one.published)
    };
    let kept: Vec<u64> = numbers(false).collect();
    let Some(oldest_kept) = kept.iter().min().copied() else { return Vec::new() };
    let newest = published.iter().max().copied();
    let gone: Vec<u64> = numbers(true).collect();
    let mut leave: Vec<u64> = published
        .iter()
        .copied()
        .filter(|number| *number < oldest_kept || gone.contains(number))
        .filter(|number| !kept.contains(number) && Some(*number) != newest)
        .collect();
    leave.sort_unstable();
    leave
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DAY: i64 = 24 * 3600;
    const NOW: i64 = 1000 * DAY;

    fn now() -> Timestamp {
        Timestamp::from_second(NOW).unwrap()
    }

    fn version(number: u32, state: VersionState, days: i64) -> Standing {
        Standing {
            number,
            state,
            artifact: ArtifactHash::of([u8::try_from(number % 250).unwrap(); 32]),
            published: Some(u64::from(number)),
            since: Timestamp::from_second(NOW - days * DAY).unwrap(),
        }
    }

    /// Versions 1 to `count`, all old, the newest live.
    fn old(count: u32) -> Vec<Standing> {
        let mut all: Vec<_> =
            (1..=count).map(|number| version(number, VersionState::Previous, 200)).collect();
        all.last_mut().unwrap().state = VersionState::Live;
        all
    }

    #[test]
    fn fifty_newer_ones_and_ninety_days_are_needed() {
        assert!(prunable(&old(50), now()).is_empty());
        assert_eq!(prunable(&old(53), now()), [1, 2, 3]);
        let mut young = old(53);
        young[1].since = Timestamp::from_second(NOW - 90 * DAY).unwrap();
        assert_eq!(prunable(&young, now()), [1, 3], "90 days are not over 90 days");
        young[0].since = Timestamp::from_second(NOW - 90 * DAY - 1).unwrap();
        assert_eq!(prunable(&young, now()), [1, 3]);
    }

    #[test]
    fn versions_that_never_worked_do_not_push_out_those_that_did() {
        let mut all = old(50);
        all.extend((51..=150).map(|number| version(number, VersionState::Failed, 200)));
        assert!(prunable(&all, now()).is_empty());
        all.extend((151..=200).map(|number| version(number, VersionState::Previous, 200)));
        let gone = prunable(&all, now());
        assert_eq!((gone.len(), gone[0], gone.contains(&50)), (149, 1, false), "version 50 is live");
        assert!(gone.contains(&51) && gone.contains(&150) && !gone.contains(&151));
    }

    #[test]
    fn what_lambda_shares_between_versions_stays() {
        let mut all = old(4);
        all[0].state = VersionState::Pruned;
        all[1].state = VersionState::Pruned;
        all[1].published = Some(3);
        assert_eq!(unpublishable(&all, &[1, 2, 3, 4]), [1, 2], "3 is that of version 3, 2 that of nobody");
        assert_eq!(unpublishable(&all, &[]), [0_u64; 0]);
        assert_eq!(unpublishable(&all[..2], &[1, 2, 3]), [0_u64; 0], "nothing is kept: something is wrong");
    }

    #[test]
    fn after_a_long_roll_back_the_versions_in_between_can_go() {
        let mut all = old(60);
        all[59].state = VersionState::Previous;
        all[2].state = VersionState::Live;
        let gone = prunable(&all, now());
        assert_eq!(gone, [1, 2, 4, 5, 6, 7, 8, 9, 10]);
        for version in &mut all {
            if gone.contains(&version.number) {
                version.state = VersionState::Pruned;
            }
        }
        let numbers: Vec<u64> = (1..=60).collect();
        assert_eq!(unpublishable(&all, &numbers), [1, 2, 4, 5, 6, 7, 8, 9, 10]);
    }

    fn any_version() -> impl Strategy<Value = Standing> {
        use VersionState::{Deploying, Failed, Live, Previous, Pruned, Returned, Superseded};
        let states = vec![Deploying, Live, Previous, Failed, Returned, Superseded, Pruned];
        let state = prop::sample::select(states);
        (0..300_u32, state, prop::option::of(1..40_u64), 0..200_i64).prop_map(
            |(number, state, published, days)| Standing { published, ..version(number, state, days) },
        )
    }

    proptest! {
        #[test]
        fn nothing_is_lost_that_is_promised(
            versions in prop::collection::vec(any_version(), 0..150),
            published in prop::collection::vec(1..40_u64, 0..40),
        ) {
            let gone = prunable(&versions, now());
            for version in versions.iter().filter(|version| gone.contains(&version.number)) {
                let young = version.since.duration_until(now()) <= VERSIONS_KEPT_FOR;
                let twins = versions.iter().filter(|other| other.number == version.number).count();
                prop_assert!(twins > 1 || !young, "younger than 90 days");
                prop_assert!(twins > 1 || version.state != VersionState::Live);
                prop_assert!(twins > 1 || version.state != VersionState::Deploying);
            }
            for number in unpublishable(&versions, &published) {
                let kept = versions.iter().filter(|version| version.state != VersionState::Pruned);
                prop_assert!(kept.into_iter().all(|version| version.published != Some(number)));
                prop_assert!(published.iter().any(|other| *other > number));
            }
        }
    }
}
