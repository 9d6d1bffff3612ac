use chrono::DateTime;
use domain::endpoint::{Endpoint, EndpointState};

use super::{AT_ONCE, SLOTS, in_turn, share};

#[test]
fn endpoints_that_hang_leave_room_for_one_more() {
    assert_eq!((share(0), share(1), share(3)), (AT_ONCE, AT_ONCE, AT_ONCE));
    for endpoints in 1..SLOTS {
        let each = share(endpoints);
        assert!(each >= 1);
        assert!(SLOTS - endpoints * each >= each, "{endpoints}: {each}");
    }
    assert_eq!((share(SLOTS), share(10 * SLOTS)), (1, 1));
}

fn endpoint(n: u8) -> Endpoint {
    Endpoint {
        id: format!("whe_0000000000000000000000000{n}").parse().unwrap(),
        url: String::new(),
        types: Vec::new(),
        description: String::new(),
        from_position: 0,
        state: EndpointState::Enabled,
        note: None,
        salt: String::new(),
        previous_salt: None,
        previous_until: None,
        created_at: DateTime::UNIX_EPOCH,
        enabled_at: DateTime::UNIX_EPOCH,
    }
}

#[test]
fn each_endpoint_is_the_first_in_its_turn() {
    let due = || vec![endpoint(3), endpoint(1), endpoint(2)];
    for (turn, order) in [(0, [1, 2, 3]), (1, [2, 3, 1]), (5, [3, 1, 2])] {
        assert_eq!(in_turn(due(), turn), order.map(endpoint), "{turn}");
    }
    assert_eq!(in_turn(Vec::new(), 1), []);
}
