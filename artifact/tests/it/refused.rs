//! Archives that are wrong in one place, and what people are told.

use domain::error::Problem;
use domain::function::RuntimeFamily::{Node, Provided};
use domain::function::{Architecture, Platform};

use crate::builder::{Descriptor, Entry, archive, deflate, elf, finished, with_zip64_end};
use crate::support::{check, expecting, python};

fn app() -> Entry {
    Entry::deflated("app.py", b"def handler(event, context):\n    return 1\n")
}

fn other() -> Entry {
    Entry::stored("other.txt", b"other")
}

fn unsafe_path(path: &str) -> Problem {
    Problem::UnsafePath { path: path.to_owned() }
}

fn damaged(path: &str) -> Problem {
    Problem::ArchiveDamaged { path: Some(path.to_owned()) }
}

const DAMAGED: Problem = Problem::ArchiveDamaged { path: None };

fn refuse(what: &str, archive: &[u8], problem: Problem) {
    assert_eq!(check(archive, python()), Err(problem), "{what}");
}

#[test]
fn what_is_no_archive() {
    refuse("nothing", b"", Problem::NotAnArchive);
    refuse("a letter", b"P", Problem::NotAnArchive);
    refuse("a tar.gz", b"\x1f\x8b\x08\0\0\0\0\0", Problem::NotAnArchive);
    refuse(
        "something before it",
        &[b"#!/bin/sh\n".to_vec(), archive(&[app()])].concat(),
        Problem::NotAnArchive,
    );
    refuse("no entries", &archive(&[]), Problem::ArchiveEmpty);
    refuse("only folders", &archive(&[Entry::stored("a/", b"")]), Problem::ArchiveEmpty);
}

#[test]
fn a_cut_archive_is_damaged() {
    let whole = archive(&[app(), other(), app().named(b"b.py").streamed(Descriptor::Signed)]);
    for tenth in 1..10 {
        refuse("cut", &whole[..whole.len() * tenth / 10], DAMAGED);
    }
    refuse("one byte short", &whole[..whole.len() - 1], DAMAGED);
    refuse("one byte more", &[whole.clone(), vec![0]].concat(), DAMAGED);
}

#[test]
fn names_that_lead_elsewhere() {
    for name in [
        "../a",
        "a/../../b",
        "/etc/passwd",
        "C:/a",
        "a\\b",
        "a\0b",
        "a\nb",
        "./a",
        "a//b",
        "..",
        "a\u{202e}b",
    ] {
        let shown: String =
            name.chars().map(|c| if "\0\n\u{202e}".contains(c) { '\u{fffd}' } else { c }).collect();
        let plain = other().named(name.as_bytes());
        refuse(name, &archive(&[app(), plain.clone()]), unsafe_path(&shown));
        refuse(name, &archive(&[plain.streamed(Descriptor::Signed), app()]), unsafe_path(&shown));
        let central = Entry { name: name.into(), ..other() };
        refuse("only in the directory", &archive(&[app(), central]), unsafe_path(&shown));
        let local = Entry { local_name: name.into(), ..other() };
        refuse("only before the content", &archive(&[app(), local]), unsafe_path(&shown));
        let late = Entry { local_name: name.into(), ..other() };
        let streamed = app().streamed(Descriptor::Signed);
        refuse("where nobody can look ahead", &archive(&[streamed, late]), damaged("other.txt"));
    }
    let renamed = [b"up\x0a\0\x01\0\0\0\0".to_vec(), b"../.a".to_vec()].concat();
    refuse(
        "a second name",
        &archive(&[app(), Entry { extra: renamed, ..other() }]),
        unsafe_path("other.txt"),
    );
}

#[test]
fn what_is_neither_file_nor_folder() {
    for mode in [0o120_777, 0o010_644, 0o020_644, 0o060_644, 0o140_644] {
        let link = Entry { mode, ..other() };
        refuse("link", &archive(&[app(), link]), Problem::LinkInArchive { path: "other.txt".to_owned() });
    }
    refuse("a file as a folder", &archive(&[Entry { mode: 0o040_755, ..app() }]), damaged("app.py"));
    let folder = Entry { dos_attributes: 0x10, mode: 0, ..app() };
    refuse("a file as a folder of Windows", &archive(&[folder]), damaged("app.py"));
    let folder = Entry::stored("a/", b"content");
    refuse("a folder with content", &archive(&[app(), folder]), damaged("a/"));
}

#[test]
fn one_path_twice() {
    refuse("twice", &archive(&[app(), other(), other()]), damaged("other.txt"));
    refuse("a file in a file", &archive(&[app(), other().named(b"app.py/a")]), damaged("app.py/a"));
    let folder = Entry::stored("other.txt/", b"");
    refuse("a file and a folder", &archive(&[app(), other(), folder]), damaged("other.txt/"));
}

#[test]
fn encrypted_archives() {
    for flags in [1, 1 << 6, 1 << 13] {
        refuse("encrypted", &archive(&[app(), Entry { flags, ..other() }]), Problem::EncryptedArchive);
    }
}

#[test]
fn content_that_is_not_what_the_archive_says() {
    for entry in [other(), other().streamed(Descriptor::Signed), Entry::deflated("other.txt", b"other")] {
        let crc = Entry { crc: entry.crc ^ 1, ..entry.clone() };
        refuse("another checksum", &archive(&[app(), crc]), damaged("other.txt"));
        let size = Entry { size: entry.size + 1, ..entry };
        refuse("another size", &archive(&[app(), size]), damaged("other.txt"));
    }
    let trailing = [deflate(b"other"), vec![0]].concat();
    let entry = Entry { method: 8, data: trailing, ..other() };
    refuse("something behind the content", &archive(&[app(), entry]), damaged("other.txt"));
    for method in [1, 9, 12, 93, 99] {
        refuse("a rare method", &archive(&[app(), Entry { method, ..other() }]), damaged("other.txt"));
    }
    refuse("on another disk", &archive(&[app(), Entry { disk: 1, ..other() }]), damaged("other.txt"));
    refuse("a patch", &archive(&[app(), Entry { flags: 1 << 5, ..other() }]), damaged("other.txt"));
    refuse("extra fields in parts", &archive(&[Entry { extra: vec![1, 2, 3], ..app() }]), damaged("app.py"));
}

#[test]
fn what_the_directory_does_not_list() {
    let hidden = [app().local(), other().local()].concat();
    refuse("a hidden entry", &finished(hidden, &[app().central(0)]), DAMAGED);
    let between = [app().local(), b"between".to_vec(), other().local()].concat();
    let second = other().central(between.len() - other().local().len());
    refuse("something between", &finished(between, &[app().central(0), second]), damaged("other.txt"));
    let before = [app().local(), other().local()].concat();
    refuse(
        "a hidden first entry",
        &finished(before, &[other().central(app().local().len())]),
        damaged("other.txt"),
    );
}

#[test]
fn ends_that_can_be_read_in_two_ways() {
    let whole = archive(&[app()]);
    let mut comment = whole.clone();
    let at = comment.len() - 2;
    comment[at..].copy_from_slice(&22_u16.to_le_bytes());
    comment.extend(archive(&[]));
    refuse("an end in the comment of the end", &comment, DAMAGED);
    let earlier = |comment: u16| {
        let end = [&archive(&[])[..20], &comment.to_le_bytes()].concat();
        archive(&[Entry::stored("end", &end), app()])
    };
    let behind = earlier(0).len() - Entry::stored("end", &[0; 22]).local().len();
    refuse("another end whose comment is the rest", &earlier(u16::try_from(behind).expect("short")), DAMAGED);
    assert!(check(&earlier(0), python()).is_ok(), "it has the form of an end, but does not end there");
    let mut disk = whole.clone();
    disk[at - 16] = 1;
    refuse("several disks", &disk, DAMAGED);
    let mut count = whole.clone();
    (count[at - 10], count[at - 12]) = (2, 2);
    refuse("more entries than there are", &count, DAMAGED);
    let mut zip64 = with_zip64_end(&whole);
    let offset = zip64.len() - 6;
    zip64[offset..offset + 4].copy_from_slice(&7_u32.to_le_bytes());
    refuse("two ends that differ", &zip64, DAMAGED);
}

#[test]
fn the_handler_must_be_there() {
    let missing = |expected: &[&str]| Problem::HandlerMissing {
        expected: expected.iter().map(|path| (*path).to_owned()).collect(),
    };
    let inside = archive(&[app().named(b"project/app.py")]);
    refuse("packed with its folder", &inside, missing(&["app.py", "app/__init__.py"]));
    let node = check(&archive(&[app()]), expecting(Node, "index.handler"));
    assert_eq!(node, Err(missing(&["index.js", "index.mjs", "index.cjs"])));
    let program = check(&archive(&[app()]), expecting(Provided, ""));
    assert_eq!(program, Err(missing(&["bootstrap"])));
}

#[test]
fn programs_must_run_where_the_function_does() {
    let wrong = |path: &str, found| Problem::WrongArchitecture {
        path: path.to_owned(),
        found,
        expected: Architecture::Arm64,
    };
    let x86 = Platform::Linux(Architecture::X86_64);
    let mac = b"\xcf\xfa\xed\xfe\x07\0\0\x01".to_vec();
    for (path, content, found) in [
        ("lib/a.so", elf(62), x86),
        ("lib/a.so.1.2", elf(62), x86),
        ("bin/tool", elf(62), x86),
        ("lib/a.so", elf(243), Platform::OtherProcessor),
        ("lib/a.cpython-314-darwin.so", mac.clone(), Platform::MacOs),
        ("lib/a.node", b"MZ\x90\0".to_vec(), Platform::Windows),
    ] {
        let bytes = archive(&[app(), Entry::deflated(path, &content)]);
        refuse(path, &bytes, wrong(path, found));
    }
    let bootstrap = |content: &[u8], mode| {
        let entry = Entry { mode, ..Entry::deflated("bootstrap", content) };
        check(&archive(&[entry]), expecting(Provided, "")).map(|_| ())
    };
    assert_eq!(bootstrap(&elf(183), 0o100_755), Ok(()));
    assert_eq!(bootstrap(b"#!/bin/sh\n", 0o100_755), Ok(()));
    assert_eq!(bootstrap(&elf(62), 0o100_755), Err(wrong("bootstrap", x86)));
    assert_eq!(bootstrap(&mac, 0o100_755), Err(wrong("bootstrap", Platform::MacOs)));
    assert_eq!(bootstrap(b"console.log(1)", 0o100_755), Err(wrong("bootstrap", Platform::Nothing)));
    let not_executable = Problem::NotExecutable { path: "bootstrap".to_owned() };
    assert_eq!(bootstrap(&elf(183), 0o100_644), Err(not_executable.clone()));
    assert_eq!(bootstrap(&elf(183), 0), Err(not_executable));
}
