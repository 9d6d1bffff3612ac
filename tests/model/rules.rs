//! What is sold, and under which terms: once as the product reads it and once in the model's own numbers.

use std::sync::{Arc, LazyLock};

use credit_gateway::rules::Rules;
use domain::rulebook::Rulebook;

use crate::{AT_ONCE, calendar::midnight_of};

const PUBLISHED: &str = include_str!("../../policies/2025-07-17.toml");
const CATALOGUE: &str = include_str!("../../policies/catalogue.toml");
const HOLIDAYS: &str = include_str!("../../policies/kr-holidays.csv");

/// A product with numbers that no division leaves whole, and ones with a bonus.
const AWKWARD: &str = r#"
[[product]]
id = "odd-7"
name = "7 credits"
sale = "direct"
credits = 7
price = 1_009

[[product]]
id = "bonus-100"
name = "100 credits and 50"
sale = "direct"
credits = 100
price = 1_000
bonus = 50

[[product]]
id = "dense-1000"
name = "1,000 credits for next to nothing"
sale = "direct"
credits = 1_000
price = 37
bonus = 3

[[plan]]
id = "membership-30"
name = "30 credits a month"
credits = 30
price = 300
"#;

/// The rules of uses that the published version leaves out, and the second one has.
const USES: &str = r#"
[holds]
lot_ended = "ends_with_lot"
reason = "Credits end with their lot."

[reversals]
grace = { days = 10 }
reason = "Whoever gets back late has some days."
"#;

pub(crate) static RULES: LazyLock<Arc<Rules>> = LazyLock::new(|| {
    let catalogue = format!("{CATALOGUE}\n{AWKWARD}{}", greeted());
    let later = later();
    Rules::new(Rulebook::parse(&[PUBLISHED, &later], &catalogue, HOLIDAYS).expect("the rules"))
});

/// The product of each lane that greetings are for.
fn greeted() -> String {
    let all = (0..AT_ONCE).map(|lane| {
        let named = format!("id = \"greeted-{lane}\"\nname = \"50 credits\"");
        format!("\n[[product]]\n{named}\nsale = \"direct\"\ncredits = 50\nprice = 555\n")
    });
    all.collect()
}

/// A second version: some terms are better for the buyer and some worse, so that the better one must be taken.
fn later() -> String {
    let changes = [
        ("version = \"2025-07-17\"", "version = \"2027-03-01\""),
        ("change = \"first\"", "change = \"major\""),
        (
            "published_at = \"2025-07-17T",
            "published_at = \"2026-01-01T",
        ),
        (
            "effective_at = \"2025-07-17T",
            "effective_at = \"2027-03-01T",
        ),
        ("days = 90 }", "days = 60 }"),
        ("days = 365 }", "days = 400 }"),
        ("days = 7 }", "days = 10 }"),
        ("days = 14 }", "days = 12 }"),
    ];
    let document = changes
        .iter()
        .fold(PUBLISHED.to_owned(), |text, (from, to)| {
            assert_eq!(text.matches(from).count(), 1, "{from}");
            text.replace(from, to)
        });
    document + USES
}

/// Year, month and day.
pub(crate) type Day = (i64, i64, i64);

/// A version in days.
#[derive(Debug)]
pub(crate) struct Policy {
    pub version: &'static str,
    /// From which day until which it is announced that it takes something away, if it does. Both versions are known from the
    /// start.
    pub announced: Option<(Day, Day)>,
    pub promotional: i64,
    pub membership: i64,
    pub purchased: i64,
    pub by_right: i64,
    pub through_support: i64,
    /// Whether what is held of a lot can be captured no more once it has ended.
    pub held_ends_with_lot: bool,
    /// How long used credits that come back after their lot's end live, if they do.
    pub grace: i64,
}

pub(crate) static POLICIES: [Policy; 2] = [
    Policy {
        version: "2025-07-17",
        announced: None,
        promotional: 90,
        membership: 30,
        purchased: 365,
        by_right: 7,
        through_support: 14,
        held_ends_with_lot: false,
        grace: 0,
    },
    Policy {
        version: "2027-03-01",
        announced: Some(((2026, 1, 1), (2027, 3, 1))),
        promotional: 60,
        membership: 30,
        purchased: 400,
        by_right: 10,
        through_support: 12,
        held_ends_with_lot: true,
        grace: 10,
    },
];

/// The policy in force, by its place.
pub(crate) fn current(at: i64) -> usize {
    usize::from(at >= midnight_of(2027, 3, 1))
}

/// Numbers of packages that are sold at once; each lives as many months.
pub(crate) const PACKAGES: [i64; 5] = [1, 2, 3, 6, 12];

#[derive(Debug)]
pub(crate) struct Product {
    pub id: &'static str,
    pub credits: i64,
    pub won: i64,
    pub bonus: i64,
    pub package: bool,
}

const fn product(id: &'static str, credits: i64, won: i64, bonus: i64) -> Product {
    let package = false;
    Product {
        id,
        credits,
        won,
        bonus,
        package,
    }
}

/// What the catalogue of both has, by the model's own words.
pub(crate) static PRODUCTS: [Product; 9] = [
    product("bonus-100", 100, 1_000, 50),
    product("direct-100", 100, 1_000, 0),
    product("direct-1000", 1_000, 10_000, 0),
    Product {
        package: true,
        ..product("package-1000", 1_000, 9_900, 0)
    },
    product("odd-7", 7, 1_009, 0),
    product("dense-1000", 1_000, 37, 3),
    product("bonus-1000", 1_000, 10_000, 100),
    product("direct-10000", 10_000, 95_000, 0),
    product("greeted", 50, 555, 0),
];

/// The place of the product with which new customers are greeted. Each lane sells one of its own, because a greeting
/// is for every new customer.
pub(crate) const GREETED: usize = PRODUCTS.len() - 1;

/// A membership.
#[derive(Debug)]
pub(crate) struct Membership {
    pub id: &'static str,
    /// Of a month.
    pub credits: i64,
    /// What an order pays for a month, where orders pay for them.
    pub won: Option<i64>,
}

const fn plan(id: &'static str, credits: i64) -> Membership {
    Membership {
        id,
        credits,
        won: None,
    }
}

/// The plan whose months orders pay for.
pub(crate) const PAID_BY_ORDERS: usize = 3;

pub(crate) static PLANS: [Membership; 4] = [
    plan("membership-30", 30),
    plan("membership-basic", 500),
    plan("membership-pro", 2_000),
    Membership {
        id: "membership-plus",
        credits: 1_000,
        won: Some(9_900),
    },
];
