//! State: five colours, each with a picture and a word.

use domain::component::State as ComponentState;
use domain::operation::OperationState;
use leptos::prelude::*;

use super::{Icon, icon};
use crate::text::Text;

/// What a colour says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing in particular.
    Neutral,
    /// Something is going on.
    Info,
    /// All is well.
    Success,
    /// Somebody should look.
    Warning,
    /// Something failed, or data goes.
    Danger,
}

impl State {
    /// The class in `style/`.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }
}

/// A state as a picture and a word.
pub fn pill(state: State, picture: Icon, label: &str) -> AnyView {
    view! { <span class=format!("pill {}", state.class())>{icon(picture)} {label.to_owned()}</span> }
        .into_any()
}

/// How a component is.
pub fn component_pill(text: &Text, state: ComponentState) -> AnyView {
    let (colour, picture) = match state {
        ComponentState::Ready => (State::Success, Icon::Check),
        ComponentState::Creating | ComponentState::Updating | ComponentState::Deleting => {
            (State::Info, Icon::Running)
        }
        ComponentState::ChangeFailed => (State::Warning, Icon::Warning),
        ComponentState::CreateFailed | ComponentState::DeleteFailed => (State::Danger, Icon::Cross),
        ComponentState::Deleted => (State::Neutral, Icon::Dash),
    };
    pill(colour, picture, (text.words.state)(state))
}

/// How far an operation is.
pub fn operation_pill(text: &Text, state: OperationState) -> AnyView {
    let (colour, picture) = match state {
        OperationState::Planned => (State::Neutral, Icon::Waiting),
        OperationState::Queued | OperationState::Running => (State::Info, Icon::Running),
        OperationState::Succeeded => (State::Success, Icon::Check),
        OperationState::Failed => (State::Danger, Icon::Cross),
        OperationState::Cancelled | OperationState::Discarded | OperationState::Superseded => {
            (State::Neutral, Icon::Dash)
        }
    };
    pill(colour, picture, (text.words.operation_state)(state))
}
