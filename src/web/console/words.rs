//! The words of the domain as support reads them, with how a state is meant.

use domain::{
    approval::{ApprovalState, LimitedAct},
    customer::CustomerState,
    kind::Method,
    ledger::Account,
    membership::SubscriptionState,
    order::OrderState,
    refund::RefundState,
};

use super::{
    Words,
    list::{Cell, Tone},
};

pub(crate) use crate::web::words::kind;

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

pub(crate) const fn refund(state: RefundState) -> (Words, Tone) {
    match state {
        RefundState::Requested => (("보내기 전", "To be sent"), Tone::Quiet),
        RefundState::Sent => (("보냄, 결과 확인 중", "Sent, being confirmed"), Tone::Quiet),
        RefundState::ByHand => (("직접 이체 필요", "To transfer by hand"), Tone::Open),
        RefundState::Bounced => (
            ("반송됨, 계좌 필요", "Came back, needs an account"),
            Tone::Open,
        ),
        RefundState::Succeeded => (("환불 완료", "Given back"), Tone::Good),
        RefundState::Declined => (
            ("거절, 크레딧 복구", "Declined, credits are back"),
            Tone::Bad,
        ),
    }
}

pub(crate) const fn approval(state: ApprovalState) -> (Words, Tone) {
    match state {
        ApprovalState::Waiting => (("승인 대기", "Waits"), Tone::Open),
        ApprovalState::Approved => (("승인됨", "Approved"), Tone::Good),
        ApprovalState::Rejected => (("거절됨", "Rejected"), Tone::Bad),
        ApprovalState::Expired => (("기한 지남", "Time over"), Tone::Bad),
    }
}

/// An act that may need a second person.
pub(crate) const fn limited(act: LimitedAct) -> Words {
    match act {
        LimitedAct::Grant => ("크레딧 지급", "Grant of credits"),
        LimitedAct::Refund => ("환불", "Refund"),
        LimitedAct::DepositMatch => (
            "금액이 다른 입금 연결",
            "Match of a deposit of another amount",
        ),
        LimitedAct::ContradictionAccept => {
            ("금액이 다른 결제 인정", "Acceptance of another amount")
        }
        LimitedAct::RefundAccount => ("환불 계좌 변경", "Another account of a refund"),
        LimitedAct::ContradictionRefund => {
            ("장부에 없는 결제의 환불", "Refund of a payment in no books")
        }
        LimitedAct::ContradictionTransfer => (
            "장부에 없는 결제를 직접 이체함",
            "Transfer of a payment in no books",
        ),
    }
}

/// An account of the ledger.
pub(crate) const fn account(account: Account) -> Words {
    match account {
        Account::Issued => ("발행", "issued"),
        Account::Available => ("사용 가능", "available"),
        Account::Held => ("예약 중", "set aside"),
        Account::Used => ("사용", "used"),
        Account::Refunding => ("환불 중", "being refunded"),
        Account::Refunded => ("환불", "refunded"),
        Account::Expired => ("만료", "expired"),
        Account::Revoked => ("회수", "revoked"),
        Account::Owed => ("부족분", "owed"),
        Account::Clawback => ("부족분의 출처", "clawback"),
        Account::Receivable => ("결제사에서 받을 돈", "receivable"),
        Account::Prepaid => ("선수금", "prepaid"),
        Account::RefundsDue => ("돌려줄 돈", "refunds due"),
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
    let found = PROVIDERS.iter().find(|(known, _)| *known == id);
    found.map(|(_, words)| *words)
}

/// Every provider that has a name here, by its id.
pub(crate) const PROVIDERS: [(&str, Words); 5] = [
    ("toss", ("토스페이먼츠", "Toss Payments")),
    ("kakaopay", ("카카오페이", "Kakao Pay")),
    ("naverpay", ("네이버페이", "Naver Pay")),
    ("portone", ("포트원", "PortOne")),
    ("bank", ("자체 계좌", "Own account")),
];
