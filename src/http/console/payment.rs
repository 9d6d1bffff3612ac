//! A payment: what came in about it, what the books did with it, what went back, and what can go back now.

use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::{
    id::PaymentId,
    ledger::Unit,
    money::Won,
    refund::RefundState,
    statement::{Change, words::words as act_words},
    tax_invoice::TaxInvoice,
};

use super::cells::{provider, to_customer, won};
use crate::{
    app::{App, Shared},
    flows::{
        refund::EVIDENCE_MAX,
        story::{self, Story},
        views,
    },
    http::{error::Problem, request::ApiRequest, visit::Visit},
    web::console::{
        Frame, Words,
        list::Cell,
        states,
        thing::{Act, Field, Input, Table, Thing},
        told, words,
    },
};

pub(super) async fn show(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let page = page(&app, &visit, ask.id("id")?).await?;
    visit.thing(page)
}

/// The page of a payment.
pub(super) async fn page(app: &App, visit: &Visit, id: PaymentId) -> Result<Thing, Problem> {
    let mut known = story::of(app, views::payment(app, id).await?).await?;
    super::orders::titled(app, visit.lang(), [&mut known.order]);
    let frame = &visit.frame;
    let payment = &known.payment;
    let mut page = Thing::new(
        frame,
        won(frame, payment.amount) + " · " + &known.order.title,
    );
    page.id = id.to_string();
    page.moves = known.refunds.iter().any(moves);
    facts(&mut page, &known);
    if known.more_received {
        page.notes.push(
            frame
                .t(
                    "이 시각에 받은 웹훅이 많아 일부만 살펴보았습니다. 나머지는 받은 웹훅 목록에 있습니다.",
                    "So much came in around then that not all of it was looked through. The inbox has the rest.",
                )
                .to_owned(),
        );
    }
    page.tables.extend(super::reported::table(frame, payment));
    let invoices = super::tax_invoices::of_payment(app, id).await?;
    page.tables.push(timeline(frame, &known, &invoices));
    if !known.refunds.is_empty() {
        page.tables.push(refunds(&known));
    }
    let receipts = super::receipts::of_payment(app, frame, payment).await?;
    page.tables.extend(receipts);
    let disputes = super::disputes::of_payment(app, frame, payment).await?;
    page.tables.extend(disputes);
    super::tax_invoices::shown(&mut page, payment, &invoices, &known.refunds);
    if frame.acts && payment.dispute.is_none() {
        if payment.rest() > Won::ZERO {
            page.acts.push(quoting(visit, &known));
        }
        // Money that a refund has only set aside can be disputed.
        if payment.left() > Won::ZERO {
            page.acts
                .push(super::disputes::acts::opening(frame, payment.id));
        }
    }
    Ok(page)
}

fn moves(refund: &domain::refund::Refund) -> bool {
    matches!(refund.state, RefundState::Requested | RefundState::Sent)
}

fn facts(page: &mut Thing, known: &Story) {
    let (payment, order) = (&known.payment, &known.order);
    let frame = page.frame.clone();
    let to_order = Cell::link(format!("/console/orders/{}", order.id), &order.id);
    page.fact(("고객", "Customer"), to_customer(&payment.customer));
    page.fact(("주문", "Order"), to_order);
    page.fact(("결제사", "Provider"), provider(&frame, &payment.provider));
    let method = Cell::shown(&frame.word(words::method(payment.method)));
    page.fact(("결제 수단", "Method"), method);
    page.fact(
        ("결제 키", "Payment key"),
        Cell::shown(&payment.payment_key),
    );
    page.fact(("결제 시각", "Paid"), Cell::When(payment.paid_at));
    page.fact(
        ("부가세 (포함)", "VAT, contained"),
        Cell::Won(payment.tax.vat.get()),
    );
    page.fact(
        ("돌려준 금액", "Given back"),
        Cell::Won(payment.refunded.get()),
    );
    if payment.in_flight > Won::ZERO {
        let cell = Cell::Won(payment.in_flight.get());
        page.fact(("환불 중인 금액", "On its way back"), cell);
    }
    if payment.cancelled_outside > Won::ZERO {
        let cell = Cell::Won(payment.cancelled_outside.get());
        page.fact(("다른 곳에서 취소된 금액", "Taken back by others"), cell);
    }
    page.fact(("남은 금액", "Left"), Cell::Won(payment.rest().get()));
    if let Some(lot) = &known.lot {
        let left = format!(
            "{} / {}",
            crate::web::grouped(lot.remaining.get()),
            crate::web::grouped(lot.granted.get())
        );
        page.fact(("남은 크레딧", "Credits left"), Cell::Text(left));
    }
    if let Some(deposit) = &known.deposit {
        let to = format!("/console/deposits/{}", deposit.id);
        page.fact(("입금", "Deposit"), Cell::link(to, &deposit.id));
    }
    page.fact(("적용 정책", "Policy"), Cell::shown(&payment.policy));
}

/// One line of the timeline.
type Line = (DateTime<Utc>, Words, Cell);

fn timeline(frame: &Frame, known: &Story, invoices: &[TaxInvoice]) -> Table {
    let (payment, order) = (&known.payment, &known.order);
    let mut lines: Vec<Line> = vec![
        (
            order.opened_at,
            ("주문을 열었습니다", "The order was opened"),
            Cell::link(format!("/console/orders/{}", order.id), &order.id),
        ),
        (
            payment.paid_at,
            (
                "결제되었습니다 (결제사 시각)",
                "It was paid, by the provider's clock",
            ),
            Cell::shown(&payment.payment_key),
        ),
    ];
    lines.extend(received(frame, known));
    if let Some(at) = order.closed_at {
        // A deposit cannot be asked about: its notice is believed.
        let booked = match known.deposit {
            Some(_) => (
                "입금이 주문과 맞아 장부에 적었습니다",
                "The deposit fits the order, and the books took it",
            ),
            None => (
                "결제사에 물어 확인하고 장부에 적었습니다",
                "The provider was asked, and the books took it",
            ),
        };
        lines.push((at, booked, Cell::Text(won(frame, payment.amount))));
    }
    lines.extend(booked(frame, known));
    for refund in &known.refunds {
        lines.extend(of_refund(refund));
    }
    lines.extend(invoices.iter().map(|it| {
        let what = ("세금계산서를 적었습니다", "A tax invoice was recorded");
        let text = format!("{} · {}", it.number, won(frame, it.amount()));
        (it.recorded_at, what, Cell::Text(text))
    }));
    lines.sort_by_key(|(at, ..)| *at);
    Table {
        id: "timeline",
        title: ("일어난 일", "What happened"),
        heads: &[
            (("시각", "When"), false),
            (("무엇을", "What"), false),
            (("내용", "Facts"), false),
        ],
        rows: lines
            .into_iter()
            .map(|(at, what, cell)| vec![Cell::When(at), Cell::shown(&frame.word(what)), cell])
            .collect(),
        empty: ("아직 없습니다.", "Nothing yet."),
    }
}

/// Webhooks about the payment: the verdict on each, and what followed.
fn received(frame: &Frame, known: &Story) -> impl Iterator<Item = Line> {
    known.received.iter().map(|row| {
        let (verdict, _) = states::verdict(row.verdict);
        let effect = if row.effect.is_empty() {
            &row.note
        } else {
            &row.effect
        };
        let to = format!("/console/inbox/{}", row.id);
        let effect = told::sentence(frame.lang, effect);
        let text = format!("{} · {effect}", frame.word(verdict));
        (
            row.received_at,
            ("웹훅을 받았습니다", "A webhook came in"),
            Cell::link(to, &text),
        )
    })
}

/// What the books did with its money and its lot.
fn booked(frame: &Frame, known: &Story) -> impl Iterator<Item = Line> {
    known.entries.iter().map(|entry| {
        let text = act_words(frame.lang, entry.act, Change::of(entry));
        let amount = crate::web::grouped(entry.amount);
        let unit = match entry.unit {
            Unit::Won => frame.t("원", " won"),
            Unit::Credits => frame.t(" 크레딧", " credits"),
        };
        let [from, to] = [entry.from, entry.to].map(|place| frame.word(words::account(place)));
        let places = format!("{from} → {to}");
        let cell = Cell::Text(format!("{text} · {amount}{unit} · {places}"));
        (entry.at, ("장부", "Books"), cell)
    })
}

fn of_refund(refund: &domain::refund::Refund) -> Vec<Line> {
    let link = || Cell::link(format!("/console/refunds/{}", refund.id), &refund.id);
    let asked = ("환불을 요청했습니다", "A refund was asked for");
    let mut lines = vec![(refund.requested_at, asked, link())];
    if let Some(at) = refund.sent_at {
        let sent = (
            "환불을 결제사에 보냈습니다",
            "The refund was sent to the provider",
        );
        lines.push((at, sent, link()));
    }
    if let Some(at) = refund.settled_at {
        let (ended, _) = words::refund(refund.state);
        lines.push((at, ended, link()));
    }
    lines
}

fn refunds(known: &Story) -> Table {
    Table {
        id: "refunds",
        title: ("환불", "Refunds"),
        heads: &[
            (("환불", "Refund"), false),
            (("금액", "Amount"), true),
            (("크레딧", "Credits"), true),
            (("상태", "State"), false),
            (("요청 시각", "Asked"), false),
        ],
        rows: known
            .refunds
            .iter()
            .map(|refund| {
                vec![
                    Cell::link(format!("/console/refunds/{}", refund.id), &refund.id),
                    Cell::Won(refund.given().get()),
                    Cell::Number(refund.credits.get()),
                    words::state(refund.state.as_str(), words::refund(refund.state)),
                    Cell::When(refund.requested_at),
                ]
            })
            .collect(),
        empty: ("환불이 없습니다.", "There are none."),
    }
}

/// The first step of a refund: what the policy allows. It moves nothing.
fn quoting(visit: &Visit, known: &Story) -> Act {
    let frame = &visit.frame;
    let choice =
        |value: &str, korean, english| (value.to_owned(), frame.t(korean, english).to_owned());
    let mut grounds = vec![
        choice("", "정책대로", "As the policy has it"),
        choice(
            "seller_fault",
            "판매자 잘못 (기간이 지났어도)",
            "The seller's fault, also beyond the windows",
        ),
    ];
    if visit.operator.desk.role() == crate::access::Role::Admin {
        grounds.push(choice(
            "goodwill",
            "호의 (기간이 지났어도)",
            "Goodwill, also beyond the windows",
        ));
    }
    let to = format!("/console/payments/{}/quotes", known.payment.id);
    Act::new(
        "quote",
        to,
        ("환불", "Refund"),
        ("환불 금액 확인", "See what goes back"),
    )
    .says(frame.t(
        "정책에 따라 지금 얼마를 돌려줄 수 있는지 계산해 보여 줍니다. 아직 아무것도 움직이지 않습니다.",
        "Works out what the policy gives back now, and shows it. Nothing moves yet.",
    ))
    .field(Field::new("beyond", ("근거", "Ground"), Input::Choice(grounds)))
    .field(Field::new(
        "credits",
        (
            "크레딧 (비우면 쓰지 않은 것 모두)",
            "Credits; all that are unused where it is empty",
        ),
        Input::Number,
    ))
    .field(Field::new(
        "asked_at",
        (
            "고객이 먼저 요청했다면 그 시각 (한국 시간, 30일 전까지)",
            "When the customer asked, if that was earlier: Korean time, at most 30 days ago",
        ),
        Input::MaybeInstant,
    ))
    .field(Field::new(
        "evidence",
        (
            "그때 요청한 것을 확인할 수 있는 곳 (문의 번호, 메일)",
            "Where it can be read that the customer asked then: a ticket, a mail",
        ),
        Input::MaybeText(EVIDENCE_MAX),
    ))
}
