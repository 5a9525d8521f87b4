//! How a change makes a new list out of an old one.

use jiff::Timestamp;

use super::expiry::check_expiry;
use super::{AllowList, Cidr, Entry, Family, ListChange, MAX_LABEL, MAX_NETWORKS, NewEntry, Warning};
use crate::error::{Conflict, Error, FieldError, Problem, Result};
use crate::ids::AllowListEntryId;
use crate::organization::Policy;
use crate::text;

/// What must be known to change a list.
#[derive(Clone, Copy)]
pub struct ChangeContext<'a> {
    /// The rules of the organization.
    pub policy: Policy,
    /// Now.
    pub now: Timestamp,
    /// Who changes it, as text for people.
    pub author: &'a str,
    /// Where ids of new entries come from.
    pub new_id: &'a dyn Fn() -> AllowListEntryId,
    /// The version of the component that the list belongs to.
    pub current_version: u32,
    /// Whether a reason is given. Without one nobody opens a component to everybody.
    pub reason_given: bool,
}

/// A changed list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The list afterwards.
    pub list: AllowList,
    /// What the author should know about networks that this change brings, or makes superfluous.
    pub warnings: Vec<(Cidr, Warning)>,
}

impl AllowList {
    /// The list after a change. The list itself stays as it is.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `entries[i].network`, `entries[i].label` or `entries[i].expires` (i counts the entries of the change from 0) and at
    /// `entries` when there are too many; [`Error::NotFound`] for an entry to remove that is not there; [`Conflict::StaleVersion`];
    /// [`Conflict::NeedsReason`] for a network that is everybody where the policy allows one.
    pub fn apply(&self, change: &ListChange, context: &ChangeContext<'_>) -> Result<Applied> {
        let entries = match change {
            ListChange::Add(added) => {
                let mut entries = self.entries.clone();
                entries.extend(self.read(added, context, OnExisting::Refuse)?);
                entries
            }
            ListChange::Remove(ids) => {
                if ids.iter().any(|id| self.get(*id).is_none()) {
                    return Err(Error::NotFound);
                }
                self.entries.iter().filter(|entry| !ids.contains(&entry.id)).cloned().collect()
            }
            ListChange::Replace { version, entries } => {
                if *version != context.current_version {
                    return Err(Error::Conflict(Conflict::StaleVersion {
                        read: *version,
                        current: context.current_version,
                    }));
                }
                self.read(entries, context, OnExisting::Keep)?
            }
        };
        let list = Self { entries };
        list.check_quota()?;
        self.check_everybody(&list, change, context)?;
        Ok(Applied { warnings: warnings(self, &list), list })
    }

    /// What should be known about the networks of the list.
    pub fn warnings(&self) -> Vec<(Cidr, Warning)> {
        warnings(&Self::default(), self)
    }

    /// Reads the entries of a change, and names everything that is wrong with them.
    fn read(
        &self,
        typed: &[NewEntry],
        context: &ChangeContext<'_>,
        on_existing: OnExisting,
    ) -> Result<Vec<Entry>> {
        let mut entries: Vec<Entry> = Vec::with_capacity(typed.len());
        let mut errors = Vec::new();
        for (index, new) in typed.iter().enumerate() {
            let mut note = |field: &str, problem| {
                errors.push(FieldError::new(format!("entries[{index}].{field}"), problem));
            };
            let network = Cidr::parse(&new.network).map_err(|problem| note("network", problem)).ok();
            let label = text::check(&new.label, 1, MAX_LABEL).map_err(|problem| note("label", problem)).ok();
            let existing = network.and_then(|network| self.by_network(network));
            if let Some(expires) = new.expires
                && existing.and_then(|entry| entry.expires) != Some(expires)
                && let Err(problem) = check_expiry(expires, context.now)
            {
                note("expires", problem);
            }
            let twice = entries.iter().find(|entry| Some(entry.network) == network);
            let refused = existing.filter(|_| on_existing == OnExisting::Refuse);
            if let Some(other) = twice.or(refused) {
                note("network", Problem::DuplicateNetwork { label: other.label.clone() });
            }
            if let (Some(network), Some(label)) = (network, label) {
                entries.push(match existing {
                    Some(entry) => Entry { label, expires: new.expires, ..entry.clone() },
                    None => Entry {
                        id: (context.new_id)(),
                        network,
                        label,
                        expires: new.expires,
                        added_by: context.author.to_owned(),
                        added: context.now,
                    },
                });
            }
        }
        if errors.is_empty() { Ok(entries) } else { Err(Error::Invalid(errors)) }
    }

    fn check_quota(&self) -> Result<()> {
        let full = [Family::V4, Family::V6].into_iter().any(|family| {
            let room = self.head_room(family);
            room.used > room.max
        });
        if full {
            #[expect(clippy::cast_possible_truncation, reason = "60")]
            let max = MAX_NETWORKS as u32;
            Err(Error::field("entries", Problem::TooManyNetworks { max }))
        } else {
            Ok(())
        }
    }

    /// Refuses a change that opens the list to everybody, be it by one network or by several that are everybody together.
    fn check_everybody(&self, after: &Self, change: &ListChange, context: &ChangeContext<'_>) -> Result<()> {
        let Some(family) = [Family::V4, Family::V6]
            .into_iter()
            .find(|family| after.is_open(*family) && !self.is_open(*family))
        else {
            return Ok(());
        };
        if context.policy.public_networks {
            return if context.reason_given {
                Ok(())
            } else {
                Err(Error::Conflict(Conflict::NeedsReason(Warning::Everybody)))
            };
        }
        let typed = match change {
            ListChange::Add(entries) | ListChange::Replace { entries, .. } => entries.as_slice(),
            ListChange::Remove(_) => &[],
        };
        let errors = typed.iter().enumerate().filter_map(|(index, entry)| {
            let network = Cidr::parse(&entry.network).ok()?;
            let to_blame = network.family() == family && (network.is_everybody() || network.is_very_wide());
            to_blame.then(|| {
                FieldError::new(format!("entries[{index}].network"), Problem::PublicNetworkForbidden)
            })
        });
        let errors: Vec<FieldError> = errors.collect();
        Err(if errors.is_empty() {
            Error::field("entries", Problem::PublicNetworkForbidden)
        } else {
            Error::Invalid(errors)
        })
    }

    /// Whether the networks of a family are everybody together.
    fn is_open(&self, family: Family) -> bool {
        let ranges: Vec<(u128, u128)> = self.networks(family).map(Cidr::range).collect();
        let last = family.last_address();
        let mut covered = 0;
        // From the first address on, as far as networks reach without a gap.
        while let Some(end) = ranges
            .iter()
            .filter(|(start, end)| *start <= covered && covered <= *end)
            .map(|(_, end)| *end)
            .max()
        {
            if end == last {
                return true;
            }
            covered = end + 1;
        }
        false
    }
}

/// What to do with a network that stands in the list already.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OnExisting {
    /// Name it as a duplicate.
    Refuse,
    /// Keep its id, author and time.
    Keep,
}

fn warnings(before: &AllowList, after: &AllowList) -> Vec<(Cidr, Warning)> {
    let is_new = |entry: &Entry| before.by_network(entry.network).is_none();
    let mut warnings = Vec::new();
    for entry in after.entries() {
        let network = entry.network;
        if is_new(entry) {
            if network.is_everybody() {
                warnings.push((network, Warning::Everybody));
            } else if network.is_very_wide() {
                warnings.push((network, Warning::VeryWide));
            } else if network.is_private() {
                warnings.push((network, Warning::Private));
            }
        }
        let wider = after.entries().iter().find(|other| {
            other.network != network && other.network.contains(network) && (is_new(entry) || is_new(other))
        });
        if let Some(wider) = wider {
            let about = Warning::Contained { by: wider.network, label: wider.label.clone() };
            warnings.push((network, about));
        }
    }
    warnings
}
