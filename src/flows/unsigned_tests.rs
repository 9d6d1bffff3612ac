use chrono::{DateTime, TimeDelta};
use domain::{id::OrderId, kind::ProviderId};

use super::{
    BEGINNING, BODY_KEPT_WHOLE, BYTES_AN_HOUR, Kept, NOT_BELIEVED_AN_HOUR, OF_AN_ORDER_AN_HOUR,
    Quotas, STRANGE_AN_HOUR, Unsigned, beginning_of,
};

const TOSS: ProviderId = ProviderId::known("toss");
const BANK: ProviderId = ProviderId::known("bank");

fn order(nth: usize) -> OrderId {
    let id = format!("ord_01knn9mwm0e00800003{nth:07}");
    id.parse().unwrap()
}

#[test]
fn each_kind_of_each_provider_has_a_quota_of_its_own_which_an_hour_renews() {
    let (mut quotas, now) = (Quotas::default(), DateTime::UNIX_EPOCH);
    for (what, most) in [
        (Unsigned::NotBelieved, NOT_BELIEVED_AN_HOUR),
        (Unsigned::Strange, STRANGE_AN_HOUR),
    ] {
        for _ in 0..most {
            assert_eq!(quotas.admit(&TOSS, what, 9, now), Kept::Beginning);
        }
        assert_eq!(quotas.admit(&TOSS, what, 9, now), Kept::Nothing);
        assert_eq!(quotas.admit(&BANK, what, 9, now), Kept::Beginning);
    }
    let later = now + TimeDelta::minutes(60);
    for what in [Unsigned::NotBelieved, Unsigned::Strange] {
        assert_eq!(quotas.admit(&TOSS, what, 9, later), Kept::Beginning);
    }
}

#[test]
fn an_orders_hints_are_kept_up_to_their_number_and_size() {
    let (mut quotas, now) = (Quotas::default(), DateTime::UNIX_EPOCH);
    let (one, other) = (order(1), order(2));
    let large = BODY_KEPT_WHOLE + 1;
    assert_eq!(
        quotas.admit(&TOSS, Unsigned::Of(one), large, now),
        Kept::Beginning
    );
    for _ in 1..OF_AN_ORDER_AN_HOUR {
        let kept = quotas.admit(&TOSS, Unsigned::Of(one), BODY_KEPT_WHOLE, now);
        assert_eq!(kept, Kept::Whole);
    }
    let more = quotas.admit(&TOSS, Unsigned::Of(one), 1, now);
    assert_eq!(more, Kept::Nothing);
    let of_other = quotas.admit(&TOSS, Unsigned::Of(other), 1, now);
    assert_eq!(of_other, Kept::Whole);
}

#[test]
fn all_orders_together_fill_no_more_than_the_providers_bytes() {
    let (mut quotas, now) = (Quotas::default(), DateTime::UNIX_EPOCH);
    let mut kept = 0;
    for nth in 0..2 * BYTES_AN_HOUR / BODY_KEPT_WHOLE {
        let of = Unsigned::Of(order(nth));
        if quotas.admit(&TOSS, of, BODY_KEPT_WHOLE, now) == Kept::Whole {
            kept += BODY_KEPT_WHOLE;
        }
    }
    assert_eq!(kept, BYTES_AN_HOUR);
}

#[test]
fn a_beginning_cuts_no_character_in_two() {
    let text = "가".repeat(BEGINNING);
    let beginning = beginning_of(text.as_bytes());
    assert_eq!(beginning.len(), BEGINNING / 3 * 3);
    assert!(std::str::from_utf8(beginning).is_ok());
    assert_eq!(beginning_of(b"short"), b"short");
    assert_eq!(beginning_of(&[0xff; 2000]).len(), BEGINNING);
}
