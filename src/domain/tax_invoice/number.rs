//! The number under which the National Tax Service knows an electronic tax invoice (승인번호): a day in eight digits, and
//! sixteen letters and digits that name the issuer's system and the invoice. Popbill's own client refuses any that has not 24
//! characters, and its examples have `20161121-41000203-0000079e` without the hyphens (linkhub-sdk, `HTTaxinvoiceService`).

use std::{fmt, str::FromStr};

use chrono::NaiveDate;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// Characters without hyphens.
const CHARS: usize = 24;
/// Those of the day, which come first.
const DAY_CHARS: usize = 8;

/// An approval number, without hyphens and in small letters, so that the same number is written in one way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ApprovalNumber(String);

/// A text that is no approval number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "has 24 letters and digits, with or without hyphens and spaces, and begins with a day such as 20261201"
)]
pub struct NotAnApprovalNumber;

impl ApprovalNumber {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ApprovalNumber {
    type Err = NotAnApprovalNumber;

    /// The number as people copy it: with hyphens and spaces, in letters of either size.
    fn from_str(text: &str) -> Result<Self, NotAnApprovalNumber> {
        let kept = text.chars().filter(|c| !c.is_whitespace() && *c != '-');
        let number: String = kept.map(|c| c.to_ascii_lowercase()).collect();
        let plain = number.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !plain || number.len() != CHARS {
            return Err(NotAnApprovalNumber);
        }
        // The form alone would take a ninth digit's worth of signs and blanks.
        let day = &number[..DAY_CHARS];
        let digits = day.bytes().all(|byte| byte.is_ascii_digit());
        let day = NaiveDate::parse_from_str(day, "%Y%m%d");
        match day {
            Ok(_) if digits => Ok(Self(number)),
            _ => Err(NotAnApprovalNumber),
        }
    }
}

impl TryFrom<String> for ApprovalNumber {
    type Error = NotAnApprovalNumber;

    fn try_from(text: String) -> Result<Self, NotAnApprovalNumber> {
        text.parse()
    }
}

impl From<ApprovalNumber> for String {
    fn from(number: ApprovalNumber) -> Self {
        number.0
    }
}

impl fmt::Display for ApprovalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl JsonSchema for ApprovalNumber {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ApprovalNumber".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^[0-9]{8}[0-9a-z]{16}$"})
    }
}

#[cfg(test)]
mod tests {
    use super::ApprovalNumber;

    #[test]
    fn a_number_is_written_in_one_way() {
        let one = "20161121410002030000079e";
        for text in [
            one,
            "20161121-41000203-0000079E",
            " 20161121 41000203 0000079e ",
        ] {
            assert_eq!(text.parse::<ApprovalNumber>().unwrap().as_str(), one);
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "",
            "20161121410002030000079",
            "20161121410002030000079ef",
            "20161321410002030000079e",
            "20160230410002030000079e",
            "2016112x410002030000079e",
            "20161121_1000203_000079e",
            "+0161121410002030000079e",
            "2016112141000203000007９e",
            "20161121\u{0}10002030000079e",
        ] {
            assert!(text.parse::<ApprovalNumber>().is_err(), "{text}");
        }
    }
}
