//! The words of money that waits for a person: deposits, refunds, contradictions, webhooks and jobs.

use domain::{
    contradiction::{ContradictionKind, ContradictionState},
    deposit::DepositState,
    effects::JobKind,
    endpoint::EndpointState,
    inbox::Verdict,
    refund::{Basis, QuoteCode},
};

use super::{Words, list::Tone};

pub(crate) const fn endpoint(state: EndpointState) -> (Words, Tone) {
    match state {
        EndpointState::Enabled => (("보내는 중", "Enabled"), Tone::Good),
        EndpointState::Disabled => (("멈춤", "Disabled"), Tone::Open),
        EndpointState::Deleted => (("삭제됨", "Deleted"), Tone::Bad),
    }
}

pub(crate) const fn deposit(state: DepositState) -> (Words, Tone) {
    match state {
        DepositState::Matched => (("주문에 연결됨", "Matched"), Tone::Good),
        DepositState::Unmatched => (
            ("이름이 맞는 주문 없음", "No order of this name"),
            Tone::Open,
        ),
        DepositState::Ambiguous => (("주문이 여럿", "Several orders fit"), Tone::Open),
        DepositState::Underpaid => (("금액 부족", "Too little"), Tone::Open),
        DepositState::Overpaid => (("금액 초과", "Too much"), Tone::Open),
        DepositState::Late => (("기한 뒤 입금", "Came too late"), Tone::Open),
        DepositState::Duplicate => (("이미 결제된 주문", "Order is paid"), Tone::Open),
        DepositState::Early => (("주문 전 입금", "Came before the order"), Tone::Open),
        DepositState::PossibleRepeat => (("중복 보고 의심", "May be a repeat"), Tone::Open),
        DepositState::Repeated => (("중복 보고", "A repeat"), Tone::Quiet),
        DepositState::Returned => (("돌려보냄", "Sent back"), Tone::Quiet),
        DepositState::Reversed => (("은행이 취소", "Taken back by the bank"), Tone::Bad),
    }
}

/// Why a deposit waits, and what a person does about it.
pub(crate) const fn deposit_advice(state: DepositState) -> Option<Words> {
    Some(match state {
        DepositState::Unmatched => (
            "이 이름으로 입금을 기다리는 주문이 없습니다. 아래 후보에서 맞는 주문을 찾아 연결하거나, 돌려보내 주세요.",
            "No order waits for money of this name. Find its order among those below, or send it back.",
        ),
        DepositState::Ambiguous => (
            "같은 이름과 금액을 기다리는 주문이 여럿이라 정하지 않았습니다. 고객에게 확인하고 하나를 골라 주세요.",
            "Several orders wait for this name and amount, so none was chosen. Ask the customer and choose one.",
        ),
        DepositState::Underpaid => (
            "이 이름의 주문보다 적게 들어왔습니다. 그래도 인정하려면 금액이 달라도 연결하고, 아니면 돌려보내 주세요.",
            "It is less than the order of this name costs. Match it despite the amount, or send it back.",
        ),
        DepositState::Overpaid => (
            "이 이름의 주문보다 많이 들어왔습니다. 그래도 인정하려면 금액이 달라도 연결하고, 아니면 돌려보내 주세요.",
            "It is more than the order of this name costs. Match it despite the amount, or send it back.",
        ),
        DepositState::Late => (
            "맞는 주문이 기한이 지나 끝난 뒤에 들어왔습니다. 늦게라도 연결하면 크레딧이 지급됩니다.",
            "The order it fits was given up before the money came. Matching it grants the credits all the same.",
        ),
        DepositState::Duplicate => (
            "맞는 주문은 이미 결제되었습니다. 대개 두 번 보낸 돈이므로 돌려보냅니다.",
            "The order it fits is paid. Mostly it was sent twice, and goes back.",
        ),
        DepositState::Early => (
            "맞는 주문이 열리기 전에 들어왔습니다. 같은 사람의 돈이면 연결해 주세요.",
            "It came before the order it fits was opened. Match it where it is that buyer's money.",
        ),
        DepositState::PossibleRepeat => (
            "다른 경로로 이미 보고된 돈일 수 있습니다. 통장을 보고 같은 돈인지 새 돈인지 정해 주세요.",
            "It may be money that another source reported. Look at the account, and say whether it is the same or new.",
        ),
        DepositState::Matched
        | DepositState::Repeated
        | DepositState::Returned
        | DepositState::Reversed => return None,
    })
}

pub(crate) const fn basis(basis: Basis) -> (Words, Tone) {
    match basis {
        Basis::ByRight => (("사유 없이", "By right"), Tone::Good),
        Basis::ThroughSupport => (
            ("상담을 거쳐, 사유 필요", "Through support, with a reason"),
            Tone::Good,
        ),
        Basis::SellerFault => (("판매자 잘못", "The seller's fault"), Tone::Open),
        Basis::Goodwill => (("호의", "Goodwill"), Tone::Open),
        Basis::Refused => (("환불 불가", "Not refundable"), Tone::Bad),
    }
}

/// What decided about a line of a quote.
pub(crate) const fn quote_line(code: QuoteCode) -> Words {
    match code {
        QuoteCode::Bonus => (
            "함께 받은 보너스는 돈으로 돌려주지 않고, 쓰지 않은 만큼 회수합니다",
            "A bonus is never paid out; what is unused of it is taken back",
        ),
        QuoteCode::UnusedByRight => (
            "사유 없이 돌려받는 기간 안이므로 쓰지 않은 만큼 돌려줍니다",
            "Within the first window: the unused part goes back without a reason",
        ),
        QuoteCode::UnusedThroughSupport => (
            "상담을 거치는 기간 안이므로 사유를 듣고 쓰지 않은 만큼 돌려줍니다",
            "Within the longer window: the unused part goes back with a reason",
        ),
        QuoteCode::Membership => (
            "멤버십으로 받은 크레딧이라 환불 기간이 없습니다",
            "Credits of a membership have no window open",
        ),
        QuoteCode::UnusedSellerFault => (
            "기간은 지났지만 판매자의 잘못이므로 돌려줍니다",
            "Beyond the windows, for the seller's fault",
        ),
        QuoteCode::UnusedGoodwill => (
            "기간은 지났지만 호의로 돌려줍니다",
            "Beyond the windows, as goodwill",
        ),
        QuoteCode::WindowClosed => ("환불 기간이 지났습니다", "The windows are over"),
        QuoteCode::Expired => ("만료된 크레딧입니다", "The credits have expired"),
        QuoteCode::NothingUnused => ("쓰지 않은 크레딧이 없습니다", "Nothing is unused"),
        QuoteCode::NothingLeftToPay => (
            "이 결제에서 돌려줄 돈이 남아 있지 않습니다",
            "Nothing of the payment is left to give back",
        ),
        QuoteCode::GivenShort => (
            "앞선 환불에서 덜 돌려준 금액입니다",
            "An earlier refund gave back less than it should have",
        ),
    }
}

pub(crate) const fn contradiction(state: ContradictionState) -> (Words, Tone) {
    match state {
        ContradictionState::Open => (("결정 필요", "To be decided"), Tone::Open),
        ContradictionState::Refunding => (("돌려주는 중", "Going back"), Tone::Quiet),
        ContradictionState::Agreed => (("저절로 일치", "Agreed by itself"), Tone::Good),
        ContradictionState::Accepted => (("인정함", "Accepted"), Tone::Good),
        ContradictionState::Refunded => (("돌려줌", "Given back"), Tone::Good),
        ContradictionState::Closed => (("닫음", "Closed"), Tone::Quiet),
    }
}

pub(crate) const fn contradiction_kind(kind: ContradictionKind) -> Words {
    match kind {
        ContradictionKind::OtherProvider => ("다른 결제사의 결제", "Of another provider"),
        ContradictionKind::OtherOrder => ("다른 주문의 결제", "For another order"),
        ContradictionKind::OtherPayment => (
            "시작한 것과 다른 결제",
            "Another payment than the one begun",
        ),
        ContradictionKind::OtherCurrency => ("다른 통화", "Another currency"),
        ContradictionKind::OtherAmount => ("주문과 다른 금액", "Another amount than the order's"),
        ContradictionKind::CustomerClosed => ("해지 뒤 결제", "Paid after the account was closed"),
        ContradictionKind::TooManyCredits => {
            ("보유 한도를 넘는 크레딧", "More credits than may be held")
        }
        ContradictionKind::MonthGone => (
            "이미 지나간 구독 월의 결제",
            "For a month that was given or skipped",
        ),
        ContradictionKind::OrderCancelled => {
            ("취소한 주문의 결제", "Paid after the order was given up")
        }
        ContradictionKind::SecondPayment => ("두 번째 결제", "A second payment"),
        ContradictionKind::AmountChanged => ("결제 금액이 바뀜", "The amount changed"),
        ContradictionKind::Ended => (
            "완료된 결제가 실패로 바뀜",
            "A completed payment is called failed",
        ),
        ContradictionKind::PaidAgainClosed => (
            "해지 뒤 다시 들어온 돈",
            "Money came again after the account was closed",
        ),
        ContradictionKind::CancelUndone => ("취소가 되돌려짐", "A cancel was undone"),
        ContradictionKind::CancelDiffers => ("취소 금액이 다름", "A cancel of another amount"),
        ContradictionKind::RefundUndone => (
            "끝난 환불이 실패로 바뀜",
            "A refund failed after it was done",
        ),
        ContradictionKind::GaveBackTwice => ("두 번 돌려줌", "Given back twice"),
    }
}

pub(crate) const fn verdict(verdict: Verdict) -> (Words, Tone) {
    match verdict {
        Verdict::Signed => (("서명 확인됨", "Signature is right"), Tone::Good),
        Verdict::Unsigned => (
            ("서명 없음, 조회로 확인", "Unsigned: only a hint"),
            Tone::Quiet,
        ),
        Verdict::Rejected => (("믿지 않음", "Not believed"), Tone::Bad),
        Verdict::Unreadable => (("읽을 수 없음", "Cannot be read"), Tone::Open),
        Verdict::Contradictory => (("먼저 온 것과 모순", "Contradicts one before"), Tone::Open),
    }
}

pub(crate) const fn job(kind: JobKind) -> Words {
    match kind {
        JobKind::SettleOrder => ("결제 결과 확인", "Find out how a payment ended"),
        JobKind::SettleRefund => ("환불 보내고 확인", "Send a refund, and see how it ended"),
        JobKind::SettleContradiction => (
            "장부에 없는 결제 취소",
            "Cancel a payment that is in no books",
        ),
        JobKind::SettleReceipts => (
            "현금영수증 요청하고 확인",
            "Ask for cash receipts, and see what became of them",
        ),
    }
}
