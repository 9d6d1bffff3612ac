//! From where a stream may go on.

use super::{BACK_MAX, FlowError, check_place};

#[test]
fn a_stream_goes_back_so_far_and_no_further() {
    for (after, latest, fits) in [
        (0, 0, true),
        (1, 0, false),
        (-1, 0, false),
        (7, 7, true),
        (8, 7, false),
        (0, BACK_MAX, true),
        (0, BACK_MAX + 1, false),
        (1, BACK_MAX + 1, true),
        (i64::MIN, i64::MAX, false),
    ] {
        let found = check_place(after, latest);
        assert_eq!(found.is_ok(), fits, "{after} of {latest}");
        if let Err(error) = found {
            let named = matches!(
                error,
                FlowError::Invalid {
                    field: "Last-Event-ID",
                    ..
                }
            );
            assert!(named, "{error}");
        }
    }
}
