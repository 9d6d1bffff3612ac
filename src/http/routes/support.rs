//! The routes for support: open problems, and money going back.

use super::super::{
    approvals, audit_log, cash_receipts, contradictions, deposits, disputes, inbox, jobs,
    parameters::{
        APPROVAL, APPROVALS, AUDIT_LOG, CASH_RECEIPT, CONTRADICTION, CONTRADICTIONS, DEPOSIT,
        DEPOSITS, DISPUTE, DISPUTES, INBOX, INBOX_ROW, JOB, JOBS, PAGED, PAYMENT, PAYMENTS, REFUND,
        REFUNDS,
    },
    payments, refunds,
    route::routes,
    tax_invoices,
    view::List,
};
use crate::access::Role::{Admin, Assistant, Checkout, Support};

routes! {
    pub(super) ROUTES;
    // Acts that wait for a second person.
    get "/v1/approvals", [Support, Assistant, Admin], approvals::list,
        "Acts above the limit of who asked, newest first",
        asked APPROVALS, gives 200 List<approvals::ApprovalView>;
    get "/v1/approvals/{id}", [Support, Assistant, Admin], approvals::show, "How an approval stands",
        with APPROVAL, gives 200 approvals::ApprovalView;
    post "/v1/approvals/{id}", [Support, Admin], approvals::decide,
        "Have an act done that another key asked for, or end it",
        with APPROVAL, takes approvals::NewDecision, gives 200 approvals::ApprovalView;
    // Statements of providers that the books cannot follow.
    get "/v1/contradictions", [Support, Assistant, Admin], contradictions::list,
        "What providers say and the books cannot follow, newest first",
        asked CONTRADICTIONS, gives 200 List<contradictions::ContradictionView>;
    get "/v1/contradictions/{id}", [Support, Assistant, Admin], contradictions::show,
        "How a contradiction stands",
        with CONTRADICTION, gives 200 contradictions::ContradictionView;
    post "/v1/contradictions/{id}/accept", [Support, Admin], contradictions::accept,
        "Book a payment that contradicts its order, as the provider reports it now",
        with CONTRADICTION, takes contradictions::Decision, gives 200 contradictions::ContradictionView, may_wait;
    post "/v1/contradictions/{id}/refund", [Support, Admin], contradictions::refund,
        "Have the provider give a payment back that is in no books",
        with CONTRADICTION, takes contradictions::GiveBack, gives 200 contradictions::ContradictionView, may_wait;
    post "/v1/contradictions/{id}/close", [Support, Admin], contradictions::close,
        "Close what was dealt with elsewhere, once the provider holds nothing of it or refused to give it back",
        with CONTRADICTION, takes contradictions::Close, gives 200 contradictions::ContradictionView, may_wait;
    // Incoming money, and money going back.
    get "/v1/payments", [Support, Assistant], payments::list,
        "Payments, newest first: everybody's, or those that are sought",
        asked PAYMENTS, gives 200 List<payments::PaymentView>;
    post "/v1/payments/{id}/cash-receipts", [Support, Checkout], cash_receipts::request,
        "Ask for a payment's cash receipt (현금영수증)",
        with PAYMENT, takes cash_receipts::Wanted, gives 201 cash_receipts::CashReceiptView;
    get "/v1/payments/{id}/cash-receipts", [Support, Checkout], cash_receipts::of_payment,
        "A payment's cash receipts and the cancels of them, oldest first",
        with PAYMENT, gives 200 cash_receipts::OfPayment;
    post "/v1/payments/{id}/disputes", [Support], disputes::open,
        "Record that a payment is disputed at the card company; nothing of it is refunded until that is decided",
        with PAYMENT, takes disputes::New, gives 201 disputes::DisputeView;
    post "/v1/payments/{id}/tax-invoices", [Support, Admin], tax_invoices::record,
        "Record a tax invoice (세금계산서) that the seller issued for a payment, an amended one, or a correction of a record",
        with PAYMENT, takes tax_invoices::New, gives 201 tax_invoices::TaxInvoiceView;
    get "/v1/payments/{id}/tax-invoices", [Support, Assistant, Admin], tax_invoices::of_payment,
        "A payment's tax invoices, oldest first, and the amount that an amended one is due for",
        with PAYMENT, gives 200 tax_invoices::OfPayment;
    get "/v1/tax-amendments", [Support, Assistant, Admin], tax_invoices::amendments_due,
        "Payments of which an amended tax invoice (수정세금계산서) is due because money went back, newest first",
        asked PAGED, gives 200 List<tax_invoices::TaxAmendmentView>;
    get "/v1/disputes", [Support], disputes::list, "Disputes, newest first: all, or those that are to be answered",
        asked DISPUTES, gives 200 List<disputes::DisputeView>;
    get "/v1/disputes/{id}", [Support], disputes::show, "How a dispute stands",
        with DISPUTE, gives 200 disputes::DisputeView;
    post "/v1/disputes/{id}/decision", [Support], disputes::decide,
        "Record how a dispute ended, or that the money of a lost one came again",
        with DISPUTE, takes disputes::Decided, gives 200 disputes::DisputeView;
    get "/v1/cash-receipts", [Support], cash_receipts::waiting,
        "Cash receipts and cancels that a person has to make, newest first",
        asked PAGED, gives 200 List<cash_receipts::CashReceiptView>;
    get "/v1/cash-receipts/{id}", [Support, Checkout], cash_receipts::show, "How a cash receipt stands",
        with CASH_RECEIPT, gives 200 cash_receipts::CashReceiptView;
    get "/v1/cash-receipts/{id}/number", [Support], cash_receipts::number,
        "Whose a cash receipt is, in full; who reads it is written down",
        with CASH_RECEIPT, gives 200 cash_receipts::NumberView;
    post "/v1/cash-receipts/{id}/change", [Support, Checkout], cash_receipts::change,
        "Have an issued cash receipt taken back, and another issued for the right number or purpose",
        with CASH_RECEIPT, takes cash_receipts::Wanted, gives 201 cash_receipts::CashReceiptView;
    post "/v1/cash-receipts/{id}/record", [Support], cash_receipts::record,
        "Say what became of a cash receipt, or of the cancel of one, that a person made",
        with CASH_RECEIPT, takes cash_receipts::Recorded, gives 200 cash_receipts::CashReceiptView;
    get "/v1/payments/{id}", [Checkout, Support, Assistant], payments::show, "How a payment stands",
        with PAYMENT, gives 200 payments::PaymentView;
    post "/v1/payments/{id}/refund-quotes", [Support, Assistant, Admin], payments::quote,
        "What may be paid back now, and why",
        with PAYMENT, may_take payments::NewQuote, gives 201 payments::QuoteView;
    post "/v1/refunds", [Support, Assistant, Admin], refunds::request, "Pay back what a quote allows",
        takes refunds::Wanted, gives 201 refunds::RefundView, may_wait;
    get "/v1/refunds/{id}", [Support, Assistant], refunds::show, "How a refund stands",
        with REFUND, gives 200 refunds::RefundView;
    post "/v1/refunds/{id}/paid", [Support], refunds::paid,
        "Say that a refund was transferred by hand",
        with REFUND, takes refunds::Paid, gives 200 refunds::RefundView;
    post "/v1/refunds/{id}/bounced", [Support], refunds::bounced,
        "Say that a transfer by hand was refused or came back, or take in hand a refund that its provider sent and that failed since",
        with REFUND, takes refunds::Bounced, gives 200 refunds::RefundView;
    post "/v1/refunds/{id}/declined", [Support], refunds::declined,
        "Say that a refund by hand will not be transferred: others gave the money, or the buyer wants it no more",
        with REFUND, takes refunds::Declined, gives 200 refunds::RefundView;
    post "/v1/refunds/{id}/account", [Support], refunds::account,
        "Say where to transfer a refund by hand that has no account, a wrong one or one that sent the money back",
        with REFUND, takes refunds::Account, gives 200 refunds::RefundView, may_wait;
    get "/v1/refunds", [Support, Assistant], refunds::list, "Everybody's refunds, newest first",
        asked REFUNDS, gives 200 List<refunds::RefundView>;
    get "/v1/refunds/{id}/payout", [Support], refunds::payout,
        "Where to transfer a refund by hand, in full; who reads it is written down",
        with REFUND, gives 200 refunds::PayoutView;
    // Other routes for support.
    get "/v1/deposits", [Support, Assistant], deposits::list, "Deposits, newest first",
        asked DEPOSITS, gives 200 List<deposits::DepositView>;
    post "/v1/deposits/{id}/match", [Support], deposits::pair, "Say which order a deposit pays",
        with DEPOSIT, takes deposits::Match, gives 200 deposits::DepositView, may_wait;
    post "/v1/deposits/{id}/return", [Support], deposits::give_back,
        "Say that a deposit was sent back",
        with DEPOSIT, takes deposits::Return, gives 200 deposits::DepositView;
    post "/v1/deposits/{id}/repeat", [Support], deposits::repeat,
        "Say that a deposit in doubt is money that was reported before",
        with DEPOSIT, takes deposits::Repeat, gives 200 deposits::DepositView;
    post "/v1/deposits/{id}/new", [Support], deposits::new_money,
        "Say that a deposit in doubt is money of its own; it is then matched or queued",
        with DEPOSIT, takes deposits::NewMoney, gives 200 deposits::DepositView;
    post "/v1/deposits/{id}/unmask", [Support], deposits::unmask,
        "Who sent a deposit, in full; who reads it, and why, is written down first",
        with DEPOSIT, takes deposits::Unmask, gives 200 deposits::UnmaskedView, without_key;
    get "/v1/audit-log", [Admin], audit_log::list, "Who did what and why, newest first",
        asked AUDIT_LOG, gives 200 List<audit_log::ActView>;
    get "/v1/inbox", [Support, Admin], inbox::list, "Webhooks as they were received, newest first",
        asked INBOX, gives 200 List<inbox::RowView>;
    post "/v1/inbox/{id}/replay", [Support, Admin], inbox::replay,
        "Do again what follows from a webhook",
        with INBOX_ROW, gives 200 inbox::Replayed, without_key;
    post "/v1/inbox/{id}/settle", [Support], inbox::settle,
        "Say what was done about a webhook that is unreadable or contradictory",
        with INBOX_ROW, takes inbox::Settle, gives 200 inbox::RowView, without_key;
    get "/v1/jobs", [Support, Assistant, Admin], jobs::list,
        "Work that is promised, under way or parked for a person, newest first",
        asked JOBS, gives 200 List<jobs::JobView>;
    post "/v1/jobs/{id}/retry", [Support, Admin], jobs::retry,
        "Try a parked job again; one that waits or runs stays as it is",
        with JOB, gives 200 jobs::JobView, without_key;
}
