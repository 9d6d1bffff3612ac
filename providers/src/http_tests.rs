use super::safe_text;

#[test]
fn a_providers_words_keep_their_sense_and_lose_account_numbers() {
    for (given, kept) in [
        ("한도초과 혹은 잔액부족", "한도초과 혹은 잔액부족"),
        ("최대 12개월, 200원 이상", "최대 12개월, 200원 이상"),
        ("계좌 110-123-457270 오류", "계좌 … 오류"),
        ("01012345678", "…"),
        ("a\u{0}b\nc", "abc"),
    ] {
        assert_eq!(safe_text(given), kept, "{given}");
    }
    assert_eq!(safe_text(&"가".repeat(510)).chars().count(), 200);
}
