//! Codes, discounts, and the rules that a campaign must follow.

use chrono::{Duration, TimeZone as _, Utc};
use domain::{
    campaign::{
        Audience, CAMPAIGN_NAME_MAX, Campaign, Gives, InvalidCode, NewCampaign, PER_CUSTOMER_MAX,
        PromotionCode,
    },
    id::{CampaignId, Entropy},
    money::{AMOUNT_MAX, Won},
    product::Catalogue,
};

const CATALOGUE: &str = include_str!("../../../../policies/catalogue.toml");

#[test]
fn codes_are_compared_without_case_width_and_separators() {
    for (typed, code) in [
        ("SUMMER10", "SUMMER10"),
        ("summer-10", "SUMMER10"),
        (" Summer_10 ", "SUMMER10"),
        ("ＳＵＭＭＥＲ　１０", "SUMMER10"),
        ("웰컴-2026", "웰컴2026"),
        ("straße", "STRASSE"),
        ("abcd", "ABCD"),
    ] {
        assert_eq!(
            typed.parse::<PromotionCode>().unwrap().as_str(),
            code,
            "{typed}"
        );
    }
    let (longest, longer) = ("A".repeat(32), "A".repeat(33));
    assert!(longest.parse::<PromotionCode>().is_ok());
    for typed in [
        "",
        "abc",
        "a-b-c",
        "    ",
        "100%",
        "a\0bcd",
        "it's",
        &longer,
        &"- ".repeat(40),
    ] {
        assert_eq!(typed.parse::<PromotionCode>(), Err(InvalidCode), "{typed}");
    }
    let code: PromotionCode = "ﬁrst-ß1".parse().unwrap();
    assert_eq!(
        code.as_str().parse(),
        Ok(code.clone()),
        "a code is its own form"
    );
}

struct Zero;

impl Entropy for Zero {
    fn bits(&mut self) -> u128 {
        0
    }
}

fn campaign(gives: Gives, worth: i64) -> Campaign {
    let at = Utc.timestamp_opt(1_800_000_000, 0).unwrap();
    Campaign {
        id: CampaignId::new(at, &mut Zero),
        name: "a spring".to_owned(),
        audience: Audience::Code,
        code: None,
        gives,
        worth,
        products: Vec::new(),
        from: at,
        until: at,
        budget: AMOUNT_MAX,
        redemptions_max: None,
        per_customer: 1,
        used: 0,
        redeemed: 0,
        overrun: 0,
        overruns: 0,
        created_by: domain::actor::Actor::Worker,
        created_at: at,
        ended_at: None,
    }
}

#[test]
fn a_discount_is_rounded_in_the_buyers_favour_and_leaves_the_least() {
    let won = |won| Won::new(won).unwrap();
    for (gives, worth, price, least, off) in [
        (Gives::DiscountPercent, 10, 10_000, 100, 1_000),
        (Gives::DiscountPercent, 10, 1_009, 100, 101),
        (Gives::DiscountPercent, 1, 1, 0, 0),
        (Gives::DiscountPercent, 1, 2, 0, 1),
        (Gives::DiscountPercent, 99, 1_000, 100, 900),
        (
            Gives::DiscountPercent,
            99,
            AMOUNT_MAX,
            0,
            99_000_000_000_000,
        ),
        (Gives::DiscountWon, 3_000, 10_000, 100, 3_000),
        (Gives::DiscountWon, 9_900, 10_000, 100, 9_900),
        (Gives::DiscountWon, 9_901, 10_000, 100, 9_900),
        (Gives::DiscountWon, AMOUNT_MAX, 10_000, 0, 9_999),
        (Gives::DiscountWon, 5, 100, 100, 0),
        (Gives::DiscountWon, 5, 50, 100, 0),
        (Gives::Credits, 5, 1_000, 0, 0),
        (Gives::Bonus, 5, 1_000, 0, 0),
    ] {
        let campaign = campaign(gives, worth);
        assert_eq!(
            campaign.discount(won(price), won(least)),
            won(off),
            "{gives} {worth} of {price}"
        );
        assert_eq!(
            campaign.credits().is_zero(),
            off > 0 || matches!(gives, Gives::DiscountWon | Gives::DiscountPercent)
        );
    }
}

fn valid() -> NewCampaign {
    let from = Utc.timestamp_opt(1_800_000_000, 0).unwrap();
    NewCampaign {
        name: "a spring".to_owned(),
        audience: Audience::Code,
        code: Some("SPRING".parse().unwrap()),
        gives: Gives::DiscountPercent,
        worth: 10,
        products: vec!["direct-1000".to_owned()],
        from,
        until: from + Duration::days(1),
        budget: 1,
        redemptions_max: Some(1),
        per_customer: PER_CUSTOMER_MAX,
    }
}

#[test]
fn every_broken_rule_is_named_by_its_field() {
    type Break = fn(&mut NewCampaign);
    let table: &[(&str, Break)] = &[
        ("", |_| {}),
        ("name", |it| it.name.clear()),
        ("name", |it| it.name = "x".repeat(CAMPAIGN_NAME_MAX + 1)),
        ("", |it| it.name = "x".repeat(CAMPAIGN_NAME_MAX)),
        ("name", |it| it.name = "two\nlines".to_owned()),
        ("code", |it| it.code = None),
        ("code", |it| it.audience = Audience::NewCustomer),
        ("gives", |it| {
            (it.audience, it.code, it.gives) = (Audience::NewCustomer, None, Gives::Credits);
        }),
        ("per_customer", |it| {
            (it.audience, it.code) = (Audience::NewCustomer, None);
        }),
        ("", |it| {
            (it.audience, it.code, it.per_customer) = (Audience::NewCustomer, None, 1);
        }),
        ("products", |it| it.products.clear()),
        ("products", |it| it.products = vec!["none".to_owned()]),
        ("products", |it| {
            it.products = vec!["direct-1000".to_owned(); 2];
        }),
        ("products", |it| {
            (it.gives, it.budget) = (Gives::Credits, 10);
        }),
        ("worth", |it| it.worth = 0),
        ("worth", |it| it.worth = 100),
        ("", |it| it.worth = 99),
        ("worth", |it| {
            (it.gives, it.worth) = (Gives::DiscountWon, AMOUNT_MAX + 1);
        }),
        ("budget", |it| it.budget = 0),
        ("budget", |it| it.budget = AMOUNT_MAX + 1),
        ("budget", |it| (it.gives, it.budget) = (Gives::Bonus, 9)),
        ("", |it| (it.gives, it.budget) = (Gives::Bonus, 10)),
        ("redemptions_max", |it| it.redemptions_max = Some(0)),
        ("", |it| it.redemptions_max = None),
        ("per_customer", |it| it.per_customer = 0),
        ("per_customer", |it| it.per_customer = PER_CUSTOMER_MAX + 1),
        ("until", |it| it.until = it.from),
        ("until", |it| it.from += Duration::days(4_000_000)),
        ("until", |it| {
            it.from -= Duration::days(9);
            it.until = it.from + Duration::days(9);
        }),
    ];
    let catalogue = Catalogue::parse(CATALOGUE).unwrap();
    for (row, (field, change)) in table.iter().enumerate() {
        let mut new = valid();
        change(&mut new);
        let now = valid().from;
        let broken = new.check(now, &catalogue).err();
        assert_eq!(
            broken.map_or("", |it| it.field),
            *field,
            "row {row}: {new:?}"
        );
    }
}
