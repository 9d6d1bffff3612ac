//! Quotes judged again: in which window of the policy a request lay, and until when it was open.

mod quote;

use super::{
    Check, Look,
    calendar::{DaysOff, seoul},
    int,
    sets::{Set, sets},
    terms::Versions,
    text,
};
use crate::store::{StoreError, query::Arg, sql::Sql};
use quote::Quote;

pub(super) static SETS: [Set; 2] = sets! {
    quotes_reasoned "who dated a request back or gave back beyond the windows has an act that says so; goodwill is an admin's" = "\
        SELECT q.id, 'asked for before it was quoted, and no act says what shows that' AS detail \
        FROM quotes q LEFT JOIN audit_log a ON a.subject = q.id AND a.act = 'refund.date_back' AND a.acted_at = q.quoted_at \
        WHERE q.asked_at <> q.quoted_at AND a.id IS NULL \
        UNION ALL SELECT q.id, q.basis || ', and no act says who did that' \
        FROM quotes q LEFT JOIN audit_log a ON a.subject = q.id AND a.act = 'refund.beyond' AND a.acted_at = q.quoted_at \
            AND a.detail = q.basis || ', ' || q.amount || ' won for ' || q.credits || ' credits' \
        WHERE q.basis IN ('seller_fault', 'goodwill') AND a.id IS NULL \
        UNION ALL SELECT q.id, 'goodwill of a key of role ' || k.role \
        FROM quotes q JOIN audit_log a ON a.subject = q.id AND a.act = 'refund.beyond' JOIN api_keys k ON k.id = a.actor \
        WHERE q.basis = 'goodwill' AND k.role <> 'admin'";

    refunds_in_time "a quote holds for at most 15 minutes, and a refund is requested while it does or an approval of it waited" = "\
        SELECT id, 'quoted at ' || quoted_at || ', holds until ' || expires_at AS detail FROM quotes \
        WHERE expires_at > quoted_at + 900000000 \
        UNION ALL SELECT r.id, 'requested at ' || r.requested_at || '; quote ' || q.id || ' holds from ' || q.quoted_at \
            || ' until ' || q.expires_at \
        FROM refunds r JOIN quotes q ON q.id = r.quote_id \
        LEFT JOIN approvals a ON a.outcome = r.id AND a.act = 'refund' AND a.state = 'approved' \
        WHERE r.requested_at < q.quoted_at - 300000000 OR (r.requested_at >= q.expires_at AND a.id IS NULL)";
};

static QUOTES: Sql = Sql::new(
    "SELECT t.id, t.basis, t.policy, t.policy_hash, t.quoted_at, t.asked_at, t.lines, \
        p.policy, p.policy_hash, p.paid_at, l.id, l.acquired_at, l.expires_at \
     FROM (SELECT * FROM quotes WHERE id > $1 ORDER BY id LIMIT 500) AS t \
     JOIN payments AS p ON p.id = t.payment_id JOIN lots AS l ON l.payment_id = p.id ORDER BY t.id",
);
static DATED_BACK: Sql = Sql::new(
    "SELECT t.id, t.detail, q.id, q.asked_at \
     FROM (SELECT * FROM audit_log WHERE id > $1 AND act = 'refund.date_back' ORDER BY id LIMIT 500) AS t \
     LEFT JOIN quotes AS q ON q.id = t.subject ORDER BY t.id",
);

pub(super) async fn run(
    look: &mut Look<'_>,
    versions: &Versions,
    off: &DaysOff,
) -> Result<[Check; 2], StoreError> {
    Ok([quotes(look, versions, off).await?, dated_back(look).await?])
}

async fn quotes(
    look: &mut Look<'_>,
    versions: &Versions,
    off: &DaysOff,
) -> Result<Check, StoreError> {
    let mut check = Check::new(
        "windows_as_published",
        "a quote rests on the window in which it was asked for, the pinned policy's or the one then in force if that ends \
         later, and tells when it ends",
    );
    let mut after = String::new();
    loop {
        let page = look.rows(&QUOTES, vec![Arg::Text(&after)]).await?;
        let Some(last) = page.last() else {
            return Ok(check);
        };
        text(last, 0)?.clone_into(&mut after);
        for row in &page {
            // Another check reports what is not stored.
            let Some(pinned) = versions.pinned(text(row, 7)?, text(row, 8)?) else {
                continue;
            };
            let quote = Quote::read(row)?;
            let mut why = Some("no stored policy was in force");
            for current in versions.in_force(quote.quoted_at) {
                why = quote.fault(pinned, current, off);
                if why.is_none() {
                    break;
                }
            }
            if let Some(why) = why {
                check.add(text(row, 0)?, why);
            }
        }
    }
}

async fn dated_back(look: &mut Look<'_>) -> Result<Check, StoreError> {
    let mut check = Check::new(
        "requests_dated_back",
        "an act of dating a request back tells to when its quote was dated, and what shows that",
    );
    let mut after = String::new();
    loop {
        let page = look.rows(&DATED_BACK, vec![Arg::Text(&after)]).await?;
        let Some(last) = page.last() else {
            return Ok(check);
        };
        text(last, 0)?.clone_into(&mut after);
        for row in &page {
            let since = seoul(int(row, 3)?).map(|at| format!("to {at}: "));
            let evidence = since
                .as_deref()
                .and_then(|since| row.text(1).ok()??.strip_prefix(since));
            if row.text(2)?.is_none() || evidence.is_none_or(|evidence| evidence.trim().is_empty())
            {
                check.add(
                    text(row, 0)?,
                    "not what its quote says, or without what shows it",
                );
            }
        }
    }
}
