//! Months that orders pay for.

use super::{Tampering, tampering};

const DUE: &[&str] = &["due_months"];
const SUBSCRIPTIONS: &[&str] = &["subscriptions"];
const ORDERS: &[&str] = &["orders"];

pub(super) const LIST: &[Tampering] = &[
    tampering(
        "a month to pay of another customer",
        DUE,
        "UPDATE due_months SET customer_id = 'nova' WHERE customer_id = 'mira' AND month = 0",
        &[
            "rows_recorded",
            "one_customer",
            "months_asked",
            "months_paid",
            "months_priced",
        ],
    ),
    tampering(
        "a month to pay of another subscription",
        DUE,
        "UPDATE due_months SET subscription_id = (SELECT id FROM subscriptions WHERE customer_id = 'meg') \
         WHERE customer_id = 'mira' AND month = 0",
        &[
            "rows_recorded",
            "one_customer",
            "months_given",
            "months_paid",
            "months_priced",
        ],
    ),
    tampering(
        "a month to pay under another number",
        DUE,
        "UPDATE due_months SET month = 7 WHERE customer_id = 'mira' AND month = 0",
        &[
            "rows_recorded",
            "months_counted",
            "months_due",
            "months_asked",
        ],
    ),
    tampering(
        "a month to pay under another plan",
        DUE,
        "UPDATE due_months SET plan = 'x' WHERE customer_id = 'mira' AND month = 0",
        &["rows_recorded", "months_asked"],
    ),
    tampering(
        "a month of more credits for the same money",
        DUE,
        "UPDATE due_months SET credits = credits + 1 WHERE customer_id = 'mira' AND month = 0",
        &[
            "rows_recorded",
            "months_asked",
            "months_paid",
            "months_priced",
        ],
    ),
    tampering(
        "a month at another price",
        DUE,
        "UPDATE due_months SET amount = amount + 1 WHERE customer_id = 'mira' AND month = 0",
        &["rows_recorded", "months_paid", "months_priced"],
    ),
    tampering(
        "a month with another part without VAT",
        DUE,
        "UPDATE due_months SET tax_free = tax_free + 1 WHERE customer_id = 'mira' AND month = 0",
        &["rows_recorded", "months_paid"],
    ),
    tampering(
        "a month to pay that was due earlier",
        DUE,
        "UPDATE due_months SET due_at = due_at - 1 WHERE customer_id = 'mira' AND month = 1",
        &["rows_recorded", "months_due", "months_asked"],
    ),
    tampering(
        "a month that was asked for before it was due",
        DUE,
        "UPDATE due_months SET made_at = due_at - 1 WHERE customer_id = 'mira' AND month = 2",
        &["rows_recorded", "months_asked"],
    ),
    tampering(
        "a month to pay that vanishes",
        DUE,
        "DELETE FROM due_months WHERE customer_id = 'mira' AND month = 1",
        &["records_kept", "months_asked"],
    ),
    tampering(
        "a cheaper subscription",
        SUBSCRIPTIONS,
        "UPDATE subscriptions SET billed = REPLACE(billed, '9900', '99') WHERE customer_id = 'mira'",
        &["months_priced"],
    ),
    tampering(
        "a subscription that is not billed any more",
        SUBSCRIPTIONS,
        "UPDATE subscriptions SET billed = NULL WHERE customer_id = 'mira'",
        &["months_priced"],
    ),
    tampering(
        "a month that no longer waits",
        SUBSCRIPTIONS,
        "UPDATE subscriptions SET waiting = NULL WHERE customer_id = 'mira'",
        &["months_asked"],
    ),
    tampering(
        "a month that was given and waits again",
        SUBSCRIPTIONS,
        "UPDATE subscriptions SET waiting = (SELECT id FROM due_months WHERE customer_id = 'mira' AND month = 0) \
         WHERE customer_id = 'mira'",
        &["months_asked"],
    ),
    tampering(
        "an order that pays for another month",
        ORDERS,
        "UPDATE orders SET product = (SELECT id FROM due_months WHERE customer_id = 'mira' AND month = 1) \
         WHERE customer_id = 'mira'",
        &["rows_recorded", "months_paid"],
    ),
    tampering(
        "a month that was paid and is called unpaid",
        &["distributions"],
        "UPDATE distributions SET lot_id = NULL, skipped = 'unpaid' WHERE customer_id = 'mira' AND month = 0",
        &["rows_recorded", "months_given", "months_paid"],
    ),
    tampering(
        "a month of the seller's that is called unpaid",
        &["distributions"],
        "UPDATE distributions SET skipped = 'unpaid' WHERE customer_id = 'meg' AND skipped = 'paused'",
        &["rows_recorded", "months_asked", "months_skipped"],
    ),
    tampering(
        "credits of a month that were given back as if they were bought",
        &["quotes"],
        "UPDATE quotes SET basis = 'by_right' WHERE customer_id = 'mira'",
        &["rows_recorded", "windows_as_published"],
    ),
];
