//! Changes of two people to one list, put on top of each other.

use std::collections::BTreeMap;

use domain::allow_list::{AllowList, Cidr, NewEntry};

/// Networks with their labels.
pub(super) type Labels = BTreeMap<Cidr, String>;

/// Those of a list.
pub(super) fn of_list(list: &AllowList) -> Labels {
    list.entries().iter().map(|entry| (entry.network, entry.label.clone())).collect()
}

/// Those that somebody typed. None when one of them is not a network.
pub(super) fn of_typed(entries: &[NewEntry]) -> Option<Labels> {
    entries.iter().map(|new| Some((Cidr::parse(&new.network).ok()?, new.label.clone()))).collect()
}

/// Their list with what I changed of our common base: what I removed is gone, what I added or labelled is as I typed it.
pub(super) fn merge(base: &Labels, theirs: &Labels, mine: &Labels) -> Labels {
    let mut merged = theirs.clone();
    merged.retain(|network, _| mine.contains_key(network) || !base.contains_key(network));
    for (network, label) in mine {
        if base.get(network) != Some(label) {
            merged.insert(*network, label.clone());
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(text: &str) -> Labels {
        of_typed(&domain::allow_list::paste(text)).unwrap()
    }

    #[test]
    fn both_peoples_changes_are_kept() {
        let base = labels("192.0.2.1 a\n192.0.2.2 b\n192.0.2.3 c\n192.0.2.4 d");
        let theirs = labels("192.0.2.1 a\n192.0.2.2 theirs\n192.0.2.4 d\n192.0.2.5 new of theirs");
        let mine = labels("192.0.2.1 mine\n192.0.2.2 b\n192.0.2.3 c\n192.0.2.6 new of mine");
        let merged =
            labels("192.0.2.1 mine\n192.0.2.2 theirs\n192.0.2.5 new of theirs\n192.0.2.6 new of mine");
        assert_eq!(merge(&base, &theirs, &mine), merged);
    }

    #[test]
    fn where_both_changed_the_same_mine_is_on_top() {
        let (base, theirs) = (labels("192.0.2.1 a\n192.0.2.2 b"), labels("192.0.2.1 theirs"));
        let mine = labels("192.0.2.1 mine\n192.0.2.2 mine");
        assert_eq!(merge(&base, &theirs, &mine), mine);
        assert_eq!(merge(&base, &theirs, &base), theirs);
    }
}
