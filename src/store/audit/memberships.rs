//! Subscriptions, their months, and the lots of these.

use super::{
    Check, Look, calendar,
    check::{Set, sets},
    int,
};
use crate::store::{StoreError, engine::Row, sql::Sql};

pub(super) static SETS: [Set; 4] = sets! {
    months_counted "the months of a subscription are 0, 1, 2 … without a gap, each once, up to the next one that its row has; the last may wait for its payment" = "\
        SELECT s.id, 'the next is ' || s.next_month || '; ' || COALESCE(d.months, 0) || ' months, ' || COALESCE(d.first, 0) \
            || ' to ' || COALESCE(d.last, -1) || ', and ' || COALESCE(w.waits, 0) || ' waiting' AS detail \
        FROM subscriptions s \
        LEFT JOIN ( \
            SELECT subscription_id, COUNT(*) AS months, COUNT(DISTINCT month) AS apart, MIN(month) AS first, MAX(month) AS last \
            FROM distributions GROUP BY subscription_id \
        ) d ON d.subscription_id = s.id \
        LEFT JOIN ( \
            SELECT m.subscription_id, COUNT(*) AS waits FROM due_months m \
            LEFT JOIN distributions x ON x.subscription_id = m.subscription_id AND x.month = m.month \
            WHERE x.id IS NULL GROUP BY m.subscription_id \
        ) w ON w.subscription_id = s.id \
        WHERE s.next_month <> COALESCE(d.months, 0) + COALESCE(w.waits, 0) \
            OR s.next_month <> COALESCE(d.apart, 0) + COALESCE(w.waits, 0) \
            OR s.next_month <> COALESCE(d.last, -1) + 1 + COALESCE(w.waits, 0) \
            OR COALESCE(d.first, 0) <> 0 OR COALESCE(w.waits, 0) > 1";

    months_given "a month is given once due, by a membership lot of its own, or skipped, and every membership lot is a month or was granted" = "\
        SELECT d.id, 'month ' || d.month || ' of ' || d.credits || ' credits, made at ' || d.made_at || ', lot ' \
            || COALESCE(l.id, 'none') AS detail \
        FROM distributions d LEFT JOIN lots l ON l.id = d.lot_id \
        LEFT JOIN due_months m ON m.subscription_id = d.subscription_id AND m.month = d.month \
        WHERE d.made_at < d.due_at OR (d.lot_id IS NULL) <> (d.skipped IS NOT NULL) \
            OR (d.lot_id IS NOT NULL AND (l.id IS NULL OR l.kind <> 'membership' OR l.granted <> d.credits \
                OR l.acquired_at <> d.made_at OR (l.payment_id IS NULL) <> (m.id IS NULL) \
                OR COALESCE(l.reason, '') <> 'month ' || d.month || ' of ' || d.subscription_id)) \
        UNION ALL SELECT lot_id, 'the lot of ' || COUNT(*) || ' months' FROM distributions \
        WHERE lot_id IS NOT NULL GROUP BY lot_id HAVING COUNT(*) > 1 \
        UNION ALL SELECT l.id, 'membership credits, neither of a month nor granted, or both' \
        FROM lots l \
        LEFT JOIN (SELECT DISTINCT lot_id FROM distributions WHERE lot_id IS NOT NULL) d ON d.lot_id = l.id \
        LEFT JOIN (SELECT DISTINCT subject FROM audit_log WHERE act = 'credits.grant') a ON a.subject = l.id \
        WHERE l.kind = 'membership' AND (d.lot_id IS NULL) = (a.subject IS NULL)";

    months_skipped "a month is skipped for a pause exactly when its subscription was paused as it became due, and otherwise for a freeze exactly when its customer was frozen then" = "\
        SELECT d.id, 'month ' || d.month || ', ' || COALESCE(d.skipped, 'given') AS detail \
        FROM distributions d \
        LEFT JOIN (SELECT subject, kind, happened_at FROM events WHERE kind IN ('subscription.paused', 'subscription.resumed')) e \
            ON e.subject = d.subscription_id \
        GROUP BY d.id, d.month, d.skipped \
        HAVING COALESCE(SUM(CASE WHEN e.happened_at >= d.due_at - 300000000 AND e.happened_at < d.due_at + 300000000 THEN 1 END), 0) = 0 \
            AND CASE WHEN d.skipped = 'paused' THEN 1 ELSE 0 END <> \
                COALESCE(SUM(CASE WHEN e.happened_at >= d.due_at THEN 0 WHEN e.kind = 'subscription.paused' THEN 1 \
                    WHEN e.kind = 'subscription.resumed' THEN -1 END), 0) \
        UNION ALL \
        SELECT d.id, 'month ' || d.month || ', ' || COALESCE(d.skipped, 'given') AS detail \
        FROM distributions d \
        LEFT JOIN (SELECT customer_id, kind, happened_at FROM events WHERE kind IN ('customer.frozen', 'customer.unfrozen')) e \
            ON e.customer_id = d.customer_id \
        WHERE COALESCE(d.skipped, '') <> 'paused' \
        GROUP BY d.id, d.month, d.skipped \
        HAVING COALESCE(SUM(CASE WHEN e.happened_at >= d.due_at - 300000000 AND e.happened_at < d.due_at + 300000000 THEN 1 END), 0) = 0 \
            AND CASE WHEN d.skipped = 'frozen' THEN 1 ELSE 0 END <> \
                COALESCE(SUM(CASE WHEN e.happened_at >= d.due_at THEN 0 WHEN e.kind = 'customer.frozen' THEN 1 \
                    WHEN e.kind = 'customer.unfrozen' THEN -1 END), 0)";

    subscriptions_told "a subscription is active, paused or ended as the events of it say, and has a next month exactly while it has not ended" = "\
        SELECT s.id, s.state || ', and its row or its events do not say so' AS detail \
        FROM subscriptions s \
        LEFT JOIN ( \
            SELECT subject, SUM(CASE kind WHEN 'subscription.started' THEN 1 ELSE 0 END) AS started, \
                SUM(CASE kind WHEN 'subscription.paused' THEN 1 WHEN 'subscription.resumed' THEN -1 ELSE 0 END) AS paused, \
                MAX(CASE kind WHEN 'subscription.started' THEN happened_at END) AS started_at, \
                MAX(CASE kind WHEN 'subscription.paused' THEN happened_at END) AS paused_at, \
                MAX(CASE kind WHEN 'subscription.ended' THEN happened_at END) AS ended_at \
            FROM events WHERE kind LIKE 'subscription.%' GROUP BY subject \
        ) e ON e.subject = s.id \
        WHERE COALESCE(e.started, 0) <> 1 OR e.started_at <> s.started_at \
            OR COALESCE(s.ended_at, -1) <> COALESCE(e.ended_at, -1) OR (s.state = 'ended') <> (s.ended_at IS NOT NULL) \
            OR (s.state = 'ended') <> (s.next_due_at IS NULL) \
            OR (s.state = 'paused' AND (e.paused <> 1 OR COALESCE(s.paused_at, -1) <> COALESCE(e.paused_at, -1))) \
            OR (s.state = 'active' AND e.paused <> 0) OR (s.state <> 'paused' AND s.paused_at IS NOT NULL)";
};

static SUBSCRIPTIONS: Sql = Sql::new(
    "SELECT id, next_month, next_due_at, started_at FROM subscriptions WHERE id > $1 ORDER BY id LIMIT 500",
);
static MONTHS: Sql = Sql::new(
    "SELECT t.id, t.month, t.due_at, s.started_at \
     FROM (SELECT * FROM distributions WHERE id > $1 ORDER BY id LIMIT 500) AS t \
     LEFT JOIN subscriptions AS s ON s.id = t.subscription_id ORDER BY t.id",
);

static DUE_MONTHS: Sql = Sql::new(
    "SELECT t.id, t.month, t.due_at, s.started_at \
     FROM (SELECT * FROM due_months WHERE id > $1 ORDER BY id LIMIT 500) AS t \
     LEFT JOIN subscriptions AS s ON s.id = t.subscription_id ORDER BY t.id",
);

/// The due instants, counted again from the start.
pub(super) async fn due(look: &mut Look<'_>) -> Result<Check, StoreError> {
    let check = Check::new(
        "months_due",
        "each month of a subscription is due at 00:00 in Seoul on the day of its start, or on the last of a month without it",
    );
    let fault = |row: &Row| {
        let (month, start) = (int(row, 1)?, int(row, 3)?);
        let Some(due_at) = row.int(2)? else {
            return Ok(None);
        };
        let right = calendar::monthly(start, month) == Some(due_at);
        Ok((!right).then(|| format!("month {month} from {start} is not due at {due_at}")))
    };
    let check = look.every_row(check, &SUBSCRIPTIONS, fault).await?;
    let check = look.every_row(check, &MONTHS, fault).await?;
    look.every_row(check, &DUE_MONTHS, fault).await
}

/// First months with each month of their plan that another subscription of the customer had been given before.
static AGAIN: Sql = Sql::new(
    "SELECT s.id, s.started_at, o.started_at, d.month, d.subscription_id \
     FROM (SELECT * FROM subscriptions WHERE id > $1 ORDER BY id LIMIT 500) AS s \
     LEFT JOIN distributions AS t ON t.subscription_id = s.id AND t.month = 0 AND t.lot_id IS NOT NULL \
     LEFT JOIN subscriptions AS o ON o.customer_id = s.customer_id AND o.id <> s.id \
     LEFT JOIN distributions AS d ON d.subscription_id = o.id AND d.plan = t.plan AND d.lot_id IS NOT NULL \
         AND d.made_at <= s.started_at \
     ORDER BY s.id",
);

/// A membership that is ended and begun again gives no month twice.
pub(super) async fn apart(look: &mut Look<'_>) -> Result<Check, StoreError> {
    let check = Check::new(
        "months_apart",
        "a subscription begins when no month of its plan runs that its customer was given by another one",
    );
    let fault = |row: &Row| {
        let Some(of) = row.text(4)? else {
            return Ok(None);
        };
        let (began, other, month) = (int(row, 1)?, int(row, 2)?, int(row, 3)?);
        let ends = calendar::monthly(other, month.saturating_add(1));
        let runs = ends.is_none_or(|ends| began < ends);
        Ok(runs.then(|| format!("month {month} of {of} ran when it began")))
    };
    look.every_row(check, &AGAIN, fault).await
}
