use super::{
    CODES, ENDS, Meaning, documented, on_begin, on_cancel, on_confirm, on_known_payment, on_lookup,
};

#[test]
fn every_code_stands_there_once_and_has_its_three_sentences() {
    let mut codes: Vec<_> = CODES.iter().chain(ENDS).map(|row| row.code).collect();
    let all = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), all);
    for row in CODES.iter().chain(ENDS) {
        let korean = |c: char| ('가'..='힣').contains(&c);
        assert!(row.words.buyer_ko.chars().any(korean), "{}", row.code);
        assert!(row.words.buyer_en.is_ascii(), "{}", row.code);
        assert!(
            row.words.support.ends_with(['.', '?']) && row.words.support.is_ascii(),
            "{}",
            row.code
        );
        assert_eq!(documented(row.code), Some(row));
    }
}

#[test]
fn an_unknown_code_proves_nothing_to_any_call() {
    for meaning in [on_begin, on_confirm, on_cancel, on_lookup, on_known_payment] {
        assert_eq!(meaning("A_CODE_OF_NEXT_YEAR"), Meaning::InDoubt);
        assert_eq!(meaning(""), Meaning::InDoubt);
    }
}

#[test]
fn a_pgs_error_is_never_a_decline() {
    assert_eq!(on_confirm("PG_PROVIDER"), Meaning::Settled);
    assert_eq!(on_cancel("PG_PROVIDER"), Meaning::InDoubt);
    assert_eq!(on_begin("ALREADY_PAID"), Meaning::InDoubt);
}

#[test]
fn a_payment_that_is_not_found_means_something_else_once_it_was_paid() {
    assert_eq!(on_lookup("PAYMENT_NOT_FOUND"), Meaning::NothingMoved);
    assert_eq!(
        on_known_payment("PAYMENT_NOT_FOUND"),
        Meaning::Misconfigured
    );
    assert_eq!(on_cancel("PAYMENT_NOT_FOUND"), Meaning::Misconfigured);
}
