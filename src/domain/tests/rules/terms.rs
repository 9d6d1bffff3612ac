use domain::{
    calendar::OutOfCalendar,
    terms::{Terms, refund_window, terms},
};

use crate::{at, published};

fn terms_of(product: &str, quantity: i64, bought: &str) -> Terms {
    let rules = published();
    let policy = rules.policies.current(at(bought));
    let offer = rules.catalogue.offer(product, quantity, policy).unwrap();
    terms(&offer, policy, &rules.holidays, at(bought)).unwrap()
}

#[test]
fn terms_of_a_direct_purchase_over_a_holiday() {
    let terms = terms_of("direct-1000", 1, "2026-02-09T06:06:31.123456789+09:00");
    let told = serde_json::to_value(&terms).unwrap();
    assert_eq!(told["from"], "2026-02-09T06:06:31.123456+09:00");
    assert_eq!(told["expires_at"], "2027-02-10T00:00:00+09:00");
    assert_eq!(told["refund_by_right_until"], "2026-02-20T00:00:00+09:00");
    assert_eq!(
        told["refund_through_support_until"],
        "2026-02-24T00:00:00+09:00"
    );
    assert_eq!(told["policy"], "2025-07-17");
    assert_eq!(told["kind"], "purchased");
    assert_eq!(told["amount"], 10_000);
    assert_eq!(serde_json::from_value::<Terms>(told).unwrap(), terms);
}

#[test]
fn every_instant_is_explained_by_rule_law_and_section() {
    let why = terms_of("direct-1000", 1, "2026-02-09T06:06:31+09:00").why;
    assert_eq!(
        why.expires_at,
        "Purchased credits live 365 days (policy 2025-07-17, section 2); the last day by Civil Act \
         art. 159 is 2027-02-09; holidays do not move it, because the exact instant is told \
         beforehand (Civil Act art. 155)"
    );
    assert_eq!(
        why.refund_by_right_until,
        "By right, no reason needed, for 7 days (policy 2025-07-17, section 7; E-Commerce Act art. \
         17(1)); the last day by Civil Act art. 159 is 2026-02-16, a day off (설날 전날), so the \
         window goes on to the end of 2026-02-19 (Civil Act art. 161)"
    );
    assert_eq!(
        why.refund_through_support_until,
        "Through support, with a reason, for 14 days (policy 2025-07-17, FAQ; Terms Regulation Act \
         art. 5(2)); the last day by Civil Act art. 159 is 2026-02-23"
    );
    assert!(why.from.contains("2026-02-09") && why.from.contains("art. 157"));
}

#[test]
fn packages_expire_together_by_calendar_months() {
    for (packages, expires) in [
        (1, "2026-04-01T00:00:00+09:00"),
        (2, "2026-05-01T00:00:00+09:00"),
        (3, "2026-06-01T00:00:00+09:00"),
        (6, "2026-09-01T00:00:00+09:00"),
        (12, "2027-03-01T00:00:00+09:00"),
    ] {
        let terms = terms_of("package-1000", packages, "2026-02-28T00:57:53+09:00");
        assert_eq!(terms.expires_at, at(expires), "{packages}");
        assert!(terms.why.expires_at.contains("art. 160"));
    }
}

#[test]
fn the_windows_of_a_refund_are_those_of_the_terms() {
    let rules = published();
    for bought in [
        "2026-01-31T15:41:24+09:00",
        "2026-09-17T00:41:34+09:00",
        "2027-12-31T23:59:59.999999999+09:00",
        "2028-01-01T00:00:00+09:00",
    ] {
        let policy = rules.policies.current(at(bought));
        let until = |window| refund_window(window, &rules.holidays, at(bought)).unwrap();
        let terms = terms_of("direct-100", 1, bought);
        let by_right = until(&policy.refund.by_right);
        let through_support = until(&policy.refund.through_support);
        assert_eq!(by_right, terms.refund_by_right_until, "{bought}");
        assert_eq!(through_support, terms.refund_through_support_until);
        assert!(by_right <= through_support);
    }
}

#[test]
fn terms_say_when_the_holidays_are_not_known() {
    let why = terms_of("direct-100", 1, "2031-12-28T12:00:00+09:00").why;
    assert!(why.refund_by_right_until.contains("not known yet"));
    let why = terms_of("direct-100", 1, "2033-02-22T12:00:00+09:00").why;
    let of_fixed_date = "a day off (삼일절), so the window goes on to the end of 2033-03-02";
    assert!(why.refund_by_right_until.contains(of_fixed_date));
    let why = terms_of("direct-100", 1, "2031-12-01T12:00:00+09:00").why;
    assert!(!why.refund_by_right_until.contains("not known yet"));
}

#[test]
fn terms_outside_the_calendar_are_refused() {
    let rules = published();
    let policy = &rules.policies.all()[0];
    let offer = rules.catalogue.offer("direct-100", 1, policy).unwrap();
    let early = at("1987-07-01T00:00:00+09:00");
    let refusal = terms(&offer, policy, &rules.holidays, early).unwrap_err();
    assert_eq!(refusal, OutOfCalendar { year: 1987 });
    assert_eq!(
        refund_window(&policy.refund.by_right, &rules.holidays, early),
        Err(OutOfCalendar { year: 1987 })
    );
}
