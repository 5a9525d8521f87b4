//! What holds for all settings and allow-lists.

use std::collections::{BTreeMap, BTreeSet};

use domain::allow_list::AllowList;
use domain::component::{Document, Environment};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::Value;

use crate::function::limits::{NETWORKS_MAX, SLOT_MAX, VALUES_PER_RULE, priorities, rules_for};
use crate::function::samples::{self, Sample};
use crate::function::{Architecture, Exposure, Handler, LogRetention, Runtime, Settings, render};
use crate::kind::Context;
use crate::template::Template;

fn settings() -> impl Strategy<Value = Settings> {
    let sizes = (
        Settings::MEMORY_MIN..=Settings::MEMORY_MAX,
        1..=Settings::TIMEOUT_MAX,
        1..=Settings::CONCURRENCY_MAX,
    );
    let choices = (
        select(&Runtime::ALL[..]),
        select(&Architecture::ALL[..]),
        select(&Exposure::ALL[..]),
        select(&LogRetention::ALL[..]),
    );
    (sizes, choices, any::<bool>(), any::<bool>()).prop_map(
        |((memory_mb, timeout_seconds, concurrency), choices, linked, deletion_protection)| {
            let (runtime, architecture, exposure, log_retention_days) = choices;
            let [_, _, max] = samples::all();
            let database = Settings::from_document(&max.document.settings).unwrap().database;
            Settings {
                runtime,
                architecture,
                handler: Handler::of(runtime.family()),
                memory_mb,
                timeout_seconds,
                concurrency,
                exposure,
                database: database.filter(|_| linked),
                deletion_protection,
                log_retention_days,
            }
        },
    )
}

/// Any part of the largest list, in its order.
fn allow_list() -> impl Strategy<Value = AllowList> {
    subsequence(max().document.allow_list.entries().to_vec(), 0..=NETWORKS_MAX)
        .prop_map(AllowList::from_entries)
}

fn max() -> Sample {
    let [_, _, max] = samples::all();
    max
}

fn rendered(context: &Context, settings: &Settings, allow_list: &AllowList) -> Template {
    let document =
        Document { settings: settings.to_value(), allow_list: allow_list.clone(), ..max().document };
    render(context, &document).unwrap()
}

/// A rule: its priority, its networks, and the rules that it waits for.
type Rule = (u64, BTreeSet<String>, Vec<String>);

fn rules(template: &Template) -> BTreeMap<String, Rule> {
    let template = template.to_value();
    let resources = template["Resources"].as_object().unwrap();
    resources
        .iter()
        .filter(|(_, resource)| resource["Type"] == "AWS::ElasticLoadBalancingV2::ListenerRule")
        .map(|(logical_id, resource)| (logical_id.clone(), rule(resource)))
        .collect()
}

fn rule(resource: &Value) -> Rule {
    let texts = |value: &Value| -> Vec<String> {
        value.as_array().into_iter().flatten().map(|text| text.as_str().unwrap().to_owned()).collect()
    };
    let properties = &resource["Properties"];
    let networks = texts(&properties["Conditions"][1]["SourceIpConfig"]["Values"]);
    (properties["Priority"].as_u64().unwrap(), networks.into_iter().collect(), texts(&resource["DependsOn"]))
}

/// Does what CloudFormation does on an update: makes and changes resources, each after those that it waits for and otherwise in any order
/// (here the worst), then deletes. Gives who is let in after each step, and panics when AWS would refuse.
fn update(before: &BTreeMap<String, Rule>, after: &BTreeMap<String, Rule>) -> Vec<BTreeSet<String>> {
    let mut now = before.clone();
    let mut seen = Vec::new();
    let mut done = BTreeSet::new();
    while done.len() < after.len() {
        let ready = after.iter().rev().find(|(id, (_, _, waits))| {
            !done.contains(*id) && waits.iter().all(|other| done.contains(other))
        });
        let (id, rule) = ready.expect("no rule waits for itself");
        now.insert(id.clone(), rule.clone());
        done.insert(id.clone());
        seen.push(let_in(&now));
    }
    for id in before.keys().filter(|id| !after.contains_key(*id)) {
        now.remove(id);
        seen.push(let_in(&now));
    }
    seen
}

fn let_in(rules: &BTreeMap<String, Rule>) -> BTreeSet<String> {
    let priorities: BTreeSet<u64> = rules.values().map(|(priority, _, _)| *priority).collect();
    assert_eq!(priorities.len(), rules.len(), "two rules of one priority");
    rules.values().flat_map(|(_, networks, _)| networks.clone()).collect()
}

fn networks(list: &AllowList) -> BTreeSet<String> {
    list.entries().iter().map(|entry| entry.network.to_string()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn all_settings_render(settings in settings(), allow_list in allow_list(), slot in 0..=SLOT_MAX) {
        let context = Context { slot: Some(slot), ..max().context };
        let template = rendered(&context, &settings, &allow_list);
        prop_assert!(template.to_body().len() < 51_200);
        prop_assert_eq!(template.to_body(), rendered(&context, &settings, &allow_list).to_body());
        let rules = rules(&template);
        prop_assert_eq!(rules.len(), rules_for(allow_list.entries().len()));
        prop_assert_eq!(let_in(&rules), networks(&allow_list));
        for (priority, networks, _) in rules.values() {
            prop_assert!(priorities(slot).contains(&u16::try_from(*priority).unwrap()));
            prop_assert!((1..VALUES_PER_RULE).contains(&networks.len()));
        }
    }

    #[test]
    fn what_is_read_is_what_was_given(settings in settings()) {
        let value = settings.to_value();
        let start = crate::kind::Start::New(Environment::Development);
        prop_assert_eq!(crate::function::read(start, crate::kind::Given::Json(&value)), Ok(value.clone()));
    }

    #[test]
    fn other_changes_never_touch_the_allow_list(before in settings(), after in settings(), list in allow_list()) {
        let context = max().context;
        // Where it can be reached from never changes.
        let after = Settings { exposure: before.exposure, ..after };
        prop_assert_eq!(rules(&rendered(&context, &before, &list)), rules(&rendered(&context, &after, &list)));
    }

    #[test]
    fn who_stays_is_let_in_at_every_moment(
        kept in subsequence((0..NETWORKS_MAX).collect::<Vec<_>>(), 0..=NETWORKS_MAX),
        first in 0..=NETWORKS_MAX, second in 0..=NETWORKS_MAX,
    ) {
        let all = max().document.allow_list.entries().to_vec();
        // Some of the first list stay, and what is new stands at the end.
        let before = AllowList::from_entries(all[..first].to_vec());
        let stay: Vec<_> = kept.iter().filter(|index| **index < first).map(|index| all[*index].clone()).collect();
        let new = all[first..].iter().take(second).cloned();
        let after = AllowList::from_entries(stay.iter().cloned().chain(new).collect());
        let of = |list: &AllowList| rules(&rendered(&max().context, &Settings::default_for(Environment::Staging), list));
        let staying = networks(&AllowList::from_entries(stay));
        for moment in update(&of(&before), &of(&after)) {
            prop_assert!(staying.is_subset(&moment), "shut out: {:?}", staying.difference(&moment));
            let either: BTreeSet<String> = networks(&before).union(&networks(&after)).cloned().collect();
            prop_assert!(moment.is_subset(&either), "let in by mistake");
        }
    }
}
