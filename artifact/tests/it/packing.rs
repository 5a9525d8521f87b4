//! Folders and what is packed of them.

use std::collections::BTreeMap;
use std::fs::{self, File, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::time::{Duration, SystemTime};

use artifact::{PackError, Packed, pack};
use domain::error::Problem;
use domain::function::RuntimeFamily::Provided;
use proptest::prelude::*;
use tempfile::TempDir;

use crate::support::{expecting, python, second_opinion};

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, content) in files {
        write(folder.path(), path, content.as_bytes(), 0o644);
    }
    folder
}

fn write(folder: &Path, path: &str, content: &[u8], mode: u32) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    fs::write(&path, content).expect("a file");
    fs::set_permissions(&path, Permissions::from_mode(mode)).expect("rights");
}

fn paths(packed: &Packed) -> Vec<&str> {
    packed.artifact.files.iter().map(|file| file.path.as_str()).collect()
}

#[test]
fn what_does_not_belong_into_a_function_is_left_out() {
    let folder = folder(&[
        ("app.py", "def handler(event, context): ..."),
        ("lib/a.py", "a"),
        ("lib/a.pyc", "a"),
        ("lib/__pycache__/a.py", "a"),
        (".env", "SECRET=1"),
        ("lib/.env.local", "SECRET=1"),
        (".git/config", ""),
        ("pv.toml", ""),
        (".DS_Store", ""),
        ("node_modules/.cache/a", ""),
        ("node_modules/a/index.js", ""),
        ("tests/a.py", ""),
        ("data/a.csv", ""),
        ("data/keep.csv", ""),
        ("notes.md", ""),
        (".pvignore", "# ours\n/tests/\n*.csv\n!keep.csv\n!.env\nnotes.md\n"),
    ]);
    let packed = pack(folder.path(), python()).expect("packed");
    assert_eq!(paths(&packed), ["app.py", "data/keep.csv", "lib/a.py", "node_modules/a/index.js"]);
    assert_eq!(packed.left_out, 12);
    assert_eq!(packed.large, []);
}

#[test]
fn large_things_are_named() {
    let folder = folder(&[("app.py", "")]);
    for (path, mib) in [("model.bin", 25), ("node_modules/a", 15), ("node_modules/b", 11), ("small", 24)] {
        sparse(folder.path(), path, mib);
    }
    let packed = pack(folder.path(), python()).expect("packed");
    let large: Vec<_> = packed.large.iter().map(|large| (large.path.as_str(), large.size >> 20)).collect();
    assert_eq!(large, [("node_modules/", 26), ("model.bin", 25)]);
}

/// A file of zeros that takes no room.
fn sparse(folder: &Path, path: &str, mib: u64) {
    write(folder, path, b"", 0o644);
    let file = File::options().write(true).open(folder.join(path)).expect("a file");
    file.set_len(mib << 20).expect("a size");
}

#[test]
fn only_files_of_the_folder_get_in() {
    let outside = folder(&[("secret", "secret")]);
    let inside = folder(&[("app.py", ""), ("lib/a.py", "a"), (".env", "SECRET=1"), (".git/config", "")]);
    let link = |target: &Path| {
        let _ = fs::remove_file(inside.path().join("link"));
        symlink(target, inside.path().join("link")).expect("a link");
        pack(inside.path(), python())
    };
    let packed = link(Path::new("lib/a.py")).expect("packed");
    assert_eq!(paths(&packed), ["app.py", "lib/a.py", "link"]);
    let absolute = inside.path().canonicalize().expect("a path").join("lib/a.py");
    assert!(link(&absolute).is_ok());
    for target in [
        &outside.path().join("secret"),
        Path::new("lib"),
        Path::new("gone"),
        Path::new(".env"),
        Path::new(".git/config"),
    ] {
        let error = link(target).expect_err("refused");
        assert!(matches!(&error, PackError::Link { path } if path == "link"), "{target:?}: {error}");
    }
}

#[test]
fn what_cannot_be_packed_is_named() {
    let special = folder(&[("app.py", "")]);
    let _socket = UnixListener::bind(special.path().join("socket")).expect("a socket");
    let error = pack(special.path(), python()).expect_err("refused");
    assert!(matches!(&error, PackError::Special { path } if path == "socket"), "{error}");

    let name = folder(&[("app.py", ""), ("a\\b", "")]);
    let error = pack(name.path(), python()).expect_err("refused");
    let PackError::Refused(error) = error else { panic!("{error}") };
    assert_eq!(error.problem, Problem::UnsafePath { path: "a\\b".to_owned() });

    let error = pack(&name.path().join("gone"), python()).expect_err("refused");
    assert!(matches!(error, PackError::Read { .. }), "{error}");
    let empty = folder(&[]);
    let error = pack(empty.path(), python()).expect_err("refused");
    assert!(matches!(&error, PackError::Refused(error) if error.problem == Problem::ArchiveEmpty), "{error}");
}

#[test]
fn the_right_to_run_is_kept() {
    let folder = folder(&[("text", "")]);
    write(folder.path(), "bootstrap", b"#!/bin/sh\n", 0o700);
    let packed = pack(folder.path(), expecting(Provided, "")).expect("packed");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(packed.bytes)).expect("an archive");
    let mut mode = |index| archive.by_index(index).expect("a file").unix_mode();
    assert_eq!((mode(0), mode(1)), (Some(0o100_755), Some(0o100_644)));
}

/// The bytes of one folder, known beforehand: other bytes would be another archive of the same code, and a deploy where nothing changed.
#[test]
fn the_same_files_are_the_same_bytes_everywhere() {
    let folder =
        folder(&[("app.py", "def handler(event, context):\n    return 1\n"), ("lib/日本.txt", "日本\n")]);
    let packed = pack(folder.path(), python()).expect("packed");
    let known = "3d581f8fcf32abd1482d9c2b50ba822aed0b0549ad8bb497701905edc819d305";
    assert_eq!(packed.artifact.hash.as_str(), known);
}

/// Random files: what a path holds, and whether it may be run. No path is a folder of another one.
fn files() -> impl Strategy<Value = BTreeMap<String, (Vec<u8>, bool)>> {
    let path = prop::collection::vec("[a-cA-C日é -]{0,2}[a-z]", 1..4).prop_map(|names| names.join("/"));
    let content = prop::collection::vec(prop_oneof![Just(0_u8), any::<u8>()], 0..2000);
    prop::collection::btree_map(path, (content, any::<bool>()), 0..12).prop_map(|files| {
        let is_folder = |path: &String| files.keys().any(|other| other.starts_with(&format!("{path}/")));
        files
            .iter()
            .filter(|(path, _)| !is_folder(path))
            .map(|(path, file)| (path.clone(), file.clone()))
            .collect()
    })
}

fn packed<'a>(files: impl Iterator<Item = (&'a String, &'a (Vec<u8>, bool))>, mask: u32, age: u64) -> Packed {
    let folder = folder(&[("app.py", "")]);
    for (path, (content, executable)) in files {
        let mode = if *executable { 0o777 } else { 0o666 };
        write(folder.path(), path, content, mode & !mask);
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(age);
        File::open(folder.path().join(path)).and_then(|file| file.set_modified(time)).expect("time");
    }
    pack(folder.path(), python()).expect("packed")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn packing_keeps_every_file_and_nothing_of_the_machine(files in files()) {
        let one = packed(files.iter(), 0o022, 1_000_000_000);
        let other = packed(files.iter().rev(), 0o077, 1_700_000_001);
        prop_assert_eq!(&one.bytes, &other.bytes);
        let found: BTreeMap<_, _> = one.artifact.files.iter().map(|file| (file.path.clone(), (file.size, file.crc))).collect();
        let mut expected: BTreeMap<_, _> = files
            .iter()
            .map(|(path, (content, _))| (path.clone(), (content.len() as u64, crc32fast::hash(content))))
            .collect();
        expected.insert("app.py".to_owned(), (0, 0));
        prop_assert_eq!(found, expected);
        prop_assert_eq!(second_opinion(&one.bytes), one.artifact.files);
    }
}
