//! Archives that are small until somebody unpacks them.

use artifact::{Intake, MAX_BYTES, MAX_FILES};
use domain::error::Problem;

use crate::builder::{Entry, archive, deflate, finished};
use crate::support::{check, python};

const MIB: usize = 1024 * 1024;

fn damaged(path: &str) -> Problem {
    Problem::ArchiveDamaged { path: Some(path.to_owned()) }
}

/// 2 MiB of zeros in a few KB.
fn zeros(name: &str) -> Entry {
    Entry::deflated(name, &vec![0; 2 * MIB])
}

#[test]
fn more_than_aws_takes_is_refused_as_soon_as_it_comes() {
    let large = archive(&[Entry::stored("app.py", &vec![0; MAX_BYTES])]);
    let mut intake = Intake::new(python());
    let refused = large.chunks(MIB).position(|piece| intake.push(piece).is_err());
    assert_eq!(refused, Some(MAX_BYTES / MIB), "before the last piece: the end is not needed");
    let error = intake.finish().expect_err("refused");
    assert_eq!(error.problem, Problem::ArchiveTooLarge { max_mb: 50 });
}

#[test]
fn what_unpacks_to_more_than_aws_takes() {
    let bomb = zeros("app.py");
    let entries: Vec<Entry> =
        (0..126).map(|number| bomb.clone().named(format!("{number}.bin").as_bytes())).collect();
    let bytes = archive(&entries);
    assert!(bytes.len() < 512 * 1024, "252 MiB in {} bytes", bytes.len());
    assert_eq!(check(&bytes, python()), Err(Problem::UnpacksTooLarge { max_mb: 250 }));
    let huge = Entry { size: u64::MAX, zip64: true, ..bomb };
    let all = archive(&[huge.clone(), huge.named(b"b")]);
    assert_eq!(check(&all, python()), Err(Problem::UnpacksTooLarge { max_mb: 250 }), "sums that overflow");
}

#[test]
fn what_lies_about_its_size() {
    let liar = Entry { size: 10, ..zeros("app.py") };
    assert_eq!(check(&archive(&[liar]), python()), Err(damaged("app.py")));
}

#[test]
fn entries_that_share_their_content() {
    let app = zeros("app.py");
    let directory = [app.central(0), Entry { name: b"b".to_vec(), ..app.clone() }.central(0)];
    assert_eq!(check(&finished(app.local(), &directory), python()), Err(damaged("b")));
}

/// Each entry holds the headers of those after it as content, in a block of its own, and ends where the last one ends
/// (<https://www.bamsoftware.com/hacks/zipbomb/>). Every header is there, with the right name, sizes and checksum.
#[test]
fn entries_that_quote_each_other() {
    let mut content = vec![0; 64 * 1024];
    let mut entries = vec![Entry::deflated("app.py", &content)];
    let mut bytes = entries[0].local();
    for number in 0..50 {
        let header_length = bytes.len() - entries[0].data.len();
        let header = bytes[..header_length].to_vec();
        let length = u16::try_from(header_length).expect("short");
        let data = [&[0][..], &length.to_le_bytes(), &(!length).to_le_bytes(), &bytes].concat();
        content = [header, content].concat();
        let entry = Entry { method: 8, data, ..Entry::stored(&format!("{number}"), &content) };
        bytes = entry.local();
        entries.insert(0, entry);
    }
    let end = bytes.len();
    let directory: Vec<Vec<u8>> =
        entries.iter().map(|entry| entry.central(end - entry.local().len())).collect();
    assert_eq!(check(&finished(bytes, &directory), python()), Err(damaged("48")));
}

#[test]
fn blocks_without_content_take_no_time() {
    let mut data = [0, 0, 0, 0xff, 0xff].repeat(100_000);
    data.extend(deflate(b"x"));
    let files = [Entry { method: 8, data, ..Entry::stored("app.py", b"x") }];
    assert!(check(&archive(&files), python()).is_ok());
}

#[test]
fn more_files_than_there_may_be() {
    let entry = |number: u32| Entry::stored(&format!("{number}"), b"");
    let entries: Vec<Entry> = (0..=MAX_FILES).map(entry).collect();
    assert_eq!(check(&archive(&entries), python()), Err(Problem::TooManyFiles { max: MAX_FILES }));
}
