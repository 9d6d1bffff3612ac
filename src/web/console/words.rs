//! The words of the domain as support reads them, with how a state is meant.

use domain::{
    customer::CustomerState,
    kind::{Kind, Method},
    membership::SubscriptionState,
    order::OrderState,
};

use super::{
    Words,
    list::{Cell, Tone},
};

/// The cell of a state.
pub(crate) const fn state(word: &'static str, (words, tone): (Words, Tone)) -> Cell {
    Cell::State(word, words, tone)
}

pub(crate) const fn order(state: OrderState) -> (Words, Tone) {
    match state {
        OrderState::Open => (("결제 전", "Open"), Tone::Quiet),
        OrderState::Confirming => (("결과 확인 중", "Being confirmed"), Tone::Quiet),
        OrderState::AwaitingDeposit => (("입금 대기", "Awaits a deposit"), Tone::Quiet),
        OrderState::Completed => (("결제 완료", "Paid"), Tone::Good),
        OrderState::Failed => (("결제 거절", "Declined"), Tone::Bad),
        OrderState::Cancelled => (("취소", "Given up"), Tone::Bad),
        OrderState::Expired => (("기한 지남", "Time over"), Tone::Bad),
        OrderState::Mismatched => (("장부와 다름", "Contradicts the books"), Tone::Open),
    }
}

pub(crate) const fn customer(state: CustomerState) -> (Words, Tone) {
    match state {
        CustomerState::Open => (("이용 중", "Open"), Tone::Good),
        CustomerState::Frozen => (("동결", "Frozen"), Tone::Open),
        CustomerState::Closed => (("해지", "Closed"), Tone::Bad),
    }
}

pub(crate) const fn subscription(state: SubscriptionState) -> (Words, Tone) {
    match state {
        SubscriptionState::Active => (("이용 중", "Active"), Tone::Good),
        SubscriptionState::Paused => (("일시 중지", "Paused"), Tone::Quiet),
        SubscriptionState::Ended => (("종료", "Ended"), Tone::Bad),
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

pub(crate) const fn method(method: Method) -> Words {
    match method {
        Method::Card => ("카드", "Card"),
        Method::EasyPay => ("간편결제", "Easy payment"),
        Method::AccountTransfer => ("계좌이체", "Account transfer"),
        Method::VirtualAccount => ("가상계좌", "Virtual account"),
        Method::BankTransfer => ("무통장입금", "Bank transfer"),
        Method::Mobile => ("휴대폰", "Mobile phone"),
        Method::GiftCertificate => ("상품권", "Gift certificate"),
        Method::Other => ("기타", "Other"),
    }
}

/// A provider, by its own name where it is known here.
pub(crate) fn provider(id: &str) -> Option<Words> {
    Some(match id {
        "toss" => ("토스페이먼츠", "Toss Payments"),
        "kakaopay" => ("카카오페이", "Kakao Pay"),
        "naverpay" => ("네이버페이", "Naver Pay"),
        "bank" => ("자체 계좌", "Own account"),
        _ => return None,
    })
}
