//! What providers say that they pay out, against what arrived on the seller's account.

use chrono::{NaiveDate, TimeDelta};

use crate::{
    money::{SignedWon, Won},
    reconcile::{By, Compared, DiscrepancyKind, Explanation, Found, Movement},
};

/// In how many days money arrives after the day that the provider names: a long weekend with a holiday. Banks book on business
/// days alone.
pub const ARRIVES_WITHIN_DAYS: i64 = 4;

/// What a provider pays out on one day: the sum over the lines that name that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paid {
    pub day: NaiveDate,
    /// Negative where more went back than was sold.
    pub net: SignedWon,
}

/// Money that arrived, as the bank's statement shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// The statement's name of the movement.
    pub key: String,
    pub day: NaiveDate,
    pub amount: Won,
}

/// What became of payouts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Payouts {
    pub compared: Compared,
    /// The day of a payout, and the name of the movement by which it arrived, of all days.
    pub matched: Vec<(NaiveDate, String)>,
}

/// A payout that is expected on the account.
struct Expected {
    day: NaiveDate,
    amount: Won,
    arrived: Option<usize>,
}

/// Compares the payouts that are due on `day`, and the money that arrived on it. `paid` and `arrived` have those of the weeks around
/// it as well; their order decides nothing.
pub fn payouts(day: NaiveDate, paid: &[Paid], arrived: &[Arrived]) -> Payouts {
    let mut expected = expected(paid);
    let mut arrived: Vec<&Arrived> = arrived.iter().collect();
    arrived.sort_by(|a, b| (a.day, a.amount, &a.key).cmp(&(b.day, b.amount, &b.key)));
    let mut free = vec![true; arrived.len()];
    let exact = pair(&mut expected, &arrived, &mut free, |due, money| {
        due.amount == money.amount
    });
    // Money of a payout that has arrived already came twice.
    let is_double = |money: &Arrived| {
        let same = |(day, at): &(NaiveDate, usize)| {
            is_within(*day, money.day) && arrived[*at].amount == money.amount
        };
        exact.iter().any(same)
    };
    let doubled: Vec<bool> = (0..arrived.len())
        .map(|at| free[at] && is_double(arrived[at]))
        .collect();
    for (at, doubled) in doubled.iter().enumerate() {
        free[at] &= !doubled;
    }
    pair(&mut expected, &arrived, &mut free, |_, _| true);
    let mut compared = Compared::default();
    for due in expected.iter().filter(|due| due.day == day) {
        judge(&mut compared, due, &arrived);
    }
    let unpaired = |at: &usize| !expected.iter().any(|due| due.arrived == Some(*at));
    let of_day = (0..arrived.len()).filter(|at| arrived[*at].day == day);
    for at in of_day.filter(unpaired) {
        compared.count(arrived[at].amount);
        let kind = if doubled[at] {
            DiscrepancyKind::Duplicate
        } else {
            DiscrepancyKind::MissingHere
        };
        compared.found.push(of_money(kind, arrived[at]));
    }
    compared.sort();
    let matched = exact
        .iter()
        .map(|(day, at)| (*day, arrived[*at].key.clone()))
        .collect();
    Payouts { compared, matched }
}

/// Gives each payout the first free money that fits and arrived in time.
fn pair(
    expected: &mut [Expected],
    arrived: &[&Arrived],
    free: &mut [bool],
    fits: impl Fn(&Expected, &Arrived) -> bool,
) -> Vec<(NaiveDate, usize)> {
    let mut pairs = Vec::new();
    for due in expected.iter_mut().filter(|due| due.arrived.is_none()) {
        let money = (0..arrived.len()).find(|at| {
            free[*at] && is_within(due.day, arrived[*at].day) && fits(due, arrived[*at])
        });
        if let Some(at) = money {
            free[at] = false;
            due.arrived = Some(at);
            pairs.push((due.day, at));
        }
    }
    pairs
}

fn judge(compared: &mut Compared, due: &Expected, arrived: &[&Arrived]) {
    compared.count(due.amount);
    match due.arrived.map(|at| arrived[at].amount) {
        Some(amount) if amount == due.amount => compared.explain(explained(due)),
        Some(amount) => {
            let found = of_payout(DiscrepancyKind::Amount, due, Some(amount));
            compared.found.push(found);
        }
        None => {
            let found = of_payout(DiscrepancyKind::MissingThere, due, None);
            compared.found.push(found);
        }
    }
}

/// By day, what is left to arrive: what a day takes off is taken off the next payout.
fn expected(paid: &[Paid]) -> Vec<Expected> {
    let mut paid = paid.to_vec();
    paid.sort_by_key(|it| it.day);
    let mut owed = SignedWon::ZERO;
    let mut expected = Vec::new();
    for it in paid {
        let net = owed.plus(it.net).unwrap_or(it.net);
        if net.get() <= 0 {
            owed = net;
            continue;
        }
        owed = SignedWon::ZERO;
        expected.push(Expected {
            day: it.day,
            amount: net.size(),
            arrived: None,
        });
    }
    expected
}

fn is_within(due: NaiveDate, arrived: NaiveDate) -> bool {
    let after = arrived.signed_duration_since(due);
    (TimeDelta::zero()..=TimeDelta::days(ARRIVES_WITHIN_DAYS)).contains(&after)
}

fn explained(it: &Expected) -> Explanation {
    Explanation {
        by: By::Arrived,
        movement: Movement::Paid,
        row_key: payout_key(it),
        payment_key: String::new(),
        order: None,
        amount: it.amount,
    }
}

fn payout_key(it: &Expected) -> String {
    format!("payout:{}", it.day)
}

fn of_payout(kind: DiscrepancyKind, it: &Expected, theirs: Option<Won>) -> Found {
    Found {
        theirs,
        ours: Some(it.amount),
        ..named(kind, payout_key(it))
    }
}

fn of_money(kind: DiscrepancyKind, money: &Arrived) -> Found {
    Found {
        theirs: Some(money.amount),
        ..named(kind, money.key.clone())
    }
}

fn named(kind: DiscrepancyKind, row_key: String) -> Found {
    Found {
        kind,
        movement: Movement::Paid,
        row_key,
        payment_key: String::new(),
        order_ref: String::new(),
        order: None,
        payment: None,
        refund: None,
        theirs: None,
        ours: None,
    }
}
