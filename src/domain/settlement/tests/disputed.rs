//! Lines of money that a dispute took from a payout, and of what came again.

use super::{completed, day, id, judged, kinds, line, won};
use crate::{
    id::DisputeId,
    reconcile::{ChargedBack, DiscrepancyKind, ExplainedBy, Facts, Movement},
};

/// Order 1 of 10,000 won, of which a lost dispute took so much.
fn disputed(amount: i64, reinstated: bool) -> Facts {
    let mut facts = completed();
    let booked = facts.payment.as_mut().unwrap();
    booked.charged_back.push(ChargedBack {
        id: id(1, DisputeId::new),
        amount: won(amount),
        reinstated,
    });
    facts
}

#[test]
fn what_a_dispute_takes_and_brings_again_is_explained() {
    use ExplainedBy::{Dispute, Payment};
    for amount in [10_000, 4_000] {
        let lost = disputed(amount, false);
        let both = disputed(amount, true);
        let (paid, taken, again) = (line("t1", 10_000), line("d1", -amount), line("d2", amount));
        for (facts, lines, by) in [
            (
                &lost,
                vec![paid.clone(), taken.clone()],
                vec![Dispute, Payment],
            ),
            (
                &both,
                vec![paid.clone(), taken.clone(), again],
                vec![Dispute, Dispute, Payment],
            ),
            (&both, vec![paid], vec![Payment]),
        ] {
            let compared = judged(facts, &lines);
            assert_eq!(kinds(&compared), [], "{lines:?}");
            let found = compared.explanations.iter().map(|row| row.by.word());
            let mut found: Vec<ExplainedBy> = found.collect();
            found.sort_by_key(|by| *by == Payment);
            assert_eq!(found, by, "{lines:?}");
        }
    }
}

/// Whichever line comes first by its name, the one of the day of the payment is the payment.
#[test]
fn what_came_again_weeks_later_is_not_another_day() {
    let (paid, taken) = (line("t1", 10_000), line("d1", -10_000));
    let mut again = line("a0", 10_000);
    again.sold_on = day(25);
    let compared = judged(&disputed(10_000, true), &[again, paid, taken]);
    assert_eq!(kinds(&compared), []);
}

#[test]
fn what_a_dispute_took_and_no_line_takes_off_differs() {
    let compared = judged(&disputed(4_000, false), &[line("t1", 10_000)]);
    assert_eq!(
        kinds(&compared),
        [(DiscrepancyKind::Status, Movement::Returned)]
    );
    assert_eq!(compared.found[0].ours, Some(won(4_000)));
}

#[test]
fn what_came_again_and_is_not_paid_out_differs() {
    for amount in [10_000, 4_000] {
        let lines = [line("t1", 10_000), line("d1", -amount)];
        let compared = judged(&disputed(amount, true), &lines);
        assert_eq!(
            kinds(&compared),
            [(DiscrepancyKind::Status, Movement::Paid)]
        );
        assert_eq!(compared.found[0].ours, Some(won(amount)));
    }
}

#[test]
fn a_dispute_explains_one_line_each_way() {
    let twice = |key: &str, amount| [line("t1", 10_000), line("d1", -4_000), line(key, amount)];
    let taken = judged(&disputed(4_000, false), &twice("d2", -4_000));
    assert_eq!(
        kinds(&taken),
        [(DiscrepancyKind::Duplicate, Movement::Returned)]
    );
    // The dispute was not reinstated.
    let again = judged(&disputed(4_000, false), &twice("d2", 4_000));
    assert_eq!(kinds(&again), [(DiscrepancyKind::Amount, Movement::Paid)]);
}
