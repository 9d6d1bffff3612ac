//! Contracts: prices by volume, validity and windows of their own, and the rules that they must follow.

use domain::{
    calendar::Period,
    contract::{Agreement, InvalidContract, TEXT_CHARS_MAX},
    kind::Kind,
    product::{NotForSale, QUANTITY_MAX},
    terms,
};

use crate::{at, published};

const CONTRACT: &str = include_str!("../contract.toml");

fn contract() -> Agreement {
    Agreement::parse(CONTRACT).unwrap()
}

#[test]
fn all_units_have_the_price_of_the_tier_of_their_number() {
    for (quantity, amount, credits) in [
        (1, 9_500, 1_000),
        (9, 85_500, 9_000),
        (10, 90_000, 10_000),
        (99, 891_000, 99_000),
        (100, 800_000, 105_000),
        (QUANTITY_MAX, 8_000_000, 1_050_000),
    ] {
        let offer = contract().offer("acme-credits", quantity).unwrap();
        assert_eq!(
            (offer.amount.get(), offer.credits.get()),
            (amount, credits),
            "{quantity}"
        );
        assert_eq!(
            (offer.kind, offer.validity),
            (Kind::Purchased, Period::Months(24))
        );
    }
    for quantity in [0, -1, QUANTITY_MAX + 1] {
        let refused = contract().offer("acme-credits", quantity).unwrap_err();
        assert!(
            matches!(refused, NotForSale::QuantityRange { .. }),
            "{refused}"
        );
    }
    let unknown = contract().offer("direct-1000", 1).unwrap_err();
    assert!(
        matches!(unknown, NotForSale::UnknownProduct { .. }),
        "{unknown}"
    );
}

#[test]
fn its_terms_are_the_policys_with_its_own_validity_and_windows() {
    let rules = published();
    let base = &rules.policies.all()[0];
    let policy = contract().terms("con_x", base);
    assert_eq!(
        (policy.version.as_str(), &policy.hash),
        ("con_x", &contract().hash())
    );
    assert_eq!(policy.validity.promotional, base.validity.promotional);
    let offer = contract().offer("acme-credits", 1).unwrap();
    let bought = at("2026-03-09T10:00:00+09:00");
    let terms = terms::terms(&offer, &policy, &rules.holidays, bought).unwrap();
    assert_eq!(terms.expires_at, at("2028-03-10T00:00:00+09:00"));
    assert_eq!(terms.refund_by_right_until, at("2026-03-24T00:00:00+09:00"));
    assert_eq!(
        terms.refund_through_support_until,
        at("2026-05-09T00:00:00+09:00")
    );
    let said = format!("{:?}", terms.why);
    assert!(said.contains("contract con_x, section 4.1"), "{said}");
    assert!(said.contains("contract con_x, section 5.2"), "{said}");
}

/// What is said instead of what, and the field whose rule that breaks.
const BROKEN: &[(&str, &str, &str)] = &[
    ("AC-2026-014", "", "reference"),
    ("Acme, credits for 2026", " ", "name"),
    ("\"4.1\"", "\"\"", "validity.section"),
    ("{ months = 24 }", "{ months = 0 }", "validity.period"),
    (
        "{ months = 24 }",
        "{ business_days = 9 }",
        "validity.period",
    ),
    ("{ days = 14 }", "{ days = 6 }", "refund.by_right.period"),
    (
        "{ days = 60 }",
        "{ days = 13 }",
        "refund.through_support.period",
    ),
    (
        "{ days = 60 }",
        "{ months = 2 }",
        "refund.through_support.period",
    ),
    ("2026-03-09T00", "1950-03-09T00", "effective_at"),
    (
        "id = \"acme-credits\"",
        "id = \"Acme\"",
        "product `Acme`, id",
    ),
    (
        "id = \"acme-credits\"",
        "id = \"direct-1000\"",
        "product `direct-1000`, id",
    ),
    ("1,000 credits for Acme", "", "product `acme-credits`, name"),
    (
        "{ from = 1,",
        "{ from = 2,",
        "product `acme-credits`, tiers",
    ),
    (
        "{ from = 100,",
        "{ from = 10,",
        "product `acme-credits`, tiers",
    ),
    (
        "{ from = 100,",
        "{ from = 1001,",
        "product `acme-credits`, tiers",
    ),
    (
        "price = 8_000",
        "price = 0",
        "product `acme-credits`, tiers",
    ),
    ("price = 8_000", "price = 100_000_000_000", ""),
    (
        "price = 8_000",
        "price = 100_000_000_001",
        "product `acme-credits`, tiers",
    ),
];

#[test]
fn every_broken_rule_is_named_by_its_field() {
    let rules = published();
    let check = |document: &str| {
        let agreement = Agreement::parse(document)?;
        agreement.check_beside(&rules.policies.all()[0], &rules.catalogue)
    };
    assert_eq!(check(CONTRACT), Ok(()));
    let long = "x".repeat(TEXT_CHARS_MAX + 1);
    let too_long = ("AC-2026-014", long.as_str(), "reference");
    for (said, instead, field) in BROKEN.iter().chain([&too_long]) {
        assert!(CONTRACT.contains(said), "{said}");
        let broken = check(&CONTRACT.replacen(said, instead, 1));
        let named = match broken {
            Ok(()) => String::new(),
            Err(InvalidContract::Rule { field, .. }) => field,
            Err(other) => panic!("{said} to {instead}: {other}"),
        };
        assert_eq!(named, *field, "{said} to {instead}");
    }
    for (said, instead) in [
        ("reference =", "ref ="),
        ("[validity]", "[validities]"),
        ("acme\"", "a cme\""),
    ] {
        let broken = check(&CONTRACT.replacen(said, instead, 1));
        assert!(
            matches!(broken, Err(InvalidContract::Unreadable(_))),
            "{said}: {broken:?}"
        );
    }
}

#[test]
fn nobody_gets_shorter_windows_by_a_contract_than_everybody_has() {
    let rules = published();
    for (own, field) in [
        (CONTRACT.replacen("days = 60", "days = 14", 1), None),
        (CONTRACT.replacen("days = 14", "days = 7", 1), None),
        (
            CONTRACT
                .replacen("days = 14", "days = 7", 1)
                .replacen("days = 60", "days = 13", 1),
            Some("refund.through_support.period"),
        ),
        (
            CONTRACT
                .replacen("days = 14", "months = 1", 1)
                .replacen("days = 60", "months = 2", 1),
            Some("refund.by_right.period"),
        ),
    ] {
        let agreement = Agreement::parse(&own).unwrap();
        let broken = agreement.check_beside(&rules.policies.all()[0], &rules.catalogue);
        let named = match broken {
            Ok(()) => None,
            Err(InvalidContract::Rule { field, .. }) => Some(field),
            Err(other) => panic!("{other}"),
        };
        assert_eq!(named.as_deref(), field);
    }
}
