//! Promotion codes, as buyers type them and as they are compared.

use std::{fmt, ops::RangeInclusive, str::FromStr};

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

/// Letters and digits of a code. Fewer than four can be guessed by trying, and more than 32 are not typed.
pub const CODE_CHARS: RangeInclusive<usize> = 4..=32;

/// Longest text in which a code is looked for: twice its length, with spaces and hyphens between.
pub const CODE_TYPED_MAX: usize = 64;

/// A promotion code in the form in which codes are compared: NFKC (which folds full-width forms), in upper case, without
/// spaces, hyphens and underscores. `summer-10` and `ＳＵＭＭＥＲ 10` are one code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PromotionCode(String);

impl schemars::JsonSchema for PromotionCode {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PromotionCode".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "minLength": 1, "maxLength": CODE_TYPED_MAX })
    }
}

/// A text that is no promotion code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a promotion code has {} to {} letters and digits; spaces, hyphens and underscores between them do not count",
    CODE_CHARS.start(), CODE_CHARS.end()
)]
pub struct InvalidCode;

impl PromotionCode {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PromotionCode {
    type Err = InvalidCode;

    fn from_str(typed: &str) -> Result<Self, InvalidCode> {
        if typed.chars().count() > CODE_TYPED_MAX {
            return Err(InvalidCode);
        }
        let between = |c: &char| c.is_whitespace() || "-_".contains(*c);
        let folded: String = typed.nfkc().flat_map(char::to_uppercase).collect();
        // Upper case can undo the composition of a letter.
        let code: String = folded.nfkc().filter(|c| !between(c)).collect();
        let whole = CODE_CHARS.contains(&code.chars().count());
        if whole && code.chars().all(char::is_alphanumeric) {
            Ok(Self(code))
        } else {
            Err(InvalidCode)
        }
    }
}

impl TryFrom<String> for PromotionCode {
    type Error = InvalidCode;

    fn try_from(typed: String) -> Result<Self, InvalidCode> {
        typed.parse()
    }
}

impl From<PromotionCode> for String {
    fn from(code: PromotionCode) -> Self {
        code.0
    }
}

impl fmt::Display for PromotionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
