//! Whether a line adds up.

use super::{line, signed, won};
use crate::{
    reconcile::DiscrepancyKind as Kind,
    settlement::{AgreedFees, FeeMax, Line, SettlementKind, expected_vat},
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
        let found = it.wrong(None).map(|wrong| wrong.kind);
        assert_eq!(found, wrong, "{gross} {fee} {vat:?} {net}");
    }
}

#[test]
fn a_payment_that_is_taken_off_is_found() {
    let it = Line {
        kind: SettlementKind::Payment,
        ..line("t1", -1_000)
    };
    assert_eq!(it.wrong(None).unwrap().kind, Kind::Fee);
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

#[test]
fn a_fee_above_the_agreed_one_is_found() {
    let charged = |agreed: &str, it: &Line| {
        let agreed: FeeMax = agreed.parse().unwrap();
        it.wrong(Some(&agreed))
            .map(|wrong| (wrong.kind, wrong.theirs, wrong.ours))
    };
    // 2.1 % of 64,601 won is 1,356.6, of which providers keep 1,356.
    let paid = line("t1", 64_601);
    assert_eq!(charged("2.1", &paid), None);
    let above = |most| Some((Kind::Fee, won(1_356), won(most)));
    assert_eq!(charged("2", &paid), above(1_293));
    assert_eq!(charged("2.09", &paid), above(1_351));
    assert_eq!(charged("2+63", &paid), None);
    assert_eq!(charged("0+300", &paid), above(300));
    // What comes back of a fee is never too much.
    assert_eq!(charged("1", &line("c1", -64_601)), None);
    // Where the VAT is in the fee, it is in what was agreed.
    let whole = Line {
        fee: signed(1_492),
        vat: None,
        ..paid
    };
    assert_eq!(charged("2.1", &whole), None);
    assert_eq!(charged("2", &whole).unwrap().2, won(1_422));
}

#[test]
fn fees_are_read_and_written_alike() {
    for text in ["", "toss=2.70+300", "kakaopay=2.10;toss=3.08"] {
        assert_eq!(text.parse::<AgreedFees>().unwrap().to_string(), text);
    }
    assert_eq!("toss=2.1".parse::<AgreedFees>(), " toss = 2.10 ;".parse());
    for wrong in [
        "2.1",
        "toss",
        "toss=",
        "toss=2.123",
        "toss=-1",
        "toss=100",
        "toss=2,1",
        "toss=2+10001",
        "toss=2+x",
        "to ss=2",
        "toss=2;toss=3",
    ] {
        assert!(wrong.parse::<AgreedFees>().is_err(), "{wrong}");
    }
}
