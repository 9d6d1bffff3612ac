//! Changes that a person with access to the database, but not to the gateway, could make, and the checks that must
//! find each.
//!
//! Constraints and triggers are removed before: a person who may change rows may also do that.

mod approvals;
mod audit_log;
mod contracts;
mod contradictions;
mod deposits;
mod disputes;
mod endpoints;
mod inbox;
mod journal;
mod lots;
mod memberships;
mod notices;
mod orders;
mod paid_months;
mod payments;
mod policies;
mod promotions;
mod quotes;
mod receipts;
mod refunds;
mod removals;
mod tax_invoices;
mod terms;
mod thresholds;
mod uses;

/// A change by a person with access to the database.
pub(crate) struct Tampering {
    pub(crate) name: &'static str,
    pub(crate) tables: &'static [&'static str],
    pub(crate) sql: &'static str,
    /// Checks that must find it; others may.
    pub(crate) found_by: &'static [&'static str],
}

const fn tampering(
    name: &'static str,
    tables: &'static [&'static str],
    sql: &'static str,
    found_by: &'static [&'static str],
) -> Tampering {
    Tampering {
        name,
        tables,
        sql,
        found_by,
    }
}

/// All changes that are found.
pub(crate) fn found() -> impl Iterator<Item = &'static Tampering> {
    [
        lots::LIST,
        uses::LIST,
        orders::LIST,
        payments::LIST,
        quotes::LIST,
        receipts::LIST,
        refunds::LIST,
        removals::LIST,
        deposits::LIST,
        disputes::LIST,
        tax_invoices::LIST,
        contradictions::LIST,
        approvals::LIST,
        memberships::LIST,
        paid_months::LIST,
        notices::LIST,
        policies::LIST,
        promotions::LIST,
        contracts::LIST,
        inbox::LIST,
        endpoints::LIST,
        audit_log::LIST,
        journal::LIST,
        terms::LIST,
        thresholds::LIST,
    ]
    .into_iter()
    .flatten()
}

/// Changes that nothing could find from the database alone, and the reason.
pub(crate) const NOT_FOUND: &[(Tampering, &str)] = &[
    (
        tampering(
            "a customer was first seen earlier",
            &["customers"],
            "UPDATE customers SET opened_at = opened_at - 1 WHERE id = 'alice'",
            &[],
        ),
        "a customer's row is made before anything of the customer is recorded, and no money, term or decision depends on when",
    ),
    (
        tampering(
            "a used bonus goes by its share instead of whole",
            &["lots"],
            "UPDATE lots SET bonus_gone = 60 WHERE customer_id = 'wes' AND bonus_of IS NOT NULL",
            &[],
        ),
        "how many bought credits were left when some went is not kept, so both are right where none are left; it counts only for credits of the bonus that come back",
    ),
    (
        tampering(
            "work is put off",
            &["jobs"],
            "UPDATE jobs SET run_at = run_at + 86400000000",
            &[],
        ),
        "jobs come, change and go with every try and are no record; that there is one where one must be is checked",
    ),
];
