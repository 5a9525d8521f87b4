use jiff::ToSpan;
use proptest::prelude::{Just, Strategy as Strategies, prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::*;

fn at(minutes: i64) -> Timestamp {
    "2026-11-21T10:00:00Z".parse::<Timestamp>().unwrap() + minutes.minutes()
}

fn minutes(minutes: u8) -> Minutes {
    Minutes::new(minutes).unwrap()
}

/// The shares that are seen at these minutes, when somebody looks at each of them.
fn shares(strategy: Strategy, looks: &[i64]) -> Vec<u8> {
    let mut shifting = Shifting::begin(at(0));
    let mut seen = Vec::new();
    for look in looks {
        shifting = shifting.at(strategy, None, at(*look));
        seen.push(shifting.share.as_percent());
    }
    seen
}

#[test]
fn a_canary_waits_and_then_gets_everything() {
    assert_eq!(shares(Strategy::Canary { minutes: minutes(5) }, &[0, 4, 5]), [10, 10, 100]);
}

#[test]
fn a_linear_rollout_grows_by_the_same_share() {
    let looks: Vec<_> = (0..=20).step_by(2).collect();
    assert_eq!(
        shares(Strategy::Linear { minutes: minutes(2) }, &looks),
        [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 100]
    );
}

#[test]
fn it_takes_as_long_as_its_shares() {
    for (strategy, expected) in [
        (Strategy::Canary { minutes: minutes(5) }, Some(5)),
        (Strategy::Linear { minutes: minutes(2) }, Some(18)),
        (Strategy::Manual, None),
    ] {
        assert_eq!(strategy.duration(), expected.map(SignedDuration::from_mins), "{strategy:?}");
    }
}

#[test]
fn a_share_that_came_late_is_watched_as_long_as_the_others() {
    // The server was away from minute 2 to 9.
    assert_eq!(shares(Strategy::Linear { minutes: minutes(2) }, &[0, 1, 9, 10, 11]), [10, 10, 20, 20, 30]);
}

#[test]
fn by_hand_nothing_happens_by_itself() {
    let waiting = Shifting::begin(at(0)).at(Strategy::Manual, None, at(600));
    assert_eq!((waiting.share, waiting.next_at(Strategy::Manual)), (STEP, None));
    let asked = waiting.at(Strategy::Manual, Some(Share::percent(50)), at(601));
    assert_eq!((asked.share.as_percent(), asked.since, asked.began), (50, at(601), at(0)));
    assert_eq!(asked.unanswered(Strategy::Manual, at(601 + 24 * 60)), None);
    assert_eq!(asked.unanswered(Strategy::Manual, at(602 + 24 * 60)), Some(Trip::Unanswered));
    assert_eq!(asked.unanswered(Strategy::Canary { minutes: minutes(60) }, at(99_999)), None);
}

#[test]
fn whoever_is_content_need_not_wait() {
    let canary = Strategy::Canary { minutes: minutes(30) };
    assert_eq!(Shifting::begin(at(0)).at(canary, Some(Share::ALL), at(1)).share, Share::ALL);
}

#[test]
fn minutes_have_a_range_when_they_are_read_too() {
    for (text, good) in [("0", false), ("1", true), ("60", true), ("61", false), ("-1", false)] {
        assert_eq!(serde_json::from_str::<Minutes>(text).is_ok(), good, "{text}");
    }
}

fn strategies() -> impl Strategies<Value = Strategy> {
    let minutes = || (1..=60_u8).prop_map(minutes);
    prop_oneof![
        minutes().prop_map(|minutes| Strategy::Canary { minutes }),
        minutes().prop_map(|minutes| Strategy::Linear { minutes }),
        Just(Strategy::Manual),
    ]
}

proptest! {
    /// However the looks fall, a share never shrinks, and grows by no more than was asked for.
    #[test]
    fn shares_only_grow(
        strategy in strategies(),
        looks in proptest::collection::vec((0..500_i64, proptest::option::of(1..=100_u8)), 1..40),
    ) {
        let mut shifting = Shifting::begin(at(0));
        let mut now = 0;
        for (pause, asked) in looks {
            now += pause;
            let next = shifting.at(strategy, asked.map(Share::percent), at(now));
            prop_assert!(next.share >= shifting.share);
            if asked.is_none() && next.share > shifting.share {
                prop_assert!(shifting.next_at(strategy).is_some_and(|due| due <= at(now)));
                prop_assert_eq!(next.since, at(now));
            }
            shifting = next;
        }
    }
}
