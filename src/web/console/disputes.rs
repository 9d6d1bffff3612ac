//! The words of disputes.

use domain::dispute::{DisputeState, Taken};

use super::{Words, list::Tone};

pub(crate) const fn state(state: DisputeState) -> (Words, Tone) {
    match state {
        DisputeState::Open => (("소명 필요", "To be answered"), Tone::Open),
        DisputeState::Won => (("인정되지 않음", "Won"), Tone::Good),
        DisputeState::Lost => (("인정됨", "Lost"), Tone::Bad),
        DisputeState::Reinstated => (("다시 들어옴", "Reinstated"), Tone::Good),
    }
}

pub(crate) const fn taken(taken: Taken) -> Words {
    match taken {
        Taken::Settlement => (
            "정산에서 차감 (결제사 조회에는 보이지 않음)",
            "Kept back from a payout; look-ups at the provider do not show it",
        ),
        Taken::Cancel => (
            "결제사가 결제를 취소 (조회에서 확인)",
            "The provider cancels the payment; look-ups show it",
        ),
    }
}
