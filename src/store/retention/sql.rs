//! Which rows have personal data left: by their ids, with what decides about the time of each. Braces name tables in
//! statements, so an empty JSON document is told by its length and the brace of a member by `_`.

use domain::retention::Removal;

use crate::store::sql::{Sql, statements};

/// Whether anything of a customer is open for which names and accounts are needed.
macro_rules! open_of {
    ($customer:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM refunds AS r WHERE r.customer_id = ", $customer,
            " AND r.state || '' IN ('requested', 'sent', 'by_hand', 'bounced')) \
             OR EXISTS (SELECT 1 FROM contradictions AS x WHERE x.customer_id = ", $customer,
            " AND x.state || '' IN ('open', 'refunding')) \
             OR EXISTS (SELECT 1 FROM approvals AS a WHERE a.state || '' IN ('waiting') AND a.customer_id = ", $customer,
            " AND a.expires_at > $2)"
        )
    };
}

/// `id, customer, end, closing, needed` of the rows that have ended and have data left. `$1` are the ids, `$2` is now.
macro_rules! found {
    ($from:literal, of $customer:literal, ended $ended:literal, needed $needed:expr, where $rest:expr) => {
        concat!(
            "SELECT t.id, ",
            $customer,
            ", ",
            $ended,
            ", c.closed_at, \
             CASE WHEN ",
            open_of!($customer),
            $needed,
            " THEN CAST(1 AS BIGINT) ELSE 0 END FROM ",
            $from,
            " LEFT JOIN customers AS c ON c.id = ",
            $customer,
            " WHERE t.id = ANY($1) AND ",
            $rest
        )
    };
}

/// Whether an order's session has more than what a payment is asked about by.
macro_rules! more_of_session {
    () => {
        "t.session LIKE '%_url\":\"%' OR t.session LIKE '%\"callback\":_\"%' OR t.session LIKE '%\"deposit\":_\"%'"
    };
}

/// Jobs about this order, in any state.
macro_rules! jobs_of_order {
    () => {
        " OR EXISTS (SELECT 1 FROM jobs AS j WHERE j.kind = 'settle_order' AND j.subject = t.id AND j.state = 'waiting') \
          OR EXISTS (SELECT 1 FROM jobs AS j WHERE j.kind = 'settle_order' AND j.subject = t.id AND j.state = 'running') \
          OR EXISTS (SELECT 1 FROM jobs AS j WHERE j.kind = 'settle_order' AND j.subject = t.id AND j.state = 'parked')"
    };
}

statements! {
    LOCKED_CUSTOMERS = "SELECT id FROM customers WHERE id = ANY($1) ORDER BY id FOR UPDATE";
    LOCKED_DEPOSITS = "SELECT id FROM deposits WHERE id = ANY($1) ORDER BY id FOR UPDATE";
    ORDERS = "SELECT id FROM orders WHERE id > $1 ORDER BY id LIMIT $2";
    DEPOSITS = "SELECT id FROM deposits WHERE id > $1 ORDER BY id LIMIT $2";
    REFUNDS = "SELECT id FROM refunds WHERE id > $1 ORDER BY id LIMIT $2";
    CONTRADICTIONS = "SELECT id FROM contradictions WHERE id > $1 ORDER BY id LIMIT $2";
    APPROVALS = "SELECT id FROM approvals WHERE id > $1 ORDER BY id LIMIT $2";
    PAYMENTS = "SELECT id FROM payments WHERE id > $1 ORDER BY id LIMIT $2";
    RECEIPTS = "SELECT id FROM cash_receipt_requests WHERE id > $1 ORDER BY id LIMIT $2";
    RECEIPT_ENDS = "SELECT id FROM cash_receipt_outcomes WHERE id > $1 ORDER BY id LIMIT $2";
    INBOX = "SELECT id FROM inbox WHERE id > $1 ORDER BY id LIMIT $2";
    EVENTS = "SELECT id FROM events WHERE id > $1 ORDER BY id LIMIT $2";
    /// Orders that deposits name which wait for a person. These are few.
    ORDERS_OF_DEPOSITS =
        "SELECT order_id FROM deposits WHERE state <> 'matched' AND order_id IS NOT NULL \
         AND state IN ('unmatched', 'ambiguous', 'underpaid', 'overpaid', 'late', 'duplicate', 'early', 'possible_repeat')";
    UNPAID_ORDERS = found!("orders AS t", of "t.customer_id", ended "COALESCE(t.closed_at, t.expires_at)",
        needed jobs_of_order!(),
        where concat!("t.payment_id IS NULL AND t.state || '' IN ('failed', 'cancelled', 'expired', 'mismatched') \
               AND (t.depositor IS NOT NULL OR t.depositor_key IS NOT NULL OR t.metadata IS NOT NULL OR ", more_of_session!(), ")"));
    PAID_SESSIONS = found!("orders AS t", of "t.customer_id", ended "COALESCE(t.closed_at, t.opened_at)",
        needed jobs_of_order!(), where concat!("t.payment_id IS NOT NULL AND (", more_of_session!(), ")"));
    PAYERS = found!("orders AS t", of "t.customer_id", ended "COALESCE(t.closed_at, t.opened_at)",
        needed "",
        where "t.payment_id IS NOT NULL \
               AND (t.depositor IS NOT NULL OR t.depositor_key IS NOT NULL OR t.metadata IS NOT NULL)");
    /// A report that repeats another's money is its customer's.
    DEPOSIT_NAMES = found!("deposits AS t LEFT JOIN deposits AS m ON m.id = t.repeat_of \
             LEFT JOIN orders AS o ON o.id = COALESCE(t.order_id, m.order_id)",
        of "o.customer_id", ended "COALESCE(t.settled_at, t.received_at)",
        needed " OR EXISTS (SELECT 1 FROM deposits AS d WHERE d.repeat_of = t.id AND d.repeat_of IS NOT NULL \
                 AND d.state || '' = 'possible_repeat')",
        where "t.name <> '' AND t.state || '' IN ('matched', 'repeated', 'returned', 'reversed')");
    REFUND_ACCOUNTS = found!("refunds AS t", of "t.customer_id", ended "COALESCE(t.settled_at, t.requested_at)",
        needed "", where "t.account IS NOT NULL AND t.state || '' IN ('succeeded', 'declined')");
    CONTRADICTION_ACCOUNTS = found!("contradictions AS t", of "t.customer_id", ended "COALESCE(t.settled_at, t.opened_at)",
        needed "", where "t.account IS NOT NULL AND t.state || '' NOT IN ('open', 'refunding')");
    /// An emptied account has an empty number.
    APPROVED_ACCOUNTS = found!("approvals AS t", of "t.customer_id", ended "COALESCE(t.decided_at, t.expires_at)",
        needed "", where "(t.state || '' <> 'waiting' OR t.expires_at <= $2) \
               AND (t.request LIKE '%\"account\":_\"%' OR t.request LIKE '%\"account\":\"%' \
                    OR t.request LIKE '%\"replaces\":_\"%' OR t.request LIKE '%\"replaces\":\"%') \
               AND t.request NOT LIKE '%\"account_number\":\"\"%'");
    FACTS = found!("payments AS t", of "t.customer_id", ended "t.paid_at", needed "", where "LENGTH(t.facts) > 2");
    RECEIPT_NUMBERS = found!("cash_receipt_requests AS t JOIN cash_receipt_outcomes AS o ON o.request_id = t.id",
        of "t.customer_id", ended "o.recorded_at", needed "", where "t.identity IS NOT NULL");
    RECEIPT_PAGES = found!("cash_receipt_outcomes AS t", of "t.customer_id", ended "t.recorded_at", needed "",
        where "t.url IS NOT NULL");
    CONTENTS = found!("inbox AS t", of "CAST(NULL AS TEXT)", ended "COALESCE(t.settled_at, t.received_at)", needed "",
        where "(LENGTH(t.headers) > 2 OR t.body <> '') \
               AND NOT (t.verdict IN ('unreadable', 'contradictory') AND t.settled_at IS NULL)");
    METADATA = found!("events AS t", of "t.customer_id", ended "t.happened_at", needed "",
        where "t.body LIKE '%\"metadata\":_\"%'");
}

pub(super) static WAITED_FOR: &Sql = &ORDERS_OF_DEPOSITS;
pub(super) static LOCK_CUSTOMERS: &Sql = &LOCKED_CUSTOMERS;
pub(super) static LOCK_DEPOSITS: &Sql = &LOCKED_DEPOSITS;

/// The ids of a removal's table after one, in pages.
pub(super) fn ids(removal: Removal) -> &'static Sql {
    match removal {
        Removal::UnpaidOrder | Removal::OrderSession | Removal::OrderPayer => &ORDERS,
        Removal::DepositName => &DEPOSITS,
        Removal::RefundAccount => &REFUNDS,
        Removal::ContradictionAccount => &CONTRADICTIONS,
        Removal::ApprovalAccounts => &APPROVALS,
        Removal::PaymentFacts => &PAYMENTS,
        Removal::ReceiptNumber => &RECEIPTS,
        Removal::ReceiptPage => &RECEIPT_ENDS,
        Removal::InboxContent => &INBOX,
        Removal::EventMetadata => &EVENTS,
    }
}

pub(super) fn found(removal: Removal) -> &'static Sql {
    match removal {
        Removal::UnpaidOrder => &UNPAID_ORDERS,
        Removal::OrderSession => &PAID_SESSIONS,
        Removal::OrderPayer => &PAYERS,
        Removal::DepositName => &DEPOSIT_NAMES,
        Removal::RefundAccount => &REFUND_ACCOUNTS,
        Removal::ContradictionAccount => &CONTRADICTION_ACCOUNTS,
        Removal::ApprovalAccounts => &APPROVED_ACCOUNTS,
        Removal::PaymentFacts => &FACTS,
        Removal::ReceiptNumber => &RECEIPT_NUMBERS,
        Removal::ReceiptPage => &RECEIPT_PAGES,
        Removal::InboxContent => &CONTENTS,
        Removal::EventMetadata => &METADATA,
    }
}
