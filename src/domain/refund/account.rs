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
#[path = "account_tests.rs"]
mod tests;
