//! What differs, in words: its name, what it means, and what to do.

use domain::reconcile::{DiscrepancyKind, DiscrepancyState, ExplainedBy, Movement, Source};

use crate::web::console::{Words, list::Tone};

pub(in crate::http::console) const fn source(source: Source) -> Words {
    match source {
        Source::Movements => ("거래 목록", "List of movements"),
        Source::Settlements => ("정산 내역", "Settlement"),
        Source::Statement => ("계좌 입금", "Money on the account"),
    }
}

/// What was compared, where it is not the list of movements.
pub(super) const fn context(source: Source) -> Option<Words> {
    match source {
        Source::Movements => None,
        Source::Settlements => Some((
            "정산 내역을 장부와 견준 결과입니다. 고친 정산 내역을 가져오면 다음 대사에서 저절로 닫힙니다.",
            "Found by comparing a settlement with the books. Once a corrected settlement is taken in, the next comparison closes it.",
        )),
        Source::Statement => Some((
            "결제사가 지급한다는 금액을 계좌에 들어온 돈과 견준 결과입니다. '장부의 금액'은 정산 합계입니다.",
            "Found by comparing what a provider pays out with what arrived on the account. The amount here is the sum of the settlement.",
        )),
    }
}

pub(in crate::http::console) const fn kind(kind: DiscrepancyKind) -> Words {
    match kind {
        DiscrepancyKind::MissingHere => ("장부에 없음", "Missing here"),
        DiscrepancyKind::MissingThere => ("결제사에 없음", "Missing there"),
        DiscrepancyKind::Amount => ("금액이 다름", "Another amount"),
        DiscrepancyKind::Status => ("상태가 다름", "Another state"),
        DiscrepancyKind::Duplicate => ("두 번 결제됨", "Paid twice"),
        DiscrepancyKind::Day => ("날짜가 다름", "Another day"),
        DiscrepancyKind::Fee => ("수수료가 다름", "Another fee"),
        DiscrepancyKind::Vat => ("수수료 부가세가 다름", "Another VAT of the fee"),
    }
}

pub(super) const fn explained(by: ExplainedBy) -> Words {
    match by {
        ExplainedBy::Payment => ("결제", "A payment"),
        ExplainedBy::Refund => ("환불", "A refund"),
        ExplainedBy::RefundUnderWay => ("진행 중인 환불", "A refund under way"),
        ExplainedBy::Outside => ("다른 곳에서 취소됨", "Given back by others"),
        ExplainedBy::Dispute => ("카드 이의제기", "A dispute"),
        ExplainedBy::OpenContradiction => (
            "확인을 기다리는 '장부와 다른 결제'",
            "A contradiction that waits",
        ),
        ExplainedBy::EndedContradiction => {
            ("끝난 '장부와 다른 결제'", "A contradiction that has ended")
        }
        ExplainedBy::NothingLeft => ("결제사에 남은 돈 없음", "Nothing left there"),
        ExplainedBy::Arrived => ("계좌에 들어온 돈", "Money on the account"),
    }
}

pub(super) const fn movement(movement: Movement) -> Words {
    match movement {
        Movement::Paid => ("결제", "Paid"),
        Movement::Returned => ("취소·환불", "Given back"),
        Movement::Unknown => ("알 수 없음", "Not known"),
    }
}

pub(super) const fn state(state: DiscrepancyState) -> (Words, Tone) {
    match state {
        DiscrepancyState::Open => (("확인 필요", "Open"), Tone::Open),
        DiscrepancyState::Agreed => (("서로 맞음", "Agrees by now"), Tone::Good),
        DiscrepancyState::Closed => (("닫음", "Closed"), Tone::Quiet),
    }
}

pub(super) const fn means(kind: DiscrepancyKind) -> Words {
    match kind {
        DiscrepancyKind::MissingHere => (
            "결제사의 거래 목록에 있는 거래가 장부에 없습니다.",
            "The provider lists a movement that the books do not have.",
        ),
        DiscrepancyKind::MissingThere => (
            "장부에 있는 거래가 결제사의 거래 목록에 없습니다.",
            "The books have a movement that the provider does not list.",
        ),
        DiscrepancyKind::Amount => (
            "결제사의 금액과 장부의 금액이 다릅니다.",
            "The provider lists another amount than the books have.",
        ),
        DiscrepancyKind::Status => (
            "결제사는 결제되었다고 하지만 주문은 결제되지 않은 것으로 끝났거나 확인을 기다립니다.",
            "The provider lists it as paid, while the order ended unpaid or waits for a decision.",
        ),
        DiscrepancyKind::Duplicate => (
            "이미 결제된 주문이 한 번 더 결제되었습니다.",
            "An order that is paid was paid once more.",
        ),
        DiscrepancyKind::Day => (
            "같은 거래의 날짜가 하루 넘게 다릅니다.",
            "The same movement is dated more than a day apart.",
        ),
        DiscrepancyKind::Fee => (
            "정산 금액이 거래 금액에서 수수료와 부가세를 뺀 금액과 다르거나, 부호가 맞지 않거나, 수수료가 계약보다 많습니다.",
            "What is paid out is not the amount less the fee and its VAT, a sign is wrong, or the fee is above the agreed one.",
        ),
        DiscrepancyKind::Vat => (
            "수수료의 부가세가 수수료의 10%가 아닙니다.",
            "The VAT of the fee is not a tenth of it.",
        ),
    }
}

pub(super) const fn to_do(kind: DiscrepancyKind) -> Words {
    match kind {
        DiscrepancyKind::MissingHere => (
            "결제사 관리 화면에서 결제 키로 찾아보고, 우리 고객의 돈이면 돌려주거나 주문을 되살립니다.",
            "Look the payment key up at the provider's console; where it is a customer's money, give it back or restore the order.",
        ),
        DiscrepancyKind::MissingThere => (
            "목록은 늦을 수 있으니 다음 대사를 기다리고, 그래도 없으면 결제사에 문의합니다.",
            "Lists lag, so wait for the next comparison; if it is missing still, ask the provider.",
        ),
        DiscrepancyKind::Amount | DiscrepancyKind::Status => (
            "결제사 관리 화면에서 결제를 확인합니다. 조회한 결제와 내역이 서로 다르면 결제사에 문의하고, 고쳐지면 다음 대사에서 저절로 닫힙니다.",
            "Look the payment up at the provider's console. Where it says something else than the list, ask the provider; once corrected, the next comparison closes this.",
        ),
        DiscrepancyKind::Duplicate => (
            "결제사에 같은 거래가 두 번 있는지 문의합니다. 두 번 결제되었으면 '장부와 다른 결제'에서 돌려줍니다.",
            "Ask the provider whether it happened twice. A second payment is given back under Contradictions.",
        ),
        DiscrepancyKind::Day => (
            "두 날짜를 견주어 보고, 정산에 문제가 없으면 사유를 적고 닫습니다.",
            "Compare the two dates; close it with a reason where the payout is right.",
        ),
        DiscrepancyKind::Fee | DiscrepancyKind::Vat => (
            "결제사에 정산 정정을 요청합니다. 고친 정산 파일을 다시 가져오면 저절로 닫힙니다.",
            "Ask the provider for a correction; importing the corrected settlement closes this.",
        ),
    }
}
