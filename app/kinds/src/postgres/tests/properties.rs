//! What holds for all settings and allow-lists.

use std::collections::BTreeMap;

use domain::allow_list::{AllowList, Cidr, Entry, Family};
use domain::component::{Document, Environment};
use domain::ids::AllowListEntryId;
use domain::maintenance::UtcWindow;
use domain::organization::Name;
use jiff::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

use crate::kind::Context;
use crate::postgres::{DatabaseName, EngineVersion, Settings, Size, backup_window, samples};
use crate::template::Template;
use domain::component::Kind;

/// Resources without the allow-list and beyond the first instance.
const FIXED: usize = 14;

fn settings() -> impl Strategy<Value = Settings> {
    let name = "[a-z][a-z0-9_]{0,62}".prop_filter_map("reserved", |text| DatabaseName::parse(&text).ok());
    (select(&Size::ALL[..]), select(&EngineVersion::ALL[..]), 0..=2_u8, 1..=35_u8, any::<bool>(), name)
        .prop_map(
            |(size, engine_version, replicas, backup_retention_days, deletion_protection, database_name)| {
                Settings {
                    size,
                    engine_version,
                    replicas,
                    backup_retention_days,
                    deletion_protection,
                    database_name,
                }
            },
        )
}

fn network() -> impl Strategy<Value = Cidr> {
    let v4 = (any::<[u8; 4]>(), 1..=32_u8).prop_map(|(octets, prefix)| {
        let bits = u32::from_be_bytes(octets) & (u32::MAX << (32 - prefix));
        format!("{}/{prefix}", std::net::Ipv4Addr::from_bits(bits))
    });
    let v6 = (any::<u128>(), 1..=128_u8).prop_map(|(address, prefix)| {
        let bits = address & (u128::MAX << (128 - prefix));
        format!("{}/{prefix}", std::net::Ipv6Addr::from_bits(bits))
    });
    prop_oneof![v4, v6].prop_filter_map("not a network", |text| Cidr::parse(&text).ok())
}

fn allow_list() -> impl Strategy<Value = AllowList> {
    vec((network(), "\\PC{1,140}"), 0..120).prop_map(|entries| {
        let unique: BTreeMap<Cidr, String> = entries.into_iter().collect();
        let entry = |(network, label): (&Cidr, &String)| Entry {
            id: AllowListEntryId(uuid::Uuid::nil()),
            network: *network,
            label: label.clone(),
            expires: None,
            added_by: String::new(),
            added: Timestamp::UNIX_EPOCH,
        };
        let of =
            |family| unique.iter().filter(move |(network, _)| network.family() == family).map(entry).take(60);
        AllowList::from_entries(of(Family::V4).chain(of(Family::V6)).collect())
    })
}

fn context() -> impl Strategy<Value = Context> {
    let name = || "[a-z][a-z0-9-]{1,30}[a-z0-9]".prop_map(|text| Name::parse(&text).unwrap());
    let window = (0..10_080_u16, 30..=480_u16).prop_map(|(start, minutes)| UtcWindow::new(start, minutes));
    let cost_center = proptest::option::of("\\PC{0,64}");
    (name(), name(), name(), select(&Environment::ALL[..]), window, cost_center).prop_map(
        |(organization, project, name, environment, window, cost_center)| {
            let [sample, ..] = samples::all();
            Context { organization, project, name, environment, window, cost_center, ..sample.context }
        },
    )
}

fn render(context: &Context, settings: &Settings, allow_list: &AllowList) -> Template {
    let [sample, ..] = samples::all();
    let document =
        Document { settings: settings.to_value(), allow_list: allow_list.clone(), ..sample.document };
    crate::kind::of(Kind::Postgres).render(context, &document).unwrap()
}

fn rules(template: &Template) -> BTreeMap<String, Value> {
    let template = template.to_value();
    let resources = template["Resources"].as_object().unwrap();
    let rules = resources.iter().filter(|(_, resource)| resource["Type"] == "AWS::EC2::SecurityGroupIngress");
    rules.map(|(logical_id, rule)| (logical_id.clone(), rule.clone())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn all_settings_render(context in context(), settings in settings(), allow_list in allow_list()) {
        let template = render(&context, &settings, &allow_list);
        let body = template.to_body();
        prop_assert!(serde_json::from_str::<Value>(&body).is_ok());
        prop_assert!(body.len() < 51_200, "{}", body.len());
        // A logical id that two resources share would swallow one of them.
        let expected = FIXED + usize::from(settings.replicas) + allow_list.entries().len();
        prop_assert_eq!(template.resources().count(), expected);
        prop_assert!(template.resources().all(|(id, _)| id.len() <= 255 && id.bytes().all(|byte| byte.is_ascii_alphanumeric())));
        prop_assert_eq!(body, render(&context, &settings, &allow_list).to_body());
    }

    #[test]
    fn other_changes_never_touch_the_allow_list(
        first in context(), window in context(), before in settings(), after in settings(), allow_list in allow_list(),
    ) {
        let second = Context { window: window.window, ..first.clone() };
        prop_assert_eq!(rules(&render(&first, &before, &allow_list)), rules(&render(&second, &after, &allow_list)));
    }

    #[test]
    fn removing_an_entry_removes_its_rule_alone(settings in settings(), allow_list in allow_list(), index in any::<prop::sample::Index>()) {
        prop_assume!(!allow_list.is_empty());
        let [sample, ..] = samples::all();
        let mut entries = allow_list.entries().to_vec();
        entries.remove(index.index(entries.len()));
        let before = rules(&render(&sample.context, &settings, &allow_list));
        let after = rules(&render(&sample.context, &settings, &AllowList::from_entries(entries)));
        prop_assert_eq!(after.len() + 1, before.len());
        prop_assert!(after.iter().all(|(logical_id, rule)| before.get(logical_id) == Some(rule)));
    }

    #[test]
    fn backups_stay_clear_of_the_window(start in 0..10_080_u16, minutes in 30..=480_u16) {
        let window = UtcWindow::new(start, minutes);
        let backup = backup_window(window);
        // An hour earlier or later, too: daylight saving moves the window before AWS knows.
        for shift in [0, 60, 10_080 - 60] {
            prop_assert!(!UtcWindow::new(start + shift, minutes).overlaps_daily(&backup));
        }
    }
}
