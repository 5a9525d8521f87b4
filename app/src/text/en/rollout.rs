use domain::function::{Guards, Strategy, Trip};

use crate::text::rollout::Rollout;

pub(super) const ROLLOUT: Rollout = Rollout {
    title: "How the traffic moves",
    lead: "The new version can begin with a tenth of the traffic. If a guard finds something wrong, all traffic goes back by itself.",
    how: "When the new version gets the traffic",
    at_once: "All at once",
    at_once_help: "Within seconds.",
    canary: "A tenth first, then all",
    canary_help: "10 % for some minutes, and all of it if nothing is wrong.",
    linear: "Tenth by tenth",
    linear_help: "10 % more every few minutes.",
    manual: "By hand",
    manual_help: "10 %, until you say how much it gets. After a day without a word it goes back.",
    minutes: "Minutes to watch each share",
    minutes_help: "1 to 60. Usual: 5, 10, 15 or 30 for a tenth and then all; 1, 2, 3 or 10 for tenth by tenth.",
    guards: "What sends it back",
    error_percent: "Failed requests, in percent",
    error_percent_help: "It goes back when more than this share of its requests fails, once three have failed. Empty: does not guard.",
    p95_millis: "Slowest twentieth, in milliseconds",
    p95_millis_help: "It goes back when 5 % of its requests take longer than this, once there were twenty. Empty: does not guard.",
    path: "Path that has to answer",
    path_help: "Asked every 15 seconds; it goes back at the first status of 400 or more, and when there is no answer within 30 seconds. Such as /health.",
    alarms: "CloudWatch alarms",
    alarms_help: "Names of alarms in the function's AWS account and region, one on each line. It goes back when one of them rings.",
    check_after: "Check with all the traffic",
    check_after_help: "If this fails, the version before it gets everything again. A path, an event as JSON, or the name of another function of this project.",
    check_function: "Ask another function",
    check_function_help: "A function of this project is told of the new version, and must end without an error.",
    running: "Roll-out",
    strategy: |strategy| match strategy {
        Strategy::Canary { minutes } => format!("10 % for {}, then all", whole_minutes(u8::from(minutes))),
        Strategy::Linear { minutes } => format!("10 % more every {}", minute_words(u8::from(minutes))),
        Strategy::Manual => "By hand".to_owned(),
    },
    share: |percent| format!("{percent} % of the traffic"),
    share_of: "New version",
    next: "Next",
    next_share: |percent, time| format!("{percent} % {time}"),
    waits_until: |time| format!("It waits for you, and goes back {time}."),
    goes_back: "Goes back when",
    guard_list,
    no_guards: "nothing guards it",
    before: "Version before",
    new: |number| format!("Version {number}"),
    counted_late: "AWS counts requests one or two minutes late.",
    nothing_counted: "AWS has counted no request yet.",
    requests: "Requests",
    errors: "Failed requests",
    p50: "Duration, half of them",
    p95: "Duration, 95 % of them",
    milliseconds: |millis| format!("{millis:.0} ms"),
    number: |number| format!("{number:.0}"),
    none: "–",
    trip,
    sent_back: "Why it was sent back",
    decide: "Decide",
    give: |percent| format!("Give it {percent} %"),
    finish: "Give it all the traffic",
    take_back: "Take it back",
    take_back_help: "All traffic goes to the version before it at once.",
    asked: |percent| format!("It gets {percent} % at the next look."),
};

fn whole_minutes(minutes: u8) -> String {
    match minutes {
        1 => "1 minute".to_owned(),
        _ => format!("{minutes} minutes"),
    }
}

fn minute_words(minutes: u8) -> String {
    match minutes {
        1 => "minute".to_owned(),
        _ => format!("{minutes} minutes"),
    }
}

fn guard_list(guards: &Guards) -> Vec<String> {
    let errors = guards.error_percent.map(|percent| format!("more than {percent} % of its requests fail"));
    let slow = guards.p95_millis.map(|millis| format!("5 % of its requests take longer than {millis} ms"));
    let path = guards.path.as_ref().map(|path| format!("it does not answer {path}"));
    let alarms = guards.alarms.iter().map(|name| format!("the alarm {name} rings"));
    errors.into_iter().chain(slow).chain(path).chain(alarms).collect()
}

fn trip(trip: &Trip) -> String {
    match trip {
        Trip::Errors { errors, requests, allowed_percent } => {
            format!("{errors} of its {requests} requests failed; {allowed_percent} % may.")
        }
        Trip::Slow { p95_millis, allowed_millis } => {
            format!("5 % of its requests took longer than {p95_millis} ms; {allowed_millis} ms is allowed.")
        }
        Trip::Alarm { name, reason } => format!("The alarm {name} rang: {reason}"),
        Trip::BadAnswer { path, answer } => format!("It did not answer {path} as it must: {answer}"),
        Trip::Unanswered => "Nobody said for a day how it should go on.".to_owned(),
    }
}
