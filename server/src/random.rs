//! Everything random: ids, tokens, passwords. Nothing else in the server makes any.

use std::sync::{Mutex, PoisonError};

use domain::command_line::{USER_CODE_LETTERS, UserCode};
use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};
use uuid::{Builder, Uuid};

/// A source of ids and secrets.
#[derive(Debug)]
pub struct Random(Mutex<State>);

#[derive(Debug)]
struct State {
    /// ChaCha12: unpredictable, seeded by the operating system.
    generator: StdRng,
    last_id: u128,
}

impl Random {
    /// A source that nobody can predict.
    pub fn from_system() -> Self {
        Self::new(rand::make_rng())
    }

    /// The same values in the same order for the same seed. For tests.
    pub fn seeded(seed: u64) -> Self {
        Self::new(StdRng::seed_from_u64(seed))
    }

    const fn new(generator: StdRng) -> Self {
        Self(Mutex::new(State { generator, last_id: 0 }))
    }

    /// A UUID of version 7 (RFC 9562). Each is greater than the one before, in the same millisecond too (section 6.2, method 2): rows
    /// in order of their ids are in order of their making.
    pub fn id(&self, now: Timestamp) -> Uuid {
        let mut state = self.lock();
        let mut tail = [0; 10];
        state.generator.fill_bytes(&mut tail);
        let milliseconds = u64::try_from(now.as_millisecond()).unwrap_or(0);
        let fresh = Builder::from_unix_timestamp_millis(milliseconds, &tail).into_uuid();
        let id = match fresh.as_u128() {
            id if id > state.last_id => id,
            _ => state.last_id + 1,
        };
        state.last_id = id;
        Uuid::from_u128(id)
    }

    /// A 256-bit secret.
    pub fn token(&self) -> [u8; 32] {
        let mut token = [0; 32];
        self.lock().generator.fill_bytes(&mut token);
        token
    }

    /// A password of that many letters and digits (5.9 bits each), without those that look alike.
    pub fn password(&self, length: usize) -> String {
        const ALPHABET: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
        let mut state = self.lock();
        (0..length).map(|_| char::from(ALPHABET[state.generator.random_range(0..ALPHABET.len())])).collect()
    }

    /// A code that a person types (34.5 bits).
    pub fn user_code(&self) -> UserCode {
        let mut state = self.lock();
        let letters: String = (0..UserCode::LETTERS)
            .map(|_| char::from(USER_CODE_LETTERS[state.generator.random_range(0..USER_CODE_LETTERS.len())]))
            .collect();
        UserCode::parse(&letters).expect("it is made of the letters of a code")
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_grow_when_the_clock_stands_still_or_goes_back() {
        let random = Random::seeded(1);
        let mut last = Uuid::nil();
        for millisecond in [5, 5, 5, 4, 3, 5, 6] {
            let id = random.id(Timestamp::from_millisecond(millisecond).unwrap());
            assert!(id > last, "{id} after {last}");
            assert_eq!(id.get_version_num(), 7);
            last = id;
        }
    }

    #[test]
    fn a_seed_repeats_and_the_system_does_not() {
        assert_eq!(Random::seeded(7).token(), Random::seeded(7).token());
        assert_ne!(Random::from_system().token(), Random::from_system().token());
        assert_eq!(Random::seeded(7).password(24).len(), 24);
    }
}
