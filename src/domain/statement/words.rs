//! The acts of the ledger in words for the customer, in Korean and in English.

use super::Change;
use crate::{kind::vocabulary, ledger::Act};

vocabulary!(
    /// The language of a statement.
    Lang, "language of a statement" {
        Korean = "ko",
        English = "en",
    }
);

/// What an act did, in words. A waiver of a debt ends by an entry of the same act that goes the other way, which
/// `change` shows.
pub fn words(lang: Lang, act: Act, change: Change) -> &'static str {
    let (korean, english) = both(act, change.debt > 0);
    match lang {
        Lang::Korean => korean,
        Lang::English => english,
    }
}

const fn both(act: Act, owes_more: bool) -> (&'static str, &'static str) {
    match act {
        Act::Mint => ("구매", "Purchase"),
        Act::Grant => ("지급", "Grant"),
        Act::Spend => ("사용", "Use"),
        Act::Reverse => ("사용 취소", "Use given back"),
        Act::Hold => ("사용 예약", "Set aside for use"),
        Act::Capture => ("예약한 크레딧 사용", "Use of credits set aside"),
        Act::Release => ("사용 예약 해제", "Credits set aside given back"),
        Act::Expire => ("유효기간 만료", "End of validity"),
        Act::RefundRequest => ("환불 신청", "Refund asked for"),
        Act::RefundDone => ("환불 완료", "Refund paid"),
        Act::RefundDeclined => (
            "환불되지 않아 크레딧 반환",
            "Refund not made, credits given back",
        ),
        Act::RefundBounced => ("환불금 반송", "Refunded money came back"),
        Act::RefundCorrected => ("환불 금액 정정", "Refunded amount corrected"),
        Act::Revoke => ("결제 취소로 회수", "Taken back with its payment"),
        Act::BonusRevoke => ("보너스 회수", "Bonus taken back with its purchase"),
        Act::BonusRestore => ("보너스 복원", "Bonus given again"),
        Act::Debt => (
            "사용한 크레딧의 결제 취소로 부족분 발생",
            "Owed: used credits whose payment was taken back",
        ),
        Act::DebtPaid => ("부족분 상계", "Debt set off"),
        Act::Restore => ("결제 복원으로 재지급", "Given again with its payment"),
        Act::DebtReturned => ("부족분 상계 취소", "Set-off of a debt undone"),
        Act::DebtUndone => ("부족분 소멸", "Not owed any more"),
        Act::DebtWaived if owes_more => ("부족분 면제 종료", "Waiver of a debt ended"),
        Act::DebtWaived => ("부족분 면제", "Debt waived"),
        Act::Forfeit => ("계정 종료로 소멸", "Lost with the account"),
    }
}

/// What a total of an act is called. A waiver and its end are added up together.
pub fn total_words(lang: Lang, act: Act) -> &'static str {
    words(lang, act, Change::default())
}
