//! Tests of the tests: for each mistake seeded in our own code (`domain::canary`), the test of this program that must
//! notice it. Each runs in a process of its own that makes the mistake, and must fail with the words given here. That it
//! passes without the mistake is seen where it runs as one of this program's tests.

use std::{
    io::Write as _,
    process::{Command, Stdio},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::support::process::CANARY;

/// Tests at one time: a test that must fail spends most of its time waiting for something that does not come.
const AT_ONCE: usize = 3;

struct Mistake {
    /// The name at its place, in `canary!(Name, wrong, right)`.
    name: &'static str,
    what: &'static str,
    /// The test that must notice it.
    caught_by: &'static str,
    /// The failure of the test contains one of these.
    words: &'static [&'static str],
}

const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "DisputeKeepsCredits",
        what: "the money of a lost dispute goes out of a payout and its credits stay",
        caught_by: "disputes::on_sqlite::a_lost_dispute_takes_its_credits_and_a_reinstated_one_gives_them_back",
        words: &["the credits go with the money"],
    },
    Mistake {
        name: "DisputedRefundSent",
        what: "a refund of a payment goes out while the payment is disputed",
        caught_by: "disputes::refunds::on_sqlite::a_refund_by_hand_waits_for_the_end_of_a_dispute",
        words: &["200: "],
    },
    Mistake {
        name: "ChargedBackTwice",
        what: "a chargeback that the provider lists is taken again when its dispute is recorded as lost by a payout",
        caught_by: "portone::console::on_sqlite::a_chargeback_that_is_recorded_too_is_taken_once",
        words: &["half of the credits stay"],
    },
    Mistake {
        name: "InvoiceBesideReceipt",
        what: "a payment that has a cash receipt is given a tax invoice",
        caught_by: "tax_invoices::on_sqlite::a_payment_has_a_receipt_or_an_invoice",
        words: &["201: "],
    },
    Mistake {
        name: "ReceiptBesideInvoice",
        what: "a payment that has a tax invoice is given a cash receipt",
        caught_by: "tax_invoices::on_sqlite::a_payment_has_a_receipt_or_an_invoice",
        words: &["201: "],
    },
    Mistake {
        name: "AmendedBeyondRefunds",
        what: "more is amended of a tax invoice than went back of its payment",
        caught_by: "tax_invoices::on_sqlite::a_refund_is_due_for_an_amended_invoice_until_it_is_recorded",
        words: &["201: "],
    },
    Mistake {
        name: "InvoiceOfTwoBuyers",
        what: "one tax invoice is recorded for payments of two customers",
        caught_by: "tax_invoices::on_sqlite::a_number_is_of_one_customer",
        words: &["201: "],
    },
    Mistake {
        name: "ChangeForgotten",
        what: "a cash receipt is taken back for another number, and no other is asked for",
        caught_by: "cash_receipts::changes::on_sqlite::a_wrong_number_is_changed_whatever_goes_wrong_on_the_way",
        words: &["receipt 3 becomes issued"],
    },
    Mistake {
        name: "ReceiptNumberShown",
        what: "the number on a cash receipt is shown whole",
        caught_by: "cash_receipts::on_sqlite::nothing_shows_the_number_but_to_who_asks_for_it",
        words: &["*******4242"],
    },
    Mistake {
        name: "ReceiptKept",
        what: "money goes back and its cash receipt stands",
        caught_by: "cash_receipts::on_sqlite::a_receipt_is_taken_back_with_refunds_and_what_others_take",
        words: &["receipt 2 becomes cancelled"],
    },
    Mistake {
        name: "SecondReceipt",
        what: "a payment that has a cash receipt is given another",
        caught_by: "cash_receipts::on_sqlite::a_receipt_is_issued_once_whatever_goes_wrong_on_the_way",
        words: &["201: "],
    },
    Mistake {
        name: "ReceiptOfAllPaid",
        what: "a cash receipt is of all that was paid, also where some went back",
        caught_by: "cash_receipts::on_sqlite::a_receipt_is_of_what_has_not_gone_back",
        words: &["of what is left"],
    },
    Mistake {
        name: "LateBuyerUnnoticed",
        what: "who buys between the publication of a version and its effect is not told of it",
        caught_by: "policies::notices::on_sqlite::whoever_buys_before_it_applies_is_told_too",
        words: &["the late buyer is told"],
    },
    Mistake {
        name: "OwnDraftApproved",
        what: "who sent a version of the policy approves it",
        caught_by: "policies::second_person::on_sqlite::a_version_is_published_by_a_second_key_and_once",
        words: &["failed: 200: "],
    },
    Mistake {
        name: "NextCutUnseen",
        what: "a version between two makes the later one a cut without notice",
        caught_by: "policies::between::on_sqlite::a_version_between_two_makes_no_cut_without_notice",
        words: &["the later one cuts more"],
    },
    Mistake {
        name: "SlotsOfAll",
        what: "a provider that does not answer takes the slots of all",
        caught_by: "silent_provider::nothing_else_waits_for_a_silent_provider_on_sqlite",
        words: &["a refund waits"],
    },
    Mistake {
        name: "TimeoutIsFailure",
        what: "a payment whose answer is in doubt is taken for failed",
        caught_by: "wallets::on_sqlite::a_wallet_that_took_the_money_and_did_not_say_so_still_ends_in_one_lot",
        words: &["in doubt is not failed"],
    },
    Mistake {
        name: "TimeoutIsRefusal",
        what: "a refund whose answer is in doubt is taken for refused",
        caught_by: "faults::refunds::on_sqlite::a_refund_that_goes_wrong_on_the_way_goes_back_once",
        words: &["the refund ends despite lost_answer_after_effect"],
    },
    Mistake {
        name: "FreshRefundKey",
        what: "a refund that is sent again is sent under another key",
        caught_by: "faults::refunds::on_sqlite::a_refund_that_goes_wrong_on_the_way_goes_back_once",
        words: &["the refund ends despite refuse_5xx_before"],
    },
    Mistake {
        name: "CheckedBeforeLock",
        what: "whether an order is paid is checked before its lock is taken, and a second payment of it is no error",
        caught_by: "exactly_once::on_postgres_with_two_gateways::one_return_of_the_buyer_64_times_takes_the_money_once",
        words: &["right: 1000", "left: 2", "the audit found"],
    },
    Mistake {
        name: "GuardReadAgain",
        what: "the balance that a refund expects is read again before each sending",
        caught_by: "wallets::on_sqlite::a_refund_that_was_made_at_the_console_meanwhile_is_not_made_again",
        words: &["\"cancelled\":10000"],
    },
    Mistake {
        name: "AnsweredBeforeCommit",
        what: "the writer answers, and commits a moment later",
        caught_by: "crash::an_acknowledged_spend_survives_a_death_on_sqlite",
        words: &["acknowledged spends are lost"],
    },
    Mistake {
        name: "SpendableAtExpiry",
        what: "a lot is still spent at the instant of its expiry",
        caught_by: "expiry::on_sqlite::a_lot_is_spendable_until_the_last_microsecond_and_not_at_its_end",
        words: &["failed: 201: "],
    },
    Mistake {
        name: "SignatureUnchecked",
        what: "a webhook with a wrong signature is believed",
        caught_by: "bad_webhooks::on_sqlite::a_notice_that_is_not_genuine_leaves_one_line_in_the_inbox",
        words: &["rows of deposits"],
    },
    Mistake {
        name: "SentBeforeWritten",
        what: "a refund is written down as sent after it was sent",
        caught_by: "crash::a_refund_is_on_disk_as_sent_before_it_is_sent",
        words: &["on disk after a death"],
    },
    Mistake {
        name: "BrowserBelieved",
        what: "what a window was opened for by the buyer's browser is not compared with the order",
        caught_by: "changed_pages::on_sqlite::a_window_opened_for_something_else_takes_nothing",
        words: &["taken for something else"],
    },
    Mistake {
        name: "AnyWindowIsTheOrder",
        what: "one payment of an order that ended is the order's end while another may still be paid",
        caught_by: "changed_pages::declined::on_sqlite::a_window_that_was_declined_does_not_end_the_order_of_another",
        words: &["the declined window ended the order"],
    },
    Mistake {
        name: "DebtBesideCredits",
        what: "a debt is left standing beside credits that are there",
        caught_by: "debts::on_sqlite::a_debt_is_set_off_at_once_against_other_credits",
        words: &["the debt stands beside credits"],
    },
    Mistake {
        name: "MonthGivenTwice",
        what: "a month that was given is taken for the next one",
        caught_by: "memberships::repeats::on_sqlite::a_sweep_of_what_was_settled_meanwhile_gives_nothing",
        words: &["a month was given early"],
    },
    Mistake {
        name: "MonthSoldTwice",
        what: "money is taken for a month of a membership that was given or skipped",
        caught_by: "memberships::paid_months::on_sqlite::a_month_is_sold_once",
        words: &["nothing was taken for it"],
    },
    Mistake {
        name: "MonthGivenBack",
        what: "the credits of a membership's month are refunded like bought ones",
        caught_by: "memberships::paid_months::on_sqlite::a_month_is_not_refundable_but_for_a_fault",
        words: &["a month is refunded"],
    },
    Mistake {
        name: "LinkOfAnybody",
        what: "the link to one customer's own page opens any other's",
        caught_by: "my::on_sqlite::a_link_opens_the_page_of_its_customer_alone",
        words: &["another customer's page"],
    },
    Mistake {
        name: "LinkWithoutEnd",
        what: "the link to a customer's own page never ends",
        caught_by: "my::on_sqlite::an_altered_link_and_one_that_is_over_open_nothing",
        words: &["a link that is over"],
    },
    Mistake {
        name: "MonthDayDrifts",
        what: "the next month is counted from the day of the month before",
        caught_by: "memberships::on_sqlite::months_fall_on_the_day_of_the_start",
        words: &["2027-03-28T00:00:00+09:00"],
    },
    Mistake {
        name: "EachStartGivesAMonth",
        what: "a membership that is ended and begun again gives its month again",
        caught_by: "memberships::on_sqlite::a_plan_begins_again_when_its_month_has_run",
        words: &["failed: 201: "],
    },
    Mistake {
        name: "CurrentTermsAlone",
        what: "a refund is judged by the current version of the policy alone, not by the pinned one where that is better",
        caught_by: "pinned_terms::on_sqlite::no_file_of_an_old_version_is_needed",
        words: &["window_closed"],
    },
    Mistake {
        name: "CutWithoutNotice",
        what: "a version that takes something away is published without its notice",
        caught_by: "policies::on_sqlite::a_cut_is_published_with_its_notice_counted_from_now",
        words: &["published without notice"],
    },
    Mistake {
        name: "RulesReadOnce",
        what: "a running gateway does not take up a version that was published",
        caught_by: "policies::on_sqlite::a_running_gateway_takes_up_what_is_published",
        words: &["every gateway knows the version"],
    },
    Mistake {
        name: "ReversedIsUsed",
        what: "a spend that was reversed is summed as used",
        caught_by: "history::on_sqlite::usage_is_summed_and_reversed_spends_are_apart",
        words: &["a reversed spend is no use"],
    },
    Mistake {
        name: "ChainUnchecked",
        what: "an entry of a statement is believed whose hash is not that of its members",
        caught_by: "statements::on_sqlite::an_entry_that_was_changed_is_found_and_named",
        words: &["an entry that the chain does not have is believed"],
    },
    Mistake {
        name: "RotatedAtOnce",
        what: "a secret that is replaced signs no more, although its overlap has not ended",
        caught_by: "webhook_endpoints::rotation::on_sqlite::both_secrets_verify_until_the_overlap_ends",
        words: &["during the overlap"],
    },
    Mistake {
        name: "GivenUpEarly",
        what: "a delivery is given up after two hours",
        caught_by: "webhook_endpoints::outage::on_sqlite::an_endpoint_that_is_down_for_two_days_gets_everything_once_and_in_order",
        words: &["everything came"],
    },
    Mistake {
        name: "LaneOvertaken",
        what: "an event goes out while an earlier one of its customer waits",
        caught_by: "webhook_endpoints::outage::on_sqlite::one_that_fails_holds_back_the_later_ones_of_its_customer_alone",
        words: &["a later event overtook one that failed"],
    },
    Mistake {
        name: "LinkOpensAnew",
        what: "each press of a notice's link opens another order",
        caught_by: "notices::on_sqlite::a_link_opens_one_order_however_often_it_is_pressed",
        words: &["/checkout/ord_"],
    },
    Mistake {
        name: "RemovedEarly",
        what: "personal data is removed a day before its time is over",
        caught_by: "retention::on_sqlite::what_is_over_goes_and_what_was_paid_stays_on_record",
        words: &["removed before its time"],
    },
    Mistake {
        name: "NeededIsRemoved",
        what: "the account of a refund that is still open is removed",
        caught_by: "retention::on_sqlite::what_is_open_keeps_what_it_needs",
        words: &["needed and removed"],
    },
    Mistake {
        name: "BudgetUnchecked",
        what: "a campaign is redeemed beyond its budget",
        caught_by: "promotions::a_budget_for_ten_is_given_to_ten_on_sqlite",
        words: &["orders under a budget for ten"],
    },
    Mistake {
        name: "LateBesideBudget",
        what: "an order that is paid after its end takes no part of its campaign's budget again, although there is room",
        caught_by: "promotions::late::on_sqlite::an_order_paid_after_its_end_takes_its_part_again",
        words: &["the budget is taken again"],
    },
    Mistake {
        name: "HoldWithoutEnd",
        what: "a hold is extended for as long as anybody wants",
        caught_by: "credits::extensions::on_sqlite::a_hold_lives_a_day_at_most",
        words: &["failed: 200: "],
    },
    Mistake {
        name: "HeldPastItsLot",
        what: "what a policy ends with the lot is captured after the lot's end",
        caught_by: "credits::ended_lots::a_hold_ends_with_its_lot_on_sqlite",
        words: &["failed: 200: "],
    },
    Mistake {
        name: "GraceForMoneyGone",
        what: "credits come again after their lot's end although others took their money back",
        caught_by: "credits::ended_lots::a_reversal_gives_nothing_for_money_that_went_on_sqlite",
        words: &["credits are given for money that went"],
    },
    Mistake {
        name: "FrozenSpends",
        what: "a frozen customer uses credits",
        caught_by: "credits::frozen::on_sqlite::a_frozen_customer_uses_buys_and_is_given_nothing",
        words: &["failed: 201: "],
    },
    Mistake {
        name: "FrozenIsGivenMonths",
        what: "a frozen customer is given the months of a membership",
        caught_by: "memberships::on_sqlite::months_of_a_freeze_are_skipped_by_name",
        words: &["a frozen customer is given a month"],
    },
    Mistake {
        name: "LowToldAgain",
        what: "a balance that is low already is reported low again",
        caught_by: "credits::thresholds::on_sqlite::a_fall_is_reported_once_and_again_after_the_balance_rose",
        words: &["it was low already"],
    },
    Mistake {
        name: "AccountInClear",
        what: "the account of a refund is stored as it was given",
        caught_by: "account_keys::paths::on_sqlite::no_account_is_in_the_database_whatever_way_it_took",
        words: &["is in the database"],
    },
    Mistake {
        name: "AccountUnbound",
        what: "an encrypted account is not bound to its row",
        caught_by: "account_keys::bound::on_sqlite::an_account_that_was_moved_or_altered_is_not_read",
        words: &["an account of another place was read"],
    },
    Mistake {
        name: "EndedOrdersUnswept",
        what: "a payment of an order that ended unpaid is taken for explained",
        caught_by: "reconciliation::paid_after_all::on_sqlite::an_order_that_expired_and_was_paid_is_completed_by_the_comparison",
        words: &["the money is found"],
    },
    Mistake {
        name: "ContradictionsLoose",
        what: "a contradiction explains a row of another amount",
        caught_by: "reconciliation::contradicted::on_sqlite::a_row_of_another_amount_than_the_contradictions_differs",
        words: &["the contradiction is of another amount"],
    },
    Mistake {
        name: "ClosedWhatever",
        what: "a difference that a person closed stays closed with other amounts",
        caught_by: "settlements::money::on_sqlite::a_closed_difference_opens_again_with_another_amount",
        words: &["it is larger than the one that was closed"],
    },
    Mistake {
        name: "FeesUnchecked",
        what: "a settlement that pays out less than its fee says is taken for explained",
        caught_by: "settlements::seeded::on_sqlite::a_wrong_fee_is_found_and_its_correction_closes_it",
        words: &["fee"],
    },
    Mistake {
        name: "AnyFeeAgreed",
        what: "a settlement whose fee is above the agreed one is taken for explained",
        caught_by: "settlements::seeded::on_sqlite::a_fee_above_the_agreed_one_is_found",
        words: &["fee"],
    },
    Mistake {
        name: "CancelsUnsettled",
        what: "money that went back and that a settlement does not take off is taken for explained",
        caught_by: "settlements::seeded::on_sqlite::what_went_back_and_is_paid_out_in_full_is_another_state",
        words: &["rows"],
    },
];

/// The result of one test run.
struct Ended {
    passed: bool,
    said: String,
    took: Duration,
}

fn run(mistake: &Mistake) -> Ended {
    let began = Instant::now();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", mistake.caught_by]);
    command.env(CANARY, mistake.name).stdin(Stdio::null());
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("running 1 test"), "no such test: {said}");
    Ended {
        passed: output.status.success(),
        said,
        took: began.elapsed(),
    }
}

/// The place and the reason of the test's failure.
fn failure(said: &str) -> (&str, String) {
    let mut lines = said
        .lines()
        .skip_while(|line| !line.contains(" panicked at "));
    let place = lines.next().unwrap_or_default();
    let place = place.split(" panicked at ").nth(1).unwrap_or_default();
    let why: Vec<&str> = lines
        .take_while(|line| !line.is_empty() && !line.starts_with("stack backtrace"))
        .map(|line| line.trim_start_matches("assertion `left == right` failed"))
        .map(|line| line.trim_start_matches(':').trim())
        .filter(|line| !line.is_empty() && !line.starts_with("note: "))
        .collect();
    (place.trim_end_matches(':'), why.join(", "))
}

/// The error in a test's result, if any.
fn judge(mistake: &Mistake, ended: &Ended) -> Result<(), String> {
    let (name, test) = (mistake.name, mistake.caught_by);
    let took = ended.took.as_secs_f32();
    if ended.passed {
        return Err(format!("{name} lives: {test} did not notice"));
    }
    if !mistake.words.iter().any(|words| ended.said.contains(words)) {
        return Err(format!(
            "{name}: {test} fails for another reason: {}",
            ended.said
        ));
    }
    let (place, why) = failure(&ended.said);
    // Directly to the terminal: the output of a passing test is suppressed.
    let _nobody_reads = writeln!(
        std::io::stderr(),
        "canary {name} ({}): caught in {took:.1} s by {test} at {place}: {why:.160}",
        mistake.what
    );
    Ok(())
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn every_mistake_is_caught() {
    let (next, wrong) = (Mutex::new(MISTAKES.iter()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let Some(mistake) = lock(&next).next() else {
                        return;
                    };
                    if let Err(why) = judge(mistake, &run(mistake)) {
                        lock(&wrong).push(why);
                    }
                }
            });
        }
    });
    let wrong = lock(&wrong);
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
