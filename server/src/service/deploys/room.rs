//! Whether there is room in AWS for the code of another version.

use std::collections::BTreeMap;

use domain::component::Component;
use domain::error::Conflict;
use domain::ids::ComponentId;
use domain::plan::PlanWarning;
use domain::{Error, Result};
use kinds::function::limits::CODE_STORAGE_BYTES;
use sea_orm::ConnectionTrait;

use crate::db::versions::{StoredCode, stored_code_for_worker};

/// From how many percent on a deploy warns.
const WARN_PERCENT: u64 = 80;

/// Refuses a version of so many bytes that AWS would not take any more, and warns where that will be so soon. Counts what this product has deployed in the
/// account and region.
///
/// # Errors
/// [`Conflict::CodeStorageFull`].
pub(super) async fn check_room(
    connection: &impl ConnectionTrait,
    function: &Component,
    size: u64,
) -> Result<Option<PlanWarning>> {
    let stored = stored_code_for_worker(connection, &function.account, &function.region).await?;
    judge(taken(&stored).saturating_add(size))
}

/// What the code of all versions takes: each published one, and for each function what it has unpublished, which is its newest. Versions with one number
/// are one.
fn taken(stored: &[StoredCode]) -> u64 {
    let mut published: BTreeMap<(ComponentId, u64), u64> = BTreeMap::new();
    let mut newest: BTreeMap<ComponentId, u64> = BTreeMap::new();
    let mut on_their_way = 0_u64;
    for code in stored {
        match code.published {
            Some(number) => {
                published.insert((code.component, number), code.size);
            }
            None => on_their_way = on_their_way.saturating_add(code.size),
        }
        newest.insert(code.component, code.size);
    }
    published.values().chain(newest.values()).fold(on_their_way, |sum, size| sum.saturating_add(*size))
}

fn judge(bytes: u64) -> Result<Option<PlanWarning>> {
    if bytes > CODE_STORAGE_BYTES {
        let limit_gb = u32::try_from(CODE_STORAGE_BYTES >> 30).unwrap_or(u32::MAX);
        return Err(Error::Conflict(Conflict::CodeStorageFull { limit_gb }));
    }
    let percent = bytes.saturating_mul(100) / CODE_STORAGE_BYTES;
    let warning = PlanWarning::CodeStorageFills { percent: u32::try_from(percent).unwrap_or(100) };
    Ok((percent >= WARN_PERCENT).then_some(warning))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(component: u128, published: Option<u64>, size: u64) -> StoredCode {
        StoredCode { component: ComponentId(uuid::Uuid::from_u128(component)), published, size }
    }

    #[test]
    fn each_published_version_counts_once_and_each_function_once_more() {
        assert_eq!(taken(&[]), 0);
        let shared = [code(1, Some(1), 10), code(1, Some(1), 10), code(1, Some(2), 5)];
        assert_eq!(taken(&shared), 10 + 5 + 5);
        assert_eq!(taken(&[code(1, Some(1), 10), code(2, Some(1), 7)]), 10 + 10 + 7 + 7);
        assert_eq!(taken(&[code(1, Some(1), 10), code(1, None, 3)]), 10 + 3 + 3);
    }

    #[test]
    fn it_warns_from_80_percent_on_and_refuses_what_does_not_fit() {
        let gb = |gb: u64| gb << 30;
        for (bytes, expected) in [
            (gb(0), None),
            (gb(60) - 1, None),
            (gb(60), Some(PlanWarning::CodeStorageFills { percent: 80 })),
            (gb(75), Some(PlanWarning::CodeStorageFills { percent: 100 })),
        ] {
            assert_eq!(judge(bytes).unwrap(), expected, "{bytes}");
        }
        let full = judge(gb(75) + 1).unwrap_err();
        assert!(matches!(full, Error::Conflict(Conflict::CodeStorageFull { limit_gb: 75 })), "{full:?}");
    }
}
