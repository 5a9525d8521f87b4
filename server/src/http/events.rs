//! Server-sent events: pages follow what happens without asking again and again.

use std::convert::Infallible;
use std::time::Duration;

use app::page::PageError;
use axum::extract::{Path, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use domain::caller::Caller;
use domain::error::{Error, Result};
use domain::ids::{ComponentId, OperationId, OrganizationId};
use domain::operation::{Change, Failure, Operation, OperationState, Step};
use domain::organization::Name;
use domain::ports::{OperationFilter, Page, PageRequest, Ports, Updates};
use futures::stream::{self, Stream, StreamExt as _};
use jiff::Timestamp;
use serde::Serialize;
use tokio::sync::OwnedSemaphorePermit;

use super::Server;
use super::session::{self, SignedIn, Token};

/// How often a line is sent that says nothing, so that proxies keep the connection and both ends notice when it is gone.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);

/// How long to wait at most before looking again: another replica's changes are not heard here.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// How long a browser waits before it connects again, for `retry`.
const CONNECT_AGAIN: Duration = Duration::from_secs(3);

/// `GET /o/{organization}/operations/{operation}/events`: the operation, whenever something about it changed, until it ends.
pub(super) async fn operation(
    State(server): State<Server>,
    SignedIn(caller): SignedIn,
    token: Token,
    Path((slug, operation)): Path<(String, OperationId)>,
) -> Result<Response, PageError> {
    let organization = server.ports.organizations.find(&caller, &slug).await?.id;
    let subject = Subject::Operation(operation);
    follow(server, caller, token, organization, subject).await
}

/// `GET /o/{organization}/events`: the newest operations of the organization, for the dashboard.
pub(super) async fn organization(
    State(server): State<Server>,
    SignedIn(caller): SignedIn,
    token: Token,
    Path(slug): Path<String>,
) -> Result<Response, PageError> {
    let organization = server.ports.organizations.find(&caller, &slug).await?.id;
    follow(server, caller, token, organization, Subject::Organization).await
}

/// What is followed.
#[derive(Clone, Copy)]
enum Subject {
    Operation(OperationId),
    Organization,
}

/// How many operations an organization's stream tells about.
const NEWEST: u16 = 20;

/// What is sent.
#[derive(Serialize)]
#[serde(untagged)]
enum Snapshot {
    One(Box<Summary>),
    Many { operations: Vec<Summary> },
}

/// An operation as it is now. Documents and tokens stay here.
#[derive(Serialize)]
struct Summary {
    id: OperationId,
    component: ComponentId,
    name: Name,
    change: Change,
    state: OperationState,
    steps: Vec<Step>,
    failure: Option<Failure>,
    cancel_requested: bool,
    confirmed: Option<Timestamp>,
    started: Option<Timestamp>,
    ended: Option<Timestamp>,
}

/// A stream under way.
struct Following {
    server: Server,
    token: Token,
    organization: OrganizationId,
    subject: Subject,
    updates: Updates,
    sent: Option<String>,
    ended: bool,
    _permit: OwnedSemaphorePermit,
}

async fn follow(
    server: Server,
    caller: Caller,
    token: Token,
    organization: OrganizationId,
    subject: Subject,
) -> Result<Response, PageError> {
    let permit = std::sync::Arc::clone(&server.limits.streams)
        .try_acquire_owned()
        .map_err(|_| Error::TooManyRequests { retry_after_seconds: 10 })?;
    let updates = server.ports.operations.watch(&caller, organization).await?;
    // What would be refused is refused now, with its status.
    read(&server.ports, &caller, organization, subject).await?;
    let following = Following {
        server,
        token,
        organization,
        subject,
        updates,
        sent: None,
        ended: false,
        _permit: permit,
    };
    let keep_alive = KeepAlive::new().interval(SIGN_OF_LIFE);
    Ok(Sse::new(events(following)).keep_alive(keep_alive).into_response())
}

fn events(following: Following) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(following, |mut following| async move {
        let event = following.next().await?;
        Some((Ok(event), following))
    })
}

impl Following {
    /// The next event; none at the end.
    async fn next(&mut self) -> Option<Event> {
        while !self.ended {
            if self.sent.is_some() {
                let stop = self.server.stop.clone();
                tokio::select! {
                    update = self.updates.next() => { update?; }
                    () = tokio::time::sleep(LOOK_AGAIN) => {}
                    () = stop.cancelled() => return None,
                }
            }
            // Whoever has signed out, or lost their role, sees nothing more.
            let caller = session::still_valid(&self.server, &self.token).await?;
            let (snapshot, ended) =
                read(&self.server.ports, &caller, self.organization, self.subject).await.ok()?;
            self.ended = ended;
            let data = serde_json::to_string(&snapshot).ok()?;
            if self.sent.as_ref() != Some(&data) {
                self.sent = Some(data.clone());
                return Some(Event::default().retry(CONNECT_AGAIN).data(data));
            }
        }
        None
    }
}

/// What is followed, as it is now, and whether nothing more will happen.
async fn read(
    ports: &Ports,
    caller: &Caller,
    organization: OrganizationId,
    subject: Subject,
) -> Result<(Snapshot, bool)> {
    match subject {
        Subject::Operation(id) => {
            let operation = ports.operations.find(caller, organization, id).await?;
            let ended = operation.state.is_ended();
            Ok((Snapshot::One(Box::new(summary(operation))), ended))
        }
        Subject::Organization => {
            let page = PageRequest { cursor: None, size: NEWEST };
            let filter = OperationFilter { page, ..OperationFilter::default() };
            let Page { items, .. } = ports.operations.list(caller, organization, &filter).await?;
            Ok((Snapshot::Many { operations: items.into_iter().map(summary).collect() }, false))
        }
    }
}

fn summary(operation: Operation) -> Summary {
    Summary {
        id: operation.id,
        component: operation.component,
        name: operation.intent.name,
        change: operation.change,
        state: operation.state,
        steps: operation.steps,
        failure: operation.failure,
        cancel_requested: operation.cancel_requested,
        confirmed: operation.confirmed,
        started: operation.started,
        ended: operation.ended,
    }
}
