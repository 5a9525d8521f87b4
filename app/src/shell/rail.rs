//! The rail of an organization: where one can go.

use domain::authz::{self, Action, Resource};
use domain::caller::Caller;
use domain::organization::Organization;
use leptos::prelude::*;

use crate::page::Reader;
use crate::ui::{Icon, icon};

/// The rail. On narrow screens it is a sheet that the menu button opens (`popover`, which needs no script).
pub(super) fn rail(caller: Option<&Caller>, reader: &Reader, organization: &Organization) -> AnyView {
    let text = reader.text();
    let shell = &text.shell;
    let may = |action, resource| caller.is_some_and(|caller| authz::decide(caller, action, resource).is_ok());
    let root = format!("/o/{}", organization.slug);
    let places = [
        (Icon::Dashboard, shell.dashboard, root.clone()),
        (Icon::Database, shell.components, format!("{root}/components")),
        (Icon::Clock, shell.maintenance, format!("{root}/maintenance")),
        (Icon::Audit, shell.audit, format!("{root}/audit")),
        (Icon::People, shell.members, format!("{root}/members")),
        (Icon::Gear, shell.organization_settings, format!("{root}/settings")),
    ];
    let places: Vec<_> = places
        .into_iter()
        .map(|(picture, label, address)| place(reader, &root, picture, label, address))
        .collect();
    let platform = may(Action::ViewAccounts, Resource::Platform).then(|| {
        let places = [
            (Icon::Cloud, shell.accounts, "/platform/accounts".to_owned()),
            (Icon::Shield, shell.platform_audit, "/platform/audit".to_owned()),
        ];
        let places: Vec<_> = places
            .into_iter()
            .map(|(picture, label, address)| place(reader, &root, picture, label, address))
            .collect();
        view! { <p class="rail-title">{shell.platform}</p> <ul>{places}</ul> }
    });
    view! {
        <nav id="rail" class="rail" popover="auto" aria-label=shell.main_navigation>
            <a class="rail-organization" href="/organizations">
                {icon(Icon::Building)} <span>{organization.display_name.clone()}</span> {icon(Icon::Chevron)}
            </a>
            <ul>{places}</ul>
            {platform}
        </nav>
    }
    .into_any()
}

fn place(reader: &Reader, root: &str, picture: Icon, label: &'static str, address: String) -> AnyView {
    let path = reader.path.split('?').next().unwrap_or_default();
    let below = address != root && path.strip_prefix(&address).is_some_and(|rest| rest.starts_with('/'));
    let current = if path == address {
        Some("page")
    } else if below {
        Some("true")
    } else {
        None
    };
    view! { <li><a href=address aria-current=current>{icon(picture)} <span>{label}</span></a></li> }
        .into_any()
}
