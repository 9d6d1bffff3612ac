//! Statements that are imported.

use chrono::TimeDelta;
use credit_gateway::flows::import::{Became, Mode};

use crate::support::{
    buyer::{bank_order, id_of},
    world::{PAYACTION_KEY, World},
};

both_engines!(
    a_statement_pays_the_orders_that_wait,
    importing_again_or_an_overlapping_file_changes_nothing,
    what_a_feed_told_of_is_not_taken_in_again,
    a_look_changes_nothing,
    a_deposit_of_which_only_the_day_is_known_waits_for_a_person,
);

async fn a_statement_pays_the_orders_that_wait(world: &World) {
    let order = world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    world.pass(TimeDelta::hours(1));
    let file = "거래일시,출금액,입금액,기재내용,거래후잔액\n\
        2026-04-08 10:30:00,0,\"10,000\",홍길동,\"10,000\"\n\
        2026-04-08 10:31:00,500,0,수수료,\"9,500\"\n\
        2026-04-08 10:32:00,0,\"7,000\",아무개,\"16,500\"\n\
        2026-04-08 10:33:00,0,칠천,아무개,\"16,500\"\n";
    let became = world.import(file, Mode::Write).await;
    assert!(
        matches!(&became[..], [Became::Taken(paid), Became::NoDeposit(_), Became::Taken(kept), Became::Unreadable(_)]
            if paid.state.as_str() == "matched" && kept.state.as_str() == "unmatched"),
        "{became:?}"
    );
    assert_eq!(world.order(&id_of(&order)).await["state"], "completed");
    assert_eq!(world.balance("c1").await, 1_000);
    let notes = world
        .database
        .rows("SELECT note FROM inbox ORDER BY id")
        .await;
    assert_eq!(notes[0][0], "imported by 김담당 from april.csv, line 2");
    let lots = world.lots("c1").await;
    assert_eq!(lots.len(), 1, "{lots:?}");
}

async fn importing_again_or_an_overlapping_file_changes_nothing(world: &World) {
    world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    world.pass(TimeDelta::hours(2));
    let head = "date,amount,name,balance";
    let (first, second) = (
        "2026-04-08 10:30:00,10000,홍길동,10000",
        "2026-04-08 10:40:00,3000,아무개,13000",
    );
    world
        .import(&format!("{head}\n{first}\n{second}\n"), Mode::Write)
        .await;
    let third = "2026-04-08 10:50:00,4000,아무개,17000";
    for file in [
        format!("{head}\n{first}\n{second}\n"),
        format!("{head}\n{second}\n{first}\n"),
    ] {
        let became = world.import(&file, Mode::Write).await;
        assert!(
            matches!(&became[..], [Became::Known(_), Became::Known(_)]),
            "{became:?}"
        );
    }
    let became = world
        .import(&format!("{head}\n{second}\n{third}\n"), Mode::Write)
        .await;
    assert!(
        matches!(&became[..], [Became::Known(_), Became::Taken(_)]),
        "{became:?}"
    );
    assert_eq!(
        (world.count("deposits").await, world.count("inbox").await),
        (3, 3)
    );
    assert_eq!(world.balance("c1").await, 1_000);
}

async fn what_a_feed_told_of_is_not_taken_in_again(world: &World) {
    world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    world
        .payaction(PAYACTION_KEY, "t1", "2026-04-08T10:05:00+09:00")
        .await;
    assert_eq!(world.balance("c1").await, 1_000);
    // Another order of the same name and amount must not be paid by the movement that paid the first.
    let next = world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    let file =
        "date,amount,name\n2026-04-08 10:05:42,10000,홍길동\n2026-04-08 10:05:42,10000,홍길동\n";
    let became = world.import(file, Mode::Write).await;
    // The feed did not report the second of the two.
    assert!(
        matches!(&became[..], [Became::Known(_), Became::Taken(_)]),
        "{became:?}"
    );
    assert_eq!(world.order(&id_of(&next)).await["state"], "completed");
    let money = world.count("deposits WHERE state <> 'repeated'").await;
    assert_eq!((money, world.balance("c1").await), (2, 2_000));
    let days = world
        .import("date,amount,name\n2026-04-08,10000,홍길동\n", Mode::Write)
        .await;
    assert!(matches!(&days[..], [Became::Known(_)]), "{days:?}");
}

async fn a_look_changes_nothing(world: &World) {
    world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    let became = world
        .import(
            "date,amount,name\n2026-04-08 10:05,10000,홍길동\n",
            Mode::Look,
        )
        .await;
    assert!(matches!(&became[..], [Became::New]), "{became:?}");
    assert_eq!(
        (world.count("deposits").await, world.count("inbox").await),
        (0, 0)
    );
}

async fn a_deposit_of_which_only_the_day_is_known_waits_for_a_person(world: &World) {
    let order = world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    let became = world
        .import("date,amount,name\n2026-04-08,10000,홍길동\n", Mode::Write)
        .await;
    assert!(
        matches!(&became[..], [Became::Taken(deposit)] if deposit.state.as_str() == "early"),
        "{became:?}"
    );
    assert_eq!(
        world.order(&id_of(&order)).await["state"],
        "awaiting_deposit"
    );
}
