//! What closing an account would do now, and the form that does it.

use domain::{
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
    http::visit::Visit,
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

pub(super) fn page(visit: &Visit, customer: &Customer, quote: &ClosingQuote) -> Thing {
    let frame = &visit.frame;
    let mut page = acts::of(visit, customer, CLOSING);
    page.fact(
        ("사라지는 크레딧", "Credits that would be lost"),
        Cell::Number(quote.forfeited.get()),
    );
    page.fact(
        ("먼저 돌려줄 수 있는 돈", "Could be given back first"),
        Cell::Won(quote.refundable.get()),
    );
    if !quote.debt.is_zero() {
        let debt = Cell::Number(quote.debt.get());
        page.fact(("갚지 않은 부족분", "Credits that stay owed"), debt);
    }
    page.fact(
        ("이 계산의 유효 기한 (이 시각 전까지)", "This holds before"),
        Cell::When(quote.expires_at),
    );
    page.tables.push(payments(frame, quote));
    page.acts.push(closing(frame, customer, quote));
    page
}

fn payments(frame: &Frame, quote: &ClosingQuote) -> Table {
    let row = |of: &ClosingPayment| {
        let to = format!("/console/payments/{}", of.payment);
        vec![
            Cell::link(to, &frame.t("결제 보기", "Payment")),
            Cell::Number(of.credits.get()),
            Cell::Won(of.amount.get()),
            words::state(of.basis.as_str(), states::basis(of.basis)),
            Cell::maybe_when(of.until),
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
            (("기한 (이 시각 전까지)", "Window ends"), false),
            (("정책의 규칙", "Rule of the policy"), false),
        ],
        rows: quote.payments.iter().map(row).collect(),
        empty: (
            "돌려줄 수 있는 결제가 없습니다.",
            "No payment brings anything back.",
        ),
    }
}

fn closing(frame: &Frame, customer: &Customer, quote: &ClosingQuote) -> Act {
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
    if quote.payments.iter().any(ClosingPayment::is_given_back) {
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
pub(super) fn will_close(visit: &Visit, change: &CloseCustomer, quote: &ClosingQuote) -> Question {
    let frame = &visit.frame;
    let customer = &change.customer;
    let given_back = quote.payments.iter().filter(|of| of.is_given_back());
    let given_back: Vec<&ClosingPayment> = given_back.collect();
    let refunds = visit.said("refund") == "yes" && !given_back.is_empty();
    let kept = |sum: Credits, of: &&ClosingPayment| sum.plus(of.credits).unwrap_or(sum);
    let goes = given_back.iter().fold(Credits::ZERO, kept);
    let won = given_back.iter().map(|of| of.amount.get()).sum::<i64>();
    let lost = if refunds {
        quote.forfeited.minus(goes).unwrap_or(Credits::ZERO)
    } else {
        quote.forfeited
    };
    let (payments, won) = (given_back.len(), web::grouped(won));
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
        says.push(match frame.lang {
            Lang::Korean => format!(
                "먼저 계정을 동결하고 결제 {payments}건, {won}원을 환불합니다. 환불이 끝나면 이 화면에서 해지를 마칩니다."
            ),
            Lang::English => format!(
                "First the account is frozen, and {payments} payments, {won} won, are refunded. Once the refunds have ended, the closing goes on from this page."
            ),
        });
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
