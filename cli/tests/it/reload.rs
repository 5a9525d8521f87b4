//! A saved file is the next answer.

use std::fs;
use std::time::Instant;

use crate::support::{Dev, eventually, example, project, python};

#[test]
fn python_and_node_answer_with_the_new_code() {
    for (name, file) in [("python-hello", "app.py"), ("node-hello", "index.mjs")] {
        let read = |file: &str| fs::read_to_string(example(name).join(file)).unwrap();
        let (settings, code) = (read("pv.toml"), read(file));
        let folder = project(&[("pv.toml", &settings), (file, &code)]);
        let dev = Dev::start(folder.path(), &[]);
        assert!(dev.get("/").body.contains("Hello from"));
        // The same length and the same time of change: what only looks at these misses it.
        let path = folder.path().join(file);
        let time = fs::metadata(&path).unwrap().modified().unwrap();
        fs::write(&path, code.replace("Hello from", "Hullo from")).unwrap();
        fs::File::options().append(true).open(&path).unwrap().set_modified(time).unwrap();
        let since = Instant::now();
        eventually("the new code answers", || dev.get("/").body.contains("Hullo from"));
        println!("{name}: {} ms from the save to the answer of the new code", since.elapsed().as_millis());
    }
}

#[test]
fn settings_and_variables_count_too() {
    let code = "import os\ndef handler(event, context):\n    \
                return {'statusCode': 200, 'body': os.environ.get('COLOUR', '') + os.environ['_HANDLER']}\n";
    let folder = python(code, "[environment]\nCOLOUR = \"red \"");
    let dev = Dev::start(folder.path(), &[]);
    assert_eq!(dev.get("/").body, "red app.handler");
    fs::write(folder.path().join(".gitignore"), ".env\n").unwrap();
    fs::write(folder.path().join(".env"), "COLOUR='blue '\n").unwrap();
    eventually("the file .env is read", || dev.get("/").body == "blue app.handler");
    let settings = fs::read_to_string(folder.path().join("pv.toml")).unwrap();
    fs::write(folder.path().join("pv.toml"), settings.replace("runtime", "runtimes")).unwrap();
    eventually("the mistake is shown", || dev.get("/").status == 503);
    let page = dev.get("/");
    assert!(page.body.contains("pv.toml:3:1: unknown key `runtimes`"), "{}", page.body);
    fs::write(folder.path().join("pv.toml"), settings).unwrap();
    eventually("it goes on", || dev.get("/").body == "blue app.handler");
}

#[test]
fn a_request_in_flight_is_finished_on_the_old_code() {
    let code = "import pathlib, time\nhere = pathlib.Path(__file__).parent\ndef handler(event, context):\n    \
                if event['path'] == '/wait':\n        (here / 'arrived.tmp').touch()\n        \
                while not (here / 'go.tmp').exists(): time.sleep(0.01)\n    \
                return {'statusCode': 200, 'body': 'old'}\n";
    let folder = python(code, "");
    fs::write(folder.path().join(".gitignore"), "*.tmp\n").unwrap();
    let dev = Dev::start(folder.path(), &[]);
    let address = dev.address();
    let waiting = std::thread::spawn(move || crate::support::send(&address, "GET", "/wait", "", b""));
    eventually("the request is in flight", || folder.path().join("arrived.tmp").exists());
    fs::write(folder.path().join("app.py"), code.replace("'old'", "'new'")).unwrap();
    eventually("the new code answers", || dev.get("/").body == "new");
    fs::write(folder.path().join("go.tmp"), "").unwrap();
    assert_eq!(waiting.join().unwrap().body, "old");
    assert_eq!(dev.get("/").body, "new");
}

#[test]
fn a_change_during_the_first_load_does_not_keep_it_from_being_ready() {
    let code = "import pathlib, time\nseen = pathlib.Path(__file__).with_name('seen.txt')\n\
                if not seen.exists():\n    seen.touch()\n    time.sleep(600)\n\
                def handler(event, context):\n    return {'statusCode': 200, 'body': 'ready'}\n";
    let folder = python(code, "");
    let dev = Dev::start(folder.path(), &[]);
    assert_eq!(dev.get("/").body, "ready");
}

#[test]
fn new_folders_are_watched_and_ignored_files_are_not() {
    let code = "import importlib, os\ndef handler(event, context):\n    \
                return {'statusCode': 200, 'body': str(os.getpid())}\n";
    let folder = python(code, "");
    fs::write(folder.path().join(".gitignore"), "*.log\n").unwrap();
    let dev = Dev::start(folder.path(), &[]);
    let first = dev.get("/").body;
    fs::write(folder.path().join("debug.log"), "x").unwrap();
    fs::create_dir(folder.path().join("node_modules")).unwrap();
    fs::write(folder.path().join("node_modules/x.js"), "x").unwrap();
    // What cargo does when it builds for the first time.
    fs::create_dir(folder.path().join("targetAb1Cd2")).unwrap();
    fs::write(folder.path().join("targetAb1Cd2/CACHEDIR.TAG"), "x").unwrap();
    fs::rename(folder.path().join("targetAb1Cd2"), folder.path().join("target")).unwrap();
    fs::create_dir(folder.path().join("more")).unwrap();
    let changed = dev.wait_for(|line| line["type"] == "changed");
    assert_eq!(changed["file"], "more", "the ignored files were not named before it");
    dev.wait_for(|line| line["type"] == "loaded");
    assert_ne!(dev.get("/").body, first);
    fs::write(folder.path().join("more/part.py"), "x = 1\n").unwrap();
    let changed = dev.wait_for(|line| line["type"] == "changed");
    assert_eq!(changed["file"], "more/part.py");
}
