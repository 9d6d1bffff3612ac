//! The rules that a policy document must keep.

use domain::policy::{ANNOUNCED_CHARS_MAX, Policy};

use crate::{
    POLICY,
    policy::{refused, with},
};

#[test]
fn no_document_goes_below_seven_days() {
    refused(
        &with("period = { days = 7 }", "period = { days = 6 }"),
        "refund.by_right.period",
        "statutory minimum",
    );
    refused(
        &with("period = { days = 14 }", "period = { days = 6 }"),
        "refund.through_support.period",
        "statutory minimum",
    );
    refused(
        &with(
            "rollover = \"holidays_and_saturdays\"",
            "rollover = \"none\"",
        ),
        "refund.by_right.rollover",
        "Civil Act art. 161",
    );
    assert!(Policy::parse(&with("{ days = 7 }", "{ days = 14 }")).is_ok());
}

#[test]
fn support_never_offers_less_than_the_right() {
    for period in ["{ days = 15 }", "{ months = 1 }"] {
        refused(
            &with("{ days = 7 }", period),
            "refund.through_support.period",
            "not be shorter",
        );
    }
}

#[test]
fn validity_must_be_a_sensible_length() {
    for (part, other, field) in [
        (
            "{ days = 90 }",
            "{ days = 0 }",
            "validity.promotional.period",
        ),
        (
            "{ days = 30 }",
            "{ days = 36501 }",
            "validity.membership.period",
        ),
        (
            "{ days = 365 }",
            "{ months = 1201 }",
            "validity.purchased.period",
        ),
        (
            "packages = 1, months = 1",
            "packages = 0, months = 1",
            "validity.bulk.table",
        ),
        (
            "packages = 12, months",
            "packages = 1001, months",
            "validity.bulk.table",
        ),
        (
            "packages = 2, months = 2",
            "packages = 1, months = 2",
            "validity.bulk.table",
        ),
        (
            "packages = 2, months = 2",
            "packages = 2, months = 0",
            "validity.bulk.table",
        ),
        (
            "packages = 2, months = 2",
            "packages = 2, months = 4",
            "validity.bulk.table",
        ),
    ] {
        refused(&with(part, other), field, "");
    }
}

#[test]
fn a_document_cannot_claim_an_order_of_spending_that_is_not_kept() {
    refused(
        &with(
            "[\"earliest_expiry\", \"kind\"",
            "[\"kind\", \"earliest_expiry\"",
        ),
        "spending.order",
        "the order that is kept",
    );
    for kinds in [
        "[[\"membership\"], [\"promotional\"], [\"purchased\", \"bulk\"]]",
        "[[\"promotional\"], [\"membership\"], [\"purchased\"], [\"bulk\"]]",
        "[[\"promotional\"], [\"membership\"], [\"purchased\"]]",
    ] {
        let document = with(
            "[[\"promotional\"], [\"membership\"], [\"purchased\", \"bulk\"]]",
            kinds,
        );
        refused(&document, "spending.kinds", "the order that is kept");
    }
}

#[test]
fn a_major_change_needs_notice() {
    refused(
        &with("change = \"first\"", "change = \"major\""),
        "effective_at",
        "needs notice",
    );
    refused(
        &with("effective_at = \"2025-07-17", "effective_at = \"2025-07-16"),
        "effective_at",
        "before published_at",
    );
}

#[test]
fn every_rule_names_a_section_that_exists() {
    refused(
        &with("section = \"FAQ\"", "section = \"12\""),
        "refund.through_support",
        "section `12`",
    );
    refused(
        &with(
            "says = \"Used credits cannot be refunded.\"",
            "says = \" \"",
        ),
        "refund.never, number 1",
        "say something",
    );
}

#[test]
fn an_announcement_names_each_way_to_pay_once_and_in_the_form_of_a_name() {
    let longest = "m".repeat(ANNOUNCED_CHARS_MAX);
    for right in ["[\"pay_2\"]", &format!("[\"{longest}\"]")] {
        let document = with("[\"paypal\"]", right);
        assert!(Policy::parse(&document).is_ok(), "{right}");
    }
    let form = "1 to 40 of a-z 0-9 _";
    for (wrong, rule) in [
        ("[]", "must name a method"),
        ("[\"\"]", form),
        ("[\"PayPal\"]", form),
        ("[\"2pay\"]", form),
        ("[\"_pay\"]", form),
        ("[\"pay-pal\"]", form),
        ("[\"paypäl\"]", form),
        (&format!("[\"{longest}m\"]"), form),
        ("[\"paypal\", \"paypal\"]", "`paypal` a second time"),
        ("[\"visa\"]", "`visa` a second time"),
    ] {
        refused(&with("[\"paypal\"]", wrong), "announced, number 2", rule);
    }
    let says = "says = \"Coming soon: PayPal integration.\"";
    let field = "announced, number 2";
    refused(&with(says, "says = \"\""), field, "say something");
    let elsewhere = format!("{says}\nsection = \"12\"");
    let place = format!("{says}\nsection = \"9\"");
    refused(&with(&place, &elsewhere), field, "section `12`");
}

#[test]
fn a_document_may_announce_nothing() {
    let start = POLICY.find("[[announced]]").unwrap();
    let end = POLICY.find("[[sections]]").unwrap();
    let silent = format!("{}{}", &POLICY[..start], &POLICY[end..]);
    assert_eq!(Policy::parse(&silent).unwrap().announced, []);
}
