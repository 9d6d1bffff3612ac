//! Codes that the gateway itself says of a payment, beside those of the providers.

use super::{SESSION_OVER, TIME_OVER, Words, words};

/// Codes that the gateway itself sets, whatever the provider, with their texts.
pub(super) const OURS: &[(&str, Words)] = &[
    (
        SESSION_OVER,
        words(
            TIME_OVER,
            "The buyer authenticated, but the provider never took the money in time; no money moved.",
        ),
    ),
    (
        "METHOD_NOT_OFFERED",
        on_our_side("The provider does not offer this method: check the shop's page."),
    ),
    (
        "RETURN_URL_TOO_LONG",
        on_our_side(
            "The public address of the gateway is too long for the provider: check the setting.",
        ),
    ),
    (
        "TAX_FREE_AMOUNT",
        on_our_side("The tax-free part of the order is above its amount: check the catalogue."),
    ),
    (
        "REFUND_AMOUNT",
        on_our_side("The parts of the refund do not fit together: tell the developers."),
    ),
    (
        "PAYMENT_ID_MALFORMED",
        on_our_side("The payment's name is none of the provider's: tell the developers."),
    ),
    (
        "TID_MALFORMED",
        on_our_side("The payment's name is none of the provider's: tell the developers."),
    ),
    (
        "CONFIRM_BY_DEPOSIT",
        on_our_side("A bank transfer is completed by its deposit alone: look at the deposits."),
    ),
    (
        "REFUND_BY_HAND",
        on_our_side("A bank transfer is refunded by hand: transfer the money."),
    ),
];

const fn on_our_side(support: &'static str) -> Words {
    Words {
        buyer_ko: "저희 쪽 문제로 처리할 수 없습니다. 고객센터에 문의해 주세요.",
        buyer_en: "This is not possible because of a problem on our side. Please contact support.",
        support,
    }
}

/// The text for a code that the gateway itself sets.
pub(crate) fn ours(code: &str) -> Option<&'static Words> {
    OURS.iter()
        .find(|(known, _)| *known == code)
        .map(|(_, words)| words)
}
