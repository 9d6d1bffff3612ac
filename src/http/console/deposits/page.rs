//! The page of a deposit: its facts, why it waits, and the orders that it may pay with what speaks for each.

use domain::{
    deposit::{Deposit, DepositState},
    id::DepositId,
    mask::masked_name,
};

use super::super::cells::{provider, won};
use crate::{
    app::App,
    flows::{
        deposit::{Apart, REASON_MAX},
        suggest::{self, Likeness, Suggestion},
        views,
    },
    http::{error::Problem, visit::Visit},
    web::console::{
        Frame, Words,
        list::Cell,
        states,
        thing::{Act, Field, Input, Table, Thing},
        told, words,
    },
};

/// Characters of an order's id, with some to spare for spaces.
const ID_CHARS: usize = 40;

const REASON: Words = ("사유 (기록에 남습니다)", "Reason, kept in the log");

pub(super) async fn of(app: &App, visit: &Visit, id: DepositId) -> Result<Thing, Problem> {
    let known = views::deposit(app, id).await?;
    page(app, visit, &known, masked_name(&known.movement.name)).await
}

/// The page with the sender's name in full.
pub(super) async fn unmasked(app: &App, visit: &Visit, known: &Deposit) -> Result<Thing, Problem> {
    let mut page = page(app, visit, known, known.movement.name.clone()).await?;
    page.acts.retain(|act| act.id != "unmask");
    page.back = Some((
        format!("/console/deposits/{}", known.id),
        ("이름 가리기", "Hide the name"),
    ));
    Ok(page)
}

async fn page(app: &App, visit: &Visit, known: &Deposit, name: String) -> Result<Thing, Problem> {
    let frame = &visit.frame;
    let movement = &known.movement;
    let title = format!(
        "{} {}",
        frame.t("입금", "Deposit of"),
        won(frame, movement.amount)
    );
    let mut page = Thing::new(frame, title);
    page.id = known.id.to_string();
    page.state = words::state(known.state.as_str(), states::deposit(known.state));
    page.notes
        .extend(states::deposit_advice(known.state).map(|words| frame.word(words).to_owned()));
    page.fact(("입금자", "Depositor"), Cell::Text(name));
    page.fact(
        ("입금 시각 (은행)", "Arrived, by the bank"),
        Cell::When(movement.at),
    );
    page.fact(("받은 시각", "Reported"), Cell::When(known.received_at));
    page.fact(("우리 계좌", "Our account"), Cell::shown(&movement.account));
    page.fact(("보고한 곳", "Reported by"), Cell::shown(&movement.source));
    page.fact(("결제사", "Provider"), provider(frame, &movement.provider));
    page.fact(
        ("은행의 번호", "The source's own name"),
        Cell::shown(&movement.key),
    );
    page.fact(
        ("이유", "Why it is so"),
        Cell::Text(told::sentence(frame.lang, &known.reason)),
    );
    if let Some(order) = known.order {
        let to = format!("/console/orders/{order}");
        page.fact(("주문", "Order"), Cell::link(to, &order));
    }
    if let Some(other) = known.repeat_of {
        let to = format!("/console/deposits/{other}");
        page.fact(
            ("같은 돈일 수 있는 입금", "May repeat"),
            Cell::link(to, &other),
        );
    }
    page.fact(("정한 시각", "Settled"), Cell::maybe_when(known.settled_at));
    let mut found = suggest::orders(app, known).await?;
    let orders = found.iter_mut().map(|one| &mut one.order);
    super::super::orders::titled(app, visit.lang(), orders);
    if known.state.is_open() && known.state != DepositState::PossibleRepeat {
        page.tables.push(suggestions(frame, &found));
    }
    if frame.acts {
        page.acts = acts(frame, known, &found);
    }
    Ok(page)
}

/// What speaks for an order.
fn why(frame: &Frame, one: &Suggestion) -> String {
    let mut why = Vec::new();
    why.push(match one.name {
        Likeness::Same => frame.t("같은 이름", "same name"),
        Likeness::Alike => frame.t("비슷한 이름", "name is alike"),
        Likeness::None => frame.t("다른 이름", "another name"),
    });
    why.push(if one.same_amount {
        frame.t("같은 금액", "same amount")
    } else {
        frame.t("다른 금액", "another amount")
    });
    why.push(if one.awaited {
        frame.t("입금 대기 중", "awaits its deposit")
    } else {
        frame.t("기한이 지나거나 취소된 주문", "given up before")
    });
    why.join(" · ")
}

fn suggestions(frame: &Frame, found: &[Suggestion]) -> Table {
    let row = |one: &Suggestion| {
        let order = &one.order;
        vec![
            Cell::link(format!("/console/orders/{}", order.id), &order.title),
            Cell::link(
                format!("/console/customers/{}", order.customer),
                &order.customer,
            ),
            Cell::Text(masked_name(order.depositor.as_deref().unwrap_or_default())),
            Cell::Won(order.amount.get()),
            Cell::When(order.opened_at),
            Cell::Text(why(frame, one)),
        ]
    };
    Table {
        id: "suggested",
        title: ("맞을 수 있는 주문", "Orders it may pay"),
        heads: &[
            (("주문", "Order"), false),
            (("고객", "Customer"), false),
            (("입금자명 (가림)", "Depositor, masked"), false),
            (("금액", "Amount"), true),
            (("연 시각", "Opened"), false),
            (("이유", "Why"), false),
        ],
        rows: found.iter().map(row).collect(),
        empty: (
            "같은 금액이나 같은 이름으로 입금을 기다리는 주문이 없습니다.",
            "No order of this amount or name waits for money.",
        ),
    }
}

fn to(known: &Deposit, act: &str) -> String {
    format!("/console/deposits/{}/{act}", known.id)
}

fn acts(frame: &Frame, known: &Deposit, found: &[Suggestion]) -> Vec<Act> {
    let mut acts = Vec::new();
    if known.state == DepositState::PossibleRepeat {
        acts.push(apart(frame, known, "repeat", Apart::Repeat(None)));
        acts.push(apart(frame, known, "new", Apart::New));
    } else if known.state.is_open() {
        acts.push(matching(frame, known, found));
        acts.push(returning(frame, known));
    }
    acts.push(unmasking(frame, known));
    acts
}

fn matching(frame: &Frame, known: &Deposit, found: &[Suggestion]) -> Act {
    let title = ("주문에 연결", "Match to an order");
    let next = ("다음: 확인", "Next: check it");
    let mut act = Act::new("match", to(known, "match"), title, next).says(frame.t(
        "이 입금으로 주문을 결제합니다. 다음 화면에서 무엇이 일어나는지 확인합니다.",
        "This deposit pays an order. The next page says exactly what will happen, and asks.",
    ));
    if !found.is_empty() {
        let choices = found.iter().map(|one| {
            let order = &one.order;
            let text = format!(
                "{} · {} · {} ({})",
                order.customer,
                order.title,
                won(frame, order.amount),
                why(frame, one)
            );
            (order.id.to_string(), text)
        });
        let chosen = found.first().map(|one| one.order.id);
        let field = Field::new(
            "order_id",
            ("주문", "Order"),
            Input::Choice(choices.collect()),
        );
        // The likeliest is chosen only where nothing else comes near it.
        let clear = found.len() == 1 && found[0].same_amount;
        act = act.field(match chosen.filter(|_| clear) {
            Some(id) => field.with(id),
            None => field,
        });
    }
    let other = if found.is_empty() {
        ("주문 번호", "An order's id")
    } else {
        (
            "다른 주문 번호 (비우면 위에서 고른 주문)",
            "Another order's id, instead of those above",
        )
    };
    act.field(Field::new("other", other, Input::MaybeText(ID_CHARS)))
        .field(Field::new(
            "despite_amount",
            (
                "금액이 주문과 달라도 연결합니다",
                "Match it although the amount is another",
            ),
            Input::Tick,
        ))
        .field(Field::reason(REASON, REASON_MAX))
}

fn returning(frame: &Frame, known: &Deposit) -> Act {
    let title = ("돌려보냄", "It was sent back");
    Act::new(
        "return",
        to(known, "return"),
        title,
        ("다음: 확인", "Next: check it"),
    )
    .says(frame.t(
        "은행에서 돈을 돌려보낸 뒤에 적습니다. 이 화면은 돈을 보내지 않습니다.",
        "For after the bank sent the money back. This page sends no money.",
    ))
    .field(Field::reason(REASON, REASON_MAX))
}

/// What a decision on a deposit in doubt is called, and what it does.
pub(super) const fn apart_words(apart: Apart) -> (Words, Words) {
    match apart {
        Apart::Repeat(_) => (
            ("같은 돈입니다", "It is the same money"),
            (
                "이미 받은 입금이 다시 보고된 것으로 적습니다. 주문과 크레딧은 바뀌지 않습니다.",
                "It is money that was reported before. Orders and credits stay as they are.",
            ),
        ),
        Apart::New => (
            ("새 돈입니다", "It is new money"),
            (
                "따로 들어온 돈으로 적습니다. 이름과 금액이 맞는 주문이 있으면 바로 연결되어 크레딧이 지급됩니다.",
                "It is money of its own. Where an order of this name and amount waits, it pays it at once, and credits are granted.",
            ),
        ),
    }
}

fn apart(frame: &Frame, known: &Deposit, id: &'static str, apart: Apart) -> Act {
    let (title, says) = apart_words(apart);
    Act::new(id, to(known, id), title, ("다음: 확인", "Next: check it"))
        .says(frame.word(says))
        .field(Field::reason(REASON, REASON_MAX))
}

fn unmasking(frame: &Frame, known: &Deposit) -> Act {
    let title = ("이름 보기", "See the name");
    Act::new("unmask", to(known, "name"), title, title)
        .says(frame.t(
            "입금자 이름을 가리지 않고 보여 줍니다. 누가 왜 보았는지 처리 기록에 남습니다.",
            "Shows the sender's name in full. Who looked, and why, stays in the log.",
        ))
        .field(Field::reason(REASON, REASON_MAX))
}
