//! The account that a refund is transferred to: its stored form, and whether it is the payer's.

use unicode_normalization::UnicodeNormalization as _;

use super::RefundAccount;
use crate::deposit::normalised_name;

/// Digits of an account number. Korean banks have 10 to 16. Six is the least that a number of another form has.
const DIGITS: std::ops::RangeInclusive<usize> = 6..=20;
/// Longest name of a holder, in characters. Banks print some twenty, and companies have long names.
pub const HOLDER_CHARS_MAX: usize = 60;
/// A payer's name this long, in characters, may have been cut on the passbook.
const CUT_CHARS_MIN: usize = 2;

impl RefundAccount {
    /// The account in its stored form: the number without the spaces and hyphens with which people and banks write it,
    /// full-width digits as digits, the holder without spaces around it.
    ///
    /// # Errors
    /// The rule that a part of it breaks. The text begins with the name of the part.
    pub fn tidy(self) -> Result<Self, String> {
        let number = |text: &str| -> String {
            text.nfkc()
                .filter(|c| !c.is_whitespace() && !DASHES.contains(c))
                .collect()
        };
        let tidy = Self {
            bank: number(&self.bank),
            account_number: number(&self.account_number),
            holder: self.holder.trim().to_owned(),
        };
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if tidy.bank.len() != 3 || !digits(&tidy.bank) {
            return Err("bank is a KFTC code of three digits".to_owned());
        }
        if !DIGITS.contains(&tidy.account_number.len()) || !digits(&tidy.account_number) {
            return Err(format!(
                "account_number has {} to {} digits, with or without hyphens and spaces, and nothing else",
                DIGITS.start(),
                DIGITS.end()
            ));
        }
        if !(1..=HOLDER_CHARS_MAX).contains(&tidy.holder.chars().count())
            || tidy.holder.chars().any(char::is_control)
        {
            return Err(format!("holder has 1 to {HOLDER_CHARS_MAX} characters"));
        }
        Ok(tidy)
    }

    /// Whether the holder is the payer, as the bank printed the payer's name. The name may be cut, and may have digits
    /// that the buyer was asked to add.
    pub fn is_of(&self, payer: &str) -> bool {
        let (holder, payer) = (normalised_name(&self.holder), normalised_name(payer));
        let bare = payer.trim_end_matches(|c: char| c.is_ascii_digit());
        let payer = if bare.is_empty() {
            payer.as_str()
        } else {
            bare
        };
        holder == payer || (payer.chars().count() >= CUT_CHARS_MIN && holder.starts_with(payer))
    }
}

/// Hyphens and dashes of all widths that occur in account numbers.
const DASHES: [char; 7] = [
    '-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}',
];

#[cfg(test)]
mod tests {
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
}
