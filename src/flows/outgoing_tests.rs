use std::panic::{AssertUnwindSafe, catch_unwind};

use domain::id::EndpointId;

use super::{Places, UnderWay, held};

#[test]
fn nothing_stays_under_way_after_whoever_sends_it() {
    let endpoint: EndpointId = "whe_00000000000000000000000001".parse().unwrap();
    let places = Places::default();
    let known = || held(&places).get(&endpoint).cloned().unwrap_or_default();
    let first = UnderWay::begin(&places, endpoint, 1);
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        let _second = UnderWay::begin(&places, endpoint, 2);
        assert_eq!(known(), [1, 2].into());
        panic!("while it is sent");
    }));
    assert!(panicked.is_err());
    assert_eq!(known(), [1].into());
    drop(first);
    assert!(held(&places).is_empty());
}
