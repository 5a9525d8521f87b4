//! Search by a part of text.

use sea_orm::sea_query::LikeExpr;

/// The pattern of text that contains this text, in lower case; `%` and `_` mean themselves.
pub(super) fn containing(text: &str) -> LikeExpr {
    let escaped = text.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    LikeExpr::new(format!("%{escaped}%")).escape('\\')
}
