//! Rows that a contradiction explains, and those that it does not.

use super::{back, completed, expired, explained, found, id, paid, parked, row, told, won};
use crate::{
    contradiction::ContradictionKind,
    id::ContradictionId,
    reconcile::{
        By, Compared, DiscrepancyKind, Explained,
        ExplainedBy::{EndedContradiction, NothingLeft, OpenContradiction, Payment},
        Explanation, Facts, Listed, Movement, Parked, Part, WAITING_KEPT_MAX,
    },
};

fn of_amount(amount: i64) -> Listed {
    row("t1", Movement::Paid, amount)
}

/// A second payment `Q` of the order that is paid by `P`.
fn second(open: bool) -> Facts {
    let told = Parked {
        kind: ContradictionKind::SecondPayment,
        payment_key: "Q".to_owned(),
        ..told(1000, 0, open)
    };
    Facts {
        parked: vec![told],
        ..completed()
    }
}

fn of_second(row: Listed) -> Listed {
    Listed {
        payment_key: "Q".to_owned(),
        ..row
    }
}

/// A payment of 1,000 won of which the provider now says that it was 990.
fn changed() -> Facts {
    Facts {
        parked: vec![told(990, 0, true)],
        ..completed()
    }
}

#[test]
fn a_contradiction_explains_exactly_its_money() {
    let open = |gone| parked(vec![told(990, gone, true)]);
    let ended = |gone| parked(vec![told(990, gone, false)]);
    let part = |amount| vec![of_amount(990), back("x", amount)];
    for (name, facts, rows, by) in [
        (
            "open",
            open(0),
            vec![of_amount(990)],
            vec![OpenContradiction],
        ),
        (
            "ended",
            ended(990),
            vec![of_amount(990)],
            vec![EndedContradiction],
        ),
        (
            "given back in part",
            open(400),
            part(400),
            vec![OpenContradiction, OpenContradiction],
        ),
        (
            "given back in two parts",
            ended(990),
            vec![of_amount(990), back("x", 600), back("y", 390)],
            vec![EndedContradiction; 3],
        ),
        // The open one says what is left to do.
        (
            "one ended before the other began",
            parked(vec![told(990, 990, false), told(990, 0, true)]),
            vec![of_amount(990)],
            vec![OpenContradiction],
        ),
        (
            "a second payment",
            second(true),
            vec![of_second(row("q", Movement::Paid, 1000)), paid()],
            vec![OpenContradiction, Payment],
        ),
        (
            "another amount by now",
            changed(),
            vec![of_amount(990)],
            vec![OpenContradiction],
        ),
        // Taken back by its bank and paid in again.
        (
            "a deposit that came twice",
            open(990),
            vec![
                of_amount(990),
                row("t2", Movement::Paid, 990),
                back("x", 990),
            ],
            vec![OpenContradiction; 3],
        ),
        (
            "of another amount, and gone",
            open(0),
            vec![of_amount(500), back("x", 500)],
            vec![NothingLeft, NothingLeft],
        ),
    ] {
        assert_eq!(found(Some(facts.clone()), &rows), [], "{name}");
        let said: Vec<_> = explained(facts, &rows)
            .into_iter()
            .map(|row| row.1)
            .collect();
        assert_eq!(said, by, "{name}");
    }
}

/// A name, the books, the rows, the row that differs, and in what.
type Case = (
    &'static str,
    Facts,
    Vec<Listed>,
    &'static str,
    DiscrepancyKind,
);

fn open(gone: i64) -> Facts {
    parked(vec![told(990, gone, true)])
}

fn other_amounts() -> Vec<Case> {
    use DiscrepancyKind::{Amount, MissingHere, Status};
    let ended = || parked(vec![told(990, 990, false)]);
    let one = |amount| vec![of_amount(amount)];
    let more_back = vec![of_amount(990), back("x", 401)];
    let most_back = vec![of_amount(990), back("x", 991)];
    let second_row = vec![paid(), of_second(row("q", Movement::Paid, 1001))];
    vec![
        ("one won more", open(0), one(991), "t1", Amount),
        ("one won less", ended(), one(989), "t1", Amount),
        ("the order's own", open(0), vec![paid()], "t1", Status),
        ("more went back", open(400), more_back, "x", MissingHere),
        ("more back than came", ended(), most_back, "x", MissingHere),
        ("another second", second(true), second_row, "q", Amount),
        ("changed once more", changed(), one(989), "t1", Amount),
    ]
}

fn other_rows() -> Vec<Case> {
    use DiscrepancyKind::{Amount, Status};
    let of_another = Facts {
        parked: vec![Parked {
            payment_key: "Q".to_owned(),
            ..told(1000, 0, true)
        }],
        ..expired()
    };
    let twice = vec![of_amount(990), row("t2", Movement::Paid, 990)];
    let unknown = vec![row("u", Movement::Unknown, 990)];
    vec![
        ("another name", of_another, vec![paid()], "t1", Status),
        ("paid twice under one name", open(0), twice, "t2", Amount),
        ("a word not known", open(0), unknown, "u", Status),
    ]
}

#[test]
fn it_explains_no_other_money() {
    for (name, facts, rows, key, kind) in other_amounts().into_iter().chain(other_rows()) {
        assert_eq!(
            found(Some(facts), &rows),
            [(key.to_owned(), kind)],
            "{name}"
        );
    }
}

#[test]
fn what_explains_is_summed_up_and_what_waits_is_named() {
    let row = |n: u128, by| Explanation {
        by,
        movement: Movement::Paid,
        row_key: format!("t{n}"),
        payment_key: format!("P{n}"),
        order: None,
        amount: won(100),
    };
    let contradiction = |n: u128, open| By::Contradiction {
        id: id(n, ContradictionId::new),
        kind: ContradictionKind::OtherAmount,
        open,
    };
    let mut compared = Compared::default();
    let kept = u128::try_from(WAITING_KEPT_MAX).unwrap();
    let open = (0..=kept).map(|n| row(n, contradiction(n, true)));
    let ended = [row(1000, contradiction(0, false)), row(1001, By::Arrived)];
    compared.explanations = open.chain(ended).collect();
    let explained = Explained::of(&compared);
    let all = u64::try_from(WAITING_KEPT_MAX).unwrap() + 1;
    let part = |rows| Part {
        rows,
        won: rows * 100,
    };
    assert_eq!(explained.by[&OpenContradiction], part(all));
    assert_eq!(explained.by[&EndedContradiction], part(1));
    assert_eq!(explained.waits(), part(all));
    assert_eq!(
        explained.waiting.len(),
        WAITING_KEPT_MAX,
        "the list is bounded"
    );
    let first = &explained.waiting[0];
    assert_eq!(first.contradiction, Some(id(0, ContradictionId::new)));
    let text = serde_json::to_string(&explained).unwrap();
    assert_eq!(serde_json::from_str::<Explained>(&text).unwrap(), explained);
    let before = r#"{"by":{},"waiting":[]}"#;
    assert_eq!(
        serde_json::from_str::<Explained>(before).unwrap(),
        Explained::default()
    );
}
