//! Sample components: minimal, typical and maximal settings. Snapshots, judges and the benchmark render them.

use domain::allow_list::{AllowList, Cidr, Entry};
use domain::component::{Document, Environment, Region};
use domain::ids::ComponentId;
use domain::maintenance::{TimeOfDay, UtcWindow, Weekday, Window};
use domain::organization::Name;
use jiff::Timestamp;

use super::limits::{NETWORKS_MAX, SLOT_MAX};
use super::{Architecture, Exposure, Handler, LogRetention, Runtime, Settings, template};
use crate::kind::Context;
use crate::neighbours::{Domain, LinkedDatabase};
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
        let settings =
            Settings::from_document(&self.document.settings).expect("the settings are of this kind");
        template::render(&self.context, &settings, &self.document.allow_list)
            .expect("the context is complete")
    }
}

/// The least that can be chosen, what most choose, and the most that can be chosen.
pub fn all() -> [Sample; 3] {
    let typical = Settings::default_for(Environment::Production);
    let office = [entry(1, "203.0.113.7", "Office Tokyo"), entry(2, "198.51.100.0/24", "Data centre")];
    [
        sample("min", Environment::Development, &minimal(), Vec::new()),
        sample("typical", Environment::Production, &typical, office.to_vec()),
        sample("max", Environment::Production, &maximal(), full_list()),
    ]
}

/// The domain of the account in which samples stand.
pub fn domain() -> Domain {
    Domain { name: "apps.example.com".to_owned(), hosted_zone_id: "Z0123456789ABCDEFGHIJ".to_owned() }
}

/// The least of everything.
fn minimal() -> Settings {
    Settings {
        runtime: Runtime::Provided,
        handler: valid("x", Handler::parse),
        memory_mb: Settings::MEMORY_MIN,
        timeout_seconds: 1,
        concurrency: 1,
        exposure: Exposure::Private,
        log_retention_days: LogRetention::Week,
        ..Settings::default_for(Environment::Development)
    }
}

/// The most of everything, linked with a database.
fn maximal() -> Settings {
    Settings {
        runtime: Runtime::Node24,
        architecture: Architecture::X86,
        handler: valid(&format!("{}/index.handler", "f".repeat(114)), Handler::parse),
        memory_mb: Settings::MEMORY_MAX,
        timeout_seconds: Settings::TIMEOUT_MAX,
        concurrency: Settings::CONCURRENCY_MAX,
        exposure: Exposure::Public,
        database: Some(database_id()),
        deletion_protection: true,
        log_retention_days: LogRetention::Year,
    }
}

fn database_id() -> ComponentId {
    ComponentId("01920000-0000-7000-8000-000000000002".parse().expect("a UUID"))
}

fn sample(kind: &'static str, environment: Environment, settings: &Settings, entries: Vec<Entry>) -> Sample {
    let is_max = kind == "max";
    let long = |text: &str| valid(&if is_max { text.repeat(32) } else { text.repeat(4) }, Name::parse);
    let context = Context {
        component: ComponentId("01920000-0000-7000-8000-000000000003".parse().expect("a UUID")),
        organization: long("a"),
        project: long("b"),
        name: long("c"),
        environment,
        region: valid("ap-northeast-1", Region::parse),
        cost_center: is_max.then(|| "営".repeat(64)),
        window: UtcWindow::new(6 * 24 * 60 + 22 * 60, 180),
        slot: Some(if is_max { SLOT_MAX } else { 0 }),
        domain: Some(domain()),
        database: settings.database.map(|_| linked_database()),
    };
    let window = Window {
        zone: "Asia/Tokyo".to_owned(),
        weekday: Weekday::Monday,
        start: TimeOfDay::from_minute(7 * 60),
        minutes: 180,
    };
    let allow_list = AllowList::from_entries(entries);
    Sample { name: kind, context, document: Document { settings: settings.to_value(), allow_list, window } }
}

fn linked_database() -> LinkedDatabase {
    LinkedDatabase {
        component: database_id(),
        host: "orders.cluster-example.ap-northeast-1.rds.amazonaws.com".to_owned(),
        database: "app".to_owned(),
        username: crate::postgres::USERNAME.to_owned(),
        security_group_id: "sg-0123456789abcdef0".to_owned(),
        secret_arn: "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:rds!cluster-1-AbCdEf"
            .to_owned(),
        key_arn: "arn:aws:kms:ap-northeast-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef"
            .to_owned(),
        port: crate::postgres::PORT,
    }
}

/// As many networks as a function takes, with the longest texts.
fn full_list() -> Vec<Entry> {
    let v4 = (0..NETWORKS_MAX as u128 / 2).map(|number| (number, format!("203.113.213.{}", 100 + number)));
    let v6 = (0..NETWORKS_MAX as u128 / 2)
        .map(|number| (100 + number, format!("2001:db8:1111:2222:3333:4444:5555:{}", 1000 + number)));
    v4.chain(v6).map(|(number, network)| entry(number, &network, &"L".repeat(140))).collect()
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
