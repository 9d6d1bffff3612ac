//! Tests of the tests: for each mistake seeded in our own code (`domain::canary`), the test of this program that must
//! notice it. Each runs twice in a process of its own. With the mistake it must fail with the words given here;
//! without, it must pass.

use std::{
    collections::VecDeque,
    io::Write as _,
    process::{Command, Stdio},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use domain::canary::Canary;

use crate::support::process::CANARY;

/// Tests at one time: a test that must fail spends most of its time waiting for something that does not come.
const AT_ONCE: usize = 3;

/// The test that must notice a mistake, and words of which its failure contains one.
const fn caught_by(canary: Canary) -> (&'static str, &'static [&'static str]) {
    match canary {
        Canary::TimeoutIsFailure => (
            "wallets::on_sqlite::a_wallet_that_took_the_money_and_did_not_say_so_still_ends_in_one_lot",
            &["in doubt is not failed"],
        ),
        Canary::TimeoutIsRefusal => (
            "faults::on_sqlite::a_refund_that_goes_wrong_on_the_way_goes_back_once",
            &["the refund ends despite lost_answer_after_effect"],
        ),
        Canary::FreshRefundKey => (
            "faults::on_sqlite::a_refund_that_goes_wrong_on_the_way_goes_back_once",
            &["the refund ends despite refuse_5xx_before"],
        ),
        Canary::CheckedBeforeLock => (
            "exactly_once::on_postgres_with_two_gateways::one_return_of_the_buyer_64_times_takes_the_money_once",
            &["right: 1000", "left: 2", "the audit found"],
        ),
        Canary::GuardReadAgain => (
            "wallets::on_sqlite::a_refund_that_was_made_at_the_console_meanwhile_is_not_made_again",
            &["\"cancelled\":10000"],
        ),
        Canary::AnsweredBeforeCommit => (
            "crash::an_acknowledged_spend_survives_a_death_on_sqlite",
            &["acknowledged spends are lost"],
        ),
        Canary::SpendableAtExpiry => (
            "expiry::on_sqlite::a_lot_is_spendable_until_the_last_microsecond_and_not_at_its_end",
            &["failed: 201: "],
        ),
        Canary::SignatureUnchecked => (
            "bad_webhooks::on_sqlite::a_notice_that_is_not_genuine_leaves_one_line_in_the_inbox",
            &["rows of payments"],
        ),
        Canary::SentBeforeWritten => (
            "crash::a_refund_is_on_disk_as_sent_before_it_is_sent",
            &["on disk after a death"],
        ),
        Canary::BrowserBelieved => (
            "changed_pages::on_sqlite::a_window_opened_for_something_else_takes_nothing",
            &["taken for something else"],
        ),
        Canary::AnyWindowIsTheOrder => (
            "changed_pages::on_sqlite::a_window_that_was_declined_does_not_end_the_order_of_another",
            &["the declined window ended the order"],
        ),
        Canary::DebtBesideCredits => (
            "debts::on_sqlite::a_debt_is_set_off_at_once_against_other_credits",
            &["the debt stands beside credits"],
        ),
    }
}

/// The result of one test run.
struct Ended {
    passed: bool,
    said: String,
    took: Duration,
}

fn run(test: &str, armed: Option<Canary>) -> Ended {
    let began = Instant::now();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test]).stdin(Stdio::null());
    command.env_remove(CANARY);
    command.envs(armed.map(|canary| (CANARY, canary.name())));
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("running 1 test"), "no test {test}: {said}");
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
fn judge(canary: Canary, armed: bool, ended: &Ended) -> Result<(), String> {
    let (test, words) = caught_by(canary);
    let (name, took) = (canary.name(), ended.took.as_secs_f32());
    if !armed {
        let fails = || format!("{test} fails without {name}: {}", ended.said);
        return ended.passed.then_some(()).ok_or_else(fails);
    }
    if ended.passed {
        return Err(format!("{name} lives: {test} did not notice"));
    }
    if !words.iter().any(|words| ended.said.contains(words)) {
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
        canary.mistake()
    );
    Ok(())
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn every_canary_is_caught() {
    let with = Canary::ALL.map(|canary| (canary, true));
    let without = Canary::ALL.map(|canary| (canary, false));
    let runs: VecDeque<_> = with.into_iter().chain(without).collect();
    let runs = Mutex::new(runs);
    let wrong = Mutex::new(Vec::new());
    let next = || lock(&runs).pop_front();
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some((canary, armed)) = next() {
                    let ended = run(caught_by(canary).0, armed.then_some(canary));
                    if let Err(why) = judge(canary, armed, &ended) {
                        lock(&wrong).push(why);
                    }
                }
            });
        }
    });
    let wrong = lock(&wrong);
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
