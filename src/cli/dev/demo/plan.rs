//! What happens when: the first things follow from the number of customers, later ones from what became of these.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    SEED,
    acts::{Act, Asked, Bad, Button, Buying, ByHand},
    names::Person,
};
use crate::entropy::SeededEntropy;

/// Nothing happens later, so that what takes its time has come to its end by then.
pub(super) const HAPPENS_BEFORE: TimeDelta = TimeDelta::minutes(20);
/// Customers to whom the bad days happen, and nothing else.
const UNLUCKY: usize = 20;
/// Of a hundred customers: given credits as a welcome, and members.
const WELCOMED: u64 = 30;
const MEMBERS: u64 = 18;
/// Hours of the day in Seoul at which people buy, from 8 on, with how many of a hundred do.
const HOURS: [u64; 16] = [3, 5, 6, 6, 7, 6, 6, 5, 5, 6, 7, 8, 10, 9, 7, 4];
/// How often credits are used, in hours, and of a hundred people who have some, how many do then.
const USED_EVERY: i64 = 3;
const USE_AT_ONCE: u64 = 9;

/// Product, quantity, credits, and how many of a hundred orders are for it.
const GOODS: [(&str, i64, i64, u64); 9] = [
    ("direct-1000", 1, 1_000, 32),
    ("direct-100", 1, 100, 11),
    ("direct-100", 3, 300, 7),
    ("direct-10000", 1, 10_000, 9),
    ("package-1000", 1, 1_000, 9),
    ("package-1000", 3, 3_000, 13),
    ("package-1000", 6, 6_000, 6),
    ("package-1000", 12, 12_000, 3),
    ("bonus-1000", 1, 1_000, 10),
];

/// Provider and method, and how many of a hundred buyers choose it.
const WAYS: [(&str, Option<&str>, u64); 6] = [
    ("toss", Some("card"), 40),
    ("kakaopay", None, 22),
    ("naverpay", None, 16),
    ("toss", Some("account_transfer"), 5),
    ("toss", Some("virtual_account"), 7),
    ("bank", None, 10),
];

/// Draws that follow from a seed.
#[derive(Debug)]
pub(super) struct Dice(SeededEntropy);

impl Dice {
    /// A number from 0 to one below `bound`.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.0.next() % bound.max(1)
    }

    pub(super) fn between(&mut self, least: i64, most: i64) -> i64 {
        let range = u64::try_from(most - least + 1).unwrap_or(1);
        least + i64::try_from(self.below(range)).unwrap_or_default()
    }

    pub(super) fn happens(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of several, each as often as its weight says.
    pub(super) fn pick<'a, T>(
        &mut self,
        all: &'a [T],
        weight: impl Fn(&T) -> u64,
    ) -> Option<&'a T> {
        let mut drawn = self.below(all.iter().map(&weight).sum());
        all.iter().find(|one| {
            let weight = weight(one);
            let hit = drawn < weight;
            drawn = drawn.saturating_sub(weight);
            hit
        })
    }
}

#[derive(Debug)]
pub(super) struct Plan {
    pub(super) dice: Dice,
    pub(super) people: Vec<Person>,
    /// Credits of those who have some, about.
    pub(super) credits: BTreeMap<usize, i64>,
    beginning: DateTime<Utc>,
    pub(super) end: DateTime<Utc>,
    queue: BTreeMap<(DateTime<Utc>, u64), Act>,
    planned: u64,
}

impl Plan {
    pub(super) fn of(customers: usize, beginning: DateTime<Utc>, end: DateTime<Utc>) -> Self {
        let mut plan = Self {
            dice: Dice(SeededEntropy::new(SEED)),
            people: (0..customers).map(Person::nth).collect(),
            credits: BTreeMap::new(),
            beginning,
            end,
            queue: BTreeMap::new(),
            planned: 0,
        };
        for nth in UNLUCKY..customers {
            plan.introduce(nth);
        }
        let hours = (end - beginning).num_hours();
        for hour in (8..hours).step_by(usize::try_from(USED_EVERY).unwrap_or(1)) {
            if hour % 24 >= 8 {
                plan.at(beginning + TimeDelta::hours(hour), Act::Use(USE_AT_ONCE));
            }
        }
        for (before, bad) in Bad::all() {
            plan.at(end - before, Act::Bad(bad));
        }
        plan
    }

    /// A customer comes to the shop.
    fn introduce(&mut self, nth: usize) {
        let days = (self.end - self.beginning).num_days();
        let day = self.dice.between(0, days);
        let comes = self.moment(day);
        // Whoever would come later today came yesterday.
        let comes = if comes + HAPPENS_BEFORE < self.end {
            comes
        } else {
            comes - TimeDelta::days(1)
        };
        if self.dice.happens(WELCOMED) {
            self.at(comes, Act::Grant(nth));
        }
        if self.dice.happens(MEMBERS) {
            let pro = self.dice.happens(30);
            let plan = if pro {
                "membership-pro"
            } else {
                "membership-basic"
            };
            let later = self.dice.between(5, 300);
            self.at(comes + TimeDelta::minutes(later), Act::Subscribe(nth, plan));
        }
        let buying = self.purchase(nth, comes);
        self.at(comes + TimeDelta::minutes(2), Act::Buy(buying));
    }

    /// An instant of a day since the beginning, as people buy.
    fn moment(&mut self, day: i64) -> DateTime<Utc> {
        let hours: Vec<(i64, u64)> = (8..).zip(HOURS).collect();
        let drawn = self.dice.pick(&hours, |(_, weight)| *weight);
        let hour = drawn.map_or(12, |(hour, _)| *hour);
        let seconds = self.dice.between(0, 3_599);
        self.beginning + TimeDelta::days(day) + TimeDelta::hours(hour) + TimeDelta::seconds(seconds)
    }

    /// A purchase as people make them.
    pub(super) fn purchase(&mut self, person: usize, at: DateTime<Utc>) -> Buying {
        let goods = self.dice.pick(&GOODS, |(.., weight)| *weight);
        let (product, quantity, credits, _) = *goods.unwrap_or(&GOODS[0]);
        let way = self.dice.pick(&WAYS, |(.., weight)| *weight);
        let (provider, method, _) = *way.unwrap_or(&WAYS[0]);
        let declined = match method {
            Some("card") if self.is_bad_for_cards(at) => 60,
            Some("card") => 8,
            _ => 4,
        };
        let button = match self.dice.below(100) {
            drawn if drawn < declined => Button::Decline,
            drawn if drawn < declined + 5 => Button::Close,
            drawn if drawn < declined + 8 => Button::None,
            _ => Button::Pay,
        };
        Buying {
            person,
            product,
            quantity,
            credits,
            provider,
            method,
            button,
        }
    }

    /// As buyers ask.
    pub(super) fn asked(&mut self, buying: &Buying, payment: &str) -> Asked {
        const REASONS: [&str; 4] = [
            "단순 변심",
            "다른 상품으로 다시 구매",
            "수량을 잘못 선택함",
            "서비스를 더 쓰지 않음",
        ];
        let reason = self.dice.pick(&REASONS, |_| 1).copied();
        let part = self.dice.happens(20);
        Asked {
            payment: payment.to_owned(),
            person: buying.person,
            credits: part.then_some(buying.credits / 10),
            dated_back: self.dice.happens(20),
            to_account: buying.provider == "bank" || buying.method == Some("virtual_account"),
            reason: reason.unwrap_or_default(),
            by_hand: ByHand::Transferred,
        }
    }

    /// Whether an instant is on the day on which the card companies had trouble.
    fn is_bad_for_cards(&self, at: DateTime<Utc>) -> bool {
        (at - self.beginning).num_days() == 18
    }

    pub(super) fn at(&mut self, at: DateTime<Utc>, act: Act) {
        self.planned += 1;
        self.queue.insert((at, self.planned), act);
    }

    /// What is next, and when.
    pub(super) fn next(&mut self) -> Option<(DateTime<Utc>, Act)> {
        let ((at, _), act) = self.queue.pop_first()?;
        Some((at, act))
    }
}
