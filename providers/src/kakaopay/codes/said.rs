//! The sentences that a buyer reads, in Korean and in English.

use crate::codes::Said;

pub(super) const LATER: Said = (
    "지금은 카카오페이를 이용할 수 없습니다. 잠시 후 다시 시도해 주세요.",
    "Kakao Pay is not available right now. Please try again shortly.",
);

pub(super) const SHOP: Said = (
    "저희 쪽 문제로 카카오페이를 이용할 수 없습니다. 고객센터에 문의해 주세요.",
    "Kakao Pay cannot be used because of a problem on our side. Please contact support.",
);

pub(super) const FINISH: Said = (
    "카카오페이 인증이 아직 끝나지 않았습니다. 카카오톡에서 인증을 마쳐 주세요.",
    "Your Kakao Pay authentication is not finished yet. Please complete it in KakaoTalk.",
);

pub(super) const TIME_OVER: Said = (
    "결제 시간(15분)이 지났습니다. 처음부터 다시 시도해 주세요.",
    "The time to pay (15 minutes) is over. Please start again.",
);

pub(super) const LIMIT: Said = (
    "결제 한도를 초과했습니다. 한도를 확인하시거나 다른 결제수단을 이용해 주세요.",
    "This is above your payment limit. Please check the limit or pay another way.",
);

pub(super) const BALANCE: Said = (
    "잔액이 부족합니다. 충전하시거나 다른 결제수단을 이용해 주세요.",
    "The balance is too low. Please top it up or pay another way.",
);

pub(super) const CARD: Said = (
    "이 카드로 결제할 수 없습니다. 다른 카드나 결제수단을 이용해 주세요.",
    "This card cannot be used. Please use another card or pay another way.",
);

pub(super) const ACCOUNT: Said = (
    "카카오페이에 연결된 계좌를 사용할 수 없습니다. 카카오페이에서 계좌를 확인해 주세요.",
    "The bank account linked to Kakao Pay cannot be used. Please check it in Kakao Pay.",
);

pub(super) const MEMBER: Said = (
    "카카오페이 이용 상태를 확인해 주세요. 카카오페이 고객센터에서 도와드립니다.",
    "Please check the state of your Kakao Pay account. Kakao Pay's support can help.",
);

pub(super) const LOCKED: Said = (
    "진행 중인 다른 카카오페이 거래가 있습니다. 잠시 후 다시 시도해 주세요.",
    "Another Kakao Pay transaction of yours is still running. Please try again shortly.",
);

pub(super) const QUIT: Said = (
    "결제를 취소하셨습니다. 결제된 금액은 없습니다.",
    "You cancelled the payment. Nothing was charged.",
);

pub(super) const PASSWORD: Said = (
    "비밀번호 인증에 실패했습니다. 처음부터 다시 시도해 주세요.",
    "The password was not accepted. Please start again.",
);

pub(super) const REFUNDING: Said = (
    "환불을 확인하고 있습니다. 완료되면 알려 드리겠습니다.",
    "We are checking your refund and will tell you when it is done.",
);

pub(super) const REFUND_BY_OTHER_WAY: Said = (
    "카카오페이로 환불할 수 없습니다. 고객센터에서 다른 방법을 안내해 드립니다.",
    "The refund cannot go through Kakao Pay. Support will offer you another way.",
);

pub(super) const REFUND_CHANGED: Said = (
    "환불 가능한 금액이 바뀌어 다시 확인하고 있습니다. 고객센터에서 안내해 드립니다.",
    "The amount that can be refunded has changed. Support is checking it again.",
);
