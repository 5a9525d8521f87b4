//! Sample events, with which a function can be tried.
//!
//! Sources: <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html>,
//! <https://docs.aws.amazon.com/lambda/latest/dg/with-eventbridge-scheduler.html>.

use serde_json::Value;

/// A sample.
#[derive(Debug)]
pub(crate) struct Template {
    /// What people type.
    pub(crate) name: &'static str,
    /// What it is, in a clause.
    pub(crate) about: &'static str,
    /// The event, as readable JSON.
    pub(crate) text: &'static str,
}

/// All samples, by name.
pub(crate) static ALL: [Template; 4] = [
    Template {
        name: "alb",
        about: "GET / through the load balancer",
        text: include_str!("samples/alb.json"),
    },
    Template {
        name: "alb-multi-value",
        about: "the same with multi-value headers switched on",
        text: include_str!("samples/alb-multi-value.json"),
    },
    Template {
        name: "alb-post",
        about: "POST of JSON through the load balancer",
        text: include_str!("samples/alb-post.json"),
    },
    Template {
        name: "scheduled",
        about: "a schedule of EventBridge",
        text: include_str!("samples/scheduled.json"),
    },
];

/// The sample of this name.
pub(crate) fn find(name: &str) -> Option<&'static Template> {
    ALL.iter().find(|template| template.name == name)
}

impl Template {
    /// The event.
    pub(crate) fn value(&self) -> Value {
        // The tests read every sample.
        serde_json::from_str(self.text).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_is_an_object() {
        for template in &ALL {
            assert!(template.value().is_object(), "{}", template.name);
        }
    }
}
