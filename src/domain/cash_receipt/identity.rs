//! The number that says whose a cash receipt is: a mobile phone's, a cash receipt card's or a business's. Personal data.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use super::ReceiptPurpose;
use crate::{canary, mask::masked_account};

/// Digits of a card. The tax office's own cards have 18. Thirteen would be a resident's number, which nobody may collect
/// without a law that says so (Personal Information Protection Act art. 24-2), so a card has more here: a decision.
pub const CARD_DIGITS: std::ops::RangeInclusive<usize> = 16..=19;
/// Digits of a mobile phone's number, which begins with 01.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 10..=11;
/// Digits of a business number, the last of which follows from the others.
const BUSINESS_DIGITS: usize = 10;
/// What each of the first nine digits counts in the check digit.
const WEIGHTS: [u32; 9] = [1, 3, 7, 1, 3, 7, 1, 3, 5];

/// A number that names a buyer to the tax office.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    digits: String,
    /// The id of the key that is missing, where `digits` is a stored text that cannot be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    missing_key: Option<String>,
}

/// It shows nothing of the number.
impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identity")
    }
}

impl Identity {
    /// The number as a buyer writes it: with or without hyphens and spaces, in digits of any width.
    ///
    /// # Errors
    /// The rule that it breaks. Nothing of the number is in the text.
    pub fn new(purpose: ReceiptPurpose, text: &str) -> Result<Self, String> {
        let dash = |c: char| c == '-' || ('\u{2010}'..='\u{2015}').contains(&c) || c == '\u{2212}';
        let digits: String = text
            .nfkc()
            .filter(|c| !c.is_whitespace() && !dash(*c))
            .collect();
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(
                "has digits, with or without hyphens and spaces, and nothing else".to_owned(),
            );
        }
        let card = CARD_DIGITS.contains(&digits.len());
        let fits = match purpose {
            ReceiptPurpose::IncomeDeduction => {
                card || (digits.starts_with("01") && PHONE_DIGITS.contains(&digits.len()))
            }
            ReceiptPurpose::ExpenseProof => card || digits.len() == BUSINESS_DIGITS,
        };
        if !fits {
            let (least, most) = (CARD_DIGITS.start(), CARD_DIGITS.end());
            return Err(match purpose {
                ReceiptPurpose::IncomeDeduction => format!(
                    "is a mobile phone's number (10 or 11 digits from 01) or a cash receipt card's ({least} to {most} digits) for income_deduction"
                ),
                ReceiptPurpose::ExpenseProof => format!(
                    "is a business number (10 digits) or a cash receipt card's ({least} to {most} digits) for expense_proof"
                ),
            });
        }
        if !card && purpose == ReceiptPurpose::ExpenseProof && !is_business(&digits) {
            return Err("is no business number: its last digit does not fit the others".to_owned());
        }
        let missing_key = None;
        Ok(Self {
            digits,
            missing_key,
        })
    }

    /// A number that is known by its stored text alone, and the id of the key that is missing.
    pub const fn unreadable(stored: String, key: String) -> Self {
        Self {
            digits: stored,
            missing_key: Some(key),
        }
    }

    /// The stored text of one that cannot be read.
    pub fn stored(&self) -> Option<&str> {
        self.missing_key.as_ref().map(|_| self.digits.as_str())
    }

    /// The digits. `None` where they cannot be read.
    pub fn digits(&self) -> Option<&str> {
        self.missing_key.is_none().then_some(self.digits.as_str())
    }

    /// As answers and pages show it: the last four digits.
    #[must_use]
    pub fn masked(&self) -> String {
        let digits = self.digits().unwrap_or_default();
        canary!(
            ReceiptNumberShown,
            digits.to_owned(),
            masked_account(digits)
        )
    }
}

/// Whether the last of ten digits is the check digit of the others (National Tax Service: weights 1 3 7 1 3 7 1 3 5, and
/// the tens of the ninth product are added).
fn is_business(digits: &str) -> bool {
    let numbers: Vec<u32> = digits.bytes().map(|byte| u32::from(byte - b'0')).collect();
    let (Some(last), Some(ninth)) = (numbers.get(9), numbers.get(8)) else {
        return false;
    };
    let products = numbers
        .iter()
        .zip(WEIGHTS)
        .map(|(digit, weight)| digit * weight);
    let sum: u32 = products.sum::<u32>() + ninth * 5 / 10;
    (10 - sum % 10) % 10 == *last
}

#[cfg(test)]
#[path = "identity_tests.rs"]
mod tests;
