//! Statements of providers that the books cannot follow: listed, and decided by a person.

use axum::response::Response;
use domain::{
    contradiction::{Contradiction, ContradictionState},
    id::ContradictionId,
    order::Order,
    statement::Lang,
};
use futures_util::future::BoxFuture;

use super::{
    cells::{provider, to_customer, won},
    list::{self, Column, Listing},
    refunding::{account, account_fields},
    thing::{Question, asked, why},
};
use crate::{
    app::{App, Shared},
    flows::{
        EVIDENCE_MAX,
        contradiction::{self, REASON_MAX},
        desk::Names,
        outcome::Outcome,
        page::Page,
        views,
    },
    http::{error::Problem, request::ApiRequest, visit::Visit},
    web::{
        console::{
            Frame, Words,
            list::Cell,
            states,
            thing::{Act, Field, Input, Thing},
            told, words,
        },
        grouped,
    },
};

static CONTRADICTIONS: Listing<Contradiction> = Listing {
    title: ("장부와 다른 결제", "Contradictions"),
    about: (
        "결제사의 말이 장부와 맞지 않는 결제, 최신순. 상태를 고르면 끝난 것도 볼 수 있습니다.",
        "What providers say of payments and the books do not, newest first. Choose a state to see those that are over.",
    ),
    empty: (
        "장부와 다른 결제가 없습니다.",
        "No payment contradicts the books.",
    ),
    file: "contradictions",
    act: None,
    columns: &[
        Column {
            name: "id",
            words: ("번호", "Id"),
            amount: false,
            cell: |known, _| Cell::link(format!("/console/contradictions/{}", known.id), &known.id),
        },
        Column {
            name: "kind",
            words: ("무엇이 다른지", "What differs"),
            amount: false,
            cell: |known, frame| Cell::shown(&frame.word(states::contradiction_kind(known.kind))),
        },
        Column {
            name: "customer",
            words: ("고객", "Customer"),
            amount: false,
            cell: |known, _| to_customer(&known.customer),
        },
        Column {
            name: "order",
            words: ("주문", "Order"),
            amount: false,
            cell: |known, _| Cell::link(format!("/console/orders/{}", known.order), &known.order),
        },
        Column {
            name: "amount",
            words: ("결제사의 금액", "Amount there"),
            amount: true,
            cell: |known, _| Cell::Won(known.amount.get()),
        },
        Column {
            name: "state",
            words: ("상태", "State"),
            amount: false,
            cell: |known, _| words::state(known.state.as_str(), states::contradiction(known.state)),
        },
        Column {
            name: "opened_at",
            words: ("발견 시각", "Since"),
            amount: false,
            cell: |known, _| Cell::When(known.opened_at),
        },
    ],
};

pub(super) async fn list(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let known = |state: ContradictionState| (state.as_str(), states::contradiction(state).0);
    let all = ContradictionState::ALL;
    let (filter, states) = list::states(&ask, all, known);
    let read = |page: Page<_>| views::contradictions(&app, states, page);
    list::show(&visit, &ask, &CONTRADICTIONS, vec![filter], read).await
}

pub(super) async fn show(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let page = page(&app, &visit, ask.id("id")?).await?;
    visit.thing(page)
}

async fn page(app: &App, visit: &Visit, id: ContradictionId) -> Result<Thing, Problem> {
    let known = views::contradiction(app, id).await?;
    let order = views::order(app, known.order).await?;
    let names = Names::read(app).await?;
    let frame = &visit.frame;
    let mut page = Thing::new(frame, frame.word(states::contradiction_kind(known.kind)));
    page.id = id.to_string();
    page.state = words::state(known.state.as_str(), states::contradiction(known.state));
    page.moves = known.state == ContradictionState::Refunding;
    if let Some(failure) = &known.failure {
        let refused = frame.t(
            "결제사가 취소를 거절했습니다",
            "The provider refused to give it back",
        );
        page.notes.push(format!("{refused}: {failure}"));
    }
    let to = format!("/console/orders/{}", known.order);
    page.fact(("고객", "Customer"), to_customer(&known.customer));
    page.fact(("주문", "Order"), Cell::link(to, &known.order));
    page.fact(
        ("주문 금액", "The order costs"),
        Cell::Won(order.amount.get()),
    );
    page.fact(
        ("결제사의 금액", "Charged there"),
        Cell::Won(known.amount.get()),
    );
    page.fact(
        ("그중 취소됨", "Of it given back"),
        Cell::Won(known.cancelled.get()),
    );
    page.fact(("결제사", "Provider"), provider(frame, &known.provider));
    page.fact(("결제 키", "Payment key"), Cell::shown(&known.payment_key));
    page.fact(("발견 시각", "Since"), Cell::When(known.opened_at));
    let note = told::sentence(frame.lang, &known.note);
    page.fact(("기록", "Noted"), Cell::Text(note));
    page.fact(("끝난 시각", "Ended"), Cell::maybe_when(known.settled_at));
    if let Some(by) = &known.decided_by {
        page.fact(("정한 사람", "Decided by"), Cell::Text(names.of(by)));
    }
    if let Some(reason) = &known.reason {
        page.fact(("사유", "Reason"), Cell::shown(reason));
    }
    if frame.acts && known.state == ContradictionState::Open {
        page.acts = acts(frame, &known);
    }
    Ok(page)
}

/// What a decision is called, and what it does.
const fn decision(act: &str) -> (Words, Words) {
    match act.as_bytes() {
        b"accept" => (
            ("이 결제를 인정", "Accept the payment"),
            (
                "결제사에 다시 물은 뒤, 결제사의 금액 그대로 주문을 결제 완료로 적고 크레딧을 지급합니다. 되돌릴 수 없습니다.",
                "The provider is asked once more. Then the order is completed with the provider's amount and its credits are granted. This cannot be undone.",
            ),
        ),
        b"refund" => (
            ("돈을 돌려주기", "Give the money back"),
            (
                "결제사에 다시 물은 뒤, 남은 돈을 결제사를 통해 모두 돌려줍니다. 크레딧은 지급되지 않습니다. 되돌릴 수 없습니다.",
                "The provider is asked once more. Then it gives all that is left back. No credits are granted. This cannot be undone.",
            ),
        ),
        _ => (
            ("다른 방법으로 처리됨", "It was dealt with elsewhere"),
            (
                "더 정할 것이 없다고 적고 닫습니다. 돈과 크레딧은 바뀌지 않습니다. 결제사에 돈이 남아 있으면 직접 이체한 증빙이 필요합니다.",
                "Writes down that nothing is left to decide. Money and credits stay as they are. Where the provider still holds the money, the evidence of a transfer is needed.",
            ),
        ),
    }
}

fn acts(frame: &Frame, known: &Contradiction) -> Vec<Act> {
    let act = |id: &'static str| {
        let (title, says) = decision(id);
        let to = format!("/console/contradictions/{}/{id}", known.id);
        Act::new(id, to, title, ("다음: 확인", "Next: check it"))
            .says(frame.word(says))
            .field(Field::reason(("사유", "Reason"), REASON_MAX))
    };
    let mut acts = Vec::new();
    if known.kind.may_be_accepted() {
        acts.push(act("accept"));
    }
    if known.kind.may_be_refunded() {
        let mut refund = act("refund").says(frame.t(
            "계좌는 들어온 길로 돌려보낼 수 없는 결제에만 적습니다.",
            "Enter an account only where the payment cannot go back the way it came.",
        ));
        let mut fields = account_fields(frame);
        fields.retain(|field| field.name != "holder_confirmed");
        for field in &mut fields {
            if let Input::Text(most) = field.input {
                field.input = Input::MaybeText(most);
            }
        }
        refund.fields.extend(fields);
        acts.push(refund);
    }
    acts.push(act("close").field(Field::new(
        "transferred",
        (
            "직접 이체했다면 은행의 이체 번호",
            "The bank's reference, where a person transferred it",
        ),
        Input::MaybeText(EVIDENCE_MAX),
    )));
    acts
}

pub(super) async fn accept(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    decide(&app, &visit, ask.id("id")?, "accept").await
}

pub(super) async fn refund(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    decide(&app, &visit, ask.id("id")?, "refund").await
}

pub(super) async fn close(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    decide(&app, &visit, ask.id("id")?, "close").await
}

fn decide<'a>(
    app: &'a App,
    visit: &'a Visit,
    id: ContradictionId,
    act: &'static str,
) -> BoxFuture<'a, Result<Response, Problem>> {
    let question = async move {
        let reason = visit.needed("reason")?;
        let known = views::contradiction(app, id).await?;
        let (title, says) = decision(act);
        let frame = &visit.frame;
        let order = views::order(app, known.order).await?;
        let mut facts = vec![
            known.customer.to_string(),
            format!("{} {}", frame.t("주문", "Order:"), won(frame, order.amount)),
            format!(
                "{} {}",
                frame.t("결제", "charged:"),
                won(frame, known.amount)
            ),
        ];
        facts.push(match act {
            "accept" => granted(frame, &order),
            _ => format!(
                "{} {}",
                frame.t("이미 취소됨", "given back before:"),
                won(frame, known.cancelled)
            ),
        });
        let says = vec![
            frame.word(says).to_owned(),
            facts.join(" · "),
            why(frame, reason),
        ];
        Ok(Question { title, says })
    };
    let done = async move { Ok(decided(app, visit, id, act).await?.into()) };
    let of = (act, format!("/console/contradictions/{id}"));
    asked(visit, of, question, done, page(app, visit, id))
}

/// The credits that an order grants once it is paid.
fn granted(frame: &Frame, order: &Order) -> String {
    let bonus = order.bonus.as_ref().map(|bonus| bonus.credits);
    let credits = [Some(order.credits), bonus].into_iter().flatten();
    let shown: Vec<String> = credits.map(|one| grouped(one.get())).collect();
    let shown = shown.join(" + ");
    match frame.lang {
        Lang::Korean => format!("크레딧 {shown}개 지급"),
        Lang::English => format!("{shown} credits granted"),
    }
}

async fn decided(
    app: &App,
    visit: &Visit,
    id: ContradictionId,
    act: &str,
) -> Result<Outcome<Contradiction>, Problem> {
    let reason = visit.needed("reason")?.to_owned();
    let caller = visit.caller()?;
    Ok(match act {
        "accept" => contradiction::accept(app, caller, id, reason).await?,
        "refund" => contradiction::give_back(app, caller, id, reason, account(visit)).await?,
        _ => {
            let transferred = visit.maybe("transferred").map(str::to_owned);
            contradiction::close(app, caller, id, reason, transferred).await?
        }
    })
}
