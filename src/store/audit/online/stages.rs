//! The stages of a pass, and where each invariant is evaluated.

use serde::{Deserialize, Serialize};

/// What a pass goes through, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The blocks of the journal, chain by chain.
    Journal,
    /// Each recorded row against the journal, table by table.
    Rows,
    /// Customers with everything that belongs to them.
    Customers,
    Deposits,
    Jobs,
    Inbox,
    /// Answers to idempotency keys.
    Answers,
    /// Events of no customer.
    Events,
    Campaigns,
    /// Removals of personal data, one by one.
    Removals,
    /// The same by the instant of their batches.
    Batches,
    /// Acts of dating a request back.
    DatedBack,
    /// Cash receipts that wait for a person.
    Waiting,
    /// Small tables of no customer.
    Rest,
}

impl Stage {
    pub const ALL: [Self; 14] = [
        Self::Journal,
        Self::Rows,
        Self::Customers,
        Self::Deposits,
        Self::Jobs,
        Self::Inbox,
        Self::Answers,
        Self::Events,
        Self::Campaigns,
        Self::Removals,
        Self::Batches,
        Self::DatedBack,
        Self::Waiting,
        Self::Rest,
    ];

    /// The one after it; none after the last.
    pub fn next(self) -> Option<Self> {
        let at = Self::ALL.iter().position(|stage| *stage == self)?;
        Self::ALL.get(at + 1).copied()
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Journal => "journal",
            Self::Rows => "rows",
            Self::Customers => "customers",
            Self::Deposits => "deposits",
            Self::Jobs => "jobs",
            Self::Inbox => "inbox",
            Self::Answers => "answers",
            Self::Events => "events",
            Self::Campaigns => "campaigns",
            Self::Removals => "removals",
            Self::Batches => "batches",
            Self::DatedBack => "dated_back",
            Self::Waiting => "waiting",
            Self::Rest => "rest",
        }
    }
}

/// Invariants of which all rows belong to one customer.
const OF_CUSTOMERS: [&str; 84] = [
    "acquired_as_posted",
    "amendments_due",
    "approvals_kept",
    "bonus_follows",
    "bonus_minted",
    "bonus_shared",
    "campaigns_kept",
    "chain_hashes",
    "chain_heads",
    "chain_numbers",
    "closed_hold_nothing",
    "closings_told",
    "completed_paid",
    "contracts_followed",
    "contracts_whole",
    "contradictions_kept",
    "debts",
    "debts_of_payments",
    "debts_paid_by_lots",
    "debts_set_off",
    "disputes_decided",
    "disputes_followed",
    "disputes_linked",
    "expired_unrefunded",
    "expired_unspent",
    "expiry_as_promised",
    "freezes_told",
    "granted_in_all",
    "held_as_published",
    "holds_extended",
    "holds_posted",
    "invoices_bounded",
    "invoices_linked",
    "invoices_of_one_customer",
    "lot_entries",
    "lot_flags",
    "lot_sums",
    "lows_reported",
    "minted_as_ordered",
    "minted_once",
    "months_apart",
    "months_asked",
    "months_counted",
    "months_due",
    "months_given",
    "months_paid",
    "months_priced",
    "months_skipped",
    "notices_in_time",
    "one_customer",
    "one_proof",
    "overruns_promised",
    "paid_as_ordered",
    "parts_posted",
    "points_hold",
    "policy_notices_in_time",
    "postings_whole",
    "promotions_pinned",
    "quotes_reasoned",
    "receipts_alone",
    "receipts_bounded",
    "receipts_changed",
    "receipts_followed",
    "receipts_linked",
    "redemptions_follow",
    "refunds_as_quoted",
    "refunds_bounded",
    "refunds_in_time",
    "refunds_posted",
    "refunds_pro_rata",
    "refunds_summed",
    "refunds_taxed",
    "returned_in_grace",
    "revoked_posted",
    "spending_order",
    "spends_posted",
    "subscriptions_told",
    "terms_pinned",
    "thresholds_kept",
    "thresholds_known",
    "validity_as_published",
    "windows_as_published",
    "won_summed",
    "work_promised",
];

/// The stages in which an invariant is evaluated, by the name that the auditor gives it; none of one that is not known. A
/// stage beside that of the customers judges only the rows that it goes through itself: what else it reads for them is not
/// there as a whole.
pub fn judged(check: &str) -> &'static [Stage] {
    use Stage::{
        Answers, Batches, Campaigns, Customers, DatedBack, Deposits, Events, Inbox, Jobs, Journal,
        Removals, Rest, Rows, Waiting,
    };
    match check {
        "journal_chained" => &[Journal],
        "rows_recorded" | "records_kept" => &[Rows],
        "deposits_repeated" | "deposits_told_once" => &[Deposits],
        "deposits_paid" | "nothing_ahead" => &[Customers, Deposits],
        "nothing_dangles" => &[Customers, Deposits, Jobs],
        "keys_unique" => &[Deposits, Inbox, Answers],
        "deposits_received" => &[Inbox],
        "idempotency_keys_answered" => &[Answers],
        "events_numbered" => &[Customers, Events],
        "campaigns_counted" => &[Campaigns],
        "removals_due" => &[Removals],
        "removals_logged" => &[Batches],
        "requests_dated_back" => &[DatedBack],
        "receipts_asked" => &[Customers, Waiting],
        "policies_whole" | "policy_drafts_decided" => &[Rest],
        _ if OF_CUSTOMERS.contains(&check) => &[Customers],
        _ => &[],
    }
}
