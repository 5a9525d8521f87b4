use ed25519_dalek::SigningKey;

use super::{ACME, NOW, entry, head_at, key, trail};
use crate::audit::{
    AuditEntry, AuditHead, BreakKind, NO_HASH, Outcome, Verified, Verifier, canonical, hash, key_id, seal,
};

/// What a verifier says: the place and kind of the first break, or the result.
fn verdict(heads: &[AuditHead], entries: &[AuditEntry]) -> Result<Verified, (u64, BreakKind)> {
    let mut verifier = Verifier::new([key().verifying_key()]);
    let checked = heads
        .iter()
        .try_for_each(|head| verifier.head(head))
        .and_then(|()| entries.iter().try_for_each(|entry| verifier.entry(entry)))
        .and_then(|()| verifier.finish());
    checked.map_err(|error| (error.sequence, error.kind))
}

#[test]
fn the_hash_covers_every_field_and_can_be_made_with_other_tools() {
    let sealed = seal(NO_HASH, entry(1));
    let text = String::from_utf8(canonical(&sealed)).unwrap();
    assert!(
        text.starts_with(r#"{"action":"component.allow_list_changed","actor":{"email":"eve@acme.example","#),
        "{text}"
    );
    assert!(!text.contains(&sealed.hash) && text.contains("京"));
    // Made with: printf %064d%s 0 "$text" | sha256sum
    assert_eq!(sealed.hash, "638fee3b32726246dd11210af7ede97fe511ff264ef121651aef5d0ffe9fd4ae");
}

#[test]
fn a_sealed_entry_survives_the_database() {
    let sealed = seal(NO_HASH, entry(1));
    let stored: AuditEntry = serde_json::from_value(serde_json::to_value(&sealed).unwrap()).unwrap();
    assert_eq!(hash(NO_HASH, &stored), sealed.hash);
    assert_eq!(sealed.opened.as_nanosecond() % 1000, 0, "databases keep microseconds");
    assert!(sealed.opened <= NOW);
}

#[test]
fn a_whole_trail_is_right() {
    let entries = trail(10);
    let heads = [head_at(&entries, 0), head_at(&entries, 4), head_at(&entries, 10)];
    assert_eq!(verdict(&heads, &entries), Ok(Verified { entries: 10, heads: 3, signed: Some(NOW) }));
    assert_eq!(verdict(&[], &[]), Ok(Verified { entries: 0, heads: 0, signed: None }));
}

#[test]
fn the_first_bad_entry_is_named() {
    let entries = trail(10);
    let head = [head_at(&entries, 10)];
    let with = |change: &dyn Fn(&mut Vec<AuditEntry>)| {
        let mut changed = entries.clone();
        change(&mut changed);
        verdict(&head, &changed)
    };
    let broken = |sequence, kind| Err((sequence, kind));
    assert_eq!(with(&|trail| trail[3].outcome = Outcome::Failed), broken(4, BreakKind::Changed));
    assert_eq!(with(&|trail| trail[3].sequence = 9), broken(4, BreakKind::Changed));
    assert_eq!(with(&|trail| trail[3].organization = None), broken(4, BreakKind::Changed));
    assert_eq!(with(&|trail| trail[3].previous_hash = NO_HASH.to_owned()), broken(4, BreakKind::Changed));
    assert_eq!(with(&|trail| drop(trail.remove(3))), broken(4, BreakKind::Missing));
    assert_eq!(with(&|trail| drop(trail.remove(0))), broken(1, BreakKind::Missing));
    assert_eq!(with(&|trail| drop(trail.drain(2..5))), broken(3, BreakKind::Missing));
    assert_eq!(with(&|trail| trail.swap(3, 4)), broken(4, BreakKind::OutOfOrder));
    assert_eq!(with(&|trail| trail.swap(0, 9)), broken(1, BreakKind::OutOfOrder));
    assert_eq!(with(&|trail| trail.insert(5, trail[2].clone())), broken(3, BreakKind::OutOfOrder));
    assert_eq!(with(&|trail| trail.truncate(7)), broken(8, BreakKind::TailCut));
    assert_eq!(with(&Vec::clear), broken(1, BreakKind::TailCut));
}

#[test]
fn an_entry_made_anew_breaks_the_chain_and_a_whole_new_chain_breaks_the_head() {
    let entries = trail(10);
    let mut one = entries.clone();
    one[3] = seal(&entries[2].hash, AuditEntry { outcome: Outcome::Failed, ..entries[3].clone() });
    assert_eq!(verdict(&[], &one), Err((4, BreakKind::Changed)));

    let mut all = one;
    for index in 4..10 {
        let previous = all[index - 1].hash.clone();
        all[index] = seal(&previous, all[index].clone());
    }
    assert!(verdict(&[], &all).is_ok(), "without a signed head nothing can show");
    assert_eq!(verdict(&[head_at(&entries, 6)], &all), Err((6, BreakKind::Rewritten)));
}

#[test]
fn entries_of_two_trails_do_not_mix() {
    let entries = trail(2);
    let foreign = seal(&entries[1].hash, AuditEntry { organization: None, ..entry(3) });
    assert_eq!(
        verdict(&[], &[entries[0].clone(), entries[1].clone(), foreign]),
        Err((3, BreakKind::OtherTrail))
    );
}

#[test]
fn heads_are_only_believed_when_signed_by_a_known_key() {
    let entries = trail(3);
    let good = head_at(&entries, 3);
    assert!(good.verify(&key().verifying_key()));
    assert_eq!(good.key, key_id(&key().verifying_key()));
    for changed in [
        AuditHead { count: 2, ..good.clone() },
        AuditHead { hash: NO_HASH.to_owned(), ..good.clone() },
        AuditHead { organization: None, ..good.clone() },
        AuditHead { time: NOW + jiff::SignedDuration::from_nanos(1), ..good.clone() },
        AuditHead { signature: "00".repeat(64), ..good.clone() },
        AuditHead { signature: "not hexadecimal".to_owned(), ..good.clone() },
    ] {
        let count = changed.count;
        assert_eq!(verdict(&[changed], &entries), Err((count, BreakKind::BadSignature)));
    }
    let other = AuditHead::sign(Some(ACME), 3, &entries[2].hash, NOW, &SigningKey::from_bytes(&[8; 32]));
    assert_eq!(verdict(&[other], &entries), Err((3, BreakKind::UnknownKey)));
}
