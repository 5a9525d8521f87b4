use crate::pages::sign_in::Failure;
use crate::text::errors::Message;
use crate::text::sign_in::SignIn;

pub(super) const SIGN_IN: SignIn = SignIn { failed, again: "Sign in again" };

fn failed(failure: Failure) -> Message {
    match failure {
        Failure::Declined => Message::new(
            "You were not signed in",
            "The sign-in service says that the sign-in was cancelled or that this account may not use the portal. Try again, or ask the people who look after your company accounts.",
        ),
        Failure::Interrupted => Message::new(
            "The sign-in took too long or was started elsewhere",
            "A sign-in must be finished within ten minutes, in the browser where it was started, and with cookies allowed. Start again from here.",
        ),
        Failure::Refused => Message::new(
            "The sign-in could not be verified",
            "The answer of the sign-in service did not pass a security check, so nobody was signed in. Try again; if it stays, tell the platform team.",
        ),
    }
}
