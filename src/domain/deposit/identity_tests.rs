use chrono::{DateTime, Utc};

use super::{Identity, identify};
use crate::{
    deposit::{
        Balance, Deposit, DepositState, Movement, Nearby, Reporter, Source,
        likeness::{Gap, Likeness, gap, likeness},
    },
    id::{DepositId, Entropy},
    kind::ProviderId,
    money::Won,
};

struct Counter(u64);

impl Entropy for Counter {
    fn bits(&mut self) -> u128 {
        self.0 += 1;
        u128::from(self.0) << 48
    }
}

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(&format!("2026-04-{text}+09:00"))
        .unwrap()
        .to_utc()
}

fn payaction() -> Source {
    Source::new(Reporter::PayAction, "")
}

fn statement(form: &str) -> Source {
    Source::new(Reporter::Statement, form)
}

fn report(source: Source, name: &str, when: &str, balance: Option<i64>) -> Movement {
    Movement {
        provider: ProviderId::known("bank"),
        key: String::new(),
        source,
        account: "main".to_owned(),
        name: name.to_owned(),
        amount: Won::new(10_000).unwrap(),
        at: at(when),
        balance: balance.map(Balance),
    }
}

#[test]
fn the_table_holds_both_ways() {
    use Likeness::{Doubtful, Other, Same};
    const NAME: &str = "홍길동4821";
    for (name, when, balances, expected) in [
        (NAME, "08T10:05:42", (Some(5), Some(5)), Same),
        ("홍 길동4821", "08T10:06:41", (Some(5), Some(5)), Same),
        ("홍길동", "08T10:05:00", (Some(5), Some(5)), Same),
        ("-", "08T00:00:00", (Some(5), Some(5)), Same),
        ("김철수", "08T10:05:42", (Some(5), Some(5)), Doubtful),
        ("홍길동", "09T10:05:42", (Some(5), Some(5)), Doubtful),
        ("김철수", "08T10:07:42", (Some(5), Some(5)), Other),
        (NAME, "09T10:06:42", (Some(5), Some(5)), Doubtful),
        (NAME, "09T10:06:43", (Some(5), Some(5)), Other),
        (NAME, "08T10:05:00", (Some(5), None), Same),
        (NAME, "08T10:06:41", (None, None), Same),
        (NAME, "08T00:00:00", (None, None), Same),
        ("홍길", "08T10:05:42", (None, None), Doubtful),
        ("홍", "08T10:05:42", (None, None), Other),
        (NAME, "08T10:06:42", (None, None), Doubtful),
        (NAME, "08T10:16:42", (None, None), Doubtful),
        (NAME, "08T10:16:43", (None, None), Other),
        ("홍길동", "08T09:55:42", (None, None), Doubtful),
        ("홍길동", "08T09:54:41", (None, None), Other),
        (NAME, "09T00:00:00", (None, None), Other),
        ("홍길순", "08T10:05:42", (None, None), Other),
        (NAME, "08T10:05:42", (Some(5), Some(6)), Doubtful),
        ("홍길동", "08T10:05:42", (Some(5), Some(6)), Other),
        (NAME, "08T10:06:42", (Some(5), Some(6)), Other),
    ] {
        let one = report(Source::FEED, NAME, "08T10:05:42", balances.0);
        let two = report(payaction(), name, when, balances.1);
        let told = format!("{name} {when} {balances:?}");
        assert_eq!(likeness(&one, &two), expected, "{told}");
        assert_eq!(
            likeness(&two, &one),
            expected,
            "{told}, the other way round"
        );
        if expected != Other {
            for (one, two) in [(&one, &two), (&two, &one)] {
                assert!(Nearby::of(one).covers(two), "{told} is not looked for");
            }
        }
    }
}

#[test]
fn another_amount_or_account_is_another_movement() {
    let one = report(Source::FEED, "홍길동", "08T10:05:42", Some(5));
    let more = Movement {
        amount: Won::new(10_001).unwrap(),
        ..report(payaction(), "홍길동", "08T10:05:42", Some(5))
    };
    let elsewhere = Movement {
        account: "other".to_owned(),
        ..report(payaction(), "홍길동", "08T10:05:42", Some(5))
    };
    assert_eq!(likeness(&one, &more), Likeness::Other);
    assert_eq!(likeness(&one, &elsewhere), Likeness::Other);
}

#[test]
fn only_a_source_that_names_movements_tells_equal_ones_apart() {
    for (source, expected) in [
        (Source::FEED, Likeness::Other),
        (statement("a"), Likeness::Other),
        (payaction(), Likeness::Doubtful),
    ] {
        let one = report(source, "홍길동", "08T10:05:00", None);
        assert_eq!(likeness(&one, &one.clone()), expected);
    }
    let one = report(payaction(), "홍길동", "08T10:05:00", Some(5));
    let corrected = report(payaction(), "홍길동4821", "08T10:05:31", Some(5));
    let next = report(payaction(), "홍길동", "08T10:05:00", Some(6));
    assert_eq!(likeness(&one, &corrected), Likeness::Same);
    assert_eq!(likeness(&one, &next), Likeness::Other);
}

#[test]
fn a_day_lasts_from_midnight_to_midnight_in_korea() {
    let day = at("08T00:00:00");
    for (when, expected) in [
        ("08T00:00:01", Gap::None),
        ("08T23:59:59", Gap::None),
        ("07T23:58:59", Gap::Of(chrono::TimeDelta::seconds(1))),
        ("09T00:00:01", Gap::Of(chrono::TimeDelta::seconds(1))),
    ] {
        assert_eq!(gap(day, at(when)), expected, "{when}");
    }
}

/// The deposits in the books after reports came in this order, as the books themselves take them in.
fn taken_in(reports: &[&Movement]) -> Vec<Deposit> {
    let mut entropy = Counter(0);
    let mut known: Vec<Deposit> = Vec::new();
    for report in reports {
        let (state, repeat_of) = match identify(report, known.iter()) {
            Identity::New => (DepositState::Unmatched, None),
            Identity::Same(of) => (DepositState::Repeated, Some(of)),
            Identity::Doubtful(of) => (DepositState::PossibleRepeat, Some(of)),
        };
        known.push(Deposit {
            id: DepositId::new(report.at, &mut entropy),
            movement: (*report).clone(),
            state,
            reason: String::new(),
            order: None,
            repeat_of,
            received_at: report.at,
            settled_at: None,
        });
    }
    known
}

fn permutations(of: usize) -> Vec<Vec<usize>> {
    if of == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for shorter in permutations(of - 1) {
        for place in 0..of {
            let mut longer = shorter.clone();
            longer.insert(place, of - 1);
            all.push(longer);
        }
    }
    all
}

#[test]
fn equal_movements_are_as_many_as_there_are_in_whichever_order_they_are_told() {
    let told = |source: Source, second: &str| {
        [1, 2].map(|n| Movement {
            key: format!("{source}-{n}"),
            ..report(
                source.clone(),
                "홍길동",
                &format!("08T10:05:{second}"),
                None,
            )
        })
    };
    let reports: Vec<Movement> = [
        told(Source::FEED, "42"),
        told(statement("a"), "00"),
        told(Source::new(Reporter::Feed, "2nd"), "45"),
    ]
    .concat();
    for order in permutations(reports.len()) {
        let order: Vec<&Movement> = order.into_iter().map(|at| &reports[at]).collect();
        let known = taken_in(&order);
        let money = known
            .iter()
            .filter(|deposit| deposit.repeat_of.is_none())
            .count();
        let asked = known
            .iter()
            .filter(|deposit| deposit.state == DepositState::PossibleRepeat)
            .count();
        assert_eq!((money, asked), (2, 0), "{known:?}");
    }
}

#[test]
fn what_a_source_that_names_nothing_reports_after_both_finds_both_by_the_balance() {
    let feed = [1, 2].map(|n| Movement {
        key: format!("m-{n}"),
        ..report(Source::FEED, "홍길동", "08T10:05:42", None)
    });
    let told = [1, 2].map(|n| report(payaction(), "홍길동", "08T10:05:00", Some(n)));
    let known = taken_in(&[&feed[0], &feed[1], &told[0], &told[1]]);
    let of: Vec<Option<DepositId>> = known.iter().map(|deposit| deposit.repeat_of).collect();
    assert_eq!(of, [None, None, Some(known[0].id), Some(known[1].id)]);
}

#[test]
fn what_is_like_a_report_in_doubt_is_in_doubt_itself() {
    let first = report(statement("a"), "홍길동", "08T10:05:42", None);
    let later = report(Source::FEED, "홍길동", "08T10:12:00", None);
    let again = report(payaction(), "홍길동", "08T10:12:30", None);
    let known = taken_in(&[&first, &later, &again]);
    assert_eq!(known[1].state, DepositState::PossibleRepeat);
    assert_eq!(
        (known[2].state, known[2].repeat_of),
        (DepositState::PossibleRepeat, Some(known[0].id))
    );
}

#[test]
fn a_source_is_read_as_it_is_written() {
    for source in [Source::FEED, payaction(), statement("12ab-s")] {
        assert_eq!(source.to_string().parse::<Source>().unwrap(), source);
    }
    assert_eq!(Source::FEED.to_string(), "feed");
    assert!("telex".parse::<Source>().is_err());
}
