//! The words of the ledger: acts, accounts and units.

use crate::kind::vocabulary;

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
