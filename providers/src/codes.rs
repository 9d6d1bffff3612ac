//! The meaning of a provider's error code for us, and the text that people read about it. Each adapter has one table
//! of [`Row`]s. A code that is not in it is in doubt, whatever its HTTP status.

use domain::failure::Failure;

use crate::error::ProviderError;

/// The meaning of a code for one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A definite refusal; no money moved and this payment or cancel is over.
    NothingMoved,
    /// A definite refusal of a refund, because the provider's own deadline is over. No money moved.
    TooLate,
    /// Sent, outcome unknown.
    InDoubt,
    /// Not carried out now; the same request may succeed later.
    RetryLater,
    /// Key, contract or request is wrong. Nothing moved.
    Misconfigured,
    /// Something already happened to this payment, or its state is not the expected one: look it up.
    Settled,
}

impl Meaning {
    /// Whether a refusal that is stored under an idempotency key may be over by now, so that the next key of the same
    /// intent may be tried. It is known that nothing moved, and time, a setting or a contract resolves it. A doubt is
    /// never curable: a fresh key after one could move the money twice.
    pub(crate) const fn is_curable(self) -> bool {
        match self {
            Self::RetryLater | Self::Misconfigured => true,
            Self::NothingMoved | Self::TooLate | Self::InDoubt | Self::Settled => false,
        }
    }

    /// The error for a refusal with this meaning when nothing else can be found out.
    pub fn error(self, code: String, message: String) -> ProviderError {
        let failure = Failure::new(code, message);
        match self {
            Self::NothingMoved => ProviderError::Declined(failure),
            Self::TooLate => ProviderError::TooLate(failure),
            Self::Misconfigured => ProviderError::Misconfigured(failure),
            Self::RetryLater => ProviderError::Unreachable(failure),
            Self::InDoubt | Self::Settled => ProviderError::InDoubt(failure),
        }
    }
}

/// A fault inside the provider. It proves nothing, whatever its code. But a final refusal was seen in one, so the
/// provider's text is shown to the people who handle it. `status` is the HTTP status; `message` has passed
/// `safe_text`.
pub(crate) fn failed_inside(code: &str, message: &str, status: u16) -> Failure {
    let space = if message.is_empty() { "" } else { " " };
    Failure::new(code, format!("{message}{space}(status {status})"))
}

/// The texts that people read about a code. The provider's own message is shown to a buyer only where the provider
/// asks for it (`Capabilities::shows_message`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// A sentence for the buyer, in Korean.
    pub buyer_ko: &'static str,
    /// The same in English.
    pub buyer_en: &'static str,
    /// The information or action for support.
    pub support: &'static str,
}

/// One documented code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    pub code: &'static str,
    /// For taking the money.
    pub confirm: Meaning,
    /// For giving it back.
    pub cancel: Meaning,
    pub words: Words,
}

/// A sentence for the buyer, in Korean and in English.
pub(crate) type Said = (&'static str, &'static str);

/// The text for a buyer whose payment may still go through.
pub(crate) const CHECKING: Said = (
    "처리 결과를 확인하고 있습니다. 다시 결제하지 마시고 잠시만 기다려 주세요.",
    "We are checking the result. Please wait a moment and do not pay again.",
);

/// The text for a buyer who paid nothing and may try again.
pub(crate) const AGAIN: Said = (
    "결제가 이루어지지 않았습니다. 처음부터 다시 시도해 주세요.",
    "The payment was not made. Please start again.",
);

/// The same, where the time ran out.
pub(crate) const TIME_OVER: Said = (
    "결제 시간이 지났습니다. 처음부터 다시 시도해 주세요.",
    "The time to pay is over. Please start again.",
);

/// Sentences by their names: `NAME "the sentence in Korean" "the same in English";`
macro_rules! said {
    ($($name:ident $korean:literal $english:literal;)+) => {
        $(const $name: $crate::codes::Said = ($korean, $english);)+
    };
}

pub(crate) use said;

/// A row of a provider's table, in the order in which it is read.
pub(crate) const fn row(
    code: &'static str,
    confirm: Meaning,
    cancel: Meaning,
    said: Said,
    support: &'static str,
) -> Row {
    Row {
        code,
        confirm,
        cancel,
        words: words(said, support),
    }
}

const fn words((buyer_ko, buyer_en): Said, support: &'static str) -> Words {
    Words {
        buyer_ko,
        buyer_en,
        support,
    }
}

/// The row of a code, if it is documented.
pub fn find<'a>(table: &'a [Row], code: &str) -> Option<&'a Row> {
    table.iter().find(|row| row.code == code)
}

/// The text for a code that no document names. It makes no statement about the outcome and asks for nothing.
pub const UNDOCUMENTED: Words = Words {
    buyer_ko: "자세한 내용을 확인하고 있습니다. 고객센터에 문의해 주세요.",
    buyer_en: "We are checking the details. Please contact support.",
    support: "The provider does not document this code: ask it what the code means, and tell the developers.",
};

/// The text for a payment that ended unpaid, where its code alone would leave that open. A provider ends payments
/// with codes that prove nothing when they are the answer to a call.
pub const ENDED: Words = words(
    AGAIN,
    "The provider ended the payment and no money moved. Its code does not say why: ask the provider.",
);

/// The same, where the provider gives a code that it does not document, or none.
pub const ENDED_UNDOCUMENTED: Words = words(
    AGAIN,
    "The provider ended the payment and no money moved. It does not document this code: tell the developers.",
);

/// The code of an order whose time was over before the provider took the money.
pub const SESSION_OVER: &str = "SESSION_OVER";

/// `CODE, the buyer's sentence, support's sentence;`
macro_rules! ours {
    ($($code:tt $said:ident $support:literal;)+) => {
        &[$(($code, words($said, $support))),+]
    };
}

said! {
    ON_OUR_SIDE "저희 쪽 문제로 처리할 수 없습니다. 고객센터에 문의해 주세요." "This is not possible because of a problem on our side. Please contact support.";
}

/// Codes that the gateway itself sets, whatever the provider, with their texts.
const OURS: &[(&str, Words)] = ours! {
    SESSION_OVER TIME_OVER "The buyer authenticated, but the provider never took the money in time; no money moved.";
    "METHOD_NOT_OFFERED" ON_OUR_SIDE "The provider does not offer this method: check the shop's page.";
    "RETURN_URL_TOO_LONG" ON_OUR_SIDE "The public address of the gateway is too long for the provider: check the setting.";
    "TAX_FREE_AMOUNT" ON_OUR_SIDE "The tax-free part of the order is above its amount: check the catalogue.";
    "REFUND_AMOUNT" ON_OUR_SIDE "The parts of the refund do not fit together: tell the developers.";
    "PAYMENT_ID_MALFORMED" ON_OUR_SIDE "The payment's name is none of the provider's: tell the developers.";
    "TID_MALFORMED" ON_OUR_SIDE "The payment's name is none of the provider's: tell the developers.";
    "CONFIRM_BY_DEPOSIT" ON_OUR_SIDE "A bank transfer is completed by its deposit alone: look at the deposits.";
    "REFUND_BY_HAND" ON_OUR_SIDE "A bank transfer is refunded by hand: transfer the money.";
};

/// The text for a code that the gateway itself sets.
pub(crate) fn ours(code: &str) -> Option<&'static Words> {
    let known = OURS.iter().find(|(known, _)| *known == code);
    known.map(|(_, words)| words)
}

#[cfg(test)]
#[path = "codes_tests.rs"]
mod tests;
