//! Secret values of a function: set and removed, never shown.

use axum::Json;
use axum::response::IntoResponse as _;
use domain::cloud::SecretValue;
use domain::function::Secret;
use http::StatusCode;
use jiff::Timestamp;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::components::OfComponent;
use super::sent::{Answer, Sent, Tenant};

/// What is known of a secret value. Never the value.
#[derive(Serialize, ToSchema)]
pub(super) struct SecretView {
    name: String,
    /// The version of the function's secrets that brought the value. None when it was set outside of the portal.
    version: Option<u32>,
    /// Who set it; none when it was set outside of the portal.
    set_by: Option<String>,
    /// When it was set, or first seen.
    set: Timestamp,
}

impl From<Secret> for SecretView {
    fn from(secret: Secret) -> Self {
        let Secret { name, version, set_by, set, .. } = secret;
        Self { name, version: (version > 0).then_some(version), set_by, set }
    }
}

/// All of a function, by name.
#[derive(Serialize, ToSchema)]
pub(super) struct Secrets {
    secrets: Vec<SecretView>,
}

/// A value.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewValue {
    /// Any text but an empty one. All values of the function together take at most 65,536 bytes.
    #[serde(deserialize_with = "text")]
    #[schema(value_type = String)]
    value: SecretValue,
}

/// Reads a text. What is none is not repeated, as serde's own message would.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SecretValue, D::Error> {
    match Value::deserialize(deserializer).map_err(|_| D::Error::custom("expected a string"))? {
        Value::String(text) => Ok(SecretValue::new(text)),
        _ => Err(D::Error::custom("expected a string")),
    }
}

/// The names of the secret values of a function, and who set them. No values.
#[utoipa::path(
    get,
    path = "/api/v1/organizations/{organization}/components/{component}/secrets",
    tag = "functions",
    params(OfComponent),
    responses((status = 200, body = Secrets), (status = 404))
)]
pub(super) async fn list(tenant: Tenant) -> Answer {
    let component = tenant.component()?;
    let all = tenant.ports().secrets.list(&tenant.caller, tenant.id(), component).await?;
    Ok(Json(Secrets { secrets: all.into_iter().map(SecretView::from).collect() }).into_response())
}

/// Sets a secret value in AWS now. The function has it when it reads its secrets next. The same request again sets it again.
#[utoipa::path(
    put,
    path = "/api/v1/organizations/{organization}/components/{component}/secrets/{secret}",
    tag = "functions",
    params(OfComponent, ("secret" = String, Path, description = "Its name: [A-Za-z][A-Za-z0-9_]+")),
    request_body = NewValue,
    responses((status = 200, body = SecretView), (status = 403), (status = 409), (status = 422), (status = 503))
)]
pub(super) async fn set(tenant: Tenant, Sent(body): Sent<NewValue>) -> Answer {
    let (component, name): (_, String) = (tenant.component()?, tenant.parameter("secret")?);
    let (secrets, caller) = (&tenant.ports().secrets, &tenant.caller);
    let secret = secrets.set(caller, tenant.id(), component, &name, body.value).await?;
    Ok(Json(SecretView::from(secret)).into_response())
}

/// Removes a secret value in AWS now. One that was removed before is removed.
#[utoipa::path(
    delete,
    path = "/api/v1/organizations/{organization}/components/{component}/secrets/{secret}",
    tag = "functions",
    params(OfComponent, ("secret" = String, Path, description = "Its name")),
    responses((status = 204), (status = 403), (status = 404), (status = 409), (status = 503))
)]
pub(super) async fn remove(tenant: Tenant) -> Answer {
    let (component, name): (_, String) = (tenant.component()?, tenant.parameter("secret")?);
    tenant.ports().secrets.remove(&tenant.caller, tenant.id(), component, &name).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[cfg(test)]
mod tests {
    use super::NewValue;

    #[test]
    fn what_is_no_text_is_not_repeated() {
        for body in
            [r#"{"value":4711}"#, r#"{"value":["4711"]}"#, r#"{"value":{"a":"4711"}}"#, r#"{"value":null}"#]
        {
            let error = serde_json::from_str::<NewValue>(body).err().unwrap().to_string();
            assert!(error.contains("expected a string") && !error.contains("4711"), "{error}");
        }
        let read: NewValue = serde_json::from_str(r#"{"value":"4711"}"#).unwrap();
        assert_eq!(read.value.expose(), "4711");
    }
}
