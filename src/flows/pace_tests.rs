use std::sync::Arc;

use chrono::{DateTime, TimeDelta};
use domain::id::{Entropy, KeyId};

use super::{Allowance, Pace};
use crate::clock::TestClock;

struct Bits(u128);

impl Entropy for Bits {
    fn bits(&mut self) -> u128 {
        self.0
    }
}

#[test]
fn a_key_makes_a_seconds_worth_at_once_and_no_other_key_pays_for_it() {
    let at = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
    let clock = Arc::new(TestClock::at(at));
    let key = |bits| KeyId::new(at, &mut Bits(bits));
    let (one, other) = (key(1 << 64), key(2 << 64));
    let pace = Pace::new(3, clock.clone()).unwrap();
    let stands = |left, wait| Allowance {
        limit: 3,
        left,
        wait,
    };
    for left in [2, 1, 0] {
        assert_eq!(pace.count(one), stands(left, None));
    }
    assert_eq!(pace.count(one), stands(0, Some(1)));
    assert_eq!(pace.count(other), stands(2, None));
    clock.advance(TimeDelta::milliseconds(334));
    assert_eq!(pace.count(one), stands(0, None));
    assert_eq!(pace.count(one), stands(0, Some(1)));
    clock.advance(TimeDelta::seconds(1));
    assert_eq!(pace.count(one), stands(2, None));
    assert!(Pace::new(0, clock).is_none());
}
