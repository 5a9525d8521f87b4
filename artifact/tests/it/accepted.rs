//! Archives as tools write them.

use domain::function::RuntimeFamily::{self, Node, Provided, Python};

use crate::builder::{Descriptor, Entry, archive, elf, with_zip64_end};
use crate::support::{check, expecting, python, second_opinion};

fn app() -> Entry {
    Entry::deflated("app.py", b"def handler(event, context):\n    return 1\n")
}

fn accept(what: &str, archive: &[u8]) {
    let artifact = check(archive, python()).unwrap_or_else(|problem| panic!("{what}: {problem:?}"));
    assert_eq!(artifact.files, second_opinion(archive), "{what}");
    assert_eq!(artifact.size, archive.len() as u64, "{what}");
    assert_eq!(artifact.unpacked, artifact.files.iter().map(|file| file.size).sum::<u64>(), "{what}");
}

#[test]
fn archives_of_all_usual_tools_are_accepted() {
    let empty = Entry::deflated("empty", b"");
    let folder = Entry::stored("lib/", b"");
    accept("one file", &archive(&[app()]));
    accept("stored", &archive(&[Entry::stored("app.py", b"x = 1")]));
    accept("folders and empty files", &archive(&[folder.clone(), app(), empty.clone()]));
    accept("a folder as Java packs it", &archive(&[Entry { method: 8, data: vec![3, 0], ..folder }, app()]));
    accept("without modes, as on Windows", &archive(&[Entry { mode: 0, system: 0, ..app() }]));
    for descriptor in [Descriptor::Signed, Descriptor::Bare, Descriptor::Wide] {
        let entries = [app().streamed(descriptor), empty.clone().streamed(descriptor)];
        accept("sizes written afterwards", &archive(&entries));
    }
    accept("zip64", &with_zip64_end(&archive(&[Entry { zip64: true, ..app() }, empty.clone()])));
    accept("zip64 only at the end", &with_zip64_end(&archive(&[app()])));
    accept("other names", &archive(&[app(), Entry::stored("日本/語.txt", b"x")]));
    accept("Windows and Linux differ", &archive(&[app(), empty.clone().named(b"EMPTY"), empty]));
    let times = [b"UT\x05\0\x01\0\0\0\0".to_vec(), b"ux\x0b\0\x01\x04\0\0\0\0\x04\0\0\0\0".to_vec()].concat();
    accept("times and owners", &archive(&[Entry { extra: times, ..app() }]));
    let with_comment = |comment: &[u8]| {
        let mut bytes = archive(&[app()]);
        let length = u16::try_from(comment.len()).expect("short");
        let at = bytes.len() - 2;
        bytes[at..].copy_from_slice(&length.to_le_bytes());
        bytes.extend(comment);
        bytes
    };
    accept("a comment", &with_comment(b"made by hand"));
    accept("an archive inside", &archive(&[app(), Entry::stored("inner.zip", &archive(&[app()]))]));
}

#[test]
fn the_handler_is_found_where_the_runtime_looks() {
    let cases: [(RuntimeFamily, &str, &str); 7] = [
        (Python, "app.handler", "app.py"),
        (Python, "src/app.handler", "src/app.py"),
        (Python, "src.app.handler", "src/app/__init__.py"),
        (Node, "index.handler", "index.js"),
        (Node, "index.handler", "index.mjs"),
        (Node, "dist/index.handler", "dist/index.cjs"),
        (Provided, "", "bootstrap"),
    ];
    for (family, handler, path) in cases {
        let entry = Entry { mode: 0o100_755, ..Entry::deflated(path, b"#!/bin/sh\n") };
        assert!(check(&archive(&[entry]), expecting(family, handler)).is_ok(), "{path}");
    }
}

#[test]
fn programs_that_are_not_loaded_may_be_for_anything() {
    for (path, content) in [
        ("node_modules/a/prebuilds/linux-x64/a.node", elf(62)),
        ("setuptools/gui-64.exe", b"MZ\x90\0".to_vec()),
        ("notes.so.txt", b"#!/bin/sh".to_vec()),
        ("lib/a.so", elf(183)),
        ("lib/bootstrap", b"text".to_vec()),
    ] {
        let files = [app(), Entry::deflated(path, &content)];
        assert!(check(&archive(&files), python()).is_ok(), "{path}");
    }
}
