//! A value that a document states of a term, in the words of the document and of buyers.

use std::fmt;

use super::HeldLotEnd;
use crate::calendar::Period;

/// What a document states of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stated {
    Period(Period),
    Held(HeldLotEnd),
}

impl fmt::Display for Stated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Period(period) => period.fmt(f),
            Self::Held(end) => end.fmt(f),
        }
    }
}

impl Stated {
    pub(super) fn korean(self) -> String {
        match self {
            Self::Period(Period::Days(count)) => format!("{count}일"),
            Self::Period(Period::Months(count)) => format!("{count}개월"),
            Self::Period(Period::BusinessDays(count)) => format!("영업일 {count}일"),
            Self::Held(HeldLotEnd::StaysUsable) => "계속 사용".to_owned(),
            Self::Held(HeldLotEnd::EndsWithLot) => "유효기간과 함께 소멸".to_owned(),
        }
    }

    pub(super) fn english(self) -> String {
        match self {
            Self::Period(period) => period.to_string(),
            Self::Held(HeldLotEnd::StaysUsable) => "stay usable".to_owned(),
            Self::Held(HeldLotEnd::EndsWithLot) => "end with their validity".to_owned(),
        }
    }
}
