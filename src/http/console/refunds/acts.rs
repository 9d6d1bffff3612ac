//! What a person may do with a refund, by where it stands, and what each act will do.

use domain::refund::{Refund, RefundState};

use super::super::refunding::account_fields;
use crate::{
    flows::{EVIDENCE_MAX, refund::REASON_MAX},
    web::console::{
        Frame, Words,
        thing::{Act, Field, Input},
    },
};

const NEXT: Words = ("다음: 확인", "Next: check it");

/// While the payment is `disputed` nothing is transferred.
pub(super) fn of(frame: &Frame, refund: &Refund, disputed: bool) -> Vec<Act> {
    match refund.state {
        RefundState::ByHand if disputed => {
            vec![account_act(frame, refund), declined(frame, refund)]
        }
        RefundState::ByHand if refund.account.is_some() => vec![
            payout(frame, refund),
            paid(frame, refund),
            account_act(frame, refund),
            declined(frame, refund),
        ],
        RefundState::ByHand | RefundState::Bounced => {
            vec![account_act(frame, refund), declined(frame, refund)]
        }
        // Only a transfer to an account comes back.
        RefundState::Succeeded if refund.account.is_some() => vec![bounced(frame, refund)],
        RefundState::Requested
        | RefundState::Sent
        | RefundState::Succeeded
        | RefundState::Declined => Vec::new(),
    }
}

fn to(refund: &Refund, act: &str) -> String {
    format!("/console/refunds/{}/{act}", refund.id)
}

fn payout(frame: &Frame, refund: &Refund) -> Act {
    let title = ("이체할 계좌 보기", "See the account");
    Act::new("payout", to(refund, "payout"), title, title).says(frame.t(
        "계좌번호와 예금주를 가리지 않고 보여 줍니다. 먼저 결제사에 돈이 아직 있는지 묻고, 누가 보았는지 처리 기록에 남습니다.",
        "Shows the account in full, after the provider was asked whether the money is still there. Who looked stays in the log.",
    ))
}

fn paid(frame: &Frame, refund: &Refund) -> Act {
    let title = ("이체함", "It was transferred");
    Act::new("paid", to(refund, "paid"), title, title)
        .says(frame.t(
            "은행에서 이체를 마친 뒤에 누릅니다. 환불이 끝난 것으로 적힙니다. 나중에 반송되면 다시 열 수 있습니다.",
            "Press it after the bank made the transfer. The refund is then over; it can be opened again if the transfer comes back.",
        ))
        .field(Field::new(
            "evidence",
            ("은행의 이체 번호나 증빙", "The bank's reference of the transfer"),
            Input::Text(EVIDENCE_MAX),
        ))
}

fn bounced(frame: &Frame, refund: &Refund) -> Act {
    let title = ("이체가 반송됨", "The transfer came back");
    Act::new("bounced", to(refund, "bounced"), title, NEXT)
        .says(frame.t(
            "은행이 이체를 거절했거나 돈이 돌아왔을 때 누릅니다. 환불이 다시 열리고 새 계좌를 기다립니다. 크레딧은 그대로 둡니다.",
            "The bank refused the transfer, or the money came back. The refund is open again and waits for another account. Credits stay as they are.",
        ))
        .field(Field::reason(("은행이 알린 이유", "What the bank says"), REASON_MAX))
}

fn account_act(frame: &Frame, refund: &Refund) -> Act {
    let title = match refund.account {
        Some(_) => ("다른 계좌 입력", "Give another account"),
        None => ("계좌 입력", "Give the account"),
    };
    let mut act = Act::new("account", to(refund, "account"), title, NEXT).says(frame.t(
        "고객에게 확인한 계좌를 적습니다. 암호화해 보관하고, 다음부터는 일부만 보입니다. 내 환불 한도를 넘으면 다른 담당자의 승인을 기다립니다.",
        "Enter the account that the customer confirmed. It is stored encrypted and shown masked. Above your limit of refunds it waits for a second person.",
    ));
    act.fields.extend(account_fields(frame));
    act
}

fn declined(frame: &Frame, refund: &Refund) -> Act {
    let title = ("이체하지 않고 끝내기", "End it without a transfer");
    Act::new("declined", to(refund, "declined"), title, title)
        .says(frame.t(
            "돈을 이체할 필요가 없어졌을 때 누릅니다. 환불이 끝나고 크레딧이 돌아옵니다. 되돌릴 수 없습니다.",
            "Nothing is owed any more. The refund ends and its credits come back. This cannot be undone.",
        ))
        .field(Field::reason(("사유", "Reason"), REASON_MAX))
}
