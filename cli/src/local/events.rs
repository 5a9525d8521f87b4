//! Sample events, with which a function can be tried: those that the server offers as well.

use serde_json::Value;

pub(crate) use domain::trial::samples::{ALL, Sample, find};

/// The event of a sample.
pub(crate) fn value(sample: &Sample) -> Value {
    // The domain's tests read every sample.
    serde_json::from_str(sample.text).unwrap_or_default()
}
