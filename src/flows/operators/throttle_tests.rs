//! Waits, what is forgotten, and what is told.

use std::time::Duration;

use super::{
    FORGOTTEN_AFTER, FREE_FOR_BOTH, FREE_FOR_NAME, KEPT_MAX, LINES_MAX, LINES_WITHIN, Throttle,
    WAIT_MAX,
};

const HERE: Option<std::net::IpAddr> = Some(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST));

fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn each_wrong_password_beyond_the_free_ones_doubles_the_wait() {
    let (mut throttle, mut now) = (Throttle::default(), secs(100));
    for _ in 0..FREE_FOR_BOTH {
        assert_eq!(throttle.wait("ann", HERE, now), None);
        throttle.tried("ann", HERE, now);
    }
    for wait in [1, 2, 4, 8] {
        assert_eq!(throttle.wait("ann", HERE, now), Some(secs(wait)));
        assert_eq!(throttle.wait("bob", HERE, now), None, "another name");
        now += secs(wait);
        assert_eq!(throttle.wait("ann", HERE, now), None);
        throttle.tried("ann", HERE, now);
    }
    for _ in 0..20 {
        throttle.tried("ann", HERE, now);
    }
    assert_eq!(throttle.wait("ann", HERE, now), Some(WAIT_MAX));
    throttle.was_right("ann", HERE);
    assert_eq!(throttle.wait("ann", HERE, now), None);
}

#[test]
fn a_name_that_is_guessed_from_everywhere_waits_a_little() {
    let (mut throttle, now) = (Throttle::default(), secs(100));
    for at in 0..FREE_FOR_NAME + 10 {
        let from = std::net::IpAddr::from(at.to_be_bytes());
        throttle.tried("ann", Some(from), now);
    }
    assert_eq!(throttle.wait("ann", HERE, now), Some(secs(30)));
    assert_eq!(throttle.wait("bob", HERE, now), None);
    let later = now + FORGOTTEN_AFTER;
    throttle.tried("ann", HERE, later);
    assert_eq!(throttle.wait("ann", HERE, later), None);
}

#[test]
fn no_number_of_names_takes_more_room_and_who_was_used_least_lately_goes_first() {
    let mut throttle = Throttle::default();
    let times = |throttle: &Throttle, name: &str| {
        let known = throttle.known.iter();
        let mut known = known.filter(|(who, _)| ***who == super::Who::Name(name.to_owned()));
        known.next().map(|(_, wrong)| wrong.times)
    };
    for at in 0..KEPT_MAX * 2 {
        throttle.tried(&at.to_string(), None, secs(1));
        if at % 1000 == 0 {
            throttle.tried("ann", None, secs(1));
        }
        assert!(throttle.known.len() <= KEPT_MAX);
    }
    assert_eq!(throttle.known.len(), throttle.by_use.len());
    assert_eq!(times(&throttle, "0"), None);
    assert_eq!(times(&throttle, &(KEPT_MAX * 2 - 1).to_string()), Some(1));
    assert_eq!(times(&throttle, "ann"), Some(40), "used all the time");
    throttle.was_right("ann", None);
    assert_eq!(throttle.known.len(), throttle.by_use.len());
}

#[test]
fn a_wait_is_told_once_and_a_flood_in_few_lines() {
    let (mut throttle, now) = (Throttle::default(), secs(100));
    let wrong = |throttle: &mut Throttle, name: &str, now| {
        throttle.tried(name, None, now);
        let told = throttle.slowed(name, None, now);
        told.map(|told| told.to_string())
    };
    for _ in 1..FREE_FOR_BOTH {
        assert_eq!(wrong(&mut throttle, "ann", now), None);
    }
    let first = "wrong passwords for a name from one address";
    assert_eq!(wrong(&mut throttle, "ann", now).as_deref(), Some(first));
    assert_eq!(wrong(&mut throttle, "ann", now), None, "told before");
    // A right one ends it, so that the next wait is another.
    throttle.was_right("ann", None);
    let mut lines = 1;
    for at in 0..200 {
        for _ in 0..FREE_FOR_BOTH {
            lines += u32::from(wrong(&mut throttle, &at.to_string(), now).is_some());
        }
    }
    assert_eq!(lines, LINES_MAX);
    let later = now + LINES_WITHIN;
    for _ in 1..FREE_FOR_BOTH {
        assert_eq!(wrong(&mut throttle, "ann", later), None);
    }
    let more = 200 - LINES_MAX + 1;
    assert_eq!(
        wrong(&mut throttle, "ann", later),
        Some(format!("{first}; {more} more waits were not written down"))
    );
}
