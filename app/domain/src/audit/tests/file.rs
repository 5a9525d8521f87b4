use std::fmt::Write;
use std::sync::LazyLock;

use proptest::prelude::*;
use sha2::{Digest, Sha256};

use super::{ACME, NOW, head_at, key, trail};
use crate::audit::{BreakKind, NO_HASH, VerifyError, export, verify_export};

/// An export of ten entries with heads at 5 and 10, as its lines.
fn lines() -> Vec<String> {
    static LINES: LazyLock<Vec<String>> = LazyLock::new(make_lines);
    LINES.clone()
}

fn make_lines() -> Vec<String> {
    let entries = trail(10);
    let mut file = export::header(Some(ACME), vec![head_at(&entries, 10), head_at(&entries, 5)], NOW);
    for entry in &entries {
        file.push_str(&String::from_utf8(export::entry(entry)).unwrap());
    }
    file.push_str(&export::footer(10));
    file.lines().map(str::to_owned).collect()
}

fn verdict(lines: &[String]) -> Result<u64, (u64, BreakKind)> {
    let mut file = String::new();
    for line in lines {
        writeln!(file, "{line}").unwrap();
    }
    verify(file.as_bytes())
}

fn verify(file: &[u8]) -> Result<u64, (u64, BreakKind)> {
    match verify_export(file, [key().verifying_key()]) {
        Ok(verified) => Ok(verified.entries),
        Err(VerifyError::Broken(broken)) => Err((broken.sequence, broken.kind)),
        Err(error) => panic!("{error:?}"),
    }
}

#[test]
fn an_export_is_right_and_each_tampering_is_named() {
    let good = lines();
    assert_eq!(verdict(&good), Ok(10));
    let with = |change: &dyn Fn(&mut Vec<String>)| {
        let mut changed = good.clone();
        change(&mut changed);
        verdict(&changed)
    };
    // The line of entry n is lines[n].
    assert_eq!(
        with(&|lines| lines[4] = lines[4].replace("orders-db", "orders-dc")),
        Err((4, BreakKind::Changed))
    );
    assert_eq!(
        with(&|lines| lines[4] = lines[4].replace("orders-db", "orders\"db")),
        Err((4, BreakKind::Unreadable))
    );
    assert_eq!(
        with(&|lines| lines[4] = lines[4].replace("{\"entry\":{", "{\"entry\": {")),
        Err((4, BreakKind::Changed))
    );
    assert_eq!(with(&|lines| lines[4].push('}')), Err((4, BreakKind::Unreadable)));
    assert_eq!(with(&|lines| drop(lines.remove(4))), Err((4, BreakKind::Missing)));
    assert_eq!(with(&|lines| lines.swap(4, 5)), Err((4, BreakKind::OutOfOrder)));
    assert_eq!(with(&|lines| lines.truncate(8)), Err((8, BreakKind::TailCut)));
    assert_eq!(with(&|lines| drop(lines.remove(10))), Err((10, BreakKind::TailCut)));
    assert_eq!(with(&|lines| drop(lines.pop())), Err((11, BreakKind::TailCut)));
    assert_eq!(
        with(&|lines| lines[0] = lines[0].replace("\"count\":5", "\"count\":6")),
        Err((6, BreakKind::BadSignature))
    );
    assert_eq!(
        with(&|lines| lines[0] = lines[0].replace("\"heads\":[{", "\"heads\":[],\"x\":[{")),
        Ok(10),
        "no head, no proof of the end"
    );
    assert_eq!(with(&|lines| lines.push(lines[10].clone())), Err((11, BreakKind::Unreadable)));
    assert_eq!(with(&|lines| lines.push(String::new())), Ok(10));
    assert_eq!(
        with(&|lines| lines.extend([String::new(), lines[10].clone()])),
        Err((11, BreakKind::Unreadable)),
        "nothing hides behind the last line"
    );
}

#[test]
fn a_file_of_many_batches_is_checked_to_its_end() {
    let entries = trail(8_300);
    let mut file = export::header(Some(ACME), Vec::new(), NOW).into_bytes();
    file.extend(entries.iter().flat_map(export::entry));
    file.extend(export::footer(8_300).into_bytes());
    assert_eq!(verify(&file), Ok(8_300));
    let late = file.len() - 1_000;
    let at = late + file[late..].iter().position(|byte| *byte == b'-').unwrap();
    file[at] = b'+';
    let (sequence, kind) = verify(&file).unwrap_err();
    assert!(sequence > 8_290 && kind == BreakKind::Changed, "{sequence} {kind:?}");
}

#[test]
fn other_files_are_not_exports() {
    for file in [
        "",
        "{}",
        "hello",
        "{\"exported\":\"2026-11-21T09:00:00Z\",\"format\":\"x/1\",\"heads\":[],\"organization\":null}",
    ] {
        let result = verify_export(file.as_bytes(), []);
        assert!(matches!(result, Err(VerifyError::NotAnExport)), "{file} {result:?}");
    }
}

#[test]
fn nothing_hides_beside_the_entry() {
    let lines = lines();
    let line = &lines[1];
    let second = line.replace("{\"entry\":{", "{\"entry\":{\"sequence\":1},\"entry\":{");
    let mut changed = lines.clone();
    changed[1] = second;
    assert_eq!(verdict(&changed), Err((1, BreakKind::Unreadable)));
}

#[test]
fn what_is_hashed_anew_breaks_the_head_whatever_it_says() {
    let lines = lines();
    for said in ["{\"sequence\":99}", "no JSON"] {
        let mut changed = lines.clone();
        let mut previous = NO_HASH.to_owned();
        for (index, line) in changed[1..=10].iter_mut().enumerate() {
            let (entry, _) = line.split_once(",\"hash\":").unwrap();
            let entry = if index == 2 { said } else { &entry["{\"entry\":".len()..] };
            let hash = hex::encode(Sha256::digest(format!("{previous}{entry}")));
            *line = format!("{{\"entry\":{entry},\"hash\":\"{hash}\",\"previous_hash\":\"{previous}\"}}");
            previous = hash;
        }
        assert_eq!(verdict(&changed), Err((5, BreakKind::Rewritten)), "{said}");
        changed[0] = export::header(Some(ACME), Vec::new(), NOW).trim_end().to_owned();
        assert_eq!(verdict(&changed), Err((3, BreakKind::Unreadable)), "{said}, and no head proves it");
    }
}

proptest! {
    /// Whichever byte of the entries is changed, it shows at that entry.
    #[test]
    fn no_byte_of_an_entry_can_be_changed(line in 1usize..=10, at: proptest::sample::Index, to: u8) {
        let mut lines = lines().into_iter().map(String::into_bytes).collect::<Vec<_>>();
        // Without heads: checking signatures takes long in a debug build.
        lines[0] = export::header(Some(ACME), Vec::new(), NOW).trim_end().as_bytes().to_vec();
        let at = at.index(lines[line].len());
        prop_assume!(lines[line][at] != to && to != b'\n');
        lines[line][at] = to;
        let file: Vec<u8> = lines.into_iter().flat_map(|mut line| { line.push(b'\n'); line }).collect();
        let (sequence, kind) = verify(&file).expect_err("changed");
        prop_assert_eq!(sequence, line as u64);
        prop_assert!(matches!(kind, BreakKind::Changed | BreakKind::Unreadable), "{:?}", kind);
    }

    #[test]
    fn no_file_makes_it_panic(file in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = verify_export(file.as_slice(), []);
    }
}
