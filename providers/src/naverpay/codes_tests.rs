use super::{CODES, ENDS, Meaning, documented, on_apply, on_cancel, on_history, on_reserve};

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
    }
}

#[test]
fn an_unknown_code_proves_nothing_to_any_call() {
    for meaning in [on_reserve, on_apply, on_cancel, on_history] {
        assert_eq!(meaning("A_CODE_OF_NEXT_YEAR"), Meaning::InDoubt);
        assert_eq!(meaning(""), Meaning::InDoubt);
    }
}

#[test]
fn the_two_codes_that_look_alike_ask_for_opposite_things() {
    assert_eq!(on_cancel("CancelNotComplete"), Meaning::Settled);
    assert_eq!(on_cancel("PreCancelNotComplete"), Meaning::RetryLater);
}

#[test]
fn case_does_not_matter() {
    assert_eq!(on_apply("timeexpired"), Meaning::NothingMoved);
    let told = documented("usercancel").map(|it| it.words.buyer_en);
    assert_eq!(told, Some("You cancelled the payment."));
    assert_eq!(documented("A_CODE_OF_NEXT_YEAR"), None);
}
