//! Public addresses of functions that answer as a test says.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use domain::trial::address::{Answer, Question, Unreached, Web};

/// The fake. Cheap to clone; all clones are the same.
#[derive(Clone, Debug)]
pub struct FakeWeb(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    answer: Result<Answer, Unreached>,
    asked: Vec<(String, Question)>,
}

impl FakeWeb {
    /// One where nobody can be reached.
    pub fn new() -> Self {
        let state = State { answer: Err(Unreached::NoConnection), asked: Vec::new() };
        Self(Arc::new(Mutex::new(state)))
    }

    /// From now on every question is answered with this.
    pub fn answer_with(&self, answer: Result<Answer, Unreached>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).answer = answer;
    }

    /// The hosts and questions so far, oldest first.
    pub fn asked(&self) -> Vec<(String, Question)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).asked.clone()
    }
}

impl Default for FakeWeb {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Web for FakeWeb {
    async fn ask(&self, host: &str, question: &Question) -> Result<Answer, Unreached> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.asked.push((host.to_owned(), question.clone()));
        state.answer.clone()
    }
}
