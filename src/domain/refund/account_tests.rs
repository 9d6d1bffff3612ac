use super::{HOLDER_CHARS_MAX, RefundAccount};

fn account(bank: &str, number: &str, holder: &str) -> RefundAccount {
    RefundAccount {
        bank: bank.to_owned(),
        account_number: number.to_owned(),
        holder: holder.to_owned(),
    }
}

#[test]
fn numbers_are_kept_as_digits_however_they_are_written() {
    for written in [
        "110123456789",
        "110-123-456789",
        " 110 123 456789 ",
        "110\u{2013}123\u{2013}456789",
        "１１０－１２３－４５６７８９",
    ] {
        let tidy = account("088", written, " 홍길동 ").tidy().unwrap();
        assert_eq!(tidy, account("088", "110123456789", "홍길동"), "{written}");
    }
    for (digits, fits) in [(5, false), (6, true), (20, true), (21, false)] {
        let number = "1".repeat(digits);
        assert_eq!(
            account("088", &number, "홍").tidy().is_ok(),
            fits,
            "{digits}"
        );
    }
}

#[test]
fn what_is_no_account_is_refused_by_the_rule_it_breaks() {
    let long = "홍".repeat(HOLDER_CHARS_MAX + 1);
    for (bad, part) in [
        (account("88", "110123456789", "홍길동"), "bank"),
        (account("08a", "110123456789", "홍길동"), "bank"),
        (account("088", "110.123.456", "홍길동"), "account_number"),
        (account("088", "11012345678x", "홍길동"), "account_number"),
        (account("088", "- - -", "홍길동"), "account_number"),
        (account("088", "110123456789", " "), "holder"),
        (account("088", "110123456789", "홍\n길동"), "holder"),
        (account("088", "110123456789", &long), "holder"),
    ] {
        let rule = bad.tidy().unwrap_err();
        assert!(rule.starts_with(part), "{rule}");
    }
}

#[test]
fn a_holder_is_the_payer_as_far_as_the_bank_printed_the_name() {
    for (holder, payer, same) in [
        ("홍길동", "홍 길동", true),
        ("홍길동", "홍길동4821", true),
        ("주식회사 크레딧게이트웨이", "㈜크레딧게이", true),
        ("HONG GILDONG", "hong gil", true),
        ("4821", "4821", true),
        ("홍길동", "홍길순", false),
        ("홍길동", "홍", false),
        ("홍길", "홍길동", false),
        ("김철수", "홍길동", false),
        ("홍길동", "-", false),
    ] {
        let held = account("088", "110123456789", holder);
        assert_eq!(held.is_of(payer), same, "{holder} {payer}");
    }
}
