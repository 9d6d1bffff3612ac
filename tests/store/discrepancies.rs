//! Differences between lists and the books: what is found again, and what a person closed.

use credit_gateway::{
    entropy::CounterEntropy,
    store::{
        Db, Page,
        discrepancies::{self, Sought},
    },
};
use domain::{
    actor::Actor,
    effects::{AuditAct, AuditRecord},
    event::{DiscrepancyFound, Event, EventRecord},
    id::{DiscrepancyId, EventId, ReconciliationId},
    reconcile::{
        Discrepancy, DiscrepancyKind, DiscrepancyState, Explained, Found, Movement, Run, RunState,
        Source, Tally,
    },
};

use crate::{databases, samples::*};

/// A comparison of a day that begins at `n` microseconds.
fn run(n: u64) -> Run {
    let now = at(n.cast_signed());
    Run {
        id: ReconciliationId::new(at(0), &mut CounterEntropy(n << 32)),
        provider: toss(),
        day: now.date_naive(),
        source: Source::Settlements,
        state: RunState::Running,
        asked_by: Actor::Worker,
        started_at: now,
        leased_until: now,
        finished_at: None,
        tally: Tally::default(),
        explained: Explained::default(),
        error: None,
    }
}

fn of_row(row: &str, theirs: Option<i64>, ours: Option<i64>) -> Found {
    Found {
        kind: DiscrepancyKind::Amount,
        movement: Movement::Paid,
        row_key: row.to_owned(),
        payment_key: String::new(),
        order_ref: String::new(),
        order: None,
        payment: None,
        refund: None,
        theirs: theirs.map(won),
        ours: ours.map(won),
    }
}

/// Stores what the comparison of this number found. Returns of how many the seller is told.
async fn find(db: &Db, n: u64, found: &[Found]) -> usize {
    let (run, now) = (run(n), at(n.cast_signed()));
    let mut entropy = CounterEntropy(n << 32);
    let made = |found: &Found| Discrepancy {
        id: DiscrepancyId::new(now, &mut entropy),
        provider: run.provider.clone(),
        day: run.day,
        source: run.source,
        found: found.clone(),
        state: DiscrepancyState::Open,
        run: run.id,
        found_at: now,
        seen_at: now,
        closed_at: None,
        closed_by: None,
        reason: None,
    };
    let (mut told, mut ids) = (0, CounterEntropy((n << 32) + 1_000));
    let event = |it: &Discrepancy| {
        told += 1;
        let body = DiscrepancyFound {
            discrepancy_id: it.id,
            provider: it.provider.clone(),
            day: it.day,
            source: it.source,
            kind: it.found.kind,
            movement: it.found.movement,
            order_ref: String::new(),
            order_id: None,
            their_amount: it.found.theirs,
            our_amount: it.found.ours,
        };
        EventRecord {
            id: EventId::new(now, &mut ids),
            event: Event::DiscrepancyFound(body),
            at: now,
        }
    };
    discrepancies::found(db, &run, found, now, made, event)
        .await
        .unwrap();
    told
}

#[tokio::test]
async fn a_closed_difference_opens_again_with_other_amounts_alone() {
    for test in databases().await {
        let row = |theirs, ours| [of_row("t1", theirs, ours)];
        let mut n = 1;
        let (mut amounts, mut again) = ((Some(90), Some(100)), 0);
        assert_eq!(find(&test.db, n, &row(amounts.0, amounts.1)).await, 1);
        let only = async || {
            let (sought, page) = (Sought::default(), Page::first(9));
            let all = discrepancies::list(&test.db, &sought, &page).await.unwrap();
            let [only] = all.try_into().unwrap();
            only
        };
        for next in [
            (Some(80), Some(100)),
            (Some(80), Some(90)),
            (None, Some(90)),
            (Some(80), None),
            (None, None),
        ] {
            let id = only().await.id;
            let closing = AuditRecord {
                act: AuditAct::DiscrepancyClose,
                subject: id.to_string(),
                detail: "known".to_owned(),
                ..act(n)
            };
            assert_eq!(discrepancies::close(&test.db, &[closing]).await.unwrap(), 1);
            n += 1;
            let told = find(&test.db, n, &row(amounts.0, amounts.1)).await;
            let stays: Discrepancy = only().await;
            assert_eq!((told, stays.state), (0, DiscrepancyState::Closed));
            assert_eq!(stays.reason.as_deref(), Some("known"));
            n += 1;
            amounts = next;
            again += find(&test.db, n, &row(amounts.0, amounts.1)).await;
            let it: Discrepancy = only().await;
            assert_eq!((it.id, it.state), (id, DiscrepancyState::Open), "{next:?}");
            assert_eq!(
                (it.found.theirs, it.found.ours),
                (next.0.map(won), next.1.map(won))
            );
            assert_eq!((it.closed_at, it.closed_by, it.reason), (None, None, None));
            assert_eq!(find(&test.db, n, &row(amounts.0, amounts.1)).await, 0);
        }
        assert_eq!(again, 5, "each is told as a new one");
    }
}
