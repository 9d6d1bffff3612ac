//! Tests of the books: every rule and every refusal by name, and properties over random histories. A fake store loads
//! only the rows a batch asks for, and checks the invariants after every commit.
#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

mod approvals;
mod approvals_of_payouts;
mod audit;
mod load;
mod load_promotions;
mod membership_verbs;
mod money_verbs;
mod steps;
mod tax_invoices;
mod threshold_verbs;
mod verbs;
mod world;

mod accounts;
mod asked_again;
mod audit_debts;
mod audit_ledger;
mod audit_memberships;
mod audit_payment;
mod audit_thresholds;
mod batches;
mod beyond;
mod bonus;
mod bounces;
mod by_hand;
mod campaigns;
mod cash_receipts;
mod charged_back;
mod closure;
mod contracts;
mod contradicted_payments;
mod contradictions;
mod credit_verbs;
mod crossings;
mod debts;
mod decisions;
mod deposit_steps;
mod deposits;
mod disagreeing;
mod disputed_refunds;
mod disputes;
mod doubts;
mod ended_lots;
mod endpoints;
mod ends;
mod extensions;
mod freezing;
mod gave_back_twice;
mod given_short;
mod given_to_a_person;
mod grants;
mod holds;
mod idempotency_keys;
mod inbox;
mod limits;
mod lives;
mod load_deposits;
mod matching;
mod memberships;
mod memberships_stopped;
mod months_by_transfer;
mod no_exit;
mod notices;
mod observing;
mod open_refunds;
mod opening;
mod order_steps;
mod orders;
mod outside;
mod paid_again;
mod paid_late;
mod paid_months;
mod paid_months_lost;
mod parked;
mod policy_notices;
mod previews;
mod promotions;
mod quote_reasons;
mod quotes;
mod refund_steps;
mod refunded_quotes;
mod refunds;
mod repeats;
mod reversals;
mod reversing;
mod second_look;
mod shares;
mod short;
mod simulated;
mod spending;
mod thresholds;
mod undone_debts;
mod unpaid;
mod unreadable_accounts;
mod waivers;
mod wanted;

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use domain::{
    actor::Actor,
    id::{CustomerId, KeyId},
    money::Credits,
    money::Won,
    rulebook::Rulebook,
};

const POLICY: &str = include_str!("../../../../policies/2025-07-17.toml");
const CATALOGUE: &str = include_str!("../../../../policies/catalogue.toml");
const HOLIDAYS: &str = include_str!("../../../../policies/kr-holidays.csv");

/// Products with awkward numbers, beside those on sale: few credits, part of the price without VAT, and more credits
/// than won.
const AWKWARD: &str = r#"
[[product]]
id = "odd-7"
name = "7 credits"
sale = "direct"
credits = 7
price = 1_009
tax_free = 500

[[product]]
id = "bonus-100"
name = "100 credits and 50"
sale = "direct"
credits = 100
price = 1_000
bonus = 50

[[product]]
id = "dense-1000"
name = "1,000 credits for next to nothing"
sale = "direct"
credits = 1_000
price = 37
"#;

/// The published policy, and a version far ahead that takes something away.
static RULES: LazyLock<Rulebook> = LazyLock::new(|| {
    let far = POLICY
        .replace(r#"version = "2025-07-17""#, r#"version = "2090""#)
        .replace(r#"change = "first""#, r#"change = "major""#)
        .replace(
            r#"effective_at = "2025-07-17"#,
            r#"effective_at = "2090-01-01"#,
        );
    Rulebook::parse(
        &[POLICY, &far],
        &format!("{CATALOGUE}\n{AWKWARD}"),
        HOLIDAYS,
    )
    .unwrap()
});

/// A later version that decides otherwise about holds and reversals than one that is silent.
const OF_USES: &str = r#"
[holds]
lot_ended = "ends_with_lot"
reason = "a test"

[reversals]
grace = { days = 10 }
reason = "a test"
"#;

static RULES_OF_USES: LazyLock<Rulebook> = LazyLock::new(|| {
    let later = POLICY
        .replace(r#"version = "2025-07-17""#, r#"version = "2026-01-01""#)
        .replace(r#"change = "first""#, r#"change = "minor""#)
        .replace(
            r#"published_at = "2025-07-17"#,
            r#"published_at = "2026-01-01"#,
        )
        .replace(
            r#"effective_at = "2025-07-17"#,
            r#"effective_at = "2026-01-01"#,
        );
    let later = format!("{later}\n{OF_USES}");
    Rulebook::parse(
        &[POLICY, &later],
        &format!("{CATALOGUE}\n{AWKWARD}"),
        HOLIDAYS,
    )
    .unwrap()
});

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).expect(text).to_utc()
}

fn customer(name: &str) -> CustomerId {
    name.parse().unwrap()
}

/// A person with an API key of their own, by name.
fn person(name: &str) -> Actor {
    let bits = name
        .bytes()
        .fold(0, |bits, byte| bits << 8 | u128::from(byte));
    let entropy = &mut world::Counter(u64::try_from(bits & 0xffff_ffff).unwrap());
    Actor::Key(KeyId::new(DateTime::UNIX_EPOCH, entropy))
}

fn credits(credits: i64) -> Credits {
    Credits::new(credits).unwrap()
}

fn won(won: i64) -> Won {
    Won::new(won).unwrap()
}
