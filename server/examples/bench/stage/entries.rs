//! An audit trail as it is after some months: a valid chain, written many rows at once.

use domain::audit::{AuditAction, AuditEntry, AwsLinks, Outcome, Target, seal};
use domain::caller::{Actor, Interface, Origin};
use domain::component::Component;
use domain::ids::{AuditEntryId, OperationId, OrganizationId, SessionId, UserId};
use domain::ports::Trail;
use jiff::{SignedDuration, Timestamp};
use sea_orm::ConnectionTrait as _;
use sea_orm::sea_query::{Expr, InsertStatement, Query};
use serde_json::json;
use server::db::{WriteTransaction, audit};
use server::service::Context;

use crate::Fallible;

/// Who does all that.
const PEOPLE: usize = 40;

/// Time between two entries.
const PACE: SignedDuration = SignedDuration::from_secs(25);

/// Rows of one statement.
const ROWS: usize = 500;

/// Statements of one transaction.
const STATEMENTS: usize = 40;

/// What people do, the frequent things more often.
const ACTIONS: [AuditAction; 8] = [
    AuditAction::OperationPlanned,
    AuditAction::AllowListChanged,
    AuditAction::OperationPlanned,
    AuditAction::SettingsChanged,
    AuditAction::CredentialsRevealed,
    AuditAction::AllowListChanged,
    AuditAction::WindowChanged,
    AuditAction::AllowListChanged,
];

const COLUMNS: [&str; 10] =
    ["trail", "sequence", "id", "completed", "actor", "action", "outcome", "project", "component", "entry"];

/// Writes `count` entries into the trail of the components' organization, and says how much time they span.
pub(super) async fn write(
    context: &Context,
    components: &[Component],
    count: usize,
) -> Fallible<SignedDuration> {
    let organization = components.first().ok_or("there is no component")?.organization;
    let mut author = Author {
        context,
        components,
        people: (0..PEOPLE).map(|number| person(context, number)).collect(),
        time: context.now(),
        written: 0,
    };
    let mut left = count;
    // The first entries go in one by one, as those of every day do: that makes the people known who can be searched for.
    let mut bulk = 1;
    while left > 0 {
        let transaction = context.db.write().await?;
        for _ in 0..STATEMENTS.min(left.div_ceil(bulk)) {
            let rows = bulk.min(left);
            author.write(&transaction, organization, rows).await?;
            left -= rows;
        }
        transaction.commit().await?;
        bulk = ROWS;
    }
    Ok(author.time.duration_since(context.now()))
}

struct Author<'a> {
    context: &'a Context,
    components: &'a [Component],
    people: Vec<Actor>,
    time: Timestamp,
    written: usize,
}

impl Author<'_> {
    /// Writes all but the last entry in one statement. The last one goes the usual way, and so moves the end of the trail.
    async fn write(
        &mut self,
        transaction: &WriteTransaction,
        organization: OrganizationId,
        rows: usize,
    ) -> Fallible<()> {
        let trail = Trail::Organization(organization);
        let end = audit::lock_end(transaction, trail).await?;
        let mut entries: Vec<AuditEntry> = Vec::with_capacity(rows);
        for sequence in (end.count + 1..).take(rows) {
            let previous = entries.last().map_or(&end.hash, |entry| &entry.hash).clone();
            entries.push(seal(&previous, self.next(organization, sequence)));
        }
        let last = entries.pop();
        if !entries.is_empty() {
            transaction.execute(&insert(organization, &entries)?).await?;
        }
        if let Some(last) = last {
            audit::append(transaction, trail, &last).await?;
        }
        Ok(())
    }

    fn next(&mut self, organization: OrganizationId, sequence: u64) -> AuditEntry {
        let number = self.written;
        self.written += 1;
        self.time += PACE;
        // Steps that share no factor with the lengths, so that people, things and actions mix.
        let component = &self.components[number * 7 % self.components.len()];
        let (action, person) = (ACTIONS[number / 3 % ACTIONS.len()], number % PEOPLE);
        AuditEntry {
            id: AuditEntryId(self.context.random.id(self.time)),
            organization: Some(organization),
            sequence,
            actor: self.people[person].clone(),
            roles: vec!["developer".to_owned()],
            origin: origin(number),
            action,
            target: Target {
                name: component.name.to_string(),
                project: Some(component.project),
                component: Some(component.id),
            },
            before: Some(json!({ "allow_list": [], "version": 3 })),
            after: Some(
                json!({ "allow_list": [{ "label": "Office Tokyo", "network": "203.0.113.7/32" }], "version": 4 }),
            ),
            reason: number.is_multiple_of(4).then(|| "Access for the new office".to_owned()),
            outcome: if number % 30 == 29 { Outcome::Failed } else { Outcome::Succeeded },
            operation: Some(OperationId(self.context.random.id(self.time))),
            aws: Some(AwsLinks {
                stack: component.stack_name.clone(),
                change_set: Some(format!("change-{sequence}")),
            }),
            opened: self.time,
            completed: self.time,
            previous_hash: String::new(),
            hash: String::new(),
        }
    }
}

/// One of those who can be searched for: `person07`.
fn person(context: &Context, number: usize) -> Actor {
    Actor::Person {
        id: UserId(context.new_id()),
        email: format!("person{number:02}@acme.example"),
        name: format!("Person {number}"),
        session: SessionId(context.new_id()),
    }
}

fn origin(number: usize) -> Origin {
    Origin {
        request_id: format!("request-{number}"),
        interface: Interface::Portal,
        address: Some([203, 0, 113, 7].into()),
        user_agent: Some("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36".to_owned()),
    }
}

/// The rows that [`audit::append`] would write one by one.
fn insert(organization: OrganizationId, entries: &[AuditEntry]) -> Fallible<InsertStatement> {
    let mut insert = Query::insert();
    insert.into_table("audit_entries").columns(COLUMNS);
    for entry in entries {
        let Actor::Person { id: actor, .. } = &entry.actor else {
            return Err("only people are written here".into());
        };
        insert.values([
            Expr::val(organization.0),
            Expr::val(i64::try_from(entry.sequence)?),
            Expr::val(entry.id.0),
            Expr::val(entry.completed.as_microsecond()),
            Expr::val(actor.to_string()),
            Expr::val(entry.action.as_str()),
            Expr::val(entry.outcome.as_str()),
            Expr::val(entry.target.project.map(|project| project.0)),
            Expr::val(entry.target.component.map(|component| component.0)),
            Expr::val(serde_json::to_string(entry)?),
        ])?;
    }
    Ok(insert)
}
