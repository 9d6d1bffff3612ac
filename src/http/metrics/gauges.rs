//! The gauges that are read from the database.

use chrono::{DateTime, Utc};

use super::gauge;
use crate::flows::views::Counts;

/// Gauges read from the database, so that every gateway on it reports the same.
pub(super) fn unfinished(counts: &Counts, now: DateTime<Utc>) -> String {
    let mut text = String::new();
    let all = work(counts, now)
        .into_iter()
        .chain(late(counts, now))
        .chain(debts(counts))
        .chain(webhooks(counts));
    for (name, about, value) in all {
        gauge(&mut text, name, about, value);
    }
    text
}

/// A gauge's name, its description, and its value.
type Gauge = (&'static str, &'static str, i64);

fn late(counts: &Counts, now: DateTime<Utc>) -> [Gauge; 2] {
    let late = counts.refund_due.map_or(0, |due| (now - due).num_seconds());
    [
        (
            "refunds_bounced",
            "Refunds by hand that came back and need another account",
            counts.refunds_bounced,
        ),
        (
            "refund_overdue_seconds",
            "How long an unfinished refund is past its due date; 0 when none is",
            late.max(0),
        ),
    ]
}

fn debts(counts: &Counts) -> [Gauge; 4] {
    [
        (
            "contradictions_open",
            "What providers say and the books cannot follow",
            counts.contradictions_open,
        ),
        (
            "contradictions_refunding",
            "Of these, payments that are on their way back",
            counts.contradictions_refunding,
        ),
        (
            "debtors",
            "Customers who used credits whose payment was taken back",
            counts.debtors,
        ),
        (
            "debt_credits",
            "Credits that they owe together",
            counts.debt,
        ),
    ]
}

fn webhooks(counts: &Counts) -> [Gauge; 2] {
    [
        (
            "webhooks_unreadable",
            "Signed webhooks that could not be read and wait for a person",
            counts.webhooks_unreadable,
        ),
        (
            "webhooks_contradictory",
            "Signed webhooks that tell otherwise than one before and wait for a person",
            counts.webhooks_contradictory,
        ),
    ]
}

fn work(counts: &Counts, now: DateTime<Utc>) -> Vec<Gauge> {
    let age = |since: Option<DateTime<Utc>>| since.map_or(0, |at| (now - at).num_seconds().max(0));
    vec![
        (
            "jobs_waiting",
            "Jobs that wait for their time",
            counts.jobs_waiting,
        ),
        (
            "jobs_running",
            "Jobs that somebody works on",
            counts.jobs_running,
        ),
        (
            "jobs_parked",
            "Jobs that a person has to look at",
            counts.jobs_parked,
        ),
        (
            "job_lag_seconds",
            "How long the oldest job is overdue",
            age(counts.oldest_job),
        ),
        (
            "deposits_open",
            "Deposits that a person has to decide about",
            counts.deposits_open,
        ),
        (
            "orders_confirming",
            "Orders whose outcome is in doubt",
            counts.orders_confirming,
        ),
        (
            "confirming_age_seconds",
            "Age of the oldest of them",
            age(counts.oldest_confirming),
        ),
        (
            "orders_mismatched",
            "Orders for which money arrived that does not agree with them",
            counts.orders_mismatched,
        ),
        (
            "refunds_requested",
            "Refunds that are not sent yet",
            counts.refunds_requested,
        ),
        (
            "refunds_sent",
            "Refunds whose outcome is not known yet",
            counts.refunds_sent,
        ),
        (
            "refunds_by_hand",
            "Refunds that a person has to transfer",
            counts.refunds_by_hand,
        ),
        (
            "refund_age_seconds",
            "Age of the oldest unfinished refund",
            age(counts.oldest_refund),
        ),
    ]
}
