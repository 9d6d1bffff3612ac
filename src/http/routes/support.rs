//! The routes for support: open problems, and money going back.

use super::super::{
    approvals, audit_log, contradictions, deposits, inbox, jobs,
    parameters::{
        APPROVAL, APPROVALS, AUDIT_LOG, CONTRADICTION, CONTRADICTIONS, DEPOSIT, DEPOSITS, INBOX,
        INBOX_ROW, JOB, JOBS, PAYMENT, PAYMENTS, REFUND, REFUNDS,
    },
    payments, refunds,
    route::{Route, body, body_or_none, json, route},
    view::List,
};
use crate::access::Role::{Admin, Checkout, Support};

pub(super) static ROUTES: &[Route] = &[
    // Acts that wait for a second person.
    route!(get "/v1/approvals", [Support, Admin], approvals::list,
        "Acts above the limit of who asked, newest first")
    .asked(APPROVALS)
    .gives(200, json::<List<approvals::ApprovalView>>()),
    route!(get "/v1/approvals/{id}", [Support, Admin], approvals::show,
        "How an approval stands")
    .with(APPROVAL)
    .gives(200, json::<approvals::ApprovalView>()),
    route!(post "/v1/approvals/{id}", [Support, Admin], approvals::decide,
        "Have an act done that another key asked for, or end it")
    .with(APPROVAL)
    .takes(body::<approvals::NewDecision>())
    .gives(200, json::<approvals::ApprovalView>()),
    // Statements of providers that the books cannot follow.
    route!(get "/v1/contradictions", [Support, Admin], contradictions::list,
        "What providers say and the books cannot follow, newest first")
    .asked(CONTRADICTIONS)
    .gives(200, json::<List<contradictions::ContradictionView>>()),
    route!(get "/v1/contradictions/{id}", [Support, Admin], contradictions::show,
        "How a contradiction stands")
    .with(CONTRADICTION)
    .gives(200, json::<contradictions::ContradictionView>()),
    route!(post "/v1/contradictions/{id}/accept", [Support, Admin], contradictions::accept,
        "Book a payment that contradicts its order, as the provider tells it now")
    .with(CONTRADICTION)
    .takes(body::<contradictions::Decision>())
    .gives(200, json::<contradictions::ContradictionView>())
    .may_wait::<approvals::ApprovalView>(),
    route!(post "/v1/contradictions/{id}/refund", [Support, Admin], contradictions::refund,
        "Have the provider give a payment back that is in no books")
    .with(CONTRADICTION)
    .takes(body::<contradictions::GiveBack>())
    .gives(200, json::<contradictions::ContradictionView>())
    .may_wait::<approvals::ApprovalView>(),
    route!(post "/v1/contradictions/{id}/close", [Support, Admin], contradictions::close,
        "Close what was dealt with elsewhere, once the provider holds nothing of it or refused to give it back")
    .with(CONTRADICTION)
    .takes(body::<contradictions::Close>())
    .gives(200, json::<contradictions::ContradictionView>())
    .may_wait::<approvals::ApprovalView>(),
    // Incoming money, and money going back.
    route!(get "/v1/payments", [Support], payments::list,
        "Payments, newest first: everybody's, or those that are sought")
    .asked(PAYMENTS)
    .gives(200, json::<List<payments::PaymentView>>()),
    route!(get "/v1/payments/{id}", [Support, Checkout], payments::show,
        "How a payment stands")
    .with(PAYMENT)
    .gives(200, json::<payments::PaymentView>()),
    route!(post "/v1/payments/{id}/refund-quotes", [Support, Admin], payments::quote,
        "What may be paid back now, and why")
    .with(PAYMENT)
    .takes(body_or_none::<payments::NewQuote>())
    .gives(201, json::<payments::QuoteView>()),
    route!(post "/v1/refunds", [Support, Admin], refunds::request,
        "Pay back what a quote allows")
    .takes(body::<refunds::Wanted>())
    .gives(201, json::<refunds::RefundView>())
    .may_wait::<approvals::ApprovalView>(),
    route!(get "/v1/refunds/{id}", [Support], refunds::show,
        "How a refund stands")
    .with(REFUND)
    .gives(200, json::<refunds::RefundView>()),
    route!(post "/v1/refunds/{id}/paid", [Support], refunds::paid,
        "Say that a refund was transferred by hand")
    .with(REFUND)
    .takes(body::<refunds::Paid>())
    .gives(200, json::<refunds::RefundView>()),
    route!(post "/v1/refunds/{id}/bounced", [Support], refunds::bounced,
        "Say that a transfer by hand was refused or came back, or take in hand a refund that its provider sent and that failed since")
    .with(REFUND)
    .takes(body::<refunds::Bounced>())
    .gives(200, json::<refunds::RefundView>()),
    route!(post "/v1/refunds/{id}/declined", [Support], refunds::declined,
        "Say that a refund by hand will not be transferred: others gave the money, or the buyer wants it no more")
    .with(REFUND)
    .takes(body::<refunds::Declined>())
    .gives(200, json::<refunds::RefundView>()),
    route!(post "/v1/refunds/{id}/account", [Support], refunds::account,
        "Say where to transfer a refund by hand that has no account, a wrong one or one that sent the money back")
    .with(REFUND)
    .takes(body::<refunds::Account>())
    .gives(200, json::<refunds::RefundView>())
    .may_wait::<approvals::ApprovalView>(),
    route!(get "/v1/refunds", [Support], refunds::list,
        "Everybody's refunds, newest first")
    .asked(REFUNDS)
    .gives(200, json::<List<refunds::RefundView>>()),
    route!(get "/v1/refunds/{id}/payout", [Support], refunds::payout,
        "Where to transfer a refund by hand, in full; who reads it is written down")
    .with(REFUND)
    .gives(200, json::<refunds::PayoutView>()),
    // Other routes for support.
    route!(get "/v1/deposits", [Support], deposits::list,
        "Deposits, newest first")
    .asked(DEPOSITS)
    .gives(200, json::<List<deposits::DepositView>>()),
    route!(post "/v1/deposits/{id}/match", [Support], deposits::pair,
        "Say which order a deposit pays")
    .with(DEPOSIT)
    .takes(body::<deposits::Match>())
    .gives(200, json::<deposits::DepositView>())
    .may_wait::<approvals::ApprovalView>(),
    route!(post "/v1/deposits/{id}/return", [Support], deposits::give_back,
        "Say that a deposit was sent back")
    .with(DEPOSIT)
    .takes(body::<deposits::Return>())
    .gives(200, json::<deposits::DepositView>()),
    route!(post "/v1/deposits/{id}/repeat", [Support], deposits::repeat,
        "Say that a deposit in doubt is money that was reported before")
    .with(DEPOSIT)
    .takes(body::<deposits::Repeat>())
    .gives(200, json::<deposits::DepositView>()),
    route!(post "/v1/deposits/{id}/new", [Support], deposits::new_money,
        "Say that a deposit in doubt is money of its own; it is then matched or queued")
    .with(DEPOSIT)
    .takes(body::<deposits::NewMoney>())
    .gives(200, json::<deposits::DepositView>()),
    route!(post "/v1/deposits/{id}/unmask", [Support], deposits::unmask,
        "Who sent a deposit, in full; who reads it, and why, is written down first")
    .without_key()
    .with(DEPOSIT)
    .takes(body::<deposits::Unmask>())
    .gives(200, json::<deposits::UnmaskedView>()),
    route!(get "/v1/audit-log", [Admin], audit_log::list,
        "Who did what and why, newest first")
    .asked(AUDIT_LOG)
    .gives(200, json::<List<audit_log::ActView>>()),
    route!(get "/v1/inbox", [Support, Admin], inbox::list,
        "Webhooks as they were received, newest first")
    .asked(INBOX)
    .gives(200, json::<List<inbox::RowView>>()),
    route!(post "/v1/inbox/{id}/replay", [Support, Admin], inbox::replay,
        "Do again what follows from a webhook")
    .without_key()
    .with(INBOX_ROW)
    .gives(200, json::<inbox::Replayed>()),
    route!(post "/v1/inbox/{id}/settle", [Support], inbox::settle,
        "Say what was done about a webhook that is unreadable or contradictory")
    .without_key()
    .with(INBOX_ROW)
    .takes(body::<inbox::Settle>())
    .gives(200, json::<inbox::RowView>()),
    route!(get "/v1/jobs", [Support, Admin], jobs::list,
        "Work that is promised, under way or parked for a person, newest first")
    .asked(JOBS)
    .gives(200, json::<List<jobs::JobView>>()),
    route!(post "/v1/jobs/{id}/retry", [Support, Admin], jobs::retry,
        "Try a parked job again; one that waits or runs stays as it is")
    .without_key()
    .with(JOB)
    .gives(200, json::<jobs::JobView>()),
];
