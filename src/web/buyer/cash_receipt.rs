//! The page on which a buyer asks for a cash receipt (현금영수증), and reads what became of it.

use askama::Template;
use domain::{
    cash_receipt::{NoReceipt, ReceiptPurpose, ReceiptState},
    money::Won,
};

use super::Frame;
use crate::web::Said;

/// A cash receipt as its buyer reads it.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) state: ReceiptState,
    pub(crate) purpose: ReceiptPurpose,
    /// The last four digits; empty once the number was removed.
    pub(crate) number: String,
    pub(crate) amount: Won,
    /// What is taken back of it, or is about to be.
    pub(crate) taken_back: Won,
    pub(crate) issue_number: Option<String>,
    pub(crate) url: Option<String>,
}

/// The receipt of an order, or the form that asks for one.
#[derive(Template)]
#[template(path = "buyer/cash_receipt.html", config = "src/web/askama.toml")]
pub(crate) struct CashReceipt {
    pub(crate) frame: Frame,
    /// The receipt that is asked for or issued.
    pub(crate) shown: Option<Shown>,
    /// Why there can be none.
    pub(crate) none: Option<NoReceipt>,
    /// What the receipt would be of.
    pub(crate) left: Won,
    /// Why the last one was refused.
    pub(crate) refused: Option<Said>,
    /// What was wrong with the form, in Korean and English.
    pub(crate) wrong: Option<(&'static str, &'static str)>,
    /// What was chosen before.
    pub(crate) chosen: ReceiptPurpose,
    /// The page of the order.
    pub(crate) back: String,
}

impl std::fmt::Debug for CashReceipt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CashReceipt").finish_non_exhaustive()
    }
}

impl CashReceipt {
    fn is_for_business(&self) -> bool {
        self.chosen == ReceiptPurpose::ExpenseProof
    }

    /// How the receipt stands, in the page's language.
    fn standing(&self, shown: &Shown) -> &'static str {
        let (korean, english) = match shown.state {
            ReceiptState::Requested => (
                "현금영수증 발급을 요청했습니다. 발급되면 이 화면에 승인번호가 표시됩니다.",
                "The cash receipt was asked for. Its number appears here once it is issued.",
            ),
            ReceiptState::Waiting => (
                "현금영수증 발급을 접수했습니다. 담당자가 발급한 뒤 이 화면에 승인번호가 표시됩니다.",
                "Your request has arrived. A person issues the cash receipt; its number appears here then.",
            ),
            ReceiptState::Issued => (
                "현금영수증이 발급되었습니다. 국세청 홈택스에는 하루나 이틀 뒤에 나타납니다.",
                "The cash receipt was issued. The tax office (Hometax) shows it after a day or two.",
            ),
            ReceiptState::Failed => (
                "현금영수증이 발급되지 않았습니다.",
                "The cash receipt was not issued.",
            ),
            ReceiptState::Cancelled => (
                "현금영수증이 취소되었습니다.",
                "The cash receipt was cancelled.",
            ),
        };
        self.frame.t(korean, english)
    }

    fn purpose(&self, purpose: ReceiptPurpose) -> &'static str {
        let (korean, english) = match purpose {
            ReceiptPurpose::IncomeDeduction => ("소득공제용 (개인)", "Income deduction (personal)"),
            ReceiptPurpose::ExpenseProof => ("지출증빙용 (사업자)", "Proof of expense (business)"),
        };
        self.frame.t(korean, english)
    }

    fn why_not(&self, none: NoReceipt) -> &'static str {
        let (korean, english) = match none {
            NoReceipt::Card => (
                "카드 결제는 카드 매출전표가 증빙이므로 현금영수증을 발급하지 않습니다.",
                "Card payments are proved by the card's slip, so there is no cash receipt for them.",
            ),
            NoReceipt::Wallet => (
                "간편결제의 현금영수증은 해당 결제 서비스가 직접 발급합니다. 결제 서비스에서 확인해 주세요.",
                "The payment service itself issues the cash receipt for money in it. Please look there.",
            ),
            NoReceipt::OtherWay => (
                "이 결제수단은 현금영수증 발급 대상이 아닙니다.",
                "There is no cash receipt for this way to pay.",
            ),
            NoReceipt::IssuedWithPayment => (
                "결제할 때 신청하신 현금영수증이 이미 발급되었습니다.",
                "The cash receipt that you asked for with the payment was issued.",
            ),
            NoReceipt::TaxInvoice => (
                "판매자가 이 결제의 세금계산서를 발급했으므로 현금영수증을 발급하지 않습니다.",
                "The seller issued a tax invoice for this payment, so there is no cash receipt for it.",
            ),
            NoReceipt::NothingLeft => (
                "결제 금액이 모두 환불되어 발급할 현금영수증이 없습니다.",
                "All of the payment was refunded, so nothing is left for a cash receipt.",
            ),
            NoReceipt::TooLate => (
                "결제 후 1년이 지나 이 화면에서 신청할 수 없습니다. 고객센터에 문의해 주세요.",
                "The payment was more than a year ago. Please ask support.",
            ),
        };
        self.frame.t(korean, english)
    }
}
