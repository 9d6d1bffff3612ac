//! A slice of customers, and everything that belongs to them.

use std::collections::HashSet;

use super::{
    super::text,
    copy::{Copy, Link, Read, Sides, Strangers, links},
};
use crate::store::{StoreError, query::Arg, sql::Sql};

/// After every id.
const LAST: &str = "\u{10ffff}";
/// Customers of other slices that are brought into one. More means that something was done to many customers at once;
/// each is in its own slice as well.
const STRANGERS_MAX: usize = 100;
/// Rows of a long table that are read at a time, so that memory does not grow with what one customer did.
const PAGE: i64 = 1_000;

static NEXT: Sql = Sql::new("SELECT id FROM customers WHERE id > $1 ORDER BY id LIMIT $2");

/// Tables that have an index which begins with the customer.
static OF_CUSTOMERS: [&str; 17] = [
    "approvals",
    "balance_points",
    "contracts",
    "contradictions",
    "customers",
    "distributions",
    "due_months",
    "events",
    "holds",
    "lots",
    "orders",
    "policy_notices",
    "quotes",
    "redemptions",
    "refunds",
    "spends",
    "subscriptions",
];

const IN_SLICE: &str = "t.customer_id > $1 AND t.customer_id <= $2";
const CUSTOMERS: Read = Read {
    table: "customers",
    which: "t.id > $1 AND t.id <= $2",
};
const ENTRIES: Read = Read {
    table: "entries",
    which: "(t.customer_id, t.seq) > ($1, $2) AND t.customer_id <= $3 ORDER BY t.customer_id, t.seq LIMIT $4",
};

static STRANGE: Sql = Sql::new(
    "SELECT DISTINCT customer_id FROM ( \
     SELECT customer_id FROM approvals UNION SELECT customer_id FROM cash_receipt_requests \
     UNION SELECT customer_id FROM cash_receipt_outcomes UNION SELECT customer_id FROM contradictions \
     UNION SELECT customer_id FROM disputes UNION SELECT customer_id FROM dispute_decisions \
     UNION SELECT customer_id FROM tax_invoices \
     UNION SELECT customer_id FROM distributions UNION SELECT customer_id FROM due_months \
     UNION SELECT customer_id FROM expiry_notices UNION SELECT customer_id FROM hold_extensions \
     UNION SELECT customer_id FROM holds UNION SELECT customer_id FROM lots UNION SELECT customer_id FROM orders \
     UNION SELECT customer_id FROM payments UNION SELECT customer_id FROM quotes \
     UNION SELECT customer_id FROM redemptions UNION SELECT customer_id FROM refunds \
     UNION SELECT customer_id FROM spends UNION SELECT customer_id FROM subscriptions) AS named \
     WHERE customer_id IS NOT NULL AND NOT (customer_id > $1 AND customer_id <= $2)",
);

/// How the rest of a customer's rows is found: by what they belong to, through the indexes that the books have anyway.
/// Last those that others name.
static LINKS: [Link; 49] = links! {
    entries "t.customer_id = ANY($1)" of "SELECT id FROM customers WHERE seq > 0 AND id NOT IN (SELECT customer_id FROM entries)";
    payments "t.order_id = ANY($1)" of "SELECT id FROM orders";
    payments "t.id = ANY($1)" of "\
        SELECT named FROM (SELECT payment_id AS named FROM orders UNION SELECT payment_id FROM lots \
            UNION SELECT bonus_of FROM lots UNION SELECT payment_id FROM quotes UNION SELECT payment_id FROM refunds \
            UNION SELECT payment_id FROM cash_receipt_requests UNION SELECT payment_id FROM disputes UNION SELECT payment_id FROM tax_invoices \
            UNION SELECT reference FROM entries WHERE reference LIKE 'pay!_%' ESCAPE '!') AS names \
        WHERE named IS NOT NULL AND named NOT IN (SELECT id FROM payments)";
    orders "t.id = ANY($1)" of "\
        SELECT named FROM (SELECT order_id AS named FROM payments UNION SELECT order_id FROM contradictions \
            UNION SELECT order_id FROM deposits UNION SELECT order_id FROM redemptions) AS names \
        WHERE named IS NOT NULL AND named NOT IN (SELECT id FROM orders)";
    lots "t.payment_id = ANY($1)" of "SELECT id FROM payments";
    lots "t.bonus_of IS NOT NULL AND t.bonus_of = ANY($1)" of "SELECT id FROM payments";
    lots "t.id = ANY($1)" of "\
        SELECT named FROM (SELECT lot_id AS named FROM refunds UNION SELECT lot_id FROM entries \
            UNION SELECT lot_id FROM distributions UNION SELECT lot_id FROM expiry_notices \
            UNION SELECT lot_id FROM redemptions \
            UNION SELECT outcome FROM approvals WHERE outcome LIKE 'lot!_%' ESCAPE '!' \
            UNION SELECT reference FROM entries WHERE reference LIKE 'lot!_%' ESCAPE '!') AS names \
        WHERE named IS NOT NULL AND named NOT IN (SELECT id FROM lots)";
    quotes "t.id = ANY($1)" of "SELECT quote_id FROM refunds WHERE quote_id NOT IN (SELECT id FROM quotes)";
    refunds "t.payment_id = ANY($1)" of "SELECT id FROM payments";
    refunds "t.id = ANY($1)" of "\
        SELECT named FROM (SELECT outcome AS named FROM approvals WHERE outcome LIKE 'ref!_%' ESCAPE '!' \
            UNION SELECT refund_id FROM tax_invoices WHERE refund_id IS NOT NULL \
            UNION SELECT reference FROM entries WHERE reference LIKE 'ref!_%' ESCAPE '!') AS names \
        WHERE named NOT IN (SELECT id FROM refunds)";
    spends "t.id = ANY($1)" of "\
        SELECT named FROM (SELECT spend_id AS named FROM holds \
            UNION SELECT reference FROM entries WHERE reference LIKE 'spd!_%' ESCAPE '!') AS names \
        WHERE named IS NOT NULL AND named NOT IN (SELECT id FROM spends)";
    holds "t.id = ANY($1)" of "\
        SELECT named FROM (SELECT hold_id AS named FROM spends UNION SELECT hold_id FROM hold_extensions \
            UNION SELECT reference FROM entries WHERE reference LIKE 'hld!_%' ESCAPE '!') AS names \
        WHERE named IS NOT NULL AND named NOT IN (SELECT id FROM holds)";
    hold_extensions "t.hold_id = ANY($1)" of "SELECT id FROM holds";
    expiry_notices "t.lot_id = ANY($1)" of "SELECT id FROM lots";
    cash_receipt_requests "t.payment_id = ANY($1)" of "SELECT id FROM payments";
    cash_receipt_requests "t.id = ANY($1)" of "\
        SELECT named FROM (SELECT request_id AS named FROM cash_receipt_outcomes \
            UNION SELECT receipt_id FROM cash_receipt_requests) AS names \
        WHERE named IS NOT NULL AND named NOT IN (SELECT id FROM cash_receipt_requests)";
    cash_receipt_outcomes "t.payment_id = ANY($1)" of "SELECT id FROM payments";
    cash_receipt_outcomes "t.request_id = ANY($1)" of "SELECT id FROM cash_receipt_requests";
    disputes "t.payment_id = ANY($1)" of "SELECT id FROM payments";
    dispute_decisions "t.payment_id = ANY($1)" of "SELECT id FROM payments";
    disputes "t.id = ANY($1)" of "\
        SELECT named FROM (SELECT dispute_id AS named FROM dispute_decisions UNION SELECT dispute_id FROM payments) AS names \
        WHERE named IS NOT NULL AND named NOT IN (SELECT id FROM disputes)";
    dispute_decisions "t.dispute_id = ANY($1)" of "SELECT id FROM disputes";
    tax_invoices "t.payment_id = ANY($1)" of "SELECT id FROM payments";
    tax_invoices "t.approval_number = ANY($1)" of "SELECT approval_number FROM tax_invoices";
    tax_invoices "t.id = ANY($1)" of "\
        SELECT corrects FROM tax_invoices WHERE corrects IS NOT NULL AND corrects NOT IN (SELECT id FROM tax_invoices)";
    tax_invoices "t.corrects IS NOT NULL AND t.corrects = ANY($1)" of "SELECT id FROM tax_invoices";
    tax_amendments_due "t.payment_id = ANY($1)" of "SELECT id FROM payments";
    cash_receipts_waiting "t.id = ANY($1)" of "SELECT id FROM cash_receipt_requests";
    subscriptions "t.id = ANY($1)" of "\
        SELECT named FROM (SELECT subscription_id AS named FROM distributions \
            UNION SELECT subscription_id FROM due_months) AS names \
        WHERE named IS NOT NULL AND named NOT IN (SELECT id FROM subscriptions)";
    distributions "t.subscription_id = ANY($1)" of "SELECT id FROM subscriptions";
    distributions "t.lot_id = ANY($1)" of "SELECT id FROM lots WHERE kind = 'membership'";
    due_months "t.subscription_id = ANY($1)" of "SELECT id FROM subscriptions";
    due_months "t.id = ANY($1)" of "SELECT product FROM orders WHERE product LIKE 'due!_%' ESCAPE '!'";
    contracts "t.id = ANY($1)" of "\
        SELECT policy FROM (SELECT policy FROM orders UNION SELECT policy FROM payments UNION SELECT policy FROM lots \
            UNION SELECT policy FROM quotes) AS names \
        WHERE policy LIKE 'con!_%' ESCAPE '!' AND policy NOT IN (SELECT id FROM contracts)";
    redemptions "t.order_id = ANY($1)" of "SELECT id FROM orders WHERE promotion IS NOT NULL";
    redemptions "t.id = ANY($1)" of "\
        SELECT subject FROM events WHERE kind = 'campaign.redeemed' AND subject NOT IN (SELECT id FROM redemptions)";
    campaigns "t.id = ANY($1)" of "SELECT DISTINCT campaign_id FROM redemptions";
    contradictions "t.order_id = ANY($1)" of "SELECT id FROM orders";
    contradictions "t.id = ANY($1)" of "\
        SELECT outcome FROM approvals WHERE outcome LIKE 'ctr!_%' ESCAPE '!' AND outcome NOT IN (SELECT id FROM contradictions)";
    deposits "t.order_id IS NOT NULL AND t.order_id = ANY($1)" of "SELECT id FROM orders";
    deposits "t.key = ANY($1)" of "SELECT provider || '/' || payment_key FROM payments";
    deposits "t.id = ANY($1)" of "\
        SELECT named FROM (SELECT repeat_of AS named FROM deposits \
            UNION SELECT outcome FROM approvals WHERE outcome LIKE 'dep!_%' ESCAPE '!') AS names \
        WHERE named IS NOT NULL AND named NOT IN (SELECT id FROM deposits)";
    jobs "t.state = 'waiting' AND t.kind IN ('settle_order', 'settle_refund', 'settle_contradiction', 'settle_receipts') AND t.subject = ANY($1)" of IN_WORK;
    jobs "t.state = 'running' AND t.kind IN ('settle_order', 'settle_refund', 'settle_contradiction', 'settle_receipts') AND t.subject = ANY($1)" of IN_WORK;
    jobs "t.state = 'parked' AND t.subject = ANY($1)" of IN_WORK;
    audit_log "t.subject = ANY($1)" of "\
        SELECT id FROM customers UNION SELECT id FROM lots WHERE kind = 'membership' UNION SELECT id FROM quotes \
        UNION SELECT id FROM deposits";
    api_keys "t.id = ANY($1)" of "SELECT actor FROM audit_log WHERE act LIKE 'refund.%'";
    removals "t.row_id = ANY($1)" of "SELECT id FROM refunds WHERE account IS NULL";
    policies "(t.version = ANY($1) OR t.version > '')" of "SELECT 'all' WHERE NOT EXISTS (SELECT 1 FROM policies)";
};

/// What must have a job while it goes on.
const IN_WORK: &str = "SELECT id FROM orders WHERE state = 'confirming' \
    UNION SELECT id FROM refunds WHERE state IN ('requested', 'sent') \
    UNION SELECT id FROM contradictions WHERE state = 'refunding' UNION SELECT payment_id FROM cash_receipt_requests";

/// Copies the next customers after one, at most `most` of them, and returns the last; none at the end.
pub(super) async fn copy(
    copy: &mut Copy,
    sides: &mut Sides<'_>,
    after: &str,
    most: i64,
) -> Result<Option<String>, StoreError> {
    let next = sides
        .live
        .rows(&NEXT, vec![Arg::Text(after), Arg::Int(most)])
        .await?;
    let full = i64::try_from(next.len()).unwrap_or(i64::MAX) >= most;
    let last = next.last().filter(|_| full);
    let last = last.map(|row| text(row, 0)).transpose()?;
    let until = last.unwrap_or(LAST);
    for table in OF_CUSTOMERS {
        let read = match table {
            "customers" => CUSTOMERS,
            table => Read {
                table,
                which: IN_SLICE,
            },
        };
        let args = vec![Arg::Text(after), Arg::Text(until)];
        copy.read(sides, read, args).await?;
    }
    entries(copy, sides, after, until).await?;
    let strangers = Strangers {
        after: after.to_owned(),
        until: until.to_owned(),
        of: &STRANGE,
        tables: &OF_CUSTOMERS,
        which: "t.customer_id = ANY($1)",
        room: STRANGERS_MAX,
        brought: HashSet::new(),
    };
    copy.follow(sides, &LINKS, Some(strangers)).await?;
    Ok(last.map(str::to_owned))
}

async fn entries(
    copy: &mut Copy,
    sides: &mut Sides<'_>,
    after: &str,
    until: &str,
) -> Result<(), StoreError> {
    // No entry has so great a number: those of `after` itself are in the slice before.
    let (mut customer, mut seq) = (after.to_owned(), i64::MAX);
    loop {
        let args = vec![
            Arg::Text(&customer),
            Arg::Int(seq),
            Arg::Text(until),
            Arg::Int(PAGE),
        ];
        let page = copy.rows(&mut sides.live, ENTRIES, args).await?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        let place = (text(last, 0)?.to_owned(), last.int(1)?.unwrap_or_default());
        copy.put(&mut sides.aside, "entries", &page).await?;
        (customer, seq) = place;
    }
}
