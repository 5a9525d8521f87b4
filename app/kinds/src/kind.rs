//! What every kind provides.

use domain::allow_list::AllowList;
use domain::component::{Document, Environment, Kind, Outputs, Region};
use domain::error::FieldError;
use domain::ids::ComponentId;
use domain::maintenance::{BackupWindow, UtcWindow};
use domain::operation::{Change, StepName};
use domain::organization::Name;
use domain::plan::{Interruption, PlanWarning};
use jiff::civil::Date;
use serde_json::Value;

use crate::form::Field;
use crate::function::Function;
use crate::names;
use crate::neighbours::{Domain, LinkedDatabase};
use crate::postgres::Postgres;
use crate::price::Price;
use crate::tags::Tags;
use crate::template::Template;

/// What a kind provides. Settings cross this border as the JSON that documents hold; inside, each kind has its own type.
pub trait Definition: Send + Sync {
    /// The version of the blueprint that this code renders (semantic version).
    fn blueprint(&self) -> &'static str;

    /// What people may set, in the order of the form. Forms and the API come from this one list.
    fn fields(&self) -> &'static [Field];

    /// Reads and validates settings: what is not given stays as it is at the start.
    ///
    /// # Errors
    /// All wrong fields, by the names of the form (`settings.size`).
    fn read(&self, start: Start<'_>, given: Given<'_>) -> Result<Value, Vec<FieldError>>;

    /// Renders the template of a component.
    ///
    /// # Errors
    /// [`domain::Error::Internal`] when the document does not hold settings of this kind.
    fn render(&self, context: &Context, document: &Document) -> domain::Result<Template>;

    /// The price of settings in a region. None where the region's prices are not known.
    ///
    /// # Errors
    /// [`domain::Error::Internal`] when the value does not hold settings of this kind.
    fn price(&self, region: &Region, settings: &Value) -> domain::Result<Option<Price>>;

    /// The price of what the component shares with others of its organization, and which is paid once for all. None where there is nothing, or the
    /// region's prices are not known.
    ///
    /// # Errors
    /// [`domain::Error::Internal`] when the value does not hold settings of this kind.
    fn shared_price(&self, _: &Region, _: &Value) -> domain::Result<Option<Price>> {
        Ok(None)
    }

    /// What a change of settings means to the people who use the component.
    ///
    /// # Errors
    /// [`domain::Error::Internal`] when a value does not hold settings of this kind.
    fn impact(
        &self,
        change: Change,
        environment: Environment,
        before: Option<&Value>,
        after: Option<&Value>,
    ) -> domain::Result<Impact>;

    /// What is wrong with choosing settings on a day, such as a version whose support is over. What a component has already, it keeps.
    ///
    /// # Errors
    /// [`domain::Error::Internal`] when a value does not hold settings of this kind.
    fn problems_on(&self, _: Date, _: Option<&Value>, _: &Value) -> domain::Result<Vec<FieldError>> {
        Ok(Vec::new())
    }

    /// What is wrong with an allow-list beyond what is wrong with that of any kind.
    fn list_problems(&self, _: &AllowList) -> Vec<FieldError> {
        Vec::new()
    }

    /// What the author of a document should know on a day, beyond what is true of every kind.
    ///
    /// # Errors
    /// [`domain::Error::Internal`] when the document does not hold settings of this kind.
    fn warnings(&self, _: Date, _: &Document) -> domain::Result<Vec<PlanWarning>> {
        Ok(Vec::new())
    }

    /// The steps of a change, in order. Those about shared stacks end at once where the stack exists.
    ///
    /// # Errors
    /// [`domain::Error::Internal`] when the value does not hold settings of this kind.
    fn steps(&self, change: Change, settings: &Value) -> domain::Result<Vec<StepName>>;

    /// What settings take of an account's quotas.
    ///
    /// # Errors
    /// [`domain::Error::Internal`] when the value does not hold settings of this kind.
    fn demand(&self, settings: &Value) -> domain::Result<Demand>;

    /// Whether a last snapshot is taken before data is lost.
    fn takes_snapshot(&self) -> bool;

    /// The daily time of backups that goes with a maintenance window. None for kinds without backups.
    fn backup_window(&self, window: UtcWindow) -> Option<BackupWindow>;

    /// Where the component is reached, as its stack tells. None until then.
    fn address(&self, outputs: &Outputs) -> Option<String>;

    /// The secret with user name and password that people may see, as its stack tells. None for kinds without one.
    fn credentials(&self, outputs: &Outputs) -> Option<String>;
}

/// What a component takes of the quotas of its account and region.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// Database instances.
    pub database_instances: u32,
    /// Requests that are kept free for the function at any time.
    pub reserved_concurrency: u32,
}

/// The definition of a kind.
pub fn of(kind: Kind) -> &'static dyn Definition {
    match kind {
        Kind::Postgres => &Postgres,
        Kind::Function => &Function,
    }
}

/// Settings before somebody gives theirs.
#[derive(Clone, Copy, Debug)]
pub enum Start<'a> {
    /// The defaults of a new component.
    New(Environment),
    /// The settings of a component that exists.
    Existing(&'a Value),
}

/// Settings as somebody gives them.
#[derive(Clone, Copy)]
pub enum Given<'a> {
    /// Fields of a form, by name (`settings.size`). A switch is a hidden `false` and a checkbox `true`: the last one counts.
    Form(&'a dyn Fn(&str) -> Option<String>),
    /// A JSON object, by setting (`size`). Unknown names are refused.
    Json(&'a Value),
    /// Nothing: the defaults, or what is.
    Nothing,
}

/// What a change of settings means to the people who use a component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impact {
    /// How long it takes, in seconds: a first guess.
    pub expected_seconds: u32,
    /// What they notice.
    pub interruption: Interruption,
    /// What the author should know before confirming.
    pub warnings: Vec<PlanWarning>,
}

/// Everything that a template depends on besides the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// The component.
    pub component: ComponentId,
    /// The slug of its organization.
    pub organization: Name,
    /// The slug of its project.
    pub project: Name,
    /// Its name.
    pub name: Name,
    /// What for.
    pub environment: Environment,
    /// Where.
    pub region: Region,
    /// To whom AWS's bill is attributed.
    pub cost_center: Option<String>,
    /// The maintenance window in UTC, derived when the plan was made.
    pub window: UtcWindow,
    /// Its place on its load balancer, 0-[`crate::function::limits::SLOT_MAX`]; it never changes. None for kinds that stand behind none.
    pub slot: Option<u16>,
    /// The domain of the target account. None for kinds that need no name of ours.
    pub domain: Option<Domain>,
    /// The database that it is linked with.
    pub database: Option<LinkedDatabase>,
}

impl Context {
    /// The name of everything in AWS that belongs to the component, at most [`names::IDENTIFIER_MAX`] characters.
    pub fn identifier(&self) -> String {
        let words = [
            self.organization.as_str(),
            self.project.as_str(),
            self.environment.as_str(),
            self.name.as_str(),
        ];
        names::identifier(&words, self.component)
    }

    /// The stack of the component.
    pub fn stack_name(&self) -> String {
        names::component_stack(&self.identifier())
    }

    /// The tags of the component's resources.
    pub fn tags(&self, kind: Kind, blueprint: &str) -> Tags {
        self.tags_of(kind.as_str(), blueprint)
    }

    /// The tags of the resources of a component whose kind has this name.
    pub(crate) fn tags_of(&self, kind: &str, blueprint: &str) -> Tags {
        Tags::default()
            .with("organization", self.organization.as_str())
            .with("project", self.project.as_str())
            .with("component", self.name.as_str())
            .with("environment", self.environment.as_str())
            .with("blueprint", &format!("{kind}@{blueprint}"))
            .with("cost-center", self.cost_center.as_deref().unwrap_or("unassigned"))
            .with("managed-by", "provisioner")
    }
}
