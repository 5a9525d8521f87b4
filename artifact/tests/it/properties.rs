//! What holds of every archive, right or wrong.

use domain::function::Artifact;
use proptest::prelude::*;

use crate::builder::{Descriptor, Entry, archive, with_zip64_end};
use crate::support::{check, check_pieces, python, second_opinion};

/// An archive with something of everything.
fn sample() -> Vec<u8> {
    let app = Entry::deflated("app.py", b"def handler(event, context):\n    return 1\n");
    let lib = Entry::stored("lib/", b"");
    let text = Entry::stored("lib/text.txt", b"text");
    let streamed = Entry::deflated("lib/streamed.txt", b"streamed").streamed(Descriptor::Signed);
    let wide = Entry { zip64: true, ..Entry::stored("wide", b"wide") };
    archive(&[app, lib, text, streamed, wide])
}

/// Whatever was done to an archive: it is refused, or it holds the files that it held, for every reader.
fn assert_refused_or_same(changed: &[u8], files: &Artifact) {
    if let Ok(artifact) = check(changed, python()) {
        assert_eq!(artifact.files, files.files);
        assert_eq!(second_opinion(changed), files.files);
    }
}

#[test]
fn no_flipped_bit_changes_the_files() {
    for sample in [sample(), with_zip64_end(&sample())] {
        let artifact = check(&sample, python()).expect("good");
        for bit in 0..sample.len() * 8 {
            let mut changed = sample.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_refused_or_same(&changed, &artifact);
        }
    }
}

fn pieces(archive: &[u8], cuts: &[prop::sample::Index]) -> Vec<Vec<u8>> {
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(archive.len() + 1)).collect();
    cuts.extend([0, archive.len()]);
    cuts.sort_unstable();
    cuts.windows(2).map(|cut| archive[cut[0]..cut[1]].to_vec()).collect()
}

proptest! {
    #[test]
    fn changed_bytes_are_refused_or_change_nothing(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let sample = sample();
        let artifact = check(&sample, python()).expect("good");
        let mut changed = sample;
        for (at, byte) in changes {
            let at = at.index(changed.len());
            changed[at] = byte;
        }
        // Two changes may rename a file in both headers; then both readers see the same other name.
        if let Ok(other) = check(&changed, python()) {
            prop_assert_eq!(&second_opinion(&changed), &other.files);
            prop_assert_eq!(other.files.len(), artifact.files.len());
        }
    }

    #[test]
    fn nothing_panics(begin in 0..4_usize, bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let signature: [&[u8]; 4] = [b"", b"PK\x03\x04", b"PK\x05\x06", b"PK\x03\x04PK\x01\x02PK\x05\x06"];
        prop_assert!(check(&[signature[begin], &bytes].concat(), python()).is_err());
    }

    #[test]
    fn pieces_of_archives_put_together_do_not_panic(
        parts in prop::collection::vec((any::<prop::sample::Index>(), 0..120_usize), 1..8),
    ) {
        let sample = sample();
        let part = |(at, length): (prop::sample::Index, usize)| {
            let at = at.index(sample.len());
            sample[at..sample.len().min(at + length)].to_vec()
        };
        let mut bytes: Vec<u8> = parts.into_iter().flat_map(part).collect();
        bytes.splice(0..0, sample.iter().copied());
        let _ = check(&bytes, python());
    }

    #[test]
    fn pieces_make_no_difference(
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..20),
        change in prop::option::of((any::<prop::sample::Index>(), any::<u8>())),
    ) {
        let mut bytes = sample();
        if let Some((at, byte)) = change {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let pieces = pieces(&bytes, &cuts);
        prop_assert_eq!(check_pieces(pieces.iter().map(Vec::as_slice), python()), check(&bytes, python()));
    }
}
