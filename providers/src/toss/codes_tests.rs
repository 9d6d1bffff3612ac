use super::{CODES, ENDS, Meaning, documented, on_cancel, on_confirm, on_lookup, on_receipt};

#[test]
fn every_code_has_its_three_sentences() {
    for row in CODES.iter().chain(ENDS) {
        let korean = |c: char| ('가'..='힣').contains(&c);
        assert!(row.words.buyer_ko.chars().any(korean), "{}", row.code);
        assert!(row.words.buyer_en.is_ascii(), "{}", row.code);
        let support = row.words.support;
        assert!(
            support.is_ascii() && support.ends_with(['.', '?']),
            "{}",
            row.code
        );
        assert_eq!(documented(row.code), Some(row));
    }
}

#[test]
fn every_code_stands_there_once_and_an_unknown_one_proves_nothing() {
    let mut codes: Vec<_> = CODES.iter().chain(ENDS).map(|row| row.code).collect();
    let all = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), all);
    for meaning in [on_confirm, on_cancel, on_lookup, on_receipt] {
        assert_eq!(meaning("A_CODE_OF_NEXT_YEAR"), Meaning::InDoubt);
    }
    assert_eq!(documented("A_CODE_OF_NEXT_YEAR"), None);
}

#[test]
fn a_400_that_may_hide_a_success_is_never_a_decline() {
    for code in [
        "PROVIDER_ERROR",
        "CARD_PROCESSING_ERROR",
        "IDEMPOTENT_REQUEST_PROCESSING",
    ] {
        assert_eq!(on_confirm(code), Meaning::InDoubt, "{code}");
        assert_eq!(on_cancel(code), Meaning::InDoubt, "{code}");
    }
    assert_eq!(on_confirm("ALREADY_PROCESSED_PAYMENT"), Meaning::Settled);
    assert_eq!(on_cancel("NOT_CANCELABLE_AMOUNT"), Meaning::Settled);
}

#[test]
fn nobody_is_told_to_pay_again_while_a_payment_is_in_doubt() {
    for row in CODES
        .iter()
        .filter(|row| row.cancel != Meaning::Misconfigured)
    {
        let in_doubt = (row.confirm, row.cancel) == (Meaning::InDoubt, Meaning::InDoubt);
        let again = row.words.buyer_en.contains("start again");
        assert!(!(in_doubt && again), "{}", row.code);
    }
}
