//! Blueprint 1.0.0: settings in, CloudFormation template out. One file for each part of the stack.

mod access;
mod backup;
mod cluster;
mod logs;
mod parameters;

use domain::allow_list::AllowList;
use domain::component::{Environment, Kind};
use domain::maintenance::{BackupWindow, UtcWindow};
use serde_json::json;

use super::settings::Settings;
use super::{BLUEPRINT, outputs};
use crate::encryption;
use crate::kind::Context;
use crate::template::{Resource, Template, get_att, reference};

/// Logical ids to which more than one part refers.
mod id {
    pub(super) const KEY: &str = "Key";
    pub(super) const SECURITY_GROUP: &str = "SecurityGroup";
    pub(super) const SUBNET_GROUP: &str = "SubnetGroup";
    pub(super) const CLUSTER_PARAMETERS: &str = "ClusterParameters";
    pub(super) const INSTANCE_PARAMETERS: &str = "InstanceParameters";
    pub(super) const LOG_GROUP: &str = "LogGroup";
    pub(super) const MONITORING_ROLE: &str = "MonitoringRole";
    pub(super) const CLUSTER: &str = "Cluster";
}

/// What the parts need to know.
struct Input<'a> {
    context: &'a Context,
    settings: &'a Settings,
    identifier: String,
}

/// Renders the template of a server.
pub(super) fn render(context: &Context, settings: &Settings, allow_list: &AllowList) -> Template {
    let input = Input { context, settings, identifier: context.identifier() };
    let description = format!("PostgreSQL {} (Provisioner, postgres {BLUEPRINT})", context.name);
    let mut template = Template::new(description, context.tags(Kind::Postgres, BLUEPRINT));
    add_key(&mut template, &input.identifier);
    access::add(&mut template, &input, allow_list);
    parameters::add(&mut template, &input);
    logs::add(&mut template, &input);
    cluster::add(&mut template, &input);
    backup::add(&mut template, &input);
    add_outputs(&mut template, settings);
    template
}

/// The key that encrypts data, backups, logs and the password, and its readable name.
fn add_key(template: &mut Template, identifier: &str) {
    let description = format!("Encrypts {identifier}");
    template.add(id::KEY, encryption::key(&description, &logs::group_name(identifier)));
    let alias = json!({
        "AliasName": format!("alias/provisioner/{identifier}"),
        "TargetKeyId": reference(id::KEY),
    });
    template.add("KeyAlias", Resource::new("AWS::KMS::Alias", alias));
}

/// The daily time of backups that goes with a maintenance window: an hour, beginning twelve hours after the window opens. The window is
/// open for 8 hours at most, so they never meet, whatever the window's zone does.
pub fn backup_window(window: UtcWindow) -> BackupWindow {
    const MINUTES_OF_DAY: u16 = 24 * 60;
    BackupWindow::new(window.start_minute_of_week() % MINUTES_OF_DAY + MINUTES_OF_DAY / 2, 60)
}

fn add_outputs(template: &mut Template, settings: &Settings) {
    use outputs::name;
    template.output(name::ENDPOINT, get_att(id::CLUSTER, "Endpoint.Address"));
    template.output(name::READER_ENDPOINT, get_att(id::CLUSTER, "ReadEndpoint.Address"));
    template.output(name::PORT, get_att(id::CLUSTER, "Endpoint.Port"));
    template.output(name::DATABASE, settings.database_name.as_str().into());
    template.output(name::SECRET_ARN, get_att(id::CLUSTER, "MasterUserSecret.SecretArn"));
    template.output(name::CLUSTER_ID, reference(id::CLUSTER));
    template.output(name::SECURITY_GROUP_ID, get_att(id::SECURITY_GROUP, "GroupId"));
    template.output(name::KEY_ARN, get_att(id::KEY, "Arn"));
}

/// For how many days long-term backups are kept.
const fn long_term_days(environment: Environment) -> u16 {
    match environment {
        Environment::Production => 365,
        Environment::Staging | Environment::Development => 90,
    }
}
