//! The words of cash receipts.

use domain::cash_receipt::{ReceiptAct, ReceiptPurpose, ReceiptState};

use super::{Words, list::Tone};

pub(crate) const fn act(act: ReceiptAct) -> Words {
    match act {
        ReceiptAct::Issue => ("발급", "Issue"),
        ReceiptAct::Cancel => ("취소", "Cancel"),
    }
}

pub(crate) const fn purpose(purpose: ReceiptPurpose) -> Words {
    match purpose {
        ReceiptPurpose::IncomeDeduction => ("소득공제용 (개인)", "Income deduction (personal)"),
        ReceiptPurpose::ExpenseProof => ("지출증빙용 (사업자)", "Proof of expense (business)"),
    }
}

pub(crate) const fn state(state: ReceiptState) -> (Words, Tone) {
    match state {
        ReceiptState::Requested => (("결제사에 요청함", "Asked of the provider"), Tone::Open),
        ReceiptState::Waiting => (("담당자 처리 대기", "Waits for a person"), Tone::Open),
        ReceiptState::Issued => (("발급됨", "Issued"), Tone::Good),
        ReceiptState::Failed => (("거절됨", "Refused"), Tone::Bad),
        ReceiptState::Cancelled => (("취소됨", "Cancelled"), Tone::Quiet),
    }
}
