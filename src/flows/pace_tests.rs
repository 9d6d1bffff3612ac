use std::{num::NonZeroU32, sync::Arc};

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

#[test]
fn the_things_of_a_batch_are_counted_all_or_none() {
    let at = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
    let clock = Arc::new(TestClock::at(at));
    let key = KeyId::new(at, &mut Bits(1 << 64));
    let pace = Pace::new(3, clock.clone()).unwrap();
    let more = |count: u32| NonZeroU32::new(count).unwrap();
    assert_eq!(pace.count(key).left, 2);
    let counted = pace.count_more(key, more(2)).unwrap();
    assert_eq!((counted.left, counted.wait), (0, None));
    clock.advance(TimeDelta::seconds(1));
    assert_eq!(pace.count(key).left, 2);
    assert_eq!(pace.count_more(key, more(3)), None, "never in one second");
    assert_eq!(pace.count(key).left, 1);
    assert!(pace.count_more(key, more(2)).unwrap().wait.is_some());
    assert_eq!(pace.count(key).left, 0, "nothing of the batch was counted");
}
