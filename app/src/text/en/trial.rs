use std::time::Duration;

use domain::trial::FunctionErrorClass;
use domain::trial::address::Unreached;

use crate::text::errors::Message;
use crate::text::trial::Trial;

pub(super) const TRIAL: Trial = Trial {
    title: "Try",
    send: "Send an event",
    send_lead: "The function runs once, and you see what it answers. It is the real one: what it changes is changed.",
    start_from: "Start from",
    own_events: "Saved events",
    samples: "Usual events",
    sample: |name| match name {
        "alb" => "Request to the address: GET /",
        "alb-post" => "Request to the address: POST with JSON",
        "alb-multi-value" => "Request with several values for each header",
        "scheduled" => "A schedule",
        _ => "Nothing in it",
    },
    load: "Show",
    payload: "Event",
    payload_help: "Any JSON, up to 6 MB.",
    version: "Version",
    live: |number| format!("Live: version {number}"),
    run: "Run",
    keep: "Save this event",
    name: "Name",
    name_help: "3–32 lower-case letters, digits and hyphens. An event of the same name is replaced. Up to 50 events, 100 kB each.",
    save: "Save",
    remove: "Remove",
    remove_one: |name| format!("Remove {name}"),
    outcome: "What came of it",
    answered: "It answered",
    failed,
    throttled: || {
        Message::new(
            "Too many requests run at the same time",
            "AWS turned this one away, and nothing ran. Try again in a moment, or raise the concurrency in the settings.",
        )
    },
    silent: || {
        Message::new(
            "There was no answer in time",
            "The function may have run, and may still run. Look at its log before you send the event again.",
        )
    },
    refused: "AWS does not run it",
    duration: "Duration",
    billed: "Charged for",
    memory: "Memory",
    memory_of: |used, of| format!("{used} of {of} MB"),
    start: "Start",
    cold: |time| format!("Cold: the code started for this request, {time}"),
    warm: "Warm: it was running already",
    answer: "Answer",
    nothing: "It answered with nothing.",
    answer_cut: |shown| format!("Only the first {shown} are shown. pv invoke writes all of it."),
    error: "Error",
    trace: "Where it happened",
    log: "Log of this request",
    log_cut: "Only the last 4 kB: AWS answers with no more.",
    time,
    ask_title: "Ask the public address",
    ask_lead: "The portal asks as a browser would, over the internet and through the load balancer. Redirects are shown and not followed.",
    method: "Method",
    path: "Path",
    path_help: "With its query, such as /orders?limit=5.",
    headers: "Headers",
    headers_help: "One a line, name: value.",
    body: "Body",
    more: "Headers and body",
    ask: "Ask",
    status: "Status",
    took: "Took",
    answer_headers: "Headers of the answer",
    body_cut: "Only the first 64 kB are shown.",
    private: || {
        Message::new(
            "This function is private",
            "It answers inside of the organization's network only, where the portal is not. Send it an event instead.",
        )
    },
    not_let_in: || {
        Message::new(
            "The allow-list does not let the portal in",
            "The load balancer answered instead of the function, as it does for everybody who is not in the list. Ask from a network that is, or send the function an event instead.",
        )
    },
    nobody,
};

fn failed(class: FunctionErrorClass) -> Message {
    match class {
        FunctionErrorClass::Thrown => Message::new(
            "The function failed",
            "Its code reported an error. Who asks its address gets a 502.",
        ),
        FunctionErrorClass::NotLoaded => Message::new(
            "The code cannot be loaded",
            "Something is missing in the archive, or the handler in the settings is not the one in the code.",
        ),
        FunctionErrorClass::TimedOut => Message::new(
            "It took longer than it may",
            "AWS ended it. Make it faster, or raise the time limit in the settings.",
        ),
        FunctionErrorClass::Ended => Message::new(
            "Its process ended before it answered",
            "Often it ran out of memory. Compare the memory it used with the memory it has, and look at the end of its log.",
        ),
        FunctionErrorClass::TooLarge => Message::new(
            "Its answer is too large",
            "AWS takes 6 MB at most, and a load balancer 1 MB. Answer in pages, or redirect to a file.",
        ),
    }
}

fn nobody(unreached: Unreached) -> Message {
    match unreached {
        Unreached::NoConnection => Message::new(
            "There is no connection",
            "The name of a new function takes a minute to be known everywhere. Try again then.",
        ),
        Unreached::BrokenOff => Message::new(
            "The connection ended without an answer",
            "Try again. If it stays, look at the log of the function.",
        ),
        Unreached::TooLate => {
            Message::new("There was no answer in time", "The function may still run. Look at its log.")
        }
    }
}

fn time(time: Duration) -> String {
    match time.as_micros() {
        micros @ 0..=9_949 => format!("{}.{} ms", micros / 1000, micros % 1000 / 100),
        micros @ 9_950..=999_499 => format!("{} ms", (micros + 500) / 1000),
        micros => format!("{}.{:02} s", micros / 1_000_000, micros % 1_000_000 / 10_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_as_many_digits_as_say_something() {
        for (micros, words) in [
            (0, "0.0 ms"),
            (1_234, "1.2 ms"),
            (12_345, "12 ms"),
            (999_400, "999 ms"),
            (1_254_000, "1.25 s"),
            (61_000_000, "61.00 s"),
        ] {
            assert_eq!(time(Duration::from_micros(micros)), words);
        }
    }
}
