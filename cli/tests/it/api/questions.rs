//! What a person at a terminal is asked, and what their answers do.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::thread;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use super::fake::TOKEN;
use super::world::{COMPONENTS, HELLO, accepted, is, operation, server};

/// Runs a command at a terminal on which this is typed: exit code, and what the terminal showed.
pub(super) fn at_terminal(command: &mut Command, typed: &str) -> (Option<i32>, String) {
    at_question(command, "", typed)
}

/// The same, typed when the question is there.
pub(super) fn at_question(command: &mut Command, question: &str, typed: &str) -> (Option<i32>, String) {
    let (mut screen, mut child) = start_at_terminal(command);
    let mut shown = read_until(&mut screen, question);
    screen.write_all(typed.as_bytes()).unwrap();
    let reader = thread::spawn(move || {
        // Linux ends a terminal that nobody holds with an error.
        let _ = screen.read_to_end(&mut shown);
        String::from_utf8_lossy(&shown).replace('\r', "")
    });
    let exit = child.wait().unwrap().code();
    let shown = reader.join().unwrap();
    assert!(!shown.contains(TOKEN), "{shown}");
    (exit, shown)
}

/// Starts a command at a terminal, of which this is the end with screen and keyboard.
pub(super) fn start_at_terminal(command: &mut Command) -> (File, Child) {
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&terminal).unwrap();
    unlockpt(&terminal).unwrap();
    let path = ptsname(&terminal, Vec::new()).unwrap().into_string().unwrap();
    let end = || OpenOptions::new().read(true).write(true).open(&path).unwrap();
    let child = command.env("NO_COLOR", "1").stdin(end()).stdout(end()).stderr(end()).spawn().unwrap();
    // The ends that the command holds for the child would keep the terminal open.
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    (File::from(terminal), child)
}

/// What the screen shows up to a question.
pub(super) fn read_until(screen: &mut File, question: &str) -> Vec<u8> {
    let mut shown = Vec::new();
    while !String::from_utf8_lossy(&shown).contains(question) {
        let mut piece = [0; 256];
        let count = screen.read(&mut piece).expect("it asks before it ends");
        shown.extend_from_slice(&piece[..count]);
    }
    shown
}

#[test]
fn plan_and_price_are_shown_before_a_function_is_made() {
    for (typed, exit, made) in
        [("y\n", 0, 1), ("YES\n", 0, 1), ("n\n", 2, 0), ("\n", 2, 0), ("maybe\n", 2, 0)]
    {
        let fake = server(|request, _| {
            let is_change = is(request, "POST", COMPONENTS) && request.query.is_empty();
            is_change.then(|| accepted(operation("create", "running")))
        });
        let mut command = fake.pv(&["functions", "create", "hello", "--region", "eu-central-1"]);
        let (found, shown) = at_terminal(&mut command, typed);
        assert_eq!(found, Some(exit), "{shown}");
        assert!(shown.contains("price: $1.23 a month") && shown.contains("Create hello? [y/N]"), "{shown}");
        let asked = fake.asked("POST", COMPONENTS);
        assert_eq!(asked.iter().filter(|request| request.query.is_empty()).count(), made, "{typed:?}");
    }
}

#[test]
fn a_function_is_deleted_by_its_name_only() {
    for (typed, exit, made) in [("hello\n", 0, 1), ("y\n", 2, 0), ("Hello\n", 2, 0)] {
        let fake = server(|_, _| None);
        let (found, shown) = at_terminal(&mut fake.pv(&["functions", "delete", "hello"]), typed);
        assert_eq!(found, Some(exit), "{shown}");
        assert!(shown.contains("Type `hello` to delete it from development:"), "{shown}");
        let changes =
            fake.asked("DELETE", HELLO).into_iter().filter(|request| request.query.contains("confirm_name"));
        assert_eq!(changes.count(), made, "{typed:?}");
    }
}

#[test]
fn a_program_is_never_asked() {
    let fake = server(|_, _| None);
    let mut command = fake.pv(&["functions", "delete", "hello", "--json"]);
    assert_eq!(at_terminal(&mut command, "hello\n").0, Some(2));
    assert!(fake.asked("DELETE", HELLO).is_empty());
}
