//! Refunds: the list of all, one of them with its live state, and those that a person transfers.

mod acts;
mod transfers;

use axum::response::Response;
use domain::{
    approval::LimitedAct,
    failure::in_words,
    id::RefundId,
    refund::{Refund, RefundState},
};

use super::{
    cells::{provider, to_customer, won},
    list::{self, Column, Listing},
    refunding::{account, in_full},
    thing::{Question, asked, done, refused, why},
};
use crate::{
    app::{App, Shared},
    flows::{
        by_hand::{self, NewAccount},
        desk::Names,
        explain,
        page::Page,
        views,
    },
    http::{
        error::{INVALID_FIELD, Problem},
        request::ApiRequest,
        visit::Visit,
    },
    web::{
        self,
        console::{list::Cell, states, thing::Thing, told, words},
    },
};

static REFUNDS: Listing<Refund> = Listing {
    title: ("환불", "Refunds"),
    about: (
        "끝나지 않은 환불, 최신순. 상태를 고르면 끝난 것도 볼 수 있습니다.",
        "Refunds that have not ended, newest first. Choose a state to see those that have.",
    ),
    empty: ("조건에 맞는 환불이 없습니다.", "No refund is like that."),
    file: "refunds",
    act: None,
    columns: &[
        Column {
            name: "id",
            words: ("환불", "Refund"),
            amount: false,
            cell: |refund, _| Cell::link(format!("/console/refunds/{}", refund.id), &refund.id),
        },
        Column {
            name: "customer",
            words: ("고객", "Customer"),
            amount: false,
            cell: |refund, _| to_customer(&refund.customer),
        },
        Column {
            name: "amount",
            words: ("금액", "Amount"),
            amount: true,
            cell: |refund, _| Cell::Won(refund.given().get()),
        },
        Column {
            name: "credits",
            words: ("크레딧", "Credits"),
            amount: true,
            cell: |refund, _| Cell::Number(refund.credits.get()),
        },
        Column {
            name: "state",
            words: ("상태", "State"),
            amount: false,
            cell: |refund, _| words::state(refund.state.as_str(), words::refund(refund.state)),
        },
        Column {
            name: "account",
            words: ("계좌", "Account"),
            amount: false,
            cell: |refund, _| masked(refund),
        },
        Column {
            name: "requested_at",
            words: ("요청 시각", "Asked"),
            amount: false,
            cell: |refund, _| Cell::When(refund.requested_at),
        },
        Column {
            name: "due_at",
            words: ("법정 기한", "Due"),
            amount: false,
            cell: |refund, _| {
                let due = Some(refund.due_at).filter(|_| refund.state.is_open());
                Cell::maybe_until(due)
            },
        },
    ],
};

/// The account that a refund goes to, masked.
fn masked(refund: &Refund) -> Cell {
    let Some(account) = &refund.account else {
        return Cell::Empty;
    };
    let shown = account.masked();
    Cell::Text(format!(
        "{} {} {}",
        web::banks::bank(&shown.bank),
        shown.account_number,
        shown.holder
    ))
}

pub(super) async fn list(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let known = |state: RefundState| (state.as_str(), words::refund(state).0);
    let (filter, states) = list::states(&ask, RefundState::ALL, known);
    let read = |page: Page<_>| views::refunds(&app, states, None, page);
    list::show(&visit, &ask, &REFUNDS, vec![filter], read).await
}

pub(super) async fn show(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let page = page(&app, &visit, ask.id("id")?).await?;
    visit.thing(page)
}

async fn page(app: &App, visit: &Visit, id: RefundId) -> Result<Thing, Problem> {
    let refund = views::refund(app, id).await?;
    let names = Names::read(app).await?;
    let frame = &visit.frame;
    let title = format!(
        "{} {}",
        frame.t("환불", "Refund of"),
        won(frame, refund.given())
    );
    let mut page = Thing::new(frame, title);
    page.id = id.to_string();
    page.state = words::state(refund.state.as_str(), words::refund(refund.state));
    page.moves = matches!(refund.state, RefundState::Requested | RefundState::Sent);
    let note = refund.note.as_deref();
    let note = note.map(|note| told::sentence(frame.lang, note));
    page.notes
        .extend(in_words(refund.failure.as_ref(), note.as_deref()));
    page.notes
        .extend(explain::refund(app, &refund).map(|why| why.words.support.to_owned()));
    let to = format!("/console/payments/{}", refund.payment);
    page.fact(("고객", "Customer"), to_customer(&refund.customer));
    page.fact(("결제", "Payment"), Cell::link(to, &refund.payment));
    page.fact(("결제사", "Provider"), provider(frame, &refund.provider));
    page.fact(("크레딧", "Credits"), Cell::Number(refund.credits.get()));
    page.fact(
        ("근거", "Ground"),
        words::state(refund.basis.as_str(), states::basis(refund.basis)),
    );
    page.fact(("사유", "Reason"), Cell::shown(&refund.reason));
    page.fact(("계좌", "Account"), masked(&refund));
    page.fact(
        ("요청한 사람", "Asked by"),
        Cell::Text(names.of(&refund.requested_by)),
    );
    page.fact(("요청 시각", "Asked"), Cell::When(refund.requested_at));
    if refund.state.is_open() {
        page.fact(("법정 기한", "Due by law"), Cell::Until(refund.due_at));
    }
    let late = refund.late_interest(app.now());
    if late.get() > 0 {
        let words = (
            "지연배상금 (연 15%, 따로 이체)",
            "Interest for the delay, 15 % a year, to transfer apart",
        );
        page.fact(words, Cell::Won(late.get()));
    }
    page.fact(("보낸 시각", "Sent"), Cell::maybe_when(refund.sent_at));
    page.fact(("끝난 시각", "Ended"), Cell::maybe_when(refund.settled_at));
    if let Some(key) = &refund.cancel_key {
        let words = (
            "결제사의 취소 번호나 이체 증빙",
            "The provider's own name, or the transfer's",
        );
        page.fact(words, Cell::shown(key));
    }
    page.tables
        .extend(transfers::table(app, frame, &names, &refund).await?);
    let disputed = disputed(app, &mut page, &refund).await?;
    if visit.frame.acts {
        page.acts = acts::of(&visit.frame, &refund, disputed);
    }
    Ok(page)
}

/// Whether the refund waits for the end of a dispute, which the page then says.
async fn disputed(app: &App, page: &mut Thing, refund: &Refund) -> Result<bool, Problem> {
    if !refund.state.is_open() {
        return Ok(false);
    }
    let payment = views::payment(app, refund.payment).await?;
    let Some(dispute) = payment.dispute else {
        return Ok(false);
    };
    let note = page.frame.t(
        "이 결제에 이의가 제기되어 결과가 나올 때까지 환불을 보내거나 이체할 수 없습니다.",
        "The payment is disputed. Nothing of this refund is sent or transferred until that is decided.",
    );
    page.notes.insert(0, note.to_owned());
    let to = Cell::link(format!("/console/disputes/{dispute}"), &dispute);
    page.fact(("이의제기", "Dispute"), to);
    Ok(true)
}

/// Shows the account of a refund in full, on a page that the form itself is answered with: an address would be read again
/// without a line in the log.
pub(super) async fn read_account(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: RefundId = ask.id("id")?;
    let found = by_hand::payout(&app, visit.reader(), id).await;
    let mut page = page(&app, &visit, id).await?;
    match found {
        Ok(payout) => {
            page.notes.insert(
                0,
                format!(
                    "{} {} {} · {}",
                    web::banks::bank(&payout.account.bank),
                    payout.account.account_number,
                    payout.account.holder,
                    won(&visit.frame, payout.amount)
                ),
            );
            page.back = Some((
                format!("/console/refunds/{id}"),
                ("계좌 가리기", "Hide the account"),
            ));
            visit.page(&page)
        }
        Err(error) => refused(&visit, page, "payout", error.into()),
    }
}

pub(super) async fn paid_by_hand(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: RefundId = ask.id("id")?;
    let act = async {
        let evidence = visit.needed("evidence")?.to_owned();
        let done = by_hand::paid_by_hand(&app, visit.caller()?, id, evidence).await?;
        Ok(done.into())
    };
    let of = ("paid", path(id));
    done(&visit, of, act, page(&app, &visit, id)).await
}

pub(super) async fn came_back(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: RefundId = ask.id("id")?;
    let question = async {
        let reason = visit.needed("reason")?;
        let refund = views::refund(&app, id).await?;
        let frame = &visit.frame;
        let does = frame.t(
            "이 이체가 돌아온 것으로 적습니다. 환불이 다시 열리고 새 계좌를 기다립니다. 크레딧은 그대로 둡니다.",
            "Writes down that this transfer came back. The refund is open again and waits for another account. Credits stay as they are.",
        );
        Ok(Question {
            title: ("이체가 반송됨", "The transfer came back"),
            says: vec![
                does.to_owned(),
                won(frame, refund.given()),
                why(frame, reason),
            ],
        })
    };
    let act = async {
        let reason = visit.needed("reason")?.to_owned();
        let done = by_hand::bounced(&app, visit.caller()?, id, reason).await?;
        Ok(done.into())
    };
    let of = ("bounced", path(id));
    asked(&visit, of, question, act, page(&app, &visit, id)).await
}

pub(super) async fn decline(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: RefundId = ask.id("id")?;
    let question = async {
        let reason = visit.needed("reason")?.to_owned();
        let refund = views::refund(&app, id).await?;
        let frame = &visit.frame;
        let does = frame.t(
            "이 금액을 이체하지 않고 환불을 끝냅니다. 크레딧은 고객에게 돌아갑니다. 되돌릴 수 없습니다.",
            "This money is not transferred and the refund ends. Its credits go back to the customer. This cannot be undone.",
        );
        Ok(Question {
            title: ("이체하지 않고 끝내기", "End it without a transfer"),
            says: vec![does.to_owned(), won(frame, refund.given()), reason],
        })
    };
    let act = async {
        let reason = visit.needed("reason")?.to_owned();
        let done = by_hand::declined(&app, visit.caller()?, id, reason).await?;
        Ok(done.into())
    };
    let of = ("declined", path(id));
    asked(&visit, of, question, act, page(&app, &visit, id)).await
}

pub(super) async fn give_account(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: RefundId = ask.id("id")?;
    let missing = || Problem::field(&INVALID_FIELD, "account_number", "is missing");
    let question = async {
        let given = in_full(&account(&visit).ok_or_else(missing)?)?;
        let refund = views::refund(&app, id).await?;
        let does = visit.frame.t(
            "이 환불을 아래 계좌로 이체합니다. 고객에게 확인한 계좌인지 다시 보아 주세요.",
            "This refund is to be transferred to the account below. Check once more that it is what the customer confirmed.",
        );
        let says = [does.to_owned(), won(&visit.frame, refund.given()), given];
        let asks = Question::new(("계좌 입력", "Give the account"), says);
        let amount = refund.amount.get();
        // Another account may be given after this one; only who waits for a second person is told more.
        let act = LimitedAct::RefundAccount;
        let most = app.limits.of(visit.operator.desk.role(), act);
        Ok(if most.is_some_and(|most| amount > most) {
            asks.limited(&app, &visit, act, amount)
        } else {
            asks
        })
    };
    let act = async {
        let new = NewAccount {
            refund: id,
            account: account(&visit).ok_or_else(missing)?,
            holder_confirmed: visit.said("holder_confirmed") == "yes",
        };
        let done = by_hand::give_account(&app, visit.caller()?, new).await?;
        Ok(done.into())
    };
    let of = ("account", path(id));
    asked(&visit, of, question, act, page(&app, &visit, id)).await
}

fn path(id: RefundId) -> String {
    format!("/console/refunds/{id}")
}
