//! The words of tax invoices.

use domain::tax_invoice::{AmendReason, InvoiceKind, InvoiceState};

use super::{Words, list::Tone};

pub(crate) const fn kind(kind: InvoiceKind) -> Words {
    match kind {
        InvoiceKind::Original => ("세금계산서", "Tax invoice"),
        InvoiceKind::Amended => (
            "수정세금계산서 (줄어드는 금액)",
            "Amended tax invoice (what it takes away)",
        ),
    }
}

pub(crate) const fn reason(reason: AmendReason) -> Words {
    match reason {
        AmendReason::Returned => ("환입", "What was supplied came back"),
        AmendReason::ContractEnded => ("계약의 해제", "The contract was ended"),
        AmendReason::PriceChanged => ("공급가액 변동", "The price changed"),
    }
}

pub(crate) const fn state(state: InvoiceState) -> (Words, Tone) {
    match state {
        InvoiceState::Recorded => (("기록됨", "Recorded"), Tone::Good),
        InvoiceState::Corrected => (("정정됨", "Corrected"), Tone::Quiet),
    }
}
