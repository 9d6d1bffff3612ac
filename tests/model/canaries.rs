//! Tests of the model: for each rule of the policy a mistake is seeded in the product (`domain::canary`), and the model
//! must notice it and show it in few steps.

use std::collections::BTreeSet;

use crate::{judge, steps::Drawn};

pub(crate) struct Mistake {
    /// The name at its place, in `canary!(Name, wrong, right)`.
    pub name: &'static str,
    pub what: &'static str,
    /// The acts by which it shows, of which the sequences of its run are made: those that it is about, and those without
    /// which they have nothing to be done to. The fewer they are, the sooner it shows.
    pub acts: &'static [&'static str],
    /// The test that must notice it.
    pub caught_by: &'static str,
}

const fn mistake(name: &'static str, what: &'static str, acts: &'static [&'static str]) -> Mistake {
    let caught_by = "the_model_and_both_databases_agree";
    Mistake {
        name,
        what,
        acts,
        caught_by,
    }
}

/// One that a test of `tests/gateway` notices as well.
const fn also(name: &'static str, acts: &'static [&'static str]) -> Mistake {
    mistake(name, "caught elsewhere too", acts)
}

const MISTAKES: &[Mistake] = &[
    mistake(
        "CreditLost",
        "a credit is lost on its way from one place of a lot to another",
        &["grant", "spend"],
    ),
    mistake(
        "LatestExpiryFirst",
        "of the lots at hand the one that lives longest is spent first",
        &["grant", "open", "pay", "spend"],
    ),
    mistake(
        "PurchasedFirst",
        "of lots that end together the purchased one is spent first",
        &["grant", "start", "open", "pay", "spend"],
    ),
    mistake(
        "NewestFirst",
        "of lots that end together the one acquired last is spent first",
        &["wait", "grant", "spend"],
    ),
    mistake(
        "FirstDayCounted",
        "the day of the event is counted as a day",
        &["grant"],
    ),
    mistake(
        "MonthsClamped",
        "a month is added to the day of the event and cut at the month's end",
        &["open", "pay"],
    ),
    mistake(
        "BulkForAMonth",
        "packages live one month, however many were bought",
        &["open", "pay"],
    ),
    mistake(
        "AnyNumberOfPackages",
        "packages are sold in numbers that the table does not have",
        &["open"],
    ),
    mistake(
        "WindowDayShort",
        "a window of refund ends a day early",
        &["wait", "open", "pay", "quote"],
    ),
    mistake(
        "HolidayIgnored",
        "a window that ends on a day off ends all the same",
        &["wait", "open", "pay", "quote"],
    ),
    mistake(
        "WindowFromPayment",
        "a window begins with the payment, although the credits came later",
        &["wait", "open", "deposit", "match deposit", "quote"],
    ),
    mistake(
        "CurrentTermsAlone",
        "a refund is judged by the version in force alone",
        &["wait", "open", "pay", "quote"],
    ),
    mistake(
        "ShareRoundedUp",
        "the share of the unused credits is rounded up",
        &["open", "pay", "spend", "quote"],
    ),
    mistake(
        "EarlierRefundForgotten",
        "the share is not counted over all refunds of a payment together",
        &["open", "pay", "quote", "request", "settle"],
    ),
    mistake(
        "QuoteWithoutEnd",
        "a refund may name a quote whose time is over",
        &["wait", "open", "pay", "quote", "request"],
    ),
    mistake(
        "QuotePaidTwice",
        "a quote is paid a second time",
        &["open", "pay", "request", "settle"],
    ),
    mistake(
        "BonusKept",
        "a bonus stays when its purchase goes",
        &["open", "pay", "cancelled by others"],
    ),
    mistake(
        "CancelKeepsCredits",
        "money that others take back leaves its credits",
        &["open", "pay", "cancelled by others"],
    ),
    mistake(
        "ReturnedCreditsStayOwed",
        "credits that come back unused are owed all the same",
        &["open", "pay", "spend", "reverse", "cancelled by others"],
    ),
    mistake(
        "EndedLotRevived",
        "credits that come back to a lot that ended can be spent",
        &["grant", "over a lot's end"],
    ),
    mistake(
        "HoldNeverLapses",
        "a hold that nobody captured keeps its credits",
        &["wait", "grant", "hold", "sweep"],
    ),
    mistake(
        "ForfeitUnconfirmed",
        "an account is closed although nobody confirmed the loss",
        &["grant", "quote closing", "close"],
    ),
    mistake(
        "ClosedComesBack",
        "a closed account goes on",
        &["grant", "quote closing", "close"],
    ),
    mistake(
        "DepositGuessed",
        "a deposit of another amount pays the one order of its name",
        &["open", "deposit"],
    ),
    mistake(
        "ParkedWithoutReason",
        "an order is parked and nobody is asked to decide",
        &["open", "pay wrongly", "not paid", "quote closing"],
    ),
    mistake(
        "KeyForgotten",
        "a request that is repeated is done a second time",
        &["grant", "spend", "again"],
    ),
    mistake(
        "RefusedLeavesHalf",
        "a request that is refused leaves a part of what it did",
        &["wait", "grant", "hold", "spend"],
    ),
    mistake(
        "ExtensionForgotten",
        "a hold that was extended ends as if it were not",
        &["wait", "grant", "hold", "extend", "capture"],
    ),
    mistake(
        "GraceOnGrace",
        "credits that came in a grace come again in another one",
        &["wait", "grant", "spend", "reverse", "over a lot's end"],
    ),
    mistake(
        "PausedIsGivenMonths",
        "months that become due during a pause are given",
        &["start", "pause", "months pass"],
    ),
    mistake(
        "OldMonthsOfNewPlan",
        "months that were due before a change of plan are those of the new plan",
        &["wait", "start", "change plan"],
    ),
    mistake(
        "ThawGivesMonths",
        "months that became due during a freeze are given after it",
        &["wait", "start", "freeze", "unfreeze", "months pass"],
    ),
    mistake(
        "LateMonthUnsaid",
        "a month that is given late does not say so",
        &["wait", "start", "distribute"],
    ),
    mistake(
        "BegunUnconfirmed",
        "a closing begins although nobody confirmed what is lost",
        &["grant", "close with refunds"],
    ),
    mistake(
        "RepeatIsMoney",
        "money that another source tells of again is taken for other money",
        &["open", "deposit", "told by another source"],
    ),
    mistake(
        "DoubtIsMatched",
        "a deposit in doubt pays before anybody has said whose money it is",
        &["in doubt", "match deposit"],
    ),
    mistake(
        "RepeatOfOtherMoney",
        "a deposit is said to be the money of another one of another amount",
        &["in doubt", "told apart", "deposit"],
    ),
    mistake(
        "PausedMonthWaits",
        "a month that nobody paid waits on during a pause",
        &["start", "open month", "pause"],
    ),
    mistake(
        "DeletedEndpointGoesOn",
        "an endpoint that was deleted is used again",
        &["open endpoint", "turn endpoint", "test endpoint"],
    ),
    mistake(
        "OverrunUnsaid",
        "what is given beyond a campaign's limits does not say so",
        &[
            "wait",
            "begin campaign",
            "open with a code",
            "paid late",
            "pay",
        ],
    ),
    mistake(
        "BegunUnfrozen",
        "a closing begins and the account goes on until its refunds have ended",
        &["grant", "close with refunds"],
    ),
];

/// Mistakes that `tests/gateway/canaries.rs` has caught, and that show here as well.
const CAUGHT_HERE_TOO: &[Mistake] = &[
    also("CheckedBeforeLock", &["open", "pay", "pay wrongly"]),
    also("SpendableAtExpiry", &["wait", "grant", "spend"]),
    also(
        "DebtBesideCredits",
        &["grant", "open", "pay", "spend", "cancelled by others"],
    ),
    also("EachStartGivesAMonth", &["start", "end", "months pass"]),
    also("FrozenIsGivenMonths", &["start", "freeze", "months pass"]),
    also("FrozenSpends", &["grant", "spend", "freeze"]),
    also(
        "GraceForMoneyGone",
        &[
            "wait",
            "open",
            "pay",
            "spend",
            "reverse",
            "over a lot's end",
        ],
    ),
    also(
        "HeldPastItsLot",
        &["wait", "grant", "hold", "capture", "over a lot's end"],
    ),
    also("HoldWithoutEnd", &["grant", "hold", "extend"]),
    also("MonthDayDrifts", &["start", "months pass"]),
    also("MonthGivenBack", &["month by order", "quote"]),
    also("MonthSoldTwice", &["month by order"]),
    also("RotatedAtOnce", &["open endpoint", "rotate endpoint"]),
    also("MonthGivenTwice", &["start", "distribute"]),
    also(
        "BudgetUnchecked",
        &[
            "begin campaign",
            "redeem",
            "open with a code",
            "cancel",
            "wait",
        ],
    ),
    also(
        "LateBesideBudget",
        &[
            "wait",
            "begin campaign",
            "open with a code",
            "paid late",
            "pay",
        ],
    ),
    also(
        "LateBuyerUnnoticed",
        &["wait", "grant", "open", "pay", "notice of a version"],
    ),
    also(
        "LowToldAgain",
        &["set thresholds", "grant", "spend", "wait"],
    ),
];

/// Mistakes that the model cannot notice, with the reason.
const OUT_OF_REACH: &[(&str, &str)] = &[
    (
        "TimeoutIsFailure",
        "no provider is asked: its answers are made up",
    ),
    (
        "TimeoutIsRefusal",
        "no provider is asked: its answers are made up",
    ),
    ("FreshRefundKey", "nothing is sent to a provider"),
    ("GuardReadAgain", "nothing is sent to a provider"),
    (
        "SentBeforeWritten",
        "nothing is sent to a provider, and no process dies",
    ),
    (
        "AnsweredBeforeCommit",
        "no process dies between the answer and the commit",
    ),
    ("SignatureUnchecked", "no webhook comes in over HTTP"),
    ("BrowserBelieved", "no buyer's browser comes back"),
    ("AnyWindowIsTheOrder", "no provider's window is opened"),
    ("LinkOfAnybody", "no page is opened"),
    ("DisputeKeepsCredits", "no dispute is recorded"),
    ("DisputedRefundSent", "no dispute is recorded"),
    ("ChargedBackTwice", "no dispute is recorded"),
    ("InvoiceBesideReceipt", "no tax invoice is recorded"),
    ("ReceiptBesideInvoice", "no tax invoice is recorded"),
    ("AmendedBeyondRefunds", "no tax invoice is recorded"),
    ("InvoiceOfTwoBuyers", "no tax invoice is recorded"),
    ("ChangeForgotten", "no cash receipt is asked for"),
    ("ReceiptNumberShown", "no cash receipt is asked for"),
    ("ReceiptKept", "no cash receipt is asked for"),
    ("SecondReceipt", "no cash receipt is asked for"),
    ("ReceiptOfAllPaid", "no cash receipt is asked for"),
    ("LinkWithoutEnd", "no page is opened"),
    ("CutWithoutNotice", "the model publishes no version"),
    ("RulesReadOnce", "the model publishes no version"),
    ("OwnDraftApproved", "the model publishes no version"),
    ("NextCutUnseen", "the model publishes no version"),
    ("ReversedIsUsed", "sums of use are read, not booked"),
    ("ChainUnchecked", "no statement is verified"),
    ("GivenUpEarly", "no event is delivered"),
    ("LaneOvertaken", "no event is delivered"),
    ("LinkOpensAnew", "no page is opened"),
    ("RemovedEarly", "nothing personal is removed"),
    ("NeededIsRemoved", "nothing personal is removed"),
    ("AccountInClear", "what is encrypted is not looked at"),
    ("AccountUnbound", "what is encrypted is not looked at"),
    ("EndedOrdersUnswept", "no list of a provider is compared"),
    ("ContradictionsLoose", "no list of a provider is compared"),
    ("ClosedWhatever", "no list of a provider is compared"),
    ("SlotsOfAll", "no job is worked on by a provider's slots"),
    ("AnyFeeAgreed", "no settlement is compared"),
    ("FeesUnchecked", "no settlement is compared"),
    ("CancelsUnsettled", "no settlement is compared"),
];

#[test]
fn every_mistake_about_the_policy_is_noticed_and_shown_in_few_steps() {
    let wrong = judge::all(MISTAKES.iter().chain(CAUGHT_HERE_TOO));
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_mistake_is_noticed_here_or_out_of_reach_with_a_reason() {
    let here = MISTAKES.iter().chain(CAUGHT_HERE_TOO);
    let reached: BTreeSet<&str> = here
        .clone()
        .map(|mistake| mistake.name)
        .chain(OUT_OF_REACH.iter().map(|known| known.0))
        .collect();
    assert_eq!(reached, domain::canary::NAMES.into());
    assert!(OUT_OF_REACH.iter().all(|(_, reason)| !reason.is_empty()));
    for mistake in here {
        assert!(!mistake.acts.is_empty(), "{} draws nothing", mistake.name);
        let _each_is_known = Drawn::only(&mistake.acts.join(","));
    }
}
