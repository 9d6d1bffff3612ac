//! Events that every run must contain, however short: a kind of fault that did not happen was not tested.

use crate::{shop::Shop, tally::Tally};

pub(crate) const KEY_REPLACED: &str = "API key replaced";
pub(crate) const REPEATED_BY_NEW_KEY: &str = "request repeated under a new key";
pub(crate) const NEXT_SECRET_TAKEN: &str = "deposit told under the feed's next secret";
pub(crate) const OLD_SECRET_REFUSED: &str = "the feed's old secret refused";
pub(crate) const HOLD_OUTLIVED_LOT: &str = "hold ran out after its lot";
pub(crate) const CANCEL_FOUND: &str = "console cancel of day 100 found at";

/// Kinds counted during the run.
const COUNTED: [&str; 9] = [
    KEY_REPLACED,
    REPEATED_BY_NEW_KEY,
    NEXT_SECRET_TAKEN,
    OLD_SECRET_REFUSED,
    HOLD_OUTLIVED_LOT,
    "console cancel of day 100 found at toss",
    "console cancel of day 100 found at kakaopay",
    "console cancel of day 100 found at naverpay",
    "console cancel of day 100 found at portone",
];

/// Kinds counted in the books, by a query.
const IN_BOOKS: [(&str, &str); 10] = [
    (
        "deposit reversed and paid again",
        "SELECT COUNT(*) FROM events JOIN payments ON payments.id = events.subject \
         WHERE events.kind = 'payment.paid_again' AND payments.method = 'virtual_account'",
    ),
    (
        "movement told by the feed, then a statement",
        "SELECT COUNT(*) FROM deposits JOIN deposits AS again ON again.repeat_of = deposits.id \
         WHERE deposits.source = 'feed' AND again.source LIKE 'statement/%' AND again.state = 'repeated'",
    ),
    (
        "movement told by a statement, then the feed",
        "SELECT COUNT(*) FROM deposits JOIN deposits AS again ON again.repeat_of = deposits.id \
         WHERE deposits.source LIKE 'statement/%' AND again.source = 'feed' AND again.state = 'repeated'",
    ),
    (
        "order paid by a statement",
        "SELECT COUNT(*) FROM payments WHERE payment_key LIKE 'statement:%'",
    ),
    (
        "bought at portone",
        "SELECT COUNT(*) FROM payments WHERE provider = 'portone' AND method = 'card'",
    ),
    (
        "account of portone paid into",
        "SELECT COUNT(*) FROM payments WHERE provider = 'portone' AND method = 'virtual_account'",
    ),
    (
        "refunded at portone",
        "SELECT COUNT(*) FROM refunds WHERE provider = 'portone' AND state = 'succeeded' AND sent_at IS NOT NULL",
    ),
    (
        "transfer by hand came back, and went to another account",
        "SELECT COUNT(*) FROM refunds WHERE state = 'succeeded' AND sent_at IS NULL AND id IN \
         (SELECT subject FROM events WHERE kind = 'refund.bounced')",
    ),
    (
        "hold ran out",
        "SELECT COUNT(*) FROM holds WHERE state = 'lapsed'",
    ),
    (
        "month of a membership given a day late",
        "SELECT COUNT(*) FROM distributions WHERE lot_id IS NOT NULL AND made_at >= due_at + 86400000000",
    ),
];

/// How often each kind happened.
pub(crate) async fn counts(shop: &Shop, tally: &Tally) -> Vec<(&'static str, u64)> {
    let counted = COUNTED.iter().map(|kind| (*kind, tally.of(kind)));
    let mut counts: Vec<_> = counted.collect();
    for (kind, sql) in IN_BOOKS {
        let times = shop.database.number(sql).await;
        counts.push((kind, u64::try_from(times).unwrap()));
    }
    counts
}

pub(crate) fn judge(counts: &[(&str, u64)]) {
    for (kind, times) in counts {
        assert!(*times > 0, "never happened: {kind}");
    }
}
