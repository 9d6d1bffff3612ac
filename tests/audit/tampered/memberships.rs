//! Subscriptions and their months.

use super::{Tampering, tampering};

const SUBSCRIPTIONS: &[&str] = &["subscriptions"];
const DISTRIBUTIONS: &[&str] = &["distributions"];

pub(super) const LIST: &[Tampering] = &[
    tampering(
        "a subscription of another customer",
        SUBSCRIPTIONS,
        "UPDATE subscriptions SET customer_id = 'ned' WHERE customer_id = 'meg'",
        &["rows_recorded", "one_customer"],
    ),
    tampering(
        "a membership that began again while its month ran",
        SUBSCRIPTIONS,
        "UPDATE subscriptions SET customer_id = 'oda', \
             started_at = (SELECT o.ended_at FROM kept_subscriptions o WHERE o.customer_id = 'oda') WHERE customer_id = 'pia'",
        &["rows_recorded", "months_apart"],
    ),
    tampering(
        "another plan than was taken",
        SUBSCRIPTIONS,
        "UPDATE subscriptions SET plan = 'membership-pro' WHERE customer_id = 'ned'",
        &["rows_recorded"],
    ),
    tampering(
        "more credits a month",
        SUBSCRIPTIONS,
        "UPDATE subscriptions SET credits = credits + 1 WHERE customer_id = 'meg'",
        &["rows_recorded"],
    ),
    tampering(
        "a paused subscription that is active",
        SUBSCRIPTIONS,
        "UPDATE subscriptions SET state = 'active', paused_at = NULL WHERE customer_id = 'ned'",
        &["rows_recorded", "subscriptions_told"],
    ),
    tampering(
        "a subscription that began a day earlier",
        SUBSCRIPTIONS,
        "UPDATE subscriptions SET started_at = started_at - 86400000000 WHERE customer_id = 'meg'",
        &["rows_recorded", "months_due", "subscriptions_told"],
    ),
    tampering(
        "a month that is to be given again",
        SUBSCRIPTIONS,
        "UPDATE subscriptions SET next_month = next_month - 1 WHERE customer_id = 'meg'",
        &["rows_recorded", "months_counted", "months_due"],
    ),
    tampering(
        "a month that is due earlier",
        SUBSCRIPTIONS,
        "UPDATE subscriptions SET next_due_at = next_due_at - 1 WHERE customer_id = 'pia'",
        &["rows_recorded", "months_due"],
    ),
    tampering(
        "a month that is never due",
        SUBSCRIPTIONS,
        "UPDATE subscriptions SET next_due_at = NULL WHERE customer_id = 'pia'",
        &["rows_recorded", "subscriptions_told"],
    ),
    tampering(
        "a pause that began earlier",
        SUBSCRIPTIONS,
        "UPDATE subscriptions SET paused_at = paused_at - 1 WHERE customer_id = 'ned'",
        &["rows_recorded", "subscriptions_told"],
    ),
    tampering(
        "an end that came later",
        SUBSCRIPTIONS,
        "UPDATE subscriptions SET ended_at = ended_at + 1 WHERE customer_id = 'oda'",
        &["rows_recorded", "subscriptions_told"],
    ),
    tampering(
        "an end that is taken back",
        SUBSCRIPTIONS,
        "UPDATE subscriptions SET state = 'active', ended_at = NULL, next_due_at = started_at WHERE customer_id = 'oda'",
        &["rows_recorded", "subscriptions_told", "months_due"],
    ),
    tampering(
        "another reason of an end",
        SUBSCRIPTIONS,
        "UPDATE subscriptions SET reason = 'x' WHERE customer_id = 'oda'",
        &["rows_recorded"],
    ),
    tampering(
        "a subscription that vanishes",
        SUBSCRIPTIONS,
        "DELETE FROM subscriptions WHERE customer_id = 'pia'",
        &["records_kept", "nothing_dangles"],
    ),
    tampering(
        "a month of another customer",
        DISTRIBUTIONS,
        "UPDATE distributions SET customer_id = 'ned' WHERE customer_id = 'meg'",
        &["rows_recorded", "one_customer"],
    ),
    tampering(
        "a month of another subscription",
        DISTRIBUTIONS,
        "UPDATE distributions SET subscription_id = (SELECT id FROM subscriptions WHERE customer_id = 'pia') \
         WHERE customer_id = 'ned' AND month = 0",
        &[
            "rows_recorded",
            "months_counted",
            "months_given",
            "one_customer",
        ],
    ),
    tampering(
        "a month under another number",
        DISTRIBUTIONS,
        "UPDATE distributions SET month = 9 WHERE customer_id = 'meg' AND month = 3",
        &[
            "rows_recorded",
            "months_counted",
            "months_due",
            "months_given",
        ],
    ),
    tampering(
        "a month under another plan",
        DISTRIBUTIONS,
        "UPDATE distributions SET plan = 'x' WHERE customer_id = 'meg' AND month = 1",
        &["rows_recorded"],
    ),
    tampering(
        "a month of more credits than its lot",
        DISTRIBUTIONS,
        "UPDATE distributions SET credits = credits + 1 WHERE customer_id = 'meg' AND month = 1",
        &["rows_recorded", "months_given"],
    ),
    tampering(
        "a month that was due later, so that it was not late",
        DISTRIBUTIONS,
        "UPDATE distributions SET due_at = made_at WHERE customer_id = 'meg' AND month = 1",
        &["rows_recorded", "months_due"],
    ),
    tampering(
        "a month that was given earlier, so that it was not late",
        DISTRIBUTIONS,
        "UPDATE distributions SET made_at = due_at WHERE customer_id = 'meg' AND month = 1",
        &["rows_recorded", "months_given"],
    ),
    tampering(
        "a month given before it was due",
        DISTRIBUTIONS,
        "UPDATE distributions SET made_at = due_at - 1 WHERE customer_id = 'meg' AND skipped IS NOT NULL",
        &["rows_recorded", "months_given"],
    ),
    tampering(
        "one lot for two months",
        DISTRIBUTIONS,
        "UPDATE distributions SET lot_id = (SELECT lot_id FROM kept_distributions WHERE customer_id = 'meg' AND month = 0) \
         WHERE customer_id = 'meg' AND month = 1",
        &["rows_recorded", "months_given"],
    ),
    tampering(
        "a month that was given and is called skipped",
        DISTRIBUTIONS,
        "UPDATE distributions SET lot_id = NULL, skipped = 'paused' WHERE customer_id = 'ned' AND month = 0",
        &["rows_recorded", "months_given", "months_skipped"],
    ),
    tampering(
        "a month skipped for another reason",
        DISTRIBUTIONS,
        "UPDATE distributions SET skipped = 'too_many_credits' WHERE customer_id = 'meg' AND skipped = 'paused'",
        &["rows_recorded", "months_skipped"],
    ),
    tampering(
        "a month that was given and is called skipped for a freeze that never was",
        DISTRIBUTIONS,
        "UPDATE distributions SET lot_id = NULL, skipped = 'frozen' WHERE customer_id = 'ned' AND month = 0",
        &["rows_recorded", "months_given", "months_skipped"],
    ),
    tampering(
        "a month that vanishes",
        DISTRIBUTIONS,
        "DELETE FROM distributions WHERE customer_id = 'meg' AND month = 2",
        &["records_kept", "months_counted"],
    ),
    tampering(
        "a month that vanishes with its lot",
        &["distributions", "lots"],
        "DELETE FROM lots WHERE id IN (SELECT lot_id FROM distributions WHERE customer_id = 'meg' AND month = 3); \
         DELETE FROM distributions WHERE customer_id = 'meg' AND month = 3",
        &["records_kept", "months_counted", "nothing_dangles"],
    ),
    tampering(
        "granted membership credits whose grant vanishes from the audit log",
        &["audit_log"],
        "DELETE FROM audit_log WHERE act = 'credits.grant' AND subject IN (SELECT id FROM lots WHERE customer_id = 'erin')",
        &["records_kept", "months_given"],
    ),
];
