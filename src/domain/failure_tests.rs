use super::{CODE_BYTES_MAX, Failure, FailureKind, MESSAGE_CHARS_MAX, in_words};

#[test]
fn a_code_of_any_provider_is_a_code_and_nothing_else_is() {
    let longest = "X".repeat(CODE_BYTES_MAX);
    for code in [
        "REJECT_CARD_PAYMENT",
        "-780/LACK_BALANCE",
        "TimeExpired",
        &longest,
    ] {
        let failure = Failure::new(code, "한도초과: 잔액부족");
        assert_eq!(failure.code(), Some(code));
        assert_eq!(failure.message(), "한도초과: 잔액부족");
        assert_eq!(failure.to_string(), format!("{code}: 한도초과: 잔액부족"));
    }
    for odd in [
        "",
        "<script>alert(1)</script>",
        "한도초과",
        "two words",
        "cancelled",
        "timeout",
        "in doubt: timeout",
        "-/._",
        &format!("{longest}X"),
    ] {
        let failure = Failure::new(odd, "no");
        assert_eq!(failure.code(), None, "{odd}");
        assert_eq!(failure.message(), format!("{odd}: no"));
    }
    assert_eq!(Failure::from("CODE: of no provider").code(), None);
}

#[test]
fn a_message_is_cut_at_its_limit() {
    let at = |chars: usize| Failure::from("가".repeat(chars)).message().chars().count();
    assert_eq!(at(MESSAGE_CHARS_MAX), MESSAGE_CHARS_MAX);
    assert_eq!(at(MESSAGE_CHARS_MAX + 1), MESSAGE_CHARS_MAX);
}

#[test]
fn people_read_the_failure_and_then_the_note() {
    let failure = Failure::new("NO", "not now").of_call(FailureKind::InDoubt);
    let words = in_words(Some(&failure), Some("transfer it"));
    assert_eq!(words.as_deref(), Some("in doubt: NO: not now; transfer it"));
    assert_eq!(
        in_words(Some(&failure), None).as_deref(),
        Some("in doubt: NO: not now")
    );
    assert_eq!(
        in_words(None, Some("cancelled")).as_deref(),
        Some("cancelled")
    );
    assert_eq!(in_words(None, None), None);
}
