//! What a version takes away, in the words of buyers: Korean and English.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Policy, PolicyEffect, diff::Terms};

/// A term that a version takes away, in the words of buyers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PolicyCut")]
pub struct Cut {
    /// The key in the document, e.g. `refund.by_right`.
    pub rule: String,
    /// The old value, e.g. `14 days`.
    pub was: String,
    /// The new value.
    pub is: String,
    /// The same as a line for Korean readers.
    pub korean: String,
    /// The same as a line for English readers.
    pub english: String,
}

/// The terms whose names do not depend on the document.
const NAMES: [(&str, &str, &str); 7] = [
    (
        "validity.promotional",
        "프로모션 크레딧 유효기간",
        "Validity of promotional credits",
    ),
    (
        "validity.membership",
        "멤버십 크레딧 유효기간",
        "Validity of membership credits",
    ),
    (
        "validity.purchased",
        "구매 크레딧 유효기간",
        "Validity of purchased credits",
    ),
    (
        "refund.by_right",
        "미사용 크레딧을 바로 환불받을 수 있는 기간",
        "Time in which unused credits are refunded by right",
    ),
    (
        "refund.through_support",
        "고객센터를 통해 환불받을 수 있는 기간",
        "Time in which support refunds unused credits",
    ),
    (
        "reversals.grace",
        "유효기간 후 취소된 사용분을 다시 쓸 수 있는 기간",
        "Time to use credits that come back after their end",
    ),
    (
        "holds.lot_ended",
        "사용 예약 중 유효기간이 끝난 크레딧",
        "Credits set aside for use at the end of their validity",
    ),
];

/// The name of a term in Korean and English.
fn named(field: &str) -> (String, String) {
    let known = NAMES.iter().find(|(known, ..)| *known == field);
    if let Some((_, korean, english)) = known {
        return ((*korean).to_owned(), (*english).to_owned());
    }
    let packages = field
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(" packages"));
    match packages {
        Some((count, _)) => (
            format!("패키지 {count}개 묶음 구매 유효기간"),
            format!("Validity of {count} packages bought at once"),
        ),
        None => (field.to_owned(), field.to_owned()),
    }
}

impl Policy {
    /// The terms of `before` that get worse for buyers, in their words: those of [`Policy::cuts`].
    pub fn cuts_in_words(&self, before: &Self) -> Vec<Cut> {
        let terms = Terms::between(before, self).into_iter();
        let cut = terms.filter(|term| term.effect == PolicyEffect::Worse);
        cut.filter_map(|term| {
            let (was, is) = (term.was?, term.is?);
            let (korean, english) = named(&term.field);
            Some(Cut {
                korean: format!("{korean}: {} → {}", was.korean(), is.korean()),
                english: format!("{english}: {} → {}", was.english(), is.english()),
                was: was.to_string(),
                is: is.to_string(),
                rule: term.field,
            })
        })
        .collect()
    }
}
