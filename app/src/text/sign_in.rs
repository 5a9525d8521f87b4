//! Texts of a sign-in that did not work.

use super::errors::Message;
use crate::pages::sign_in::Failure;

pub struct SignIn {
    pub failed: fn(Failure) -> Message,
    pub again: &'static str,
}
