use domain::{
    calendar::Period,
    kind::Kind,
    money::AMOUNT_MAX,
    policy::Policy,
    product::{Catalogue, CatalogueError, NotForSale, Offer, QUANTITY_MAX},
};

use crate::{POLICY, published};

fn offer(product: &str, quantity: i64) -> Result<Offer, NotForSale> {
    let rules = published();
    rules
        .catalogue
        .offer(product, quantity, &rules.policies.all()[0])
}

#[test]
fn a_direct_product_lives_as_long_as_purchased_credits() {
    let offer = offer("direct-1000", 3).unwrap();
    assert_eq!(offer.title, "1,000 credits × 3");
    assert_eq!((offer.credits.get(), offer.amount.get()), (3_000, 30_000));
    assert_eq!(offer.tax_free.get(), 0);
    assert_eq!(
        (offer.kind, offer.validity),
        (Kind::Purchased, Period::Days(365))
    );
}

#[test]
fn packages_live_a_month_each_the_whole_of_them() {
    for packages in [1_u32, 2, 3, 6, 12] {
        let offer = offer("package-1000", packages.into()).unwrap();
        assert_eq!(
            (offer.kind, offer.validity),
            (Kind::Bulk, Period::Months(packages))
        );
        assert_eq!(offer.credits.get(), 1_000 * i64::from(packages));
        assert_eq!(offer.amount.get(), 9_900 * i64::from(packages));
    }
    assert_eq!(
        offer("package-1000", 1).unwrap().title,
        "1,000 credits package"
    );
}

#[test]
fn a_title_has_its_korean_name_as_long_as_the_product_is_named_so() {
    let catalogue = published().catalogue;
    let title =
        |product: &str, title: &str, quantity| catalogue.korean_title(product, title, quantity);
    for (product, english, quantity, korean) in [
        ("direct-1000", "1,000 credits", 1, "크레딧 1,000"),
        (
            "package-1000",
            "1,000 credits package × 3",
            3,
            "크레딧 1,000 패키지 × 3",
        ),
        (
            "due_1",
            "Plus membership, from 2026-01-31",
            1,
            "플러스 멤버십, 2026-01-31부터",
        ),
    ] {
        assert_eq!(title(product, english, quantity).as_deref(), Some(korean));
    }
    // It was named otherwise when it was ordered, or is not on sale any more.
    assert_eq!(title("direct-1000", "A thousand credits", 1), None);
    assert_eq!(title("direct-7", "1,000 credits", 1), None);
    assert_eq!(title("due_1", "Gold membership, from 2026-01-31", 1), None);
}

#[test]
fn other_numbers_of_packages_are_refused_with_the_list() {
    for quantity in [i64::MIN, -1, 0, 4, 5, 7, 11, 13, 24, i64::MAX] {
        let refusal = offer("package-1000", quantity).unwrap_err();
        let expected = NotForSale::Quantity {
            product: "package-1000".to_owned(),
            quantity,
            allowed: vec![1, 2, 3, 6, 12],
        };
        assert_eq!(refusal, expected);
    }
    assert_eq!(
        offer("package-1000", 4).unwrap_err().to_string(),
        "product `package-1000` is not sold 4 at once, only 1, 2, 3, 6, 12"
    );
}

#[test]
fn the_largest_quantity_is_sold_and_one_more_is_not() {
    assert!(offer("direct-1000", QUANTITY_MAX).is_ok());
    for quantity in [i64::MIN, 0, QUANTITY_MAX + 1, i64::MAX] {
        let refusal = offer("direct-1000", quantity).unwrap_err();
        assert!(
            matches!(refusal, NotForSale::QuantityRange { .. }),
            "{quantity}"
        );
    }
}

#[test]
fn an_unknown_product_is_refused_with_those_there_are() {
    let refusal = offer("direct-1", 1).unwrap_err();
    let known = [
        "direct-100",
        "direct-1000",
        "direct-10000",
        "package-1000",
        "bonus-1000",
    ];
    let expected = NotForSale::UnknownProduct {
        product: "direct-1".to_owned(),
        known: known.map(str::to_owned).to_vec(),
    };
    assert_eq!(refusal, expected);
}

#[test]
fn the_table_of_the_policy_decides_which_packages_are_sold() {
    let other = POLICY.replacen("packages = 6, months = 6", "packages = 4, months = 6", 1);
    let policy = Policy::parse(&other).unwrap();
    let catalogue = published().catalogue;
    let four = catalogue.offer("package-1000", 4, &policy).unwrap();
    assert_eq!(four.validity, Period::Months(6));
    assert!(catalogue.offer("package-1000", 6, &policy).is_err());
}

fn product(id: &str, name: &str, credits: i64, rest: &str) -> String {
    format!(
        "[[product]]\nid = \"{id}\"\nname = \"{name}\"\nsale = \"direct\"\ncredits = {credits}\n{rest}\n"
    )
}

#[test]
fn a_wrong_catalogue_is_refused_by_product_and_field() {
    let most = AMOUNT_MAX / QUANTITY_MAX;
    let good = |id: &str| product(id, "x", 1, "price = 1");
    assert!(Catalogue::parse(&product("a", "x", most, &format!("price = {most}"))).is_ok());
    assert!(Catalogue::parse(&good(&"a".repeat(40))).is_ok());
    for (document, named) in [
        (good(""), "id"),
        (good("-a"), "id"),
        (good("A"), "id"),
        (good("a_b"), "id"),
        (good(&"a".repeat(41)), "id"),
        (good("a") + &good("b") + &good("a"), "id"),
        (product("a", "", 1, "price = 1"), "name"),
        (product("a", " x", 1, "price = 1"), "name"),
        (
            product("a", "x", 1, "price = 1\nkorean_name = \"\""),
            "korean_name",
        ),
        (product("a", "x\\ny", 1, "price = 1"), "name"),
        (product("a", &"가".repeat(81), 1, "price = 1"), "name"),
        (product("a", "x", 0, "price = 1"), "credits"),
        (product("a", "x", most + 1, "price = 1"), "credits"),
        (product("a", "x", 1, "price = 0"), "price"),
        (
            product("a", "x", 1, &format!("price = {}", most + 1)),
            "price",
        ),
        (
            product("a", "x", 1, "price = 10\ntax_free = 11"),
            "tax_free",
        ),
    ] {
        match Catalogue::parse(&document) {
            Err(CatalogueError::Rule { field, .. }) => assert_eq!(field, named, "{document}"),
            other => panic!("{document}: {other:?}"),
        }
    }
    for (document, says) in [
        (good("a") + "colour = 1", "colour"),
        (good("a").replace("direct", "gift"), "gift"),
        (good("a").replace("price = 1", "price = 1.5"), "1.5"),
        (good("a").replace("price = 1", "price = -1"), "-1"),
        (String::new(), "product"),
    ] {
        match Catalogue::parse(&document) {
            Err(CatalogueError::Unreadable(message)) => {
                assert!(message.contains(says), "{message}");
            }
            other => panic!("{document}: {other:?}"),
        }
    }
    assert_eq!(Catalogue::parse("product = []"), Err(CatalogueError::Empty));
}

#[test]
fn tax_free_parts_multiply_with_the_quantity() {
    let catalogue = Catalogue::parse(&product("a", "x", 1, "price = 10\ntax_free = 10")).unwrap();
    let offer = catalogue
        .offer("a", 7, &Policy::parse(POLICY).unwrap())
        .unwrap();
    assert_eq!((offer.amount.get(), offer.tax_free.get()), (70, 70));
}
