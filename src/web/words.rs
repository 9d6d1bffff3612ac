//! Words of the domain in Korean and English, for buyers and support alike.

use domain::{kind::Kind, statement::Lang};

/// A text in Korean and in English.
pub(crate) type Words = (&'static str, &'static str);

/// The text of a language.
pub(crate) const fn said<'a>(lang: Lang, (korean, english): (&'a str, &'a str)) -> &'a str {
    match lang {
        Lang::Korean => korean,
        Lang::English => english,
    }
}

pub(crate) const fn kind(kind: Kind) -> Words {
    match kind {
        Kind::Promotional => ("프로모션", "Promotional"),
        Kind::Membership => ("멤버십", "Membership"),
        Kind::Purchased => ("구매", "Purchased"),
        Kind::Bulk => ("묶음 구매", "Bulk"),
    }
}
