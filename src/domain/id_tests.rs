use super::*;

struct Counter(u128);
impl Entropy for Counter {
    fn bits(&mut self) -> u128 {
        self.0 += 1 << 100;
        self.0
    }
}

#[test]
fn an_id_survives_its_text_and_sorts_by_time() {
    let mut entropy = Counter(7);
    let early = OrderId::new(
        DateTime::from_timestamp_millis(1_700_000_000_000).unwrap(),
        &mut entropy,
    );
    let late = OrderId::new(
        DateTime::from_timestamp_millis(1_700_000_000_001).unwrap(),
        &mut entropy,
    );
    assert_eq!(early.to_string().parse(), Ok(early));
    assert!(early < late && early.to_string() < late.to_string());
    assert_eq!(early.to_string().len(), 30);
}

#[test]
fn the_least_id_is_before_all_of_its_millisecond_and_after_all_before_it() {
    let at = |millis: i64| DateTime::from_timestamp_millis(1_700_000_000_000 + millis).unwrap();
    let least = OrderId::new(at(5), &mut Least);
    assert!(least < OrderId::new(at(5), &mut Counter(0)));
    let last_before = OrderId::new(at(4), &mut Counter(u128::MAX - (1 << 100)));
    assert!(last_before < least);
    assert_eq!(least, OrderId::new(at(5), &mut Least));
}

#[test]
fn what_is_not_an_id_is_refused() {
    for text in [
        "",
        "ord_",
        "pay_01arz3ndektsv4rrffq69g5fav",
        "ord_81arz3ndektsv4rrffq69g5fav",
        "ord_01ARZ3NDEKTSV4RRFFQ69G5FAV",
    ] {
        assert!(text.parse::<OrderId>().is_err(), "{text}");
    }
}

#[test]
fn customer_ids_are_plain() {
    for text in ["user-1@shop.example", "kim+shop@example.com", "+"] {
        assert!(text.parse::<CustomerId>().is_ok(), "{text}");
    }
    for text in ["", "a b", "a/b", "a%2Bb", "고객", &"x".repeat(65)] {
        assert!(text.parse::<CustomerId>().is_err(), "{text}");
    }
}
