//! The one way into tenant data: a condition made of what the caller may see.

use domain::authz::{ProjectScope, TenantScope};
use sea_orm::sea_query::SimpleExpr;
use sea_orm::{ColumnTrait, Condition};

/// Rows of the tenant, in the projects of the scope.
pub(super) fn within(
    scope: &TenantScope,
    organization: impl ColumnTrait,
    project: impl ColumnTrait,
) -> Condition {
    let condition = Condition::all().add(organization.eq(scope.organization.0));
    match in_projects(scope, project) {
        Some(projects) => condition.add(projects),
        None => condition,
    }
}

/// The part of the condition about projects; none when the scope reaches all of them.
pub(super) fn in_projects(scope: &TenantScope, project: impl ColumnTrait) -> Option<SimpleExpr> {
    match &scope.projects {
        ProjectScope::All => None,
        ProjectScope::Only(projects) => Some(project.is_in(projects.iter().map(|project| project.0))),
    }
}
