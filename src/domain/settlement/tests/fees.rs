//! Whether a line adds up.

use super::{line, signed, won};
use crate::{
    reconcile::DiscrepancyKind as Kind,
    settlement::{Line, SettlementKind, expected_vat},
};

/// Amount, fee, VAT, paid out; real rows of Toss first.
#[test]
fn a_fee_that_is_wrong_is_found() {
    for (gross, fee, vat, net, wrong) in [
        (64_601, 1_356, Some(136), 63_109, None),
        (-99_800, -2_045, Some(-205), -97_550, None),
        (1_000, 0, Some(0), 1_000, None),
        (1_000, 29, None, 971, None),
        // Rounded down.
        (1_000, 29, Some(2), 969, None),
        // A won less is paid out.
        (1_000, 20, Some(2), 977, Some(Kind::Fee)),
        // The VAT is not taken off.
        (1_000, 20, Some(2), 980, Some(Kind::Fee)),
        // The fee is added.
        (1_000, -20, Some(-2), 1_022, Some(Kind::Fee)),
        // A fee is taken once more for a cancel.
        (-1_000, 20, Some(2), -1_022, Some(Kind::Fee)),
        (1_000, 20, Some(4), 976, Some(Kind::Vat)),
        (1_000, 20, Some(0), 980, Some(Kind::Vat)),
        (-99_800, -2_045, Some(-207), -97_548, Some(Kind::Vat)),
    ] {
        let it = Line {
            fee: signed(fee),
            vat: vat.map(signed),
            net: signed(net),
            ..line("t1", gross)
        };
        let found = it.wrong().map(|wrong| wrong.kind);
        assert_eq!(found, wrong, "{gross} {fee} {vat:?} {net}");
    }
}

#[test]
fn a_payment_that_is_taken_off_is_found() {
    let it = Line {
        kind: SettlementKind::Payment,
        ..line("t1", -1_000)
    };
    assert_eq!(it.wrong().unwrap().kind, Kind::Fee);
}

#[test]
fn the_vat_of_a_fee_is_a_tenth_half_a_won_up() {
    for (fee, vat) in [
        (0, 0),
        (4, 0),
        (5, 1),
        (1_356, 136),
        (2_045, 205),
        (2_044, 204),
    ] {
        assert_eq!(expected_vat(won(fee)), won(vat), "{fee}");
    }
}
