//! The one way into tenant data: a condition made of what the caller may see.

use domain::authz::{ProjectScope, TenantScope};
use sea_orm::sea_query::SimpleExpr;
use sea_orm::{ColumnTrait, Condition};

/// Rows about components of the tenant, in the projects of the scope.
pub(super) fn within(
    scope: &TenantScope,
    organization: impl ColumnTrait,
    project: impl ColumnTrait,
    component: impl ColumnTrait,
) -> Condition {
    let condition = Condition::all().add(organization.eq(scope.organization.0));
    match narrowed(scope, project, component) {
        Some(part) => condition.add(part),
        None => condition,
    }
}

/// Rows about the projects of the scope themselves.
pub(super) fn within_projects(
    scope: &TenantScope,
    organization: impl ColumnTrait,
    project: impl ColumnTrait,
) -> Condition {
    let condition = Condition::all().add(organization.eq(scope.organization.0));
    match &scope.projects {
        ProjectScope::All => condition,
        ProjectScope::Only(projects) | ProjectScope::Components(projects, _) => {
            condition.add(project.is_in(projects.iter().map(|project| project.0)))
        }
    }
}

/// The part of the condition about projects and components; none when the scope reaches all of them.
pub(super) fn narrowed(
    scope: &TenantScope,
    project: impl ColumnTrait,
    component: impl ColumnTrait,
) -> Option<SimpleExpr> {
    match &scope.projects {
        ProjectScope::All => None,
        ProjectScope::Only(projects) => Some(project.is_in(projects.iter().map(|project| project.0))),
        ProjectScope::Components(_, components) => {
            Some(component.is_in(components.iter().map(|component| component.0)))
        }
    }
}
