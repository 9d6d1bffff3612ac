//! What must have happened in so many sequences: a rule that is never met is not compared.

use std::collections::BTreeMap;

use crate::{LONG, SHORT, acts::ACTS};

/// The rules that refuse something, by their names in `domain::refusal`. What is not here cannot be met: approvals,
/// decisions about contradictions, repeated reports of a deposit and amounts at the limits have tests of their own.
const REFUSALS: [&str; 37] = [
    "AccountIssued",
    "AlreadyReversed",
    "AskedOutOfBounds",
    "BonusIsPromotional",
    "CaptureAboveHold",
    "ClosingQuoteExpired",
    "ClosingQuoteStale",
    "CreditsAboveUnused",
    "CustomerClosed",
    "DepositAmountDiffers",
    "DepositSettled",
    "DepositorTaken",
    "ForfeitNotConfirmed",
    "HoldLapsed",
    "HoldNotOpen",
    "InsufficientCredits",
    "KeyReused",
    "KindIsPaid",
    "NoCredits",
    "NoDebt",
    "NoHold",
    "NoPayment",
    "NoSpend",
    "NotABankOrder",
    "NotForSale",
    "NotRefundable",
    "OpenBusiness",
    "OrderConfirming",
    "OrderNotOpen",
    "PaidWithOtherAmount",
    "QuoteExpired",
    "QuoteOfOther",
    "QuoteStale",
    "QuoteUsed",
    "RefundNotOpen",
    "RefundOpen",
    "WaiverAboveDebt",
];

/// The acts that were never done, and in a long run the rules that never refused anything.
pub(crate) fn missing(tally: &BTreeMap<String, u64>, sequences: u64) -> Vec<String> {
    let never = |act: &str| act != "wait" && !tally.contains_key(&format!("{act}: done"));
    let refused = |name: &str| {
        let suffix = format!(": {name}");
        tally.keys().any(|known| known.ends_with(&suffix))
    };
    let acts = ACTS
        .iter()
        .map(|act| act.name)
        .filter(|act| sequences >= SHORT && never(act));
    let rules = REFUSALS
        .into_iter()
        .filter(|name| sequences >= LONG && !refused(name));
    acts.chain(rules).map(str::to_owned).collect()
}
