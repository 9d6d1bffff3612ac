//! What closing an account would do now, and the form that does it.

use domain::{
    approval::LimitedAct,
    books::closing::CloseCustomer,
    customer::{ClosingPayment, ClosingQuote, Customer},
    money::Credits,
    statement::Lang,
};

use super::{
    super::{super::thing::Question, acts},
    CLOSING, path,
};
use crate::{
    app::App,
    flows::accounts::{self, Due},
    http::{error::Problem, visit::Visit},
    web::{
        self,
        console::{
            Frame,
            list::Cell,
            states,
            thing::{Act, Field, Input, Table, Thing},
            words,
        },
    },
};

pub(super) async fn page(
    app: &App,
    visit: &Visit,
    customer: &Customer,
    quote: &ClosingQuote,
) -> Result<Thing, Problem> {
    let frame = &visit.frame;
    let due = accounts::due(app, quote).await?;
    let mut page = acts::of(visit, customer, CLOSING);
    if due.is_empty() {
        let lost = Cell::Number(quote.forfeited.get());
        page.fact(("사라지는 크레딧", "Credits that would be lost"), lost);
    } else {
        page.fact(
            (
                "환불하며 거두는 크레딧",
                "Credits that refunds by right take",
            ),
            Cell::Number(quote.given_back.get()),
        );
        page.fact(
            (
                "그 환불 뒤에도 사라지는 크레딧",
                "Credits lost after those refunds",
            ),
            Cell::Number(after_refunds(quote).get()),
        );
    }
    page.fact(
        ("해지하며 환불하는 금액", "The closing can refund"),
        Cell::Won(won(&due)),
    );
    page.fact(
        (
            "상담을 거친 환불까지 더하면",
            "With refunds through support",
        ),
        Cell::Won(quote.refundable.get()),
    );
    if !quote.debt.is_zero() {
        let debt = Cell::Number(quote.debt.get());
        page.fact(("갚지 않은 부족분", "Credits that stay owed"), debt);
    }
    page.fact(
        ("이 계산의 유효 기한", "This holds"),
        Cell::Until(quote.expires_at),
    );
    let needs_account: Vec<&Due> = due.iter().filter(|due| due.needs_account).collect();
    if !needs_account.is_empty() {
        page.notes.push(frame.t(
            "고객의 계좌가 필요해 해지하며 환불할 수 없는 결제가 있습니다. 그 결제의 화면에서 먼저 환불해 주세요.",
            "Some payments go back to an account of the customer alone, and not from here. Refund each on its page first.",
        ).to_owned());
        page.tables.push(by_account(&needs_account));
    }
    page.tables.push(payments(frame, quote));
    page.acts.push(closing(frame, customer, quote, &due));
    Ok(page)
}

/// Credits that are lost although everything is refunded that goes back by right.
fn after_refunds(quote: &ClosingQuote) -> Credits {
    quote.forfeited.minus_or_zero(quote.given_back)
}

/// The money that a closing refunds.
fn won(due: &[Due]) -> i64 {
    let refunds = due.iter().filter(|due| !due.needs_account);
    refunds.map(|due| due.of.amount.get()).sum()
}

/// Credits that the closing of the form loses.
pub(super) fn lost(visit: &Visit, quote: &ClosingQuote) -> Credits {
    if visit.said("refund") == "yes" {
        after_refunds(quote)
    } else {
        quote.forfeited
    }
}

fn by_account(due: &[&Due]) -> Table {
    let row = |due: &&Due| {
        let payment = due.of.payment;
        vec![
            Cell::link(format!("/console/payments/{payment}"), &payment),
            Cell::Won(due.of.amount.get()),
        ]
    };
    Table {
        id: "by_account",
        title: ("먼저 환불할 결제", "Refund these first"),
        heads: &[
            (("결제", "Payment"), false),
            (("돌려줄 금액", "Goes back"), true),
        ],
        rows: due.iter().map(row).collect(),
        empty: ("없습니다.", "There are none."),
    }
}

fn payments(frame: &Frame, quote: &ClosingQuote) -> Table {
    let row = |of: &ClosingPayment| {
        let to = format!("/console/payments/{}", of.payment);
        vec![
            Cell::link(to, &frame.t("결제 보기", "Payment")),
            Cell::Number(of.credits.get()),
            Cell::Won(of.amount.get()),
            words::state(of.basis.as_str(), states::basis(of.basis)),
            Cell::maybe_until(of.until),
            Cell::shown(&of.why),
        ]
    };
    Table {
        id: "payments",
        title: (
            "결제별로 돌려줄 수 있는 돈",
            "What could be given back of each payment",
        ),
        heads: &[
            (("결제", "Payment"), false),
            (("남은 크레딧", "Credits left"), true),
            (("돌려줄 수 있는 돈", "Could go back"), true),
            (("근거", "Ground"), false),
            (("기한", "Window ends"), false),
            (("정책의 규칙", "Rule of the policy"), false),
        ],
        rows: quote.payments.iter().map(row).collect(),
        empty: (
            "돌려줄 수 있는 결제가 없습니다.",
            "No payment brings anything back.",
        ),
    }
}

fn closing(frame: &Frame, customer: &Customer, quote: &ClosingQuote, due: &[Due]) -> Act {
    let mut act = Act::new("close", path(&customer.id), CLOSING, acts::NEXT)
        .hidden("quote_id", &quote.id)
        .says(frame.t(
            "다음 화면에서 무엇이 일어나는지 확인합니다.",
            "The next page says exactly what will happen, and asks.",
        ));
    let by_hand = |of: &ClosingPayment| !of.amount.is_zero() && !of.is_given_back();
    if quote.payments.iter().any(by_hand) {
        act = act.says(frame.t(
            "상담을 거쳐야 하는 결제는 여기서 환불되지 않습니다. 돌려주려면 결제 화면에서 먼저 환불해 주세요.",
            "What goes back through support alone is not refunded from here. Where it should go back, refund it on the payment's page first.",
        ));
    }
    if !due.is_empty() && due.iter().all(|due| !due.needs_account) {
        let refund = Field::new(
            "refund",
            (
                "사유 없이 돌려받을 수 있는 결제를 먼저 환불합니다",
                "First give back what goes back by right",
            ),
            Input::Tick,
        );
        act = act.field(refund.with("yes"));
    }
    if !quote.forfeited.is_zero() {
        act = act.field(Field::new(
            "confirm_forfeit",
            (
                "환불되지 않은 크레딧이 사라지는 것을 고객이 확인했습니다",
                "The customer knows that credits which are not given back are lost",
            ),
            Input::Tick,
        ));
    }
    act
}

/// Exactly what a closing will do.
pub(super) fn will_close(
    app: &App,
    visit: &Visit,
    change: &CloseCustomer,
    (quote, due): (&ClosingQuote, &[Due]),
) -> Question {
    let frame = &visit.frame;
    let customer = &change.customer;
    let refunds = visit.said("refund") == "yes" && !due.is_empty();
    let lost = lost(visit, quote);
    let lost_words = web::grouped(lost.get());
    let mut says = Vec::new();
    says.push(match frame.lang {
        Lang::Korean => format!(
            "고객 {customer}의 계정을 완전히 해지합니다. 멤버십도 끝나고, 되돌릴 수 없으며, 같은 아이디는 다시 쓸 수 없습니다."
        ),
        Lang::English => format!(
            "The account of customer {customer} is closed for good, with its memberships. It cannot be undone, and the id never comes back."
        ),
    });
    if refunds {
        says.extend(will_refund(app, visit, due));
    }
    if lost.is_zero() {
        says.push(
            frame
                .t("사라지는 크레딧은 없습니다.", "No credits are lost.")
                .to_owned(),
        );
    } else {
        says.push(match frame.lang {
            Lang::Korean => format!("크레딧 {lost_words}개가 돈으로 돌려받지 못하고 사라집니다."),
            Lang::English => format!("{lost_words} credits are lost, and bring no money back."),
        });
    }
    Question {
        title: CLOSING,
        says,
    }
}

/// What is refunded before the closing, and what of it is only asked for.
fn will_refund(app: &App, visit: &Visit, due: &[Due]) -> Vec<String> {
    let frame = &visit.frame;
    let most = app
        .limits
        .of(visit.operator.desk.role(), LimitedAct::Refund);
    let (asked, done): (Vec<&Due>, Vec<&Due>) = due
        .iter()
        .partition(|due| most.is_some_and(|most| due.of.amount.get() > most));
    let mut says = vec![
        frame
            .t("먼저 계정을 동결합니다.", "First the account is frozen.")
            .to_owned(),
    ];
    if !done.is_empty() {
        let won = done.iter().map(|due| due.of.amount.get()).sum::<i64>();
        let (payments, won) = (done.len(), web::grouped(won));
        says.push(match frame.lang {
            Lang::Korean => format!("결제 {payments}건, {won}원을 환불합니다."),
            Lang::English => format!("{payments} payments, {won} won, are refunded."),
        });
    }
    for Due { of, .. } in asked {
        let (payment, won) = (of.payment, web::grouped(of.amount.get()));
        says.push(match frame.lang {
            Lang::Korean => format!(
                "결제 {payment}의 환불 {won}원은 내 한도를 넘으므로 바로 처리되지 않고, 승인 권한이 있는 다른 담당자의 승인을 기다립니다."
            ),
            Lang::English => format!(
                "The refund of payment {payment}, {won} won, is above your limit: it is not done at once, but waits until another person who may approve does."
            ),
        });
    }
    says.push(
        frame
            .t(
                "환불이 끝나면 이 화면에서 해지를 마칩니다.",
                "Once the refunds have ended, the closing goes on from this page.",
            )
            .to_owned(),
    );
    says
}
