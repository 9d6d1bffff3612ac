//! What people did, as the log of acts says it. Its file has the words of the API.

use domain::effects::AuditAct as A;

use super::Words;

static ACTS: &[(A, Words)] = &[
    (A::ApprovalAsk, ("승인 요청", "Asked for approval")),
    (A::ApprovalApprove, ("승인", "Approved")),
    (A::ApprovalReject, ("승인 거절", "Rejected")),
    (A::CampaignCreate, ("캠페인 시작", "Campaign begun")),
    (A::CampaignEnd, ("캠페인 끝냄", "Campaign ended")),
    (
        A::CashReceiptChange,
        ("현금영수증 변경 신청", "Another cash receipt asked for"),
    ),
    (
        A::CashReceiptNumber,
        ("현금영수증 번호 열람", "Number of a cash receipt read"),
    ),
    (
        A::CashReceiptRecord,
        ("현금영수증 결과 기록", "Cash receipt recorded"),
    ),
    (
        A::CashReceiptRequest,
        ("현금영수증 신청", "Cash receipt asked for"),
    ),
    (A::ContractPublish, ("계약 올림", "Contract published")),
    (
        A::ContradictionAccept,
        ("다른 결제 인정", "Other payment accepted"),
    ),
    (
        A::ContradictionRefund,
        ("다른 결제 환불", "Other payment given back"),
    ),
    (
        A::ContradictionClose,
        ("다른 결제 종결", "Other payment closed"),
    ),
    (A::CreditsGrant, ("크레딧 지급", "Credits granted")),
    (A::CustomerClose, ("계정 해지", "Account closed")),
    (A::CustomerFreeze, ("계정 동결", "Account frozen")),
    (
        A::CustomerLink,
        ("고객 페이지 링크", "Link to the customer's page"),
    ),
    (
        A::CustomerThresholds,
        ("잔액 알림 기준", "Thresholds of the balance"),
    ),
    (A::CustomerUnfreeze, ("동결 해제", "Account unfrozen")),
    (A::DebtWaive, ("부족분 면제", "Debt waived")),
    (A::DisputeDecide, ("이의제기 결과", "Dispute decided")),
    (A::DisputeOpen, ("이의제기 접수", "Dispute recorded")),
    (A::DepositMatch, ("입금을 주문에 연결", "Deposit matched")),
    (A::DepositNew, ("새 입금으로 판단", "Deposit is new money")),
    (
        A::DepositRepeat,
        ("같은 입금으로 판단", "Deposit repeats another"),
    ),
    (A::DepositReturn, ("입금 돌려보냄", "Deposit sent back")),
    (A::DepositUnmask, ("입금자명 열람", "Depositor's name read")),
    (A::EventResend, ("이벤트 다시 보냄", "Event sent again")),
    (A::InboxSettle, ("웹훅 확인 끝냄", "Webhook dealt with")),
    (A::JobNudge, ("작업 바로 실행", "Job to run at once")),
    (A::JobRetry, ("작업 다시 시도", "Job tried again")),
    (A::KeyCreate, ("API 키 만듦", "API key made")),
    (A::KeyRevoke, ("API 키 폐기", "API key revoked")),
    (A::OperatorAdd, ("담당자 추가", "Operator added")),
    (A::OperatorDisable, ("담당자 끝냄", "Operator ended")),
    (A::OperatorPassword, ("비밀번호 바꿈", "Password changed")),
    (
        A::OperatorReset,
        ("새 비밀번호 줌", "Another password given"),
    ),
    (
        A::OperatorSecondFactor,
        ("2단계 인증 설정", "Second factor given"),
    ),
    (A::OperatorSignIn, ("로그인", "Signed in")),
    (
        A::OperatorSignOut,
        ("모든 곳에서 로그아웃", "Signed out everywhere"),
    ),
    (
        A::OperatorSlowed,
        ("틀린 비밀번호로 대기", "Slowed by wrong passwords"),
    ),
    (A::OrderCancel, ("주문 취소", "Order cancelled")),
    (A::PolicyAsk, ("정책 공포 요청", "Policy sent for approval")),
    (A::PolicyApprove, ("정책 승인", "Policy approved")),
    (A::PolicyPublish, ("정책 공포", "Policy published")),
    (A::PolicyReject, ("정책 거절", "Policy rejected")),
    (A::RefundAccount, ("환불 계좌 입력", "Refund account given")),
    (
        A::RefundBeyond,
        ("정책 밖의 환불 계산", "Refund beyond the policy quoted"),
    ),
    (A::RefundBounced, ("이체 반송", "Transfer came back")),
    (
        A::RefundDateBack,
        ("이전 요청 시각으로 계산", "Quote dated back"),
    ),
    (
        A::RefundPayoutRead,
        ("환불 계좌 열람", "Refund account read"),
    ),
    (A::RefundRequest, ("환불 요청", "Refund requested")),
    (
        A::RefundSettleByHand,
        ("직접 이체 처리", "Transfer by hand settled"),
    ),
    (
        A::RetentionRemove,
        ("개인정보 삭제", "Personal data removed"),
    ),
    (A::DiscrepancyClose, ("대사 차이 종결", "Difference closed")),
    (
        A::ReconciliationStart,
        ("대사 시작", "Comparison asked for"),
    ),
    (
        A::SettlementImport,
        ("정산 파일 가져오기", "Settlement file taken in"),
    ),
    (A::SpendReverse, ("사용 취소", "Use given back")),
    (
        A::HoldRelease,
        ("사용 예약 풂", "Credits set aside released"),
    ),
    (A::SubscriptionChange, ("멤버십 변경", "Membership changed")),
    (A::SubscriptionEnd, ("멤버십 종료", "Membership ended")),
    (
        A::SubscriptionPause,
        ("멤버십 일시 정지", "Membership paused"),
    ),
    (A::SubscriptionResume, ("멤버십 재개", "Membership resumed")),
    (A::SubscriptionStart, ("멤버십 시작", "Membership started")),
    (
        A::TaxInvoiceRecord,
        ("세금계산서 기록", "Tax invoice recorded"),
    ),
    (
        A::WebhookEndpointCreate,
        ("이벤트 주소 추가", "Address for events added"),
    ),
    (
        A::WebhookEndpointDelete,
        ("이벤트 주소 지움", "Address for events deleted"),
    ),
    (
        A::WebhookEndpointDisable,
        ("이벤트 보내기 멈춤", "Deliveries stopped"),
    ),
    (
        A::WebhookEndpointEnable,
        ("이벤트 보내기 시작", "Deliveries enabled"),
    ),
    (
        A::WebhookEndpointReplay,
        ("놓친 이벤트 다시 보냄", "Missed events sent again"),
    ),
    (
        A::WebhookEndpointRotate,
        ("서명 키 바꿈", "Secret replaced"),
    ),
    (A::WebhookEndpointTest, ("시험 이벤트", "Test event")),
];

/// What an act is called.
pub(crate) fn act(act: A) -> Words {
    let found = ACTS.iter().find(|(known, _)| *known == act);
    found.map_or((act.as_str(), act.as_str()), |(_, words)| *words)
}

#[cfg(test)]
mod tests {
    use domain::effects::AuditAct;

    use super::{ACTS, act};

    #[test]
    fn every_act_has_words_of_its_own_in_both_languages() {
        assert_eq!(ACTS.len(), AuditAct::ALL.len());
        for known in AuditAct::ALL {
            let (korean, english) = act(*known);
            assert!(
                korean.chars().any(|c| ('가'..='힣').contains(&c)),
                "{known}"
            );
            let same =
                |(other, words): &&(AuditAct, super::Words)| other != known && words.1 == english;
            assert!(!ACTS.iter().any(|line| same(&line)), "{known}: {english}");
        }
    }
}
