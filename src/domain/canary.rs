//! Mistakes of our own, seeded where they would be made, to prove that the tests notice them. A test that no mistake
//! makes fail proves nothing. At most one is armed in a process, by a setting, and only in a build with the feature
//! `canaries`. In every other build the compiler removes the wrong expressions.
//!
//! The macro is here because every package may depend on the domain. `tests/gateway/canaries.rs` and
//! `tests/model/canaries.rs` list the mistakes, each with the test that must notice it.

use std::sync::OnceLock;

/// All mistakes by name. No other name can be armed, so that a test cannot misspell one and pass.
pub const NAMES: [&str; 102] = [
    "ChangeForgotten",
    "InvoiceBesideReceipt",
    "ReceiptBesideInvoice",
    "AmendedBeyondRefunds",
    "InvoiceOfTwoBuyers",
    "DisputeKeepsCredits",
    "DisputedRefundSent",
    "ChargedBackTwice",
    "ReceiptNumberShown",
    "ReceiptKept",
    "SecondReceipt",
    "ReceiptOfAllPaid",
    "TimeoutIsFailure",
    "TimeoutIsRefusal",
    "FreshRefundKey",
    "CheckedBeforeLock",
    "GuardReadAgain",
    "AnsweredBeforeCommit",
    "SpendableAtExpiry",
    "SignatureUnchecked",
    "SentBeforeWritten",
    "BrowserBelieved",
    "AnyWindowIsTheOrder",
    "DebtBesideCredits",
    "MonthGivenTwice",
    "MonthSoldTwice",
    "MonthGivenBack",
    "LinkOfAnybody",
    "LinkWithoutEnd",
    "MonthDayDrifts",
    "EachStartGivesAMonth",
    "CurrentTermsAlone",
    "CutWithoutNotice",
    "RulesReadOnce",
    "LateBuyerUnnoticed",
    "OwnDraftApproved",
    "NextCutUnseen",
    "ReversedIsUsed",
    "ChainUnchecked",
    "RotatedAtOnce",
    "GivenUpEarly",
    "LaneOvertaken",
    "BudgetUnchecked",
    "LateBesideBudget",
    "LinkOpensAnew",
    "RemovedEarly",
    "NeededIsRemoved",
    "HoldWithoutEnd",
    "HeldPastItsLot",
    "GraceForMoneyGone",
    "FrozenSpends",
    "FrozenIsGivenMonths",
    "LowToldAgain",
    "CreditLost",
    "LatestExpiryFirst",
    "PurchasedFirst",
    "NewestFirst",
    "FirstDayCounted",
    "MonthsClamped",
    "BulkForAMonth",
    "AnyNumberOfPackages",
    "WindowDayShort",
    "HolidayIgnored",
    "WindowFromPayment",
    "ShareRoundedUp",
    "EarlierRefundForgotten",
    "QuoteWithoutEnd",
    "QuotePaidTwice",
    "BonusKept",
    "CancelKeepsCredits",
    "ReturnedCreditsStayOwed",
    "EndedLotRevived",
    "HoldNeverLapses",
    "ForfeitUnconfirmed",
    "ClosedComesBack",
    "DepositGuessed",
    "ParkedWithoutReason",
    "KeyForgotten",
    "RefusedLeavesHalf",
    "ExtensionForgotten",
    "GraceOnGrace",
    "PausedIsGivenMonths",
    "OldMonthsOfNewPlan",
    "ThawGivesMonths",
    "LateMonthUnsaid",
    "BegunUnconfirmed",
    "BegunUnfrozen",
    "RepeatIsMoney",
    "DoubtIsMatched",
    "RepeatOfOtherMoney",
    "PausedMonthWaits",
    "DeletedEndpointGoesOn",
    "OverrunUnsaid",
    "AccountInClear",
    "AccountUnbound",
    "EndedOrdersUnswept",
    "ContradictionsLoose",
    "ClosedWhatever",
    "SlotsOfAll",
    "AnyFeeAgreed",
    "FeesUnchecked",
    "CancelsUnsettled",
];

/// The name of the mistake that is armed.
static ARMED: OnceLock<String> = OnceLock::new();

/// The right expression, or the wrong one in a process in which the mistake of this name is armed:
/// `canary!(NameOfTheMistake, wrong, right)`.
#[macro_export]
macro_rules! canary {
    ($name:ident, $wrong:expr, $right:expr) => {
        if $crate::canary::is_armed(stringify!($name)) {
            $wrong
        } else {
            $right
        }
    };
}

/// Arms a mistake until the process ends. False if there is none of this name, this build has none, or another is
/// armed already.
pub fn arm(name: &str) -> bool {
    cfg!(feature = "canaries")
        && NAMES.contains(&name)
        && ARMED.get_or_init(|| name.to_owned()) == name
}

/// Whether the calling code must make this mistake.
#[inline]
pub fn is_armed(name: &str) -> bool {
    cfg!(feature = "canaries") && ARMED.get().is_some_and(|armed| armed == name)
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_unknown_name_arms_nothing_and_a_build_without_the_feature_arms_none() {
        assert!(!super::arm("NoMistake"));
        if cfg!(not(feature = "canaries")) {
            assert!(!super::arm("SignatureUnchecked"));
        }
        assert!(super::NAMES.iter().all(|name| !super::is_armed(name)));
    }
}
