//! Places are limited and given back, and no change is missed.

use domain::id::CustomerId;

use super::{STREAMS_MAX, STREAMS_OF_CUSTOMER_MAX, TooMany, Watchers};

fn customer(name: &str) -> CustomerId {
    name.parse().unwrap()
}

#[test]
fn a_customer_has_so_many_places_and_no_more() {
    let watchers = Watchers::default();
    let alice = customer("alice");
    let taken: Vec<_> = (0..STREAMS_OF_CUSTOMER_MAX)
        .map(|_| watchers.watch(&alice).unwrap())
        .collect();
    assert_eq!(watchers.watch(&alice).err(), Some(TooMany::OfCustomer));
    assert!(watchers.watch(&customer("bob")).is_ok());
    drop(taken);
    assert!(watchers.watch(&alice).is_ok());
    assert_eq!((watchers.open(), watchers.customers()), (0, Vec::new()));
}

#[test]
fn a_process_has_so_many_places_and_no_more() {
    let watchers = Watchers::default();
    let taken: Vec<_> = (0..STREAMS_MAX)
        .map(|nth| watchers.watch(&customer(&format!("c{nth}"))).unwrap())
        .collect();
    assert_eq!(
        watchers.watch(&customer("one-more")).err(),
        Some(TooMany::InAll)
    );
    drop(taken);
    assert!(watchers.watch(&customer("one-more")).is_ok());
}

#[tokio::test]
async fn what_comes_before_the_wait_is_not_missed_and_nothing_twice() {
    let watchers = Watchers::default();
    let alice = customer("alice");
    let mut watch = watchers.watch(&alice).unwrap();
    watchers.wake([(&alice, 3), (&customer("bob"), 9)]);
    watch.changed().await;
    watchers.wake([(&alice, 3), (&alice, 2)]);
    let waited = futures_util::FutureExt::now_or_never(watch.changed());
    assert_eq!(waited, None, "nothing is new");
    watchers.wake([(&alice, 4)]);
    watch.changed().await;
}
