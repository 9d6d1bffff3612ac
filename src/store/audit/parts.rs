//! Postings of spends and holds against the parts that their rows name, lot by lot.

use super::{Check, Look, entry::Entry, moves::Moves, owners::Owners};
use crate::store::StoreError;

/// Compares the postings of spends and holds with their rows.
pub(super) async fn compare(
    look: &mut Look<'_>,
    postings: &[&[Entry]],
    check: &mut Check,
) -> Result<(), StoreError> {
    let owners = Owners::load(look, postings).await?;
    for posting in postings {
        let first = &posting[0];
        let Some((account, expected)) = owners.expect(&first.act, &first.reference) else {
            continue;
        };
        if expected.as_ref() != Some(&moved(posting, account)) {
            check.add(
                &first.reference,
                format!("its parts are not what posting {} moved", first.posting),
            );
        }
    }
    owners.compare_lots(look, check).await
}

/// The credits a posting moved into an account, by lot.
fn moved(posting: &[Entry], account: &str) -> Moves {
    let mut moves = Moves::new();
    for entry in posting {
        if let Some(change) = entry.change_of(account) {
            let sum = moves.entry(entry.lot.clone()).or_default();
            *sum = i64::saturating_add(*sum, change);
        }
    }
    moves
}
