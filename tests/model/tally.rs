//! What must have happened in so many sequences: a rule that is never met is not compared.

use std::collections::BTreeMap;

use crate::{LONG, SHORT, acts::ACTS};

/// The rules that refuse something, by their names in `domain::refusal`. What is not here cannot be met: amounts at the limits have
/// tests of their own.
const REFUSALS: &[&str] = &[
    "AccountIssued",
    "AlreadyReversed",
    "ApprovalSettled",
    "AskedOutOfBounds",
    "BonusIsPromotional",
    "CaptureAboveHold",
    "ClosingQuoteExpired",
    "ClosingQuoteStale",
    "ContradictionChanged",
    "ContradictionSettled",
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
    "MonthSettled",
    "MonthsNotSold",
    "NoCredits",
    "NoDebt",
    "NoEndpoint",
    "NoHold",
    "NoPayment",
    "NoSpend",
    "NotABankOrder",
    "NotForSale",
    "NotRefundable",
    "NotRefused",
    "OpenBusiness",
    "OrderConfirming",
    "OrderNotOpen",
    "OwnApproval",
    "PaidWithOtherAmount",
    "PromotionByContract",
    "PromotionCodeTaken",
    "PromotionNotYet",
    "QuoteExpired",
    "QuoteOfOther",
    "QuoteStale",
    "QuoteUsed",
    "RefundAccountChanged",
    "RefundNotOpen",
    "RefundOpen",
    "WaiverAboveDebt",
];

/// Those of them that a short run meets as well.
const REFUSALS_SOON: &[&str] = &[
    "AlreadySubscribed",
    "ApprovalExpired",
    "CustomerFrozen",
    "DepositInDoubt",
    "DepositNotInDoubt",
    "HeldLotEnded",
    "HoldLivesTooLong",
    "MoneyStillThere",
    "MonthNotDue",
    "MonthRuns",
    "NoPlan",
    "NoSubscription",
    "NoPromotion",
    "NotForThatKind",
    "NotFrozen",
    "NotThatDeposit",
    "PromotionElsewhere",
    "PromotionNotForProduct",
    "PromotionOver",
    "PromotionRedeemed",
    "PromotionUsedUp",
    "SubscriptionIs",
];

/// Acts by which refusals come about that sequences of all acts meet too rarely: `PaidWithOtherAmount`, and
/// `RefundAccountChanged`.
pub(crate) const RARE: &[&str] = &[
    "open,deposit,deposit reversed,match deposit",
    "open,pay,quote,request,provider cannot,give account,bounced",
];

/// What comes about by the way and must be met in a short run.
const HAPPENINGS: &[&str] = &[
    "a closing waits for its refunds",
    "a commit has both done and refused",
    "a frozen account is closed",
    "a hold is captured without a lot that ended",
    "a hold lives as long already",
    "a balance is low",
    "a customer is told of a version",
    "a deposit in doubt is an old one",
    "a deposit in doubt is new money",
    "a deposit is in doubt",
    "a hold lives longer",
    "a month is given late",
    "a month is given on its day",
    "a month of a freeze is skipped",
    "a month of a pause is skipped",
    "a month is paid",
    "a month that nobody paid is skipped",
    "a new customer is greeted",
    "a person transfers what a provider refused",
    "a promise is kept beyond its campaign",
    "a promise is kept late",
    "a refund is approved after its quote",
    "a report that tells more pays",
    "a transfer came back after it was made",
    "a transfer that came back gets an account",
    "credits are captured after their lot",
    "credits come again in a grace",
    "credits of money that went come late",
    "months are due before a change",
    "money comes after an order's end",
    "money is told again",
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
        .iter()
        .filter(|name| sequences >= LONG && !refused(name));
    let soon = REFUSALS_SOON
        .iter()
        .filter(|name| sequences >= SHORT && !refused(name));
    let happened = HAPPENINGS
        .iter()
        .filter(|what| sequences >= SHORT && !tally.contains_key(**what));
    let all = rules.chain(soon).chain(happened).copied();
    acts.chain(all).map(str::to_owned).collect()
}
