use super::*;

#[test]
fn amounts_refuse_what_is_negative_or_too_large() {
    assert_eq!(Won::new(-1), Err(OutOfRange(-1)));
    assert!(Won::new(AMOUNT_MAX).is_ok());
    assert_eq!(Won::new(AMOUNT_MAX + 1), Err(OutOfRange(AMOUNT_MAX + 1)));
    assert!(serde_json::from_str::<Credits>("1.5").is_err());
    assert!(serde_json::from_str::<Credits>("-1").is_err());
    assert!(serde_json::from_str::<Credits>("\"1\"").is_err());
}

#[test]
fn vat_follows_the_providers_examples() {
    for (total, vat) in [
        (30_000, 2_727),
        (163_020, 14_820),
        (9_026, 821),
        (15_000, 1_364),
        (1_000, 91),
    ] {
        assert_eq!(vat_included(Won(total), Won::ZERO).get(), vat, "{total}");
    }
}

#[test]
fn vat_is_right_up_to_the_largest_amount() {
    for total in [
        AMOUNT_MAX / 2,
        AMOUNT_MAX / 2 + 1,
        AMOUNT_MAX - 1,
        AMOUNT_MAX,
    ] {
        let exact = (i128::from(total) * 2 + 11) / 22;
        let vat = vat_included(Won(total), Won::ZERO).get();
        assert_eq!(i128::from(vat), exact, "{total}");
    }
    for total in 0..1_000 {
        let vat = vat_included(Won(total), Won::ZERO).get();
        assert_eq!(vat, (total * 2 + 11) / 22, "{total}");
    }
}

#[test]
fn shares_floor_and_ceil_exactly() {
    assert_eq!(Won(10_000).share_floor(1, 3), Some(Won(3_333)));
    assert_eq!(Won(10_000).share_ceil(1, 3), Some(Won(3_334)));
    assert_eq!(Won(9_000).share_ceil(1, 3), Some(Won(3_000)));
    assert_eq!(
        Won(AMOUNT_MAX).share_floor(AMOUNT_MAX, AMOUNT_MAX),
        Some(Won(AMOUNT_MAX))
    );
    assert_eq!(Won(1).share_floor(1, 0), None);
}
