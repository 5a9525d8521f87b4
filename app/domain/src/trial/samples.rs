//! Sample events, with which a function can be tried.
//!
//! Sources: <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html>,
//! <https://docs.aws.amazon.com/lambda/latest/dg/with-eventbridge-scheduler.html>.

/// A sample.
#[derive(Debug)]
pub struct Sample {
    /// What people type.
    pub name: &'static str,
    /// What it is, in a clause.
    pub about: &'static str,
    /// The event, as readable JSON.
    pub text: &'static str,
}

/// All samples, the most usual first.
pub static ALL: [Sample; 5] = [
    Sample { name: "alb", about: "GET / through the load balancer", text: include_str!("samples/alb.json") },
    Sample {
        name: "alb-post",
        about: "POST of JSON through the load balancer",
        text: include_str!("samples/alb-post.json"),
    },
    Sample {
        name: "alb-multi-value",
        about: "GET / with multi-value headers switched on",
        text: include_str!("samples/alb-multi-value.json"),
    },
    Sample {
        name: "scheduled",
        about: "a schedule of EventBridge",
        text: include_str!("samples/scheduled.json"),
    },
    Sample { name: "empty", about: "an event with nothing in it", text: "{}\n" },
];

/// The sample of this name.
pub fn find(name: &str) -> Option<&'static Sample> {
    ALL.iter().find(|sample| sample.name == name)
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn every_sample_is_an_object_and_has_a_name_of_its_own() {
        for (index, sample) in ALL.iter().enumerate() {
            let value: serde_json::Value = serde_json::from_str(sample.text).unwrap();
            assert!(value.is_object(), "{}", sample.name);
            assert!(ALL[..index].iter().all(|other| other.name != sample.name));
        }
    }
}
