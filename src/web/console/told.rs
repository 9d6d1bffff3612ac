//! What the gateway wrote down in English, told in the language of a page: reasons beside acts, notes of webhooks and of
//! refunds. What a person wrote stays as it is, and so does a sentence that is not known here.

pub(crate) mod files;
mod sentences;

use domain::{effects::AuditAct, statement::Lang};

use super::states;

/// Parts of what stands before a person's reason.
static PARTS: &[(&str, &str)] = &[
    ("the secret before signs until ", "전 서명 키의 끝 "),
    ("succeeded", "이체함"),
    ("declined", "이체하지 않고 끝냄"),
    (" credits forfeited", " 크레딧이 사라짐"),
    (" credits a month", " 크레딧/월"),
    (" credits", " 크레딧"),
    (" won", "원"),
    ("not deposit ", "다음 입금이 아님 "),
    ("the money of deposit ", "다음 입금과 같은 돈 "),
    ("deposit ", "입금 "),
    ("order ", "주문 "),
    ("settled by ", "확인한 사람 "),
    ("sent back", "돌려보냄"),
    ("before month ", "다음 달 번호 "),
    ("promotional", "프로모션"),
    ("membership", "멤버십"),
    ("original", "세금계산서"),
    ("amended", "수정세금계산서"),
    ("income_deduction", "소득공제"),
    ("expense_proof", "지출증빙"),
    (", above the limit of ", ", 한도 "),
    (", asked by ", ", 요청 "),
    (", approved by ", ", 승인 "),
    (", by_right", ", 사유 없이"),
    (", through_support", ", 상담을 거쳐"),
    (", seller_fault", ", 판매자 잘못"),
    (", goodwill", ", 호의"),
    ("contradiction_accept", "다른 결제 인정"),
    ("contradiction_refund", "다른 결제 환불"),
    ("refund_account", "환불 계좌"),
    ("deposit_match", "입금 연결"),
    ("refund of ", "환불 "),
    ("grant of ", "지급 "),
    (" of ", " / "),
    (" for ", " · "),
    (" as ", " · "),
    (" again", " (다시)"),
];

/// What followed from a webhook about a deposit, and the month that a membership's lot is of.
fn named(text: &str) -> Option<String> {
    if let Some((month, _)) = text
        .strip_prefix("month ")
        .and_then(|rest| rest.split_once(" of sub_"))
    {
        let month: i64 = month.parse().ok()?;
        return Some(format!("멤버십 {}번째 달", month.saturating_add(1)));
    }
    let (id, state) = text.strip_prefix("deposit ")?.split_once(" is ")?;
    let ((korean, _), _) = states::deposit(state.parse().ok()?);
    Some(format!("입금 {id}: {korean}"))
}

/// A sentence of ours, or several with semicolons between them.
pub(crate) fn sentence(lang: Lang, text: &str) -> String {
    let named = |part: &str| named(part).filter(|_| lang == Lang::Korean);
    let known = |part: &str| sentences::said(lang, part).or_else(|| named(part));
    // A known sentence may hold a semicolon itself.
    known(text).unwrap_or_else(|| {
        let parts = text.split("; ");
        let told = parts.map(|part| known(part).unwrap_or_else(|| part.to_owned()));
        told.collect::<Vec<_>>().join("; ")
    })
}

/// The facts and the reason of an act: what stands before the first colon is ours, where the act writes facts.
pub(crate) fn detail(lang: Lang, act: AuditAct, text: &str) -> String {
    use AuditAct as A;
    let ours = matches!(
        act,
        A::ApprovalApprove
            | A::ApprovalAsk
            | A::ApprovalReject
            | A::CashReceiptChange
            | A::CashReceiptRequest
            | A::CreditsGrant
            | A::CustomerClose
            | A::DebtWaive
            | A::DepositMatch
            | A::DepositNew
            | A::DepositRepeat
            | A::ContradictionAccept
            | A::ContradictionRefund
            | A::HoldRelease
            | A::OperatorSignIn
            | A::OrderCancel
            | A::RefundAccount
            | A::RefundBeyond
            | A::RefundRequest
            | A::RefundSettleByHand
            | A::SpendReverse
            | A::SubscriptionStart
            | A::SubscriptionEnd
            | A::SubscriptionPause
            | A::SubscriptionResume
            | A::TaxInvoiceRecord
            | A::WebhookEndpointRotate
    );
    if lang == Lang::English || !ours {
        return text.to_owned();
    }
    let whole = sentence(lang, text);
    if whole != text {
        return whole;
    }
    let (head, reason) = match text.split_once(": ") {
        Some((head, reason)) => (head, format!(": {reason}")),
        None => (text, String::new()),
    };
    let mut head = head.to_owned();
    for (english, korean) in PARTS {
        head = head.replace(english, korean);
    }
    head + &reason
}

#[cfg(test)]
mod tests {
    use domain::{effects::AuditAct, statement::Lang};

    use super::{detail, sentence};

    #[test]
    fn facts_are_told_in_korean_and_reasons_are_left_as_they_were_written() {
        for (act, text, shown) in [
            (
                AuditAct::SpendReverse,
                "30 credits: 3 credits for a test",
                "30 크레딧: 3 credits for a test",
            ),
            (
                AuditAct::RefundRequest,
                "9900 won for 1000 credits, by_right: 고객이 마음을 바꿈",
                "9900원 · 1000 크레딧, 사유 없이: 고객이 마음을 바꿈",
            ),
            (
                AuditAct::RefundSettleByHand,
                "succeeded: transfer 1",
                "이체함: transfer 1",
            ),
            (
                AuditAct::OperatorSignIn,
                "with the password alone",
                "비밀번호만으로",
            ),
            (
                AuditAct::TaxInvoiceRecord,
                "amended of 9900 won: 20261201410002030000079e",
                "수정세금계산서 / 9900원: 20261201410002030000079e",
            ),
            (
                AuditAct::CashReceiptChange,
                "9900 won for expense_proof",
                "9900원 · 지출증빙",
            ),
            (AuditAct::CampaignEnd, "sold 3 credits", "sold 3 credits"),
        ] {
            assert_eq!(detail(Lang::Korean, act, text), shown);
            assert_eq!(detail(Lang::English, act, text), text);
        }
    }

    #[test]
    fn notes_of_webhooks_are_told_sentence_by_sentence() {
        let look = "a look-up of order ord_1 was queued";
        assert_eq!(
            sentence(Lang::Korean, look),
            "주문 ord_1 조회를 예약했습니다"
        );
        assert_eq!(sentence(Lang::English, look), look);
        let deposit = sentence(Lang::Korean, "deposit dep_1 is matched");
        assert_eq!(deposit, "입금 dep_1: 주문에 연결됨");
        let month = "month 0 of sub_01";
        assert_eq!(sentence(Lang::Korean, month), "멤버십 1번째 달");
        let note = "its signature or key is right; 3 bytes are missing";
        assert_eq!(
            sentence(Lang::Korean, note),
            "서명이나 키가 맞습니다; 3 bytes are missing"
        );
        let one = "the transfer came back; another account was given";
        assert!(sentence(Lang::Korean, one).starts_with("이체가 반송되어"));
        assert_eq!(sentence(Lang::English, note), note);
    }
}
