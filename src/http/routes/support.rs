//! The routes for support: open problems, and money going back.

use super::super::{
    approvals, audit_log, contradictions, deposits, inbox, jobs,
    parameters::{
        APPROVAL, APPROVALS, AUDIT_LOG, CONTRADICTION, CONTRADICTIONS, DEPOSIT, DEPOSITS, INBOX,
        INBOX_ROW, JOB, JOBS, PAYMENT, PAYMENTS, REFUND, REFUNDS,
    },
    payments, refunds,
    route::{Route, body, body_or_none, json},
    view::List,
};
use crate::access::Role::{Admin, Checkout, Support};

pub(super) static ROUTES: &[Route] = &[
    // Acts that wait for a second person.
    Route::get(
        "/v1/approvals",
        &[Support, Admin],
        "Acts above the limit of who asked, newest first",
        |app, caller, ask| Box::pin(approvals::list(app, caller, ask)),
    )
    .asked(APPROVALS)
    .gives(200, json::<List<approvals::ApprovalView>>()),
    Route::get(
        "/v1/approvals/{id}",
        &[Support, Admin],
        "How an approval stands",
        |app, caller, ask| Box::pin(approvals::show(app, caller, ask)),
    )
    .with(APPROVAL)
    .gives(200, json::<approvals::ApprovalView>()),
    Route::post(
        "/v1/approvals/{id}",
        &[Support, Admin],
        "Have an act done that another key asked for, or end it",
        |app, caller, ask| Box::pin(approvals::decide(app, caller, ask)),
    )
    .with(APPROVAL)
    .takes(body::<approvals::NewDecision>())
    .gives(200, json::<approvals::ApprovalView>()),
    // Statements of providers that the books cannot follow.
    Route::get(
        "/v1/contradictions",
        &[Support, Admin],
        "What providers say and the books cannot follow, newest first",
        |app, caller, ask| Box::pin(contradictions::list(app, caller, ask)),
    )
    .asked(CONTRADICTIONS)
    .gives(200, json::<List<contradictions::ContradictionView>>()),
    Route::get(
        "/v1/contradictions/{id}",
        &[Support, Admin],
        "How a contradiction stands",
        |app, caller, ask| Box::pin(contradictions::show(app, caller, ask)),
    )
    .with(CONTRADICTION)
    .gives(200, json::<contradictions::ContradictionView>()),
    Route::post(
        "/v1/contradictions/{id}/accept",
        &[Support, Admin],
        "Book a payment that contradicts its order, as the provider tells it now",
        |app, caller, ask| Box::pin(contradictions::accept(app, caller, ask)),
    )
    .with(CONTRADICTION)
    .takes(body::<contradictions::Decision>())
    .gives(200, json::<contradictions::ContradictionView>())
    .may_wait::<approvals::ApprovalView>(),
    Route::post(
        "/v1/contradictions/{id}/refund",
        &[Support, Admin],
        "Have the provider give a payment back that is in no books",
        |app, caller, ask| Box::pin(contradictions::refund(app, caller, ask)),
    )
    .with(CONTRADICTION)
    .takes(body::<contradictions::GiveBack>())
    .gives(200, json::<contradictions::ContradictionView>())
    .may_wait::<approvals::ApprovalView>(),
    Route::post(
        "/v1/contradictions/{id}/close",
        &[Support, Admin],
        "Close what was dealt with elsewhere, once the provider holds nothing of it or refused to give it back",
        |app, caller, ask| Box::pin(contradictions::close(app, caller, ask)),
    )
    .with(CONTRADICTION)
    .takes(body::<contradictions::Close>())
    .gives(200, json::<contradictions::ContradictionView>())
    .may_wait::<approvals::ApprovalView>(),
    // Incoming money, and money going back.
    Route::get(
        "/v1/payments",
        &[Support],
        "Payments, newest first: everybody's, or those that are sought",
        |app, caller, ask| Box::pin(payments::list(app, caller, ask)),
    )
    .asked(PAYMENTS)
    .gives(200, json::<List<payments::PaymentView>>()),
    Route::get(
        "/v1/payments/{id}",
        &[Support, Checkout],
        "How a payment stands",
        |app, caller, ask| Box::pin(payments::show(app, caller, ask)),
    )
    .with(PAYMENT)
    .gives(200, json::<payments::PaymentView>()),
    Route::post(
        "/v1/payments/{id}/refund-quotes",
        &[Support, Admin],
        "What may be paid back now, and why",
        |app, caller, ask| Box::pin(payments::quote(app, caller, ask)),
    )
    .with(PAYMENT)
    .takes(body_or_none::<payments::NewQuote>())
    .gives(201, json::<payments::QuoteView>()),
    Route::post(
        "/v1/refunds",
        &[Support, Admin],
        "Pay back what a quote allows",
        |app, caller, ask| Box::pin(refunds::request(app, caller, ask)),
    )
    .takes(body::<refunds::Wanted>())
    .gives(201, json::<refunds::RefundView>())
    .may_wait::<approvals::ApprovalView>(),
    Route::get(
        "/v1/refunds/{id}",
        &[Support],
        "How a refund stands",
        |app, caller, ask| Box::pin(refunds::show(app, caller, ask)),
    )
    .with(REFUND)
    .gives(200, json::<refunds::RefundView>()),
    Route::post(
        "/v1/refunds/{id}/paid",
        &[Support],
        "Say that a refund was transferred by hand",
        |app, caller, ask| Box::pin(refunds::paid(app, caller, ask)),
    )
    .with(REFUND)
    .takes(body::<refunds::Paid>())
    .gives(200, json::<refunds::RefundView>()),
    Route::post(
        "/v1/refunds/{id}/bounced",
        &[Support],
        "Say that a transfer by hand was refused or came back, or take in hand a refund that its provider sent and that failed since",
        |app, caller, ask| Box::pin(refunds::bounced(app, caller, ask)),
    )
    .with(REFUND)
    .takes(body::<refunds::Bounced>())
    .gives(200, json::<refunds::RefundView>()),
    Route::post(
        "/v1/refunds/{id}/declined",
        &[Support],
        "Say that a refund by hand will not be transferred: others gave the money, or the buyer wants it no more",
        |app, caller, ask| Box::pin(refunds::declined(app, caller, ask)),
    )
    .with(REFUND)
    .takes(body::<refunds::Declined>())
    .gives(200, json::<refunds::RefundView>()),
    Route::post(
        "/v1/refunds/{id}/account",
        &[Support],
        "Say where to transfer a refund by hand that has no account, a wrong one or one that sent the money back",
        |app, caller, ask| Box::pin(refunds::account(app, caller, ask)),
    )
    .with(REFUND)
    .takes(body::<refunds::Account>())
    .gives(200, json::<refunds::RefundView>())
    .may_wait::<approvals::ApprovalView>(),
    Route::get(
        "/v1/refunds",
        &[Support],
        "Everybody's refunds, newest first",
        |app, caller, ask| Box::pin(refunds::list(app, caller, ask)),
    )
    .asked(REFUNDS)
    .gives(200, json::<List<refunds::RefundView>>()),
    Route::get(
        "/v1/refunds/{id}/payout",
        &[Support],
        "Where to transfer a refund by hand, in full; who reads it is written down",
        |app, caller, ask| Box::pin(refunds::payout(app, caller, ask)),
    )
    .with(REFUND)
    .gives(200, json::<refunds::PayoutView>()),
    // Other routes for support.
    Route::get(
        "/v1/deposits",
        &[Support],
        "Deposits, newest first",
        |app, caller, ask| Box::pin(deposits::list(app, caller, ask)),
    )
    .asked(DEPOSITS)
    .gives(200, json::<List<deposits::DepositView>>()),
    Route::post(
        "/v1/deposits/{id}/match",
        &[Support],
        "Say which order a deposit pays",
        |app, caller, ask| Box::pin(deposits::pair(app, caller, ask)),
    )
    .with(DEPOSIT)
    .takes(body::<deposits::Match>())
    .gives(200, json::<deposits::DepositView>())
    .may_wait::<approvals::ApprovalView>(),
    Route::post(
        "/v1/deposits/{id}/return",
        &[Support],
        "Say that a deposit was sent back",
        |app, caller, ask| Box::pin(deposits::give_back(app, caller, ask)),
    )
    .with(DEPOSIT)
    .takes(body::<deposits::Return>())
    .gives(200, json::<deposits::DepositView>()),
    Route::post(
        "/v1/deposits/{id}/repeat",
        &[Support],
        "Say that a deposit in doubt is money that was reported before",
        |app, caller, ask| Box::pin(deposits::repeat(app, caller, ask)),
    )
    .with(DEPOSIT)
    .takes(body::<deposits::Repeat>())
    .gives(200, json::<deposits::DepositView>()),
    Route::post(
        "/v1/deposits/{id}/new",
        &[Support],
        "Say that a deposit in doubt is money of its own; it is then matched or queued",
        |app, caller, ask| Box::pin(deposits::new_money(app, caller, ask)),
    )
    .with(DEPOSIT)
    .takes(body::<deposits::NewMoney>())
    .gives(200, json::<deposits::DepositView>()),
    Route::post(
        "/v1/deposits/{id}/unmask",
        &[Support],
        "Who sent a deposit, in full; who reads it, and why, is written down first",
        |app, caller, ask| Box::pin(deposits::unmask(app, caller, ask)),
    )
    .without_key()
    .with(DEPOSIT)
    .takes(body::<deposits::Unmask>())
    .gives(200, json::<deposits::UnmaskedView>()),
    Route::get(
        "/v1/audit-log",
        &[Admin],
        "Who did what and why, newest first",
        |app, caller, ask| Box::pin(audit_log::list(app, caller, ask)),
    )
    .asked(AUDIT_LOG)
    .gives(200, json::<List<audit_log::ActView>>()),
    Route::get(
        "/v1/inbox",
        &[Support, Admin],
        "Webhooks as they were received, newest first",
        |app, caller, ask| Box::pin(inbox::list(app, caller, ask)),
    )
    .asked(INBOX)
    .gives(200, json::<List<inbox::RowView>>()),
    Route::post(
        "/v1/inbox/{id}/replay",
        &[Support, Admin],
        "Do again what follows from a webhook",
        |app, caller, ask| Box::pin(inbox::replay(app, caller, ask)),
    )
    .without_key()
    .with(INBOX_ROW)
    .gives(200, json::<inbox::Replayed>()),
    Route::post(
        "/v1/inbox/{id}/settle",
        &[Support],
        "Say what was done about a webhook that is unreadable or contradictory",
        |app, caller, ask| Box::pin(inbox::settle(app, caller, ask)),
    )
    .without_key()
    .with(INBOX_ROW)
    .takes(body::<inbox::Settle>())
    .gives(200, json::<inbox::RowView>()),
    Route::get(
        "/v1/jobs",
        &[Support, Admin],
        "Work that is promised, under way or parked for a person, newest first",
        |app, caller, ask| Box::pin(jobs::list(app, caller, ask)),
    )
    .asked(JOBS)
    .gives(200, json::<List<jobs::JobView>>()),
    Route::post(
        "/v1/jobs/{id}/retry",
        &[Support, Admin],
        "Try a parked job again; one that waits or runs stays as it is",
        |app, caller, ask| Box::pin(jobs::retry(app, caller, ask)),
    )
    .without_key()
    .with(JOB)
    .gives(200, json::<jobs::JobView>()),
];
