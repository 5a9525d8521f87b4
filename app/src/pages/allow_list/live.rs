//! The words for the check while somebody types.

use std::net::Ipv4Addr;

use domain::allow_list::{Cidr, Entry, Family, MAX_LABEL, MAX_NETWORKS, Warning};
use domain::error::Problem;
use leptos::prelude::*;

use crate::islands::allow_list::{KnownNetwork, ListCheck, ListTexts, Purpose, WarningTexts};
use crate::islands::problem_texts::ProblemTexts;
use crate::page::Reader;
use crate::pages::components::ComponentPage;

/// The fields of a form, checked while somebody types.
pub(super) fn checked(reader: &Reader, page: &ComponentPage, purpose: Purpose, fields: AnyView) -> AnyView {
    let known =
        |entry: &Entry| KnownNetwork { network: entry.network.to_string(), label: entry.label.clone() };
    let list: Vec<_> = page.component.document.allow_list.entries().iter().map(known).collect();
    let public_networks = page.place.organization.policy.public_networks;
    view! {
        <ListCheck list=list purpose=purpose public_networks=public_networks texts=texts(reader)>{fields}</ListCheck>
    }
    .into_any()
}

fn texts(reader: &Reader) -> ListTexts {
    let text = &reader.text().allow_list;
    let warning = |warning: Warning| (reader.text().words.warning)(&warning);
    // An address that nobody types stands for the network.
    let by = Cidr::of_address(Ipv4Addr::UNSPECIFIED.into());
    let contained = Warning::Contained { by, label: "{label}".to_owned() };
    let warnings = WarningTexts {
        everybody: warning(Warning::Everybody),
        very_wide: warning(Warning::VeryWide),
        private: warning(Warning::Private),
        contained: warning(contained).replace(&by.to_string(), "{by}"),
    };
    ListTexts {
        problems: ProblemTexts::new(problems(), reader.text().errors.problem),
        warnings,
        line: (text.line)("{}"),
        use_canonical: (text.use_canonical)("{}"),
        head_room: (text.head_room)("{used}", "{max}"),
        afterwards: (text.afterwards)("{}"),
        families: [Family::V4, Family::V6].map(|family| (text.family)(family).to_owned()),
    }
}

/// What can be wrong with networks and labels.
fn problems() -> [Problem; 7] {
    let max = u32::try_from(MAX_NETWORKS).unwrap_or(u32::MAX);
    [
        Problem::NotANetwork,
        Problem::HostBitsSet { canonical: String::new() },
        Problem::DuplicateNetwork { label: String::new() },
        Problem::PublicNetworkForbidden,
        Problem::TooManyNetworks { max },
        Problem::TooLong { max: MAX_LABEL },
        Problem::UnsafeCharacters,
    ]
}
