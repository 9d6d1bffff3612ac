//! The texts for buyers, in Korean and in English: one sentence for many codes.

use crate::codes::Said;

pub(super) const LATER: Said = (
    "지금은 처리할 수 없습니다. 잠시 후 다시 시도해 주세요.",
    "This is not possible right now. Please try again shortly.",
);
pub(super) const SHOP: Said = (
    "저희 쪽 문제로 결제를 이용할 수 없습니다. 고객센터에 문의해 주세요.",
    "The payment cannot be used because of a problem on our side. Please contact support.",
);
pub(super) const GAVE_UP: Said = (
    "결제를 취소하셨습니다. 결제된 금액은 없습니다.",
    "You cancelled the payment. Nothing was charged.",
);
pub(super) const INSTALMENTS: Said = (
    "선택하신 할부 개월로 결제할 수 없습니다. 할부 개월을 바꾸거나 일시불로 결제해 주세요.",
    "These instalments are not possible. Please choose others or pay at once.",
);
pub(super) const CARD: Said = (
    "이 카드로 결제할 수 없습니다. 카드 정보를 확인하시거나 다른 결제수단을 이용해 주세요.",
    "This card cannot be used. Please check its details or pay another way.",
);
pub(super) const CARD_COMPANY: Said = (
    "카드사에서 결제를 거절했습니다. 카드사에 문의하시거나 다른 결제수단을 이용해 주세요.",
    "The card company refused the payment. Please ask it or pay another way.",
);
pub(super) const LIMIT: Said = (
    "결제 한도를 초과했습니다. 한도를 확인하시거나 다른 결제수단을 이용해 주세요.",
    "This is above your payment limit. Please check the limit or pay another way.",
);
pub(super) const LIMIT_OR_BALANCE: Said = (
    "한도를 초과했거나 잔액이 부족합니다. 확인하시거나 다른 결제수단을 이용해 주세요.",
    "The limit or the balance is too low. Please check it or pay another way.",
);
pub(super) const BALANCE: Said = (
    "계좌 잔액이 부족합니다. 잔액을 확인하시거나 다른 결제수단을 이용해 주세요.",
    "The balance of the account is too low. Please check it or pay another way.",
);
pub(super) const ACCOUNT: Said = (
    "이 계좌로 결제할 수 없습니다. 계좌를 확인하시거나 다른 결제수단을 이용해 주세요.",
    "This account cannot be used. Please check it or pay another way.",
);
pub(super) const NEW_ACCOUNT: Said = (
    "계좌는 등록하고 12시간이 지나야 사용할 수 있습니다. 다른 결제수단을 이용해 주세요.",
    "An account can be used 12 hours after it was registered. Please pay another way.",
);
pub(super) const MINIMUM: Said = (
    "결제할 수 있는 최소 금액보다 적습니다. (카드 100원, 계좌 200원)",
    "The amount is below the smallest one (100 won by card, 200 won by account).",
);
pub(super) const POINTS: Said = (
    "카드 포인트를 사용할 수 없는 카드입니다. 포인트 없이 결제해 주세요.",
    "Points of this card cannot be used. Please pay without points.",
);
pub(super) const PASSWORD: Said = (
    "결제 비밀번호가 일치하지 않습니다. 처음부터 다시 시도해 주세요.",
    "The payment password was wrong. Please start again.",
);
pub(super) const HOURS: Said = (
    "지금은 이용할 수 없는 시간입니다. 다른 결제수단을 이용하시거나 나중에 다시 시도해 주세요.",
    "This is outside service hours. Please pay another way or try again later.",
);
pub(super) const RISK: Said = (
    "안전을 위해 결제가 제한되었습니다. 다른 결제수단을 이용하시거나 카드사에 문의해 주세요.",
    "The payment was stopped for safety. Please pay another way or ask your card company.",
);
pub(super) const REFUNDING: Said = (
    "환불을 확인하고 있습니다. 완료되면 알려 드리겠습니다.",
    "We are checking your refund and will tell you when it is done.",
);
pub(super) const REFUND_BY_US: Said = (
    "결제하신 방법으로 환불할 수 없습니다. 고객센터에서 다른 방법을 안내해 드립니다.",
    "The refund cannot go back the way you paid. Support will offer you another way.",
);
pub(super) const REFUND_ACCOUNT: Said = (
    "환불 계좌를 확인할 수 없습니다. 은행, 계좌번호, 예금주를 다시 알려 주세요.",
    "The refund account was not accepted. Please tell us bank, number and holder again.",
);
pub(super) const REFUND_BY_HAND: Said = (
    "환불 가능한 기간이 지나 계좌로 직접 환불해 드립니다.",
    "The provider's time for refunds is over, so we transfer the money to your account ourselves.",
);
pub(super) const RECEIPT: Said = (
    "현금영수증 번호를 확인해 주세요.",
    "Please check the number for the cash receipt.",
);

pub(super) const RECEIPT_CHECK: Said = (
    "현금영수증 발급을 확인하고 있습니다. 고객센터에 문의해 주세요.",
    "We are checking the cash receipt. Please contact support.",
);
pub(super) const METHOD: Said = (
    "이 결제수단은 이용할 수 없습니다. 다른 결제수단을 이용해 주세요.",
    "This way to pay cannot be used. Please pay another way.",
);
pub(super) const TRANSFER_MAXIMUM: Said = (
    "계좌이체는 한 번에 1,000만 원까지 결제할 수 있습니다. 다른 결제수단을 이용해 주세요.",
    "A transfer can pay 10,000,000 won at most. Please pay another way.",
);
