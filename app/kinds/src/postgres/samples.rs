//! Sample components: minimal, typical and maximal settings. Snapshots, judges and the benchmark render them.

use domain::allow_list::{AllowList, Cidr, Entry};
use domain::component::{Document, Environment, Kind, Region};
use domain::ids::ComponentId;
use domain::maintenance::{TimeOfDay, UtcWindow, Weekday, Window};
use domain::organization::Name;
use jiff::Timestamp;
use serde_json::Value;

use super::settings::{DatabaseName, Settings};
use super::{EngineVersion, Size};
use crate::kind::{Context, of};
use crate::template::Template;

/// A component that might exist.
#[derive(Clone, Debug)]
pub struct Sample {
    /// `min`, `typical` or `max`.
    pub name: &'static str,
    /// Everything around the document.
    pub context: Context,
    /// The document.
    pub document: Document,
}

impl Sample {
    /// Its template.
    pub fn template(&self) -> Template {
        of(Kind::Postgres).render(&self.context, &self.document).expect("the settings are of this kind")
    }
}

/// The least that can be chosen, what most choose, and the most that can be chosen.
pub fn all() -> [Sample; 3] {
    let typical = Settings::default_for(Environment::Production);
    let max = Settings {
        size: Size::Xlarge,
        engine_version: EngineVersion::V17_10,
        replicas: Settings::REPLICAS_MAX,
        backup_retention_days: Settings::RETENTION_MAX,
        deletion_protection: true,
        database_name: valid(&"d".repeat(DatabaseName::MAX as usize), DatabaseName::parse),
    };
    let office = [entry(1, "203.0.113.7", "Office Tokyo"), entry(2, "2001:db8::/48", "Data centre")];
    [
        sample("min", Environment::Development, minimal().to_value(), Vec::new()),
        sample("typical", Environment::Production, typical.to_value(), office.to_vec()),
        sample("max", Environment::Production, max.to_value(), full_list()),
    ]
}

/// The least of everything.
fn minimal() -> Settings {
    Settings {
        engine_version: EngineVersion::V16_8,
        backup_retention_days: 1,
        deletion_protection: false,
        database_name: valid("a", DatabaseName::parse),
        ..Settings::default_for(Environment::Development)
    }
}

fn sample(kind: &'static str, environment: Environment, settings: Value, entries: Vec<Entry>) -> Sample {
    let long = |text: &str| valid(&if kind == "max" { text.repeat(32) } else { text.repeat(4) }, Name::parse);
    let context = Context {
        component: ComponentId("01920000-0000-7000-8000-000000000001".parse().expect("a UUID")),
        organization: long("a"),
        project: long("b"),
        name: long("c"),
        environment,
        region: valid("ap-northeast-1", Region::parse),
        cost_center: (kind == "max").then(|| "営".repeat(64)),
        window: UtcWindow::new(6 * 24 * 60 + 22 * 60, 180),
        slot: None,
        domain: None,
        database: None,
    };
    let window = Window {
        zone: "Asia/Tokyo".to_owned(),
        weekday: Weekday::Monday,
        start: TimeOfDay::from_minute(7 * 60),
        minutes: 180,
    };
    Sample {
        name: kind,
        context,
        document: Document { settings, allow_list: AllowList::from_entries(entries), window },
    }
}

/// As many networks as a security group takes, with the longest labels.
fn full_list() -> Vec<Entry> {
    let label = "L".repeat(140);
    (0..60_u128)
        .flat_map(|number| {
            [
                entry(number, &format!("203.113.213.{}", 100 + number), &label),
                entry(60 + number, &format!("2001:db8:1111:2222:3333:4444:5555:{}", 1000 + number), &label),
            ]
        })
        .collect()
}

fn entry(id: u128, network: &str, label: &str) -> Entry {
    Entry {
        id: format!("{id:032x}").parse().expect("32 hexadecimal digits are a UUID"),
        network: valid(network, Cidr::parse),
        label: label.to_owned(),
        expires: None,
        added_by: "alice@example.com".to_owned(),
        added: Timestamp::UNIX_EPOCH,
    }
}

fn valid<T>(text: &str, parse: impl Fn(&str) -> Result<T, domain::error::Problem>) -> T {
    parse(text).expect("samples are valid")
}
