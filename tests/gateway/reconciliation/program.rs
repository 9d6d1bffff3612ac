//! The program, beside a gateway: what it prints of a comparison, and the exit code that a script goes by.

use std::{path::PathBuf, process::Stdio};

use chrono::{Days, NaiveDate, TimeDelta};
use credit_gateway::{
    clock::{Clock as _, SystemClock},
    flows::settlements::What,
    store::discrepancies,
};
use domain::{
    actor::Actor,
    id::{DiscrepancyId, EventId, ReconciliationId},
    kind::ProviderId,
    money::Won,
    reconcile::{
        Discrepancy, DiscrepancyKind, DiscrepancyState, Explained, Found, Movement, Run, RunState,
        Source, Tally,
    },
};
use serde_json::json;
use tempfile::TempDir;

use super::always;
use crate::support::{
    process::program,
    world::{TOSS_KEY, World},
};

both_engines!(
    .durable():
    a_day_is_compared_and_the_exit_code_says_how_it_went,
    the_rows_of_an_old_day_are_shown_after_a_bad_week,
    a_table_that_is_cut_says_how_many_are_left_out,
    what_is_asked_wrongly_is_refused_with_the_code_of_a_failure,
    every_provider_is_compared_where_none_is_named,
    days_of_settlements_are_compared_in_a_range,
    a_statement_is_taken_in_and_what_arrived_is_compared,
);

/// Nothing listens there.
const NOWHERE: &str = "http://127.0.0.1:9";

/// A person at a machine beside the gateway.
pub(super) struct Desk<'w> {
    world: &'w World,
    folder: TempDir,
    /// Where the program believes Toss.
    toss: String,
}

impl<'w> Desk<'w> {
    pub(super) fn of(world: &'w World) -> Self {
        Self {
            world,
            folder: TempDir::new().unwrap(),
            toss: format!("{}/toss", world.sandbox.base),
        }
    }

    /// Toss does not answer.
    fn without_toss(self) -> Self {
        let toss = NOWHERE.to_owned();
        Self { toss, ..self }
    }

    /// A file in its folder.
    fn file(&self, name: &str, text: &str) -> PathBuf {
        let file = self.folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        file
    }

    /// The exit code of a command, and what it said: its output, then its errors.
    pub(super) fn run(&self, asked: &str) -> (Option<i32>, String) {
        let log = self.folder.path().join("errors");
        let _none_yet = std::fs::remove_file(&log);
        let naverpay = format!("{}/naverpay", self.world.sandbox.base);
        let kakaopay = format!("{}/kakaopay", self.world.sandbox.base);
        let environment = [
            ("DATABASE_URL", self.world.database.url.as_str()),
            ("RUST_LOG", "warn"),
            ("CREDIT_GATEWAY_PUBLIC_URL", NOWHERE),
            (
                "CREDIT_GATEWAY_SIGNING_KEY",
                "a person at a desk signs no return address",
            ),
            ("CREDIT_GATEWAY_TOSS_SECRET_KEY", TOSS_KEY),
            ("CREDIT_GATEWAY_TOSS_URL", &self.toss),
            (
                "CREDIT_GATEWAY_KAKAOPAY_SECRET_KEY",
                "DEVSANDBOX000000000000000000000000000000",
            ),
            ("CREDIT_GATEWAY_KAKAOPAY_CID", "TC0ONETIME"),
            ("CREDIT_GATEWAY_KAKAOPAY_URL", &kakaopay),
            (
                "CREDIT_GATEWAY_NAVERPAY_CLIENT_ID",
                "sandbox-naverpay-client",
            ),
            (
                "CREDIT_GATEWAY_NAVERPAY_CLIENT_SECRET",
                "sandbox-naverpay-secret",
            ),
            ("CREDIT_GATEWAY_NAVERPAY_CHAIN_ID", "sandbox-naverpay-chain"),
            ("CREDIT_GATEWAY_NAVERPAY_URL", &naverpay),
        ];
        let args: Vec<&str> = asked.split_whitespace().collect();
        let mut command = program(&args, &environment, &log);
        let output = command.stdout(Stdio::piped()).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        let errors = std::fs::read_to_string(&log).unwrap();
        (output.status.code(), said + &errors)
    }
}

impl World {
    /// The program has the machine's clock: the world is at it, less so many days.
    pub(super) fn days_ago(&self, days: i64) {
        let now = SystemClock::new().now();
        self.clock.set(now - TimeDelta::days(days));
    }

    /// A comparison of a day of Toss that found so many differences, with payments that nobody made.
    async fn found(&self, day: NaiveDate, rows: usize) {
        let app = &self.apps[0];
        let run = Run {
            id: app.id(ReconciliationId::new),
            provider: ProviderId::known("toss"),
            day,
            source: Source::Movements,
            state: RunState::Running,
            asked_by: Actor::Worker,
            started_at: self.now(),
            leased_until: self.now(),
            finished_at: None,
            tally: Tally::default(),
            explained: Explained::default(),
            error: None,
        };
        let found: Vec<Found> = (0..rows).map(|row| made_up(day, row)).collect();
        let made = |found: &Found| Discrepancy {
            id: app.id(DiscrepancyId::new),
            provider: run.provider.clone(),
            day,
            source: run.source,
            found: found.clone(),
            state: DiscrepancyState::Open,
            run: run.id,
            found_at: self.now(),
            seen_at: self.now(),
            closed_at: None,
            closed_by: None,
            reason: None,
        };
        let event = |it: &Discrepancy| domain::event::EventRecord {
            id: app.id(EventId::new),
            event: domain::event::Event::DiscrepancyFound(domain::event::DiscrepancyFound {
                discrepancy_id: it.id,
                provider: it.provider.clone(),
                day,
                source: it.source,
                kind: it.found.kind,
                movement: it.found.movement,
                order_ref: it.found.order_ref.clone(),
                order_id: None,
                their_amount: it.found.theirs,
                our_amount: None,
            }),
            at: self.now(),
        };
        discrepancies::found(&app.db, &run, &found, self.now(), made, event)
            .await
            .unwrap();
    }
}

fn made_up(day: NaiveDate, row: usize) -> Found {
    Found {
        kind: DiscrepancyKind::MissingHere,
        movement: Movement::Paid,
        row_key: format!("row-{day}-{row}"),
        payment_key: format!("pay-{day}-{row}"),
        order_ref: format!("made-up-{row}"),
        order: None,
        payment: None,
        refund: None,
        theirs: Some(Won::new(10_000).unwrap()),
        ours: None,
    }
}

async fn a_day_is_compared_and_the_exit_code_says_how_it_went(world: &World) {
    world.days_ago(3);
    let order = world.buy("c1", "direct-1000", 1).await;
    let day = world.today();
    world.days_ago(0);
    let desk = Desk::of(world);
    let asked = format!("reconcile --provider toss --date {day}");
    let (code, said) = desk.run(&asked);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("1 rows"), "{said}");
    assert!(said.contains("explained 100.000 %"), "{said}");

    world.faults("toss", always("row_unlisted", "lookup")).await;
    let (code, said) = desk.run(&asked);
    assert_eq!(code, Some(1), "{said}");
    let row = said.lines().find(|line| line.starts_with("missing_there"));
    let row: Vec<&str> = row
        .unwrap_or_else(|| panic!("{said}"))
        .split_whitespace()
        .collect();
    let order = order["id"].as_str().unwrap();
    assert_eq!(
        row[..5],
        ["missing_there", "paid", "-", "10000", order],
        "{said}"
    );
    assert!(said.contains("explained 0.000 %"), "{said}");

    let (code, said) = desk.without_toss().run(&asked);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("not all could be asked"), "{said}");
    // What was found before is open still, and shown.
    assert!(said.contains(order), "{said}");
    world.faults("toss", json!([])).await;
    let (code, said) = Desk::of(world).run(&asked);
    assert_eq!(code, Some(0), "{said}");
}

/// More differences of later days than are printed.
async fn the_rows_of_an_old_day_are_shown_after_a_bad_week(world: &World) {
    world.days_ago(9);
    let order = world.buy("c1", "direct-1000", 1).await;
    let day = world.today();
    world.days_ago(0);
    world.faults("toss", always("row_unlisted", "lookup")).await;
    let asked = format!("reconcile --provider toss --date {day}");
    let desk = Desk::of(world);
    assert_eq!(desk.run(&asked).0, Some(1));
    // What is found later has later ids.
    world.days_ago(0);
    world.found(day + Days::new(7), 120).await;
    let (code, said) = desk.run(&asked);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains(order["id"].as_str().unwrap()), "{said}");
    assert!(!said.contains("made-up"), "{said}");
}

async fn a_table_that_is_cut_says_how_many_are_left_out(world: &World) {
    world.days_ago(0);
    let day = world.today() - Days::new(2);
    world.found(day, 100).await;
    let desk = Desk::of(world).without_toss();
    let asked = format!("reconcile --provider toss --date {day}");
    let shown = |said: &str| said.matches("missing_here").count();
    let (code, said) = desk.run(&asked);
    assert_eq!((code, shown(&said)), (Some(2), 100), "{said}");
    assert!(!said.contains(" more"), "{said}");
    world.found(day, 130).await;
    let (code, said) = desk.run(&asked);
    assert_eq!((code, shown(&said)), (Some(2), 100), "{said}");
    assert!(said.contains("30 more"), "{said}");
}

async fn what_is_asked_wrongly_is_refused_with_the_code_of_a_failure(world: &World) {
    world.days_ago(0);
    let desk = Desk::of(world);
    let today = world.today();
    let yesterday = today - Days::new(1);
    for (asked, words) in [
        (
            format!("reconcile --provider portone --date {yesterday}"),
            "portone",
        ),
        (format!("reconcile --provider toss --date {today}"), "over"),
        (
            format!("reconcile --provider toss --date {yesterday} --to {today}"),
            "over",
        ),
        (
            format!("reconcile --provider toss --date {today} --to {yesterday}"),
            "before",
        ),
        (
            "reconcile --date 2025-01-01 --to 2025-04-04".to_owned(),
            "93 days",
        ),
        (
            format!("settlements compare --provider toss --date {today} --to {yesterday}"),
            "before",
        ),
        (
            "settlements compare --provider toss --date 2025-01-01 --to 2025-04-04".to_owned(),
            "93 days",
        ),
        (
            "settlements statement none.csv --provider kakaopay".to_owned(),
            "none.csv",
        ),
    ] {
        let (code, said) = desk.run(&asked);
        assert_eq!(code, Some(2), "{asked}: {said}");
        assert!(said.contains(words), "{asked}: {said}");
        assert!(!said.contains("explained"), "{asked}: {said}");
    }
}

/// Two days of three providers. One of them is not reached: the others are compared all the same.
async fn every_provider_is_compared_where_none_is_named(world: &World) {
    world.days_ago(4);
    world.sell("toss", 1).await;
    world.sell("naverpay", 2).await;
    let day = world.today();
    world.days_ago(0);
    let last = day + Days::new(1);
    let asked = format!("reconcile --date {day} --to {last}");
    let desk = Desk::of(world);
    let (code, said) = desk.run(&asked);
    assert_eq!(code, Some(0), "{said}");
    for provider in ["toss", "naverpay", "kakaopay"] {
        for day in [day, last] {
            let line = format!("movements of {provider} on {day}: ");
            assert!(said.contains(&line), "{line}: {said}");
        }
    }
    let total = said.lines().find(|line| line.starts_with("2 days of "));
    let total = total.unwrap_or_else(|| panic!("{said}"));
    assert!(total.ends_with(
        "6 comparisons agree, 0 differ, 0 failed; 3 rows, 0 open, 0 wait; explained 100.000 %, 100.000 % of the won"
    ), "{total}");

    world
        .faults("naverpay", always("row_unlisted", "lookup"))
        .await;
    let (code, said) = desk.without_toss().run(&asked);
    let total =
        "3 comparisons agree, 1 differ, 2 failed; 2 rows, 1 open, 0 wait; not all was compared";
    assert!(said.contains(total), "{said}");
    assert_eq!(code, Some(2), "{said}");
}

async fn days_of_settlements_are_compared_in_a_range(world: &World) {
    world.days_ago(4);
    world.sell("toss", 2).await;
    let day = world.today();
    world.days_ago(0);
    let desk = Desk::of(world);
    let last = day + Days::new(1);
    let asked = format!("settlements compare --provider toss --date {day} --to {last}");
    let (code, said) = desk.run(&asked);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(said.matches("explained 100.000 %").count(), 3, "{said}");
    for said_of in [
        format!("settlements of toss on {day}: 2 rows"),
        format!("settlements of toss on {last}: 0 rows"),
    ] {
        assert!(said.contains(&said_of), "{said}");
    }
    world
        .faults("toss", always("settlement_short", "lookup"))
        .await;
    let (code, said) = desk.run(&asked);
    assert_eq!(code, Some(1), "{said}");
    assert_eq!(
        said.lines()
            .filter(|line| line.starts_with("amount"))
            .count(),
        2,
        "{said}"
    );
    let (code, said) = desk.without_toss().run(&asked);
    assert_eq!(code, Some(2), "{said}");
}

/// What Kakao Pay pays out of a day arrives whole, and then once more.
async fn a_statement_is_taken_in_and_what_arrived_is_compared(world: &World) {
    world.days_ago(20);
    world.sell("kakaopay", 2).await;
    let day = world.today();
    world.pass_days(1);
    let text = world.settlement_file("kakaopay", day).await;
    let named = ("settlement.csv", text.as_str());
    world.take_in(What::Settlement, "kakaopay", named).await;
    world.days_ago(0);
    let sum = "SELECT CAST(SUM(net) AS TEXT), MAX(paid_out_on) FROM settlement_rows";
    let rows = world.database.rows(sum).await;
    let (net, due) = (&rows[0][0], &rows[0][1]);
    let desk = Desk::of(world);
    let run = |name: &str, times: usize| {
        let row = format!("{due} 11:00:00,{net},(주)카카오페이,\n");
        let text = format!("거래일시,입금액,기재내용,거래후잔액\n{}", row.repeat(times));
        let file = desk.file(name, &text);
        let file = file.display();
        desk.run(&format!(
            "settlements statement {file} --provider kakaopay --by Kim"
        ))
    };
    let (code, said) = run("whole.csv", 1);
    assert_eq!(code, Some(0), "{said}");
    let kept = "1 new rows, 0 known, 0 could not be read";
    assert!(said.contains(kept), "{said}");
    let line = format!("statement of kakaopay on {due}: 1 rows");
    assert!(said.contains(&line), "{said}");
    assert!(said.contains("explained 100.000 %"), "{said}");
    let (code, said) = run("twice.csv", 2);
    assert_eq!(code, Some(1), "{said}");
    let kind = said.lines().find(|line| line.starts_with("duplicate"));
    assert!(
        kind.is_some_and(|line| line.contains(net.as_str())),
        "{said}"
    );
    assert!(said.contains("explained 50.000 %"), "{said}");
}
