use crate::text::command_line::CommandLine;

pub(super) const COMMAND_LINE: CommandLine = CommandLine {
    title: "Sign in a command line",
    question: |name| format!("Let pv on {name} act as you?"),
    means: "It can do what your roles allow, without asking again, until you end it or its time is over. Everything it does stands in the audit trail under your name.",
    approve: "Let it act as me",
    deny: "No",
    device_title: "Sign in a command line on another machine",
    device_lead: "Type the code that pv login shows.",
    code: "Code",
    code_help: "Eight letters, such as BCDF-GHJK.",
    go_on: "Go on",
    name: "Machine",
    address: "Asked from",
    unknown_address: "Unknown address",
    asked: "Asked",
    only_yours: "Go on only if you started pv login on this machine yourself. Nobody of ours ever asks you to type a code.",
    done_title: "The command line is signed in",
    done: "Go back to it. You can close this page.",
    sessions: "See where you are signed in",
};
