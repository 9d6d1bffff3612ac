//! The append-only ledger. Each entry moves an amount from one account to another. Entries are grouped in postings and
//! chained by hash per customer, so that a statement can be proved entry by entry.
#![deny(
    clippy::arithmetic_side_effects,
    reason = "money never wraps: use the checked methods"
)]

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    customer::Customer,
    hash::{Fields, Hash, NO_HASH},
    id::{CustomerId, LotId, PostingId},
    kind::vocabulary,
    money::{Credits, Won},
};

/// One line of the ledger: an amount moves from one account to another, so that it balances by itself. It is never
/// changed and never removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub customer: CustomerId,
    /// 1, 2, 3 … without a gap, per customer.
    pub seq: i64,
    pub posting: PostingId,
    pub act: Act,
    pub from: Account,
    pub to: Account,
    pub unit: Unit,
    /// Credits or won, above zero.
    pub amount: i64,
    pub lot: Option<LotId>,
    /// The payment, lot, spend, hold, refund or customer it belongs to.
    pub reference: String,
    pub at: DateTime<Utc>,
    pub hash: Hash,
}

impl Entry {
    /// The amount that the entry adds to an account; negative for an amount that it takes.
    pub fn change_of(&self, account: Account) -> i64 {
        let into = if self.to == account { self.amount } else { 0 };
        let out = if self.from == account { self.amount } else { 0 };
        into.saturating_sub(out)
    }
}

/// How often the available credits of a customer are noted beside the ledger, in entries of the customer's chain. What
/// was available at an entry is then known after reading at most so many, and those of one batch. A larger number
/// makes reading dearer, a smaller one writing: at this one, few batches note anything.
pub const POINT_EVERY: i64 = 1_024;

/// The customers of whom a point is due after these entries: those whose chain passed a multiple of [`POINT_EVERY`].
pub fn points_due(added: &[Entry]) -> BTreeSet<&CustomerId> {
    let due = |entry: &&Entry| entry.seq.checked_rem(POINT_EVERY) == Some(0);
    added
        .iter()
        .filter(due)
        .map(|entry| &entry.customer)
        .collect()
}

/// An entry with the available credits of its customer before and after it, by the ledger. Credits past their end
/// leave by the entry that writes them off, which may come later than the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookedEntry {
    pub entry: Entry,
    pub available_before: Credits,
    pub available_after: Credits,
}

/// A line before it is given its place in the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    from: Account,
    to: Account,
    unit: Unit,
    amount: i64,
    lot: Option<LotId>,
}

/// Moves `credits` of `lot` from one account to another.
pub fn credits(lot: Option<LotId>, from: Account, to: Account, credits: Credits) -> Line {
    Line {
        from,
        to,
        unit: Unit::Credits,
        amount: credits.get(),
        lot,
    }
}

/// Credits that come in with a new lot.
pub fn issued(lot: LotId, granted: Credits) -> Line {
    credits(Some(lot), Account::Issued, Account::Available, granted)
}

/// Used credits that the customer owes.
pub fn owed(used: Credits) -> Line {
    credits(None, Account::Clawback, Account::Owed, used)
}

/// The opposite of [`owed`].
pub fn owed_no_more(used: Credits) -> Line {
    credits(None, Account::Owed, Account::Clawback, used)
}

/// Moves `won` from one account to another.
pub fn won(from: Account, to: Account, won: Won) -> Line {
    Line {
        from,
        to,
        unit: Unit::Won,
        amount: won.get(),
        lot: None,
    }
}

/// The values that all lines of one posting share.
#[derive(Debug, Clone)]
pub struct Posting {
    pub id: PostingId,
    pub act: Act,
    pub reference: String,
    pub at: DateTime<Utc>,
}

/// Appends a posting to a customer's chain: the entries, with the customer's `seq` and `head` moved on.
/// Lines of zero are left out.
pub fn append(customer: &mut Customer, posting: &Posting, lines: &[Line]) -> Vec<Entry> {
    lines
        .iter()
        .filter(|line| line.amount != 0)
        .map(|line| {
            customer.seq = customer.seq.saturating_add(1);
            let mut entry = Entry {
                customer: customer.id.clone(),
                seq: customer.seq,
                posting: posting.id,
                act: posting.act,
                from: line.from,
                to: line.to,
                unit: line.unit,
                amount: line.amount,
                lot: line.lot,
                reference: posting.reference.clone(),
                at: posting.at,
                hash: NO_HASH,
            };
            entry.hash = hash(&customer.head, &entry);
            customer.head.clone_from(&entry.hash);
            entry
        })
        .collect()
}

/// The hash of an entry after `before`: SHA-256 over the fields in this order. Each field is decimal or text, preceded
/// by its length in bytes and a colon, so that no two entries share one encoding.
pub fn hash(before: &str, entry: &Entry) -> Hash {
    let mut fields = Fields::default();
    fields.text(before);
    fields.text(entry.customer.as_str());
    fields.number(entry.seq);
    fields.shown(&entry.posting);
    fields.text(entry.act.as_str());
    fields.text(entry.from.as_str());
    fields.text(entry.to.as_str());
    fields.text(entry.unit.as_str());
    fields.number(entry.amount);
    match &entry.lot {
        Some(lot) => fields.shown(lot),
        None => fields.text(""),
    }
    fields.text(&entry.reference);
    fields.number(entry.at.timestamp_micros());
    fields.hash()
}

vocabulary!(
    /// What happened.
    Act, "act of the ledger" {
        Mint = "mint",
        Grant = "grant",
        Spend = "spend",
        Reverse = "reverse",
        Hold = "hold",
        Capture = "capture",
        Release = "release",
        Expire = "expire",
        RefundRequest = "refund_request",
        RefundDone = "refund_done",
        RefundDeclined = "refund_declined",
        /// Money of a refund that was done came back.
        RefundBounced = "refund_bounced",
        /// The provider gave back less than was asked for: the rest is not due there any more.
        RefundCorrected = "refund_corrected",
        Revoke = "revoke",
        /// The unused rest of a bonus went with the refund or the cancel of its payment.
        BonusRevoke = "bonus_revoke",
        /// The refund or cancel did not stand, and the bonus is there again.
        BonusRestore = "bonus_restore",
        Debt = "debt",
        DebtPaid = "debt_paid",
        /// Money that others had taken back came again, and its credits with it.
        Restore = "restore",
        /// Credits that paid a debt go back to their lot: what was owed for is paid again.
        DebtReturned = "debt_returned",
        /// Used credits that were owed came back unused: they go with the money instead, and are not owed any more.
        DebtUndone = "debt_undone",
        /// A person let the customer off a debt; or, the other way round, its money came again and the waiver ended.
        DebtWaived = "debt_waived",
        Forfeit = "forfeit",
    }
);

vocabulary!(
    /// Where credits or won are. Credits of a lot move between `issued` (the source, negative) and the
    /// six places of the lot; `owed`/`clawback` are the customer's debt; `receivable`, `prepaid` and
    /// `refunds_due` are won.
    Account, "account of the ledger" {
        Issued = "issued",
        Available = "available",
        Held = "held",
        Used = "used",
        Refunding = "refunding",
        Refunded = "refunded",
        Expired = "expired",
        Revoked = "revoked",
        Owed = "owed",
        Clawback = "clawback",
        /// Won a provider owes us or has paid out to us.
        Receivable = "receivable",
        /// Won taken for credits.
        Prepaid = "prepaid",
        /// Won promised back and not yet known to be back.
        RefundsDue = "refunds_due",
    }
);

vocabulary!(
    Unit, "unit of the ledger" {
        Credits = "credits",
        Won = "won",
    }
);

#[cfg(test)]
#[path = "ledger_tests.rs"]
mod tests;
