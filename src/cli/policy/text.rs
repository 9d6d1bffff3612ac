//! What `policy` prints for people.

use domain::{
    calendar::rfc3339_seoul,
    policy::{Announcement, Diff, Policy},
    simulation::{Offered, PurchaseTerms, Report, Row, Standing},
};

const NOTHING: &str = "-";

pub(super) fn diff(diff: &Diff) {
    say!("{} to {}", diff.old.version, diff.new.version);
    for change in &diff.changes {
        say!(
            "  {:8} {}: {} -> {}",
            change.effect.as_str(),
            change.rule,
            short(change.was.as_deref()),
            short(change.is.as_deref())
        );
    }
    if diff.changes.is_empty() {
        say!("  no rule differs");
    }
    if diff.major {
        say!(
            "major: needs {} days of notice, so it takes effect {} or later",
            diff.notice_days,
            rfc3339_seoul(diff.earliest_effective_at)
        );
    } else {
        say!("not major: it makes no term worse and needs no notice");
    }
}

/// The beginning of a value: texts are long.
fn short(value: Option<&str>) -> String {
    const CHARS: usize = 60;
    let value = value.unwrap_or(NOTHING).replace('\n', " ");
    if value.chars().count() <= CHARS {
        return value;
    }
    let begin: String = value.chars().take(CHARS).collect();
    format!("{begin}…")
}

pub(super) fn published(policy: &Policy, new: Option<&Announcement>) {
    let (version, hash) = (&policy.version, &policy.hash);
    let Some(announced) = new else {
        say!("policy {version} was published before, SHA-256 {hash}");
        return;
    };
    say!(
        "policy {version} is published, in force from {}, SHA-256 {hash}",
        rfc3339_seoul(policy.effective_at)
    );
    for cut in &announced.cuts {
        say!("  announced: {cut}");
    }
}

pub(super) fn report(report: &Report) {
    say!(
        "policy {} instead of {}, judged {}",
        report.draft.version,
        report.without.version,
        rfc3339_seoul(report.at)
    );
    for change in &report.changes {
        term(change);
    }
    let sums = &report.sums;
    say!(
        "all: {} customers ({} touched), {} payments, {} live lots with {} credits",
        sums.customers,
        sums.customers_touched,
        sums.payments,
        sums.live_lots,
        sums.live_credits
    );
    say!(
        "refundable: {} won without the draft, {} won with it: {} payments gain {} won, {} lose {} won",
        sums.refundable_before,
        sums.refundable_after,
        sums.gaining,
        sums.gained,
        sums.losing,
        sums.lost
    );
    if report.major {
        say!("major: needs {} days of notice", report.notice_days);
    }
    for terms in report.purchases.iter().filter(|terms| terms.changed) {
        purchase(terms);
    }
    report.rows.iter().for_each(row);
    if report.rows_left_out > 0 {
        say!(
            "  and {} more; --csv FILE has every payment",
            report.rows_left_out
        );
    }
}

fn term(change: &Standing) {
    let touched = &change.touched;
    say!(
        "  {:8} {}: {} -> {}: {} customers, {} payments, {} credits, {} won refundable -> {} won",
        change.effect.as_str(),
        change.rule,
        short(change.was.as_deref()),
        short(change.is.as_deref()),
        touched.customers,
        touched.payments,
        touched.credits,
        touched.refundable_before,
        touched.refundable_after
    );
}

fn purchase(terms: &PurchaseTerms) {
    let text = |offered: Option<&Offered>| {
        offered.map_or_else(
            || "not sold".to_owned(),
            |offered| {
                format!(
                    "lives {}, by right before {}, by support before {}",
                    offered.validity,
                    rfc3339_seoul(offered.refund_by_right_until),
                    rfc3339_seoul(offered.refund_through_support_until)
                )
            },
        )
    };
    say!("  new purchases of {} × {}:", terms.product, terms.quantity);
    say!("    {}", text(terms.before.as_ref()));
    say!("    {}", text(terms.after.as_ref()));
}

fn row(row: &Row) {
    say!(
        "  {}  {}  {} of {} won ({}) -> {} won ({}), by support before {} -> {}",
        row.customer_id,
        row.payment_id,
        row.before.amount,
        row.paid,
        row.before.basis,
        row.after.amount,
        row.after.basis,
        rfc3339_seoul(row.before.refund_through_support_until),
        rfc3339_seoul(row.after.refund_through_support_until)
    );
}
