//! The forms that answers share: instants in Korean time, lists, masked names, and the headers of an
//! answer about a customer.

use axum::http::HeaderName;
use chrono::{DateTime, Utc};
use domain::{calendar::rfc3339_seoul, refund::RefundAccount};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use crate::flows::{explain::Explanation, page::Paged};

pub(super) const CREDITS_BALANCE: HeaderName = HeaderName::from_static("credits-balance");

/// An instant as the API writes it: RFC 3339 with `+09:00`.
#[derive(Debug, Clone, Copy)]
pub(super) struct At(pub(super) DateTime<Utc>);

impl Serialize for At {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&rfc3339_seoul(self.0))
    }
}

impl JsonSchema for At {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Instant".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date-time", "description": "RFC 3339 with +09:00" })
    }
}

/// Declares how answers show a thing: `NAME("its name in the API document") of (the thing, what else is needed; what is
/// worked out of it first)`, and the members. A member without a value is the thing's field of that name.
macro_rules! view {
    (
        $(#[$about:meta])*
        $vis:vis struct $name:ident($schema:literal)
        of ($thing:ident: $type:ty $(, $with:ident: $with_type:ty)* $(; $first:ident = $worked_out:expr)*) {
            $($(#[$field_about:meta])* $field:ident: $field_type:ty $(= $value:expr)?,)+
        }
    ) => {
        $(#[$about])*
        #[derive(serde::Serialize, schemars::JsonSchema)]
        #[schemars(rename = $schema)]
        $vis struct $name {
            $($(#[$field_about])* $field: $field_type,)+
        }

        impl $name {
            $vis fn of($thing: $type $(, $with: $with_type)*) -> Self {
                $(let $first = $worked_out;)*
                Self {
                    $($field: $crate::http::view::view!(@ $thing $field $($value)?),)+
                }
            }
        }
    };
    (@ $thing:ident $field:ident) => { $thing.$field };
    (@ $thing:ident $field:ident $value:expr) => { $value };
}
pub(super) use view;

view! {
    /// A provider's code, and what it means to people.
    #[derive(Debug, Clone)]
    pub(super) struct ExplanationView("Explanation") of (explanation: Explanation) {
        /// The provider's own, or the gateway's where the provider was not asked.
        code: String,
        /// The provider's own message, where it asks that a refused buyer reads it unaltered; null elsewhere.
        message: Option<String>,
        /// For the buyer, in Korean.
        buyer_ko: &'static str = explanation.words.buyer_ko,
        /// The same in English.
        buyer_en: &'static str = explanation.words.buyer_en,
        /// What support should know or do.
        support: &'static str = explanation.words.support,
    }
}

view! {
    /// An account of which only so much is shown as a person needs to recognise it.
    pub(super) struct AccountView("MaskedAccount") of (account: RefundAccount; shown = account.masked()) {
        bank: String = shown.bank,
        account_number: String = shown.account_number,
        holder: String = shown.holder,
        /// The id of the key without which the account cannot be read, and nothing else is shown. Null where it can.
        missing_key: Option<String> = account.missing_key().map(str::to_owned),
    }
}

/// One page of a list.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ListOf{T}")]
pub(super) struct List<T> {
    items: Vec<T>,
    /// The `cursor` of the next page; null on the last.
    next: Option<String>,
}

impl<T> List<T> {
    pub(super) fn of<S>(page: Paged<S>, show: impl Fn(S) -> T) -> Self {
        Self {
            items: page.items.into_iter().map(show).collect(),
            next: page.next,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::At;
    use chrono::DateTime;

    #[test]
    fn instants_are_told_in_korean_time() {
        assert_eq!(
            serde_json::json!(At(DateTime::UNIX_EPOCH)),
            "1970-01-01T09:00:00+09:00"
        );
    }
}
