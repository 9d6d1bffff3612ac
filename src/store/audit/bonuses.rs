//! How much of each bonus is to be taken back, computed again with a sum of the auditor's own.

use super::{Check, Look, int, text};
use crate::store::{StoreError, query::Arg, sql::Sql};

/// The parts of the bought lot and of the payment may add up to more than there was: some credits were refunded and
/// also taken back by others.
static BONUSES: Sql = Sql::new(
    "SELECT l.id, l.granted, l.bonus_gone, b.granted, b.refunded, p.credits_revoked, b.remaining + b.held \
     FROM lots AS l JOIN payments AS p ON p.id = l.bonus_of JOIN lots AS b ON b.payment_id = p.id \
     WHERE l.bonus_of IS NOT NULL AND l.id > $1 ORDER BY l.id LIMIT 500",
);

/// When the payment changed, its bought credits may have been used up, and then all of the bonus went. The number
/// left at that time is not stored. So where none are left now, both results are accepted. Where some came back
/// since, the bonus goes by its share.
pub(super) async fn run(look: &mut Look<'_>) -> Result<Check, StoreError> {
    let mut check = Check::new(
        "bonus_shared",
        "of a bonus as large a share is to go as went of the bought credits, or all of it where none of those are left",
    );
    let mut after = String::new();
    loop {
        let page = look.rows(&BONUSES, vec![Arg::Text(&after)]).await?;
        let Some(last) = page.last() else {
            return Ok(check);
        };
        text(last, 0)?.clone_into(&mut after);
        for row in &page {
            let (granted, gone, bought) = (int(row, 1)?, int(row, 2)?, int(row, 3)?);
            let went = int(row, 4)?.saturating_add(int(row, 5)?).min(bought);
            let share = i128::from(granted) * i128::from(went) / i128::from(bought.max(1));
            let none_left = int(row, 6)? == 0;
            if i128::from(gone) != share && !(none_left && gone == granted) {
                let detail = format!("{gone} of {granted} are to go, and {went} of {bought} went");
                check.add(text(row, 0)?, detail);
            }
        }
    }
}
