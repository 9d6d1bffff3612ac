//! Tests of the model: for each rule of the policy a mistake is seeded in the product (`domain::canary`), and the model
//! must notice it and show it in few steps. Each run is a process of its own, in which one mistake is armed.

use std::{
    collections::BTreeSet,
    io::Write as _,
    process::{Command, Stdio},
    sync::{Mutex, PoisonError},
    time::Instant,
};

use kit::process::CANARY;

/// A mistake that is shown in more steps is hard to understand.
const STEPS_BELOW: usize = 15;

/// Processes at one time.
const AT_ONCE: usize = 2;

/// Sequences until the mistake must have shown.
const SEQUENCES: &str = "2000";

struct Mistake {
    /// The name at its place, in `canary!(Name, wrong, right)`.
    name: &'static str,
    what: &'static str,
    /// The test that must notice it.
    caught_by: &'static str,
}

const fn mistake(name: &'static str, what: &'static str) -> Mistake {
    let caught_by = "the_model_and_both_databases_agree";
    Mistake {
        name,
        what,
        caught_by,
    }
}

const MISTAKES: &[Mistake] = &[
    mistake(
        "CreditLost",
        "a credit is lost on its way from one place of a lot to another",
    ),
    mistake(
        "LatestExpiryFirst",
        "of the lots at hand the one that lives longest is spent first",
    ),
    mistake(
        "PurchasedFirst",
        "of lots that end together the purchased one is spent first",
    ),
    mistake(
        "NewestFirst",
        "of lots that end together the one acquired last is spent first",
    ),
    mistake(
        "FirstDayCounted",
        "the day of the event is counted as a day",
    ),
    mistake(
        "MonthsClamped",
        "a month is added to the day of the event and cut at the month's end",
    ),
    mistake(
        "BulkForAMonth",
        "packages live one month, however many were bought",
    ),
    mistake(
        "AnyNumberOfPackages",
        "packages are sold in numbers that the table does not have",
    ),
    mistake("WindowDayShort", "a window of refund ends a day early"),
    mistake(
        "HolidayIgnored",
        "a window that ends on a day off ends all the same",
    ),
    mistake(
        "WindowFromPayment",
        "a window begins with the payment, although the credits came later",
    ),
    mistake(
        "CurrentTermsAlone",
        "a refund is judged by the version in force alone",
    ),
    mistake(
        "ShareRoundedUp",
        "the share of the unused credits is rounded up",
    ),
    mistake(
        "EarlierRefundForgotten",
        "the share is not counted over all refunds of a payment together",
    ),
    mistake(
        "QuoteWithoutEnd",
        "a refund may name a quote whose time is over",
    ),
    mistake("QuotePaidTwice", "a quote is paid a second time"),
    mistake("BonusKept", "a bonus stays when its purchase goes"),
    mistake(
        "CancelKeepsCredits",
        "money that others take back leaves its credits",
    ),
    mistake(
        "ReturnedCreditsStayOwed",
        "credits that come back unused are owed all the same",
    ),
    mistake(
        "EndedLotRevived",
        "credits that come back to a lot that ended can be spent",
    ),
    mistake(
        "HoldNeverLapses",
        "a hold that nobody captured keeps its credits",
    ),
    mistake(
        "ForfeitUnconfirmed",
        "an account is closed although nobody confirmed the loss",
    ),
    mistake("ClosedComesBack", "a closed account goes on"),
    mistake(
        "DepositGuessed",
        "a deposit of another amount pays the one order of its name",
    ),
    mistake(
        "ParkedWithoutReason",
        "an order is parked and nobody is asked to decide",
    ),
    mistake(
        "KeyForgotten",
        "a request that is repeated is done a second time",
    ),
];

/// Mistakes that `tests/gateway/canaries.rs` has caught, and that show here as well.
const CAUGHT_HERE_TOO: &[&str] = &[
    "BudgetUnchecked",
    "CheckedBeforeLock",
    "SpendableAtExpiry",
    "DebtBesideCredits",
    "EachStartGivesAMonth",
    "FrozenIsGivenMonths",
    "FrozenSpends",
    "GraceForMoneyGone",
    "HeldPastItsLot",
    "HoldWithoutEnd",
    "LateBesideBudget",
    "LateBuyerUnnoticed",
    "LowToldAgain",
    "MonthDayDrifts",
    "MonthGivenTwice",
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
    ("MonthSoldTwice", "no plan of the model is paid by orders"),
    ("MonthGivenBack", "no plan of the model is paid by orders"),
    ("LinkOfAnybody", "no page is opened"),
    ("LinkWithoutEnd", "no page is opened"),
    ("CutWithoutNotice", "the model publishes no version"),
    ("RulesReadOnce", "the model publishes no version"),
    ("OwnDraftApproved", "the model publishes no version"),
    ("NextCutUnseen", "the model publishes no version"),
    ("ReversedIsUsed", "sums of use are read, not booked"),
    ("ChainUnchecked", "no statement is verified"),
    ("RotatedAtOnce", "no event is delivered"),
    ("GivenUpEarly", "no event is delivered"),
    ("LaneOvertaken", "no event is delivered"),
    ("LinkOpensAnew", "no page is opened"),
    ("RemovedEarly", "nothing personal is removed"),
    ("NeededIsRemoved", "nothing personal is removed"),
    ("AccountInClear", "what is encrypted is not looked at"),
    ("AccountUnbound", "what is encrypted is not looked at"),
];

/// In how many steps the test shows a mistake.
fn shown_in(said: &str) -> Option<usize> {
    let (_, rest) = said.split_once("the product disagree in ")?;
    rest.split_whitespace().next()?.parse().ok()
}

/// The error in a mistake's run, if any.
fn judge(name: &str, what: &str, test: &str) -> Result<(), String> {
    let began = Instant::now();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", test])
        .env(CANARY, name)
        .env("MODEL", SEQUENCES)
        .stdin(Stdio::null());
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("running 1 test"), "no such test: {said}");
    if output.status.success() {
        return Err(format!("{name} lives: {test} did not notice"));
    }
    let Some(steps) = shown_in(&said) else {
        return Err(format!("{name}: {test} fails for another reason: {said}"));
    };
    // Directly to the terminal: the output of a passing test is suppressed.
    let _nobody_reads = writeln!(
        std::io::stderr(),
        "canary {name} ({what}): shown in {steps} steps after {:.1} s",
        began.elapsed().as_secs_f32()
    );
    if steps < STEPS_BELOW {
        Ok(())
    } else {
        Err(format!("{name} is shown in {steps} steps: {said}"))
    }
}

#[test]
fn every_mistake_about_the_policy_is_noticed_and_shown_in_few_steps() {
    let listed = MISTAKES
        .iter()
        .map(|mistake| (mistake.name, mistake.what, mistake.caught_by));
    let more = CAUGHT_HERE_TOO
        .iter()
        .map(|name| (*name, "caught elsewhere too", MISTAKES[0].caught_by));
    let all: Vec<_> = listed.chain(more).collect();
    let (next, wrong) = (Mutex::new(all.iter()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let Some((name, what, test)) =
                        next.lock().unwrap_or_else(PoisonError::into_inner).next()
                    else {
                        return;
                    };
                    if let Err(why) = judge(name, what, test) {
                        wrong
                            .lock()
                            .unwrap_or_else(PoisonError::into_inner)
                            .push(why);
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap_or_else(PoisonError::into_inner);
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_mistake_is_noticed_here_or_out_of_reach_with_a_reason() {
    let here = MISTAKES.iter().map(|mistake| mistake.name);
    let reached: BTreeSet<&str> = here
        .chain(CAUGHT_HERE_TOO.iter().copied())
        .chain(OUT_OF_REACH.iter().map(|known| known.0))
        .collect();
    assert_eq!(reached, domain::canary::NAMES.into());
    assert!(OUT_OF_REACH.iter().all(|(_, reason)| !reason.is_empty()));
}
