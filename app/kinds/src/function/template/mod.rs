//! Blueprint 1.1.0: settings in, CloudFormation template out. One file for each part of the stack.

mod access;
mod code;
mod network;
mod role;

use domain::allow_list::AllowList;
use serde_json::json;

use super::settings::Settings;
use super::{BLUEPRINT, NAME, limits, outputs};
use crate::kind::Context;
use crate::names::artifacts_stack;
use crate::neighbours::{Domain, LinkedDatabase};
use crate::template::{Resource, Template, get_att, import_value, reference};
use crate::{artifacts, encryption};

/// Logical ids to which more than one part refers.
mod id {
    pub(super) const KEY: &str = "Key";
    pub(super) const LOG_GROUP: &str = "LogGroup";
    pub(super) const ROLE: &str = "Role";
    pub(super) const SECRET: &str = "Secret";
    pub(super) const FUNCTION: &str = "Function";
    pub(super) const TARGET_GROUP: &str = "TargetGroup";
    pub(super) const SECURITY_GROUP: &str = "SecurityGroup";
    pub(super) const DATABASE_ACCESS: &str = "DatabaseAccess";
}

/// What the parts need to know.
struct Input<'a> {
    context: &'a Context,
    settings: &'a Settings,
    identifier: String,
    /// The name in the domain.
    host: String,
    domain: &'a Domain,
    slot: u16,
    /// The database, where the settings link one.
    database: Option<&'a LinkedDatabase>,
}

/// What a function cannot be rendered without.
#[derive(Debug, thiserror::Error)]
enum Incomplete {
    #[error("the function has no place on its load balancer, or one beyond the last")]
    Slot,
    #[error("the target account has no domain")]
    Domain,
    #[error("the linked database is not known")]
    Database,
    #[error("the allow-list is longer than the rules of a function")]
    AllowList,
}

/// Renders the template of a function.
///
/// # Errors
/// [`domain::Error::Internal`] when the context lacks slot, domain or, where the settings link one, database, or when the allow-list is longer
/// than [`limits::NETWORKS_MAX`].
pub(super) fn render(
    context: &Context,
    settings: &Settings,
    allow_list: &AllowList,
) -> domain::Result<Template> {
    let input = Input::new(context, settings, allow_list).map_err(domain::Error::internal)?;
    let description = format!("Function {} (Provisioner, function {BLUEPRINT})", context.name);
    let mut template = Template::new(description, context.tags_of(NAME, BLUEPRINT));
    add_key(&mut template, &input.identifier);
    code::add(&mut template, &input);
    role::add(&mut template, &input);
    access::add(&mut template, &input, allow_list);
    if let Some(database) = input.database {
        network::add(&mut template, &input, database);
    }
    add_outputs(&mut template, &input);
    Ok(template)
}

impl<'a> Input<'a> {
    fn new(context: &'a Context, settings: &'a Settings, list: &AllowList) -> Result<Self, Incomplete> {
        let identifier = context.identifier();
        let domain = context.domain.as_ref().ok_or(Incomplete::Domain)?;
        let database = match settings.database {
            Some(_) => Some(context.database.as_ref().ok_or(Incomplete::Database)?),
            None => None,
        };
        if list.entries().len() > limits::NETWORKS_MAX {
            return Err(Incomplete::AllowList);
        }
        Ok(Self {
            slot: context.slot.filter(|slot| *slot <= limits::SLOT_MAX).ok_or(Incomplete::Slot)?,
            host: format!("{identifier}.{}", domain.name),
            context,
            settings,
            identifier,
            domain,
            database,
        })
    }
}

/// The key that encrypts environment, secret and logs, and its readable name.
fn add_key(template: &mut Template, identifier: &str) {
    let description = format!("Encrypts {identifier}");
    template.add(id::KEY, encryption::key(&description, &code::log_group_name(identifier)));
    let alias = json!({
        "AliasName": format!("alias/provisioner/{identifier}"),
        "TargetKeyId": reference(id::KEY),
    });
    template.add("KeyAlias", Resource::new("AWS::KMS::Alias", alias));
}

fn add_outputs(template: &mut Template, input: &Input<'_>) {
    use outputs::name;
    template.output(name::FUNCTION_NAME, reference(id::FUNCTION));
    template.output(name::FUNCTION_ARN, get_att(id::FUNCTION, "Arn"));
    template.output(name::URL, format!("https://{}", input.host).into());
    template.output(name::HOST, input.host.as_str().into());
    template.output(name::TARGET_GROUP_ARN, reference(id::TARGET_GROUP));
    let artifacts = artifacts_stack(&input.context.organization);
    template.output(name::CODE_BUCKET, import_value(artifacts::bucket_export(&artifacts)));
    template.output(name::SECRET_ARN, get_att(id::SECRET, "Id"));
    template.output(name::LOG_GROUP, reference(id::LOG_GROUP));
    template.output(name::KEY_ARN, get_att(id::KEY, "Arn"));
    template.output(name::ROLE_ARN, get_att(id::ROLE, "Arn"));
    if input.database.is_some() {
        template.output(name::SECURITY_GROUP_ID, get_att(id::SECURITY_GROUP, "GroupId"));
    }
}
