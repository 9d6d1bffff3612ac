//! The documented codes of Kakao Pay, each with what it means.

use crate::codes::{
    AGAIN, CHECKING,
    Meaning::{InDoubt, Misconfigured, NothingMoved, RetryLater, Settled},
    Row, row as row_with, said,
};

/// `code, meaning for approve, meaning for cancel, the buyer's sentence, support's sentence;`
macro_rules! table {
    ($($code:literal $confirm:ident $cancel:ident $said:ident $support:literal;)+) => {
        &[$(row_with($code, $confirm, $cancel, $said, $support)),+]
    };
}

/// The gateway's codes: those of the present API, the generic ones of its code book, then those of payments.
pub(super) const GATEWAY: &[Row] = table! {
    "-400" Misconfigured Misconfigured SHOP "The Authorization header was missing: check the secret key setting.";
    "-401" Misconfigured Misconfigured SHOP "Kakao Pay does not take the secret key: check that it was not re-issued.";
    "-403" Misconfigured Misconfigured SHOP "Online payment is not switched on for the app, or the site is not registered: see Kakao Pay's console.";
    "-404" Misconfigured Misconfigured SHOP "The address of the API is wrong: check the base URL setting.";
    "-429" RetryLater RetryLater LATER "The daily quota of calls is used up; it starts anew at 00:00. OrderQuery Kakao Pay for more.";
    "-500" InDoubt InDoubt CHECKING "Kakao Pay failed inside; the gateway asks what became of it.";
    "-503" InDoubt InDoubt CHECKING "Kakao Pay is under maintenance; the gateway asks what became of it.";
    "-1" InDoubt InDoubt CHECKING "Kakao Pay failed inside; the gateway asks what became of it.";
    "-2" Misconfigured Misconfigured SHOP "Kakao Pay calls a parameter bad or missing: check the CID and tell the developers.";
    "-3" Misconfigured Misconfigured SHOP "Online payment is not switched on for the app: see Kakao Pay's console.";
    "-4" Misconfigured Misconfigured SHOP "The account of the app is sanctioned: ask Kakao Pay.";
    "-5" Misconfigured Misconfigured SHOP "The key has no permission for this call: see Kakao Pay's console.";
    "-7" InDoubt InDoubt CHECKING "Kakao Pay is under maintenance; the gateway asks what became of it.";
    "-10" RetryLater RetryLater LATER "Too many calls; the gateway slows down by itself.";
    "-301" Misconfigured Misconfigured SHOP "The app key is unknown: check that the key is one of developers.kakaopay.com.";
    "-9798" InDoubt InDoubt CHECKING "Kakao Pay is under maintenance; the gateway asks what became of it.";
    "-701" RetryLater InDoubt FINISH "The buyer had not finished authenticating; nothing was charged, the payment can still go on.";
    "-702" Settled InDoubt CHECKING "The payment is approved already; the gateway asks and books it if it is ours.";
    "-703" NothingMoved InDoubt AGAIN "The points named at approval are wrong; nothing was charged.";
    "-704" NothingMoved InDoubt AGAIN "The amount named at approval is wrong; nothing was charged.";
    "-705" NothingMoved InDoubt AGAIN "The method chosen is not supported; nothing was charged.";
    "-706" Misconfigured InDoubt SHOP "The order id differs from the one at the start: a fault of the gateway, tell the developers.";
    "-707" Misconfigured InDoubt SHOP "The buyer id differs from the one at the start: a fault of the gateway, tell the developers.";
    "-708" NothingMoved InDoubt AGAIN "The buyer's one-time token is wrong; this call charged nothing.";
    "-710" InDoubt Settled REFUNDING "More was to be refunded than Kakao Pay still holds: somebody may have cancelled in its console.";
    "-711" InDoubt Settled REFUNDING "More was to be refunded than was paid: compare with Kakao Pay's console.";
    "-721" Misconfigured Misconfigured SHOP "Kakao Pay does not know the payment under this CID and key: check that they are those it was made with.";
    "-722" NothingMoved Settled AGAIN "The amounts are not accepted; for a refund the balance may have changed in Kakao Pay's console.";
    "-723" NothingMoved InDoubt TIME_OVER "The fifteen minutes were over; nothing was charged.";
    "-724" NothingMoved InDoubt AGAIN "The item's amount is wrong; nothing was charged.";
    "-725" NothingMoved InDoubt AGAIN "The total amount is wrong; nothing was charged.";
    "-726" NothingMoved InDoubt AGAIN "The order's details are wrong; nothing was charged.";
    "-730" Misconfigured Misconfigured SHOP "The merchant's app details are wrong: see Kakao Pay's console.";
    "-731" Misconfigured Misconfigured SHOP "The CID is wrong: check the setting against the contract.";
    "-732" Misconfigured Misconfigured SHOP "The merchant group (GID) is wrong: ask Kakao Pay.";
    "-733" Misconfigured Misconfigured SHOP "The contract asks for a CID secret: ask Kakao Pay.";
    "-750" InDoubt InDoubt CHECKING "A code of subscriptions, which the gateway does not use: look at Kakao Pay's console.";
    "-751" InDoubt InDoubt CHECKING "A code of subscriptions, which the gateway does not use: look at Kakao Pay's console.";
    "-752" InDoubt InDoubt CHECKING "A code of subscriptions, which the gateway does not use: look at Kakao Pay's console.";
    "-753" InDoubt InDoubt CHECKING "A code of subscriptions, which the gateway does not use: look at Kakao Pay's console.";
    "-761" NothingMoved InDoubt MEMBER "The telephone number the buyer gave is not on KakaoTalk; nothing was charged.";
    "-780" Settled InDoubt CHECKING "The approval failed without a known reason; the gateway asks what became of it.";
    "-781" InDoubt InDoubt REFUNDING "The cancel failed without a known reason; the gateway asks what became of it.";
    "-782" InDoubt InDoubt CHECKING "A code of subscriptions, which the gateway does not use: look at Kakao Pay's console.";
    "-783" Settled InDoubt CHECKING "The payment is not in a state to be approved; the gateway asks what became of it.";
    "-784" InDoubt Settled REFUNDING "The payment is not in a state to be cancelled: compare with Kakao Pay's console.";
    "-785" InDoubt InDoubt CHECKING "The same request is still running; the gateway asks again after a while.";
    "-797" NothingMoved InDoubt LIMIT "Above the contract's limit for one payment; nothing was charged.";
    "-798" Misconfigured Misconfigured SHOP "Our address is not among those Kakao Pay lets in: register it in its console.";
    "-799" Misconfigured Misconfigured SHOP "The site's domain is not registered, or http and https differ: see Kakao Pay's console.";
};

/// `extras.method_result_code`: the wallet's words, then the card network's four digits.
pub(super) const INSTRUMENT: &[Row] = table! {
    "USER_LOCKED" Settled RetryLater LOCKED "Another transaction of this Kakao account is running; it may be the same one.";
    "BANK_FIRM_UNKNOWN" InDoubt InDoubt CHECKING "The bank's answer is pending, for about 20 minutes; the gateway asks until it is known.";
    "BANK_FIRM_API_FAIL" Settled InDoubt LATER "The bank did not answer properly; the gateway asks what became of it.";
    "BANK_FIRM_UNAVAILABLE" Settled RetryLater LATER "The bank is under maintenance, usually 23:30 to 00:35.";
    "UNDER_CONSTRUCTION" Settled RetryLater LATER "Kakao Pay's money service is under maintenance.";
    "PAY_ACCOUNT_RESPONSE_ERROR" Settled InDoubt LATER "A service inside Kakao Pay failed; the gateway asks what became of it.";
    "TALK_USER_REQUEST_FAIL" Settled InDoubt LATER "A service inside Kakao Pay failed; the gateway asks what became of it.";
    "TALK_USER_RESPONSE_ERROR" Settled InDoubt LATER "A service inside Kakao Pay failed; the gateway asks what became of it.";
    "INTERNAL_ERROR" InDoubt InDoubt CHECKING "A service inside Kakao Pay failed; the gateway asks what became of it.";
    "LACK_BALANCE" NothingMoved InDoubt BALANCE "The buyer's Kakao Pay money does not suffice; nothing was charged.";
    "NOT_ENOUGH_BALANCE" NothingMoved InDoubt BALANCE "The buyer's balance does not suffice; nothing was charged.";
    "LIMIT_BALANCE" NothingMoved InDoubt LIMIT "The buyer's balance limit is reached; nothing was charged.";
    "LIMIT_ONE_TIME" NothingMoved InDoubt LIMIT "The buyer's limit for one payment is reached; nothing was charged.";
    "LIMIT_USE_PER_DAY" NothingMoved InDoubt LIMIT "The buyer's daily limit is reached; nothing was charged.";
    "BANK_ACCOUNT_NOT_FOUND" NothingMoved InDoubt ACCOUNT "The bank does not know the buyer's account; nothing was charged.";
    "BANK_ACCOUNT_BLOCKED" NothingMoved InDoubt ACCOUNT "The buyer's account is blocked; nothing was charged.";
    "BANK_NOT_CONNECTED" NothingMoved InDoubt ACCOUNT "The buyer has linked no account; nothing was charged.";
    "USER_NOT_FOUND" NothingMoved InDoubt MEMBER "Kakao Pay does not find the buyer; nothing was charged.";
    "PAY_USER_NOT_FOUND" NothingMoved InDoubt MEMBER "The buyer is no member of Kakao Pay's money service; nothing was charged.";
    "DEACTIVATED_USER_STATUS" NothingMoved InDoubt MEMBER "The buyer's Kakao Pay membership is suspended; nothing was charged.";
    "USER_DUPLICATION" NothingMoved InDoubt MEMBER "The buyer has more than one Kakao Pay membership; nothing was charged.";
    "INVALID_PAYMENT_KEY" NothingMoved InDoubt AGAIN "The wallet does not know the payment; nothing was charged.";
    "PAYMENT_KEY_EXISTS" Settled InDoubt CHECKING "The wallet knows the payment already; the gateway asks what became of it.";
    "ITEM_NOT_FOUND" NothingMoved InDoubt AGAIN "The wallet does not know the item; nothing was charged.";
    "INVALID_CANCEL_AMOUNT" InDoubt Settled REFUNDING "More was to be refunded than the wallet still holds: compare with Kakao Pay's console.";
    "INVALID_CANCEL_STATUS" InDoubt InDoubt REFUNDING "The payment is not in a state to be cancelled, perhaps because a cancel is running; the gateway asks.";
    "INVALID_CANCEL_STATUS_DEACTIVE" InDoubt NothingMoved REFUND_BY_OTHER_WAY "The buyer left Kakao Pay's money service: transfer the refund by hand.";
    "CHANNEL_NOT_FOUND" Misconfigured Misconfigured SHOP "The wallet does not know the merchant's channel: ask Kakao Pay.";
    "NETWORK_ACL_ERROR" Misconfigured Misconfigured SHOP "Our address is not let in: register it in Kakao Pay's console.";
    "0002" NothingMoved InDoubt LIMIT "The card's limit is exceeded; nothing was charged.";
    "0016" NothingMoved InDoubt LIMIT "The card's limit is exceeded; nothing was charged.";
    "8326" NothingMoved InDoubt LIMIT "The card's limit is exceeded; nothing was charged.";
    "8521" NothingMoved InDoubt LIMIT "The card's limit is exceeded; nothing was charged.";
    "0004" NothingMoved InDoubt CARD "The card has expired; nothing was charged.";
    "8314" NothingMoved InDoubt CARD "The card has expired; nothing was charged.";
    "0026" NothingMoved InDoubt CARD "The card cannot be used; nothing was charged.";
    "0027" NothingMoved InDoubt CARD "The card cannot be used; nothing was charged.";
    "0174" NothingMoved InDoubt BALANCE "The card's account does not hold enough; nothing was charged.";
    "8323" NothingMoved InDoubt BALANCE "The card's account does not hold enough; nothing was charged.";
    "0025" InDoubt Settled REFUNDING "The card company calls it cancelled already: compare with Kakao Pay's console.";
    "0140" InDoubt Settled REFUNDING "The card company calls it cancelled already: compare with Kakao Pay's console.";
    "3521" InDoubt Settled REFUNDING "The card company calls it cancelled already: compare with Kakao Pay's console.";
    "4050" InDoubt Settled REFUNDING "The card company calls it cancelled already: compare with Kakao Pay's console.";
    "8507" InDoubt Settled REFUNDING "The card company calls it cancelled already: compare with Kakao Pay's console.";
    "0024" InDoubt InDoubt REFUNDING "The card company does not find the original payment: ask Kakao Pay.";
    "0136" InDoubt InDoubt REFUNDING "The card company does not find the original payment: ask Kakao Pay.";
    "4049" InDoubt InDoubt REFUNDING "The card company does not find the original payment: ask Kakao Pay.";
    "0022" InDoubt NothingMoved REFUND_BY_OTHER_WAY "The card company does not take the cancel: transfer the refund by hand.";
    "8603" InDoubt NothingMoved REFUND_BY_OTHER_WAY "The card company does not take the cancel: transfer the refund by hand.";
    "8604" InDoubt NothingMoved REFUND_BY_OTHER_WAY "The card company does not take the cancel: transfer the refund by hand.";
    "0010" InDoubt InDoubt CHECKING "The card company did not answer in time; the gateway asks what became of it.";
    "0110" InDoubt InDoubt CHECKING "The card company did not answer in time; the gateway asks what became of it.";
    "0290" InDoubt InDoubt CHECKING "The card company did not answer in time; the gateway asks what became of it.";
    "0590" InDoubt InDoubt CHECKING "The card company did not answer in time; the gateway asks what became of it.";
    "9085" InDoubt InDoubt CHECKING "The card company did not answer in time; the gateway asks what became of it.";
    "0121" Settled RetryLater LATER "The card company's system is down.";
    "8998" Settled RetryLater LATER "The card company's system is down.";
    "0299" Settled RetryLater LATER "The card company's system is down.";
    "0059" Settled RetryLater LATER "The card company asks to try again.";
    "1003" Settled RetryLater LATER "The card company asks to try again.";
    "1035" Settled RetryLater LATER "The card company asks to try again.";
    "8545" Settled RetryLater LATER "The card company asks to try again.";
    "8997" Settled RetryLater LATER "The card company asks to try again.";
    "0504" Settled InDoubt CHECKING "The card company saw the same request twice; the gateway asks what became of it.";
    "8907" Settled InDoubt CHECKING "The card company saw the same request twice; the gateway asks what became of it.";
    "9091" Settled InDoubt CHECKING "The card company saw the same request twice; the gateway asks what became of it.";
    "6666" InDoubt InDoubt CHECKING "A general code without a reason; the gateway asks what became of it.";
    "9999" InDoubt InDoubt CHECKING "A general code, also of maintenance; the gateway asks what became of it.";
};

/// How a payment can end by its own status, and the refusals that are ours.
pub(super) const ENDS: &[Row] = table! {
    "QUIT_PAYMENT" NothingMoved InDoubt QUIT "The buyer gave up at Kakao Pay; nothing was charged.";
    "FAIL_PAYMENT" NothingMoved InDoubt AGAIN "Kakao Pay could not take the money; nothing was charged.";
    "FAIL_AUTH_PASSWORD" NothingMoved InDoubt PASSWORD "The buyer's password was wrong; nothing was charged.";
    "SESSION_MISSING" NothingMoved InDoubt AGAIN "The buyer was never sent to Kakao Pay for this order; nothing was charged.";
    "PG_TOKEN_MISSING" NothingMoved InDoubt AGAIN "The buyer came back without Kakao Pay's one-time token; this call charged nothing.";
    "BALANCE_CHANGED" InDoubt NothingMoved REFUND_CHANGED "Somebody refunded at Kakao Pay's console meanwhile: this refund was not sent, quote again.";
};

// The sentences that a buyer reads, in Korean and in English: one for many codes.
said! {
    LATER "지금은 카카오페이를 이용할 수 없습니다. 잠시 후 다시 시도해 주세요." "Kakao Pay is not available right now. Please try again shortly.";
    SHOP "저희 쪽 문제로 카카오페이를 이용할 수 없습니다. 고객센터에 문의해 주세요." "Kakao Pay cannot be used because of a problem on our side. Please contact support.";
    FINISH "카카오페이 인증이 아직 끝나지 않았습니다. 카카오톡에서 인증을 마쳐 주세요." "Your Kakao Pay authentication is not finished yet. Please complete it in KakaoTalk.";
    TIME_OVER "결제 시간(15분)이 지났습니다. 처음부터 다시 시도해 주세요." "The time to pay (15 minutes) is over. Please start again.";
    LIMIT "결제 한도를 초과했습니다. 한도를 확인하시거나 다른 결제수단을 이용해 주세요." "This is above your payment limit. Please check the limit or pay another way.";
    BALANCE "잔액이 부족합니다. 충전하시거나 다른 결제수단을 이용해 주세요." "The balance is too low. Please top it up or pay another way.";
    CARD "이 카드로 결제할 수 없습니다. 다른 카드나 결제수단을 이용해 주세요." "This card cannot be used. Please use another card or pay another way.";
    ACCOUNT "카카오페이에 연결된 계좌를 사용할 수 없습니다. 카카오페이에서 계좌를 확인해 주세요." "The bank account linked to Kakao Pay cannot be used. Please check it in Kakao Pay.";
    MEMBER "카카오페이 이용 상태를 확인해 주세요. 카카오페이 고객센터에서 도와드립니다." "Please check the state of your Kakao Pay account. Kakao Pay's support can help.";
    LOCKED "진행 중인 다른 카카오페이 거래가 있습니다. 잠시 후 다시 시도해 주세요." "Another Kakao Pay transaction of yours is still running. Please try again shortly.";
    QUIT "결제를 취소하셨습니다. 결제된 금액은 없습니다." "You cancelled the payment. Nothing was charged.";
    PASSWORD "비밀번호 인증에 실패했습니다. 처음부터 다시 시도해 주세요." "The password was not accepted. Please start again.";
    REFUNDING "환불을 확인하고 있습니다. 완료되면 알려 드리겠습니다." "We are checking your refund and will tell you when it is done.";
    REFUND_BY_OTHER_WAY "카카오페이로 환불할 수 없습니다. 고객센터에서 다른 방법을 안내해 드립니다." "The refund cannot go through Kakao Pay. Support will offer you another way.";
    REFUND_CHANGED "환불 가능한 금액이 바뀌어 다시 확인하고 있습니다. 고객센터에서 안내해 드립니다." "The amount that can be refunded has changed. Support is checking it again.";
}
