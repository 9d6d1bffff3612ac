//! A refund from the desk, step by step: the quote line by line, the reason, what exactly will happen, and the refund.

use axum::response::Response;
use domain::{
    approval::LimitedAct,
    books::{quotes::Asked, refunds::RefundRoute},
    id::{PaymentId, QuoteId},
    payment::Payment,
    refund::{Basis, Beyond, Quote, RefundAccount, RefundState},
    refusal::Refusal,
};

use super::{
    cells::{to_customer, won},
    payment,
    thing::{Done, Question, asked, credits_of, is_sure, maybe_instant, refused, why},
};
use crate::{
    app::{App, Shared},
    flows::{
        outcome::Outcome,
        refund::{self, NewRefund, REASON_MAX, Way},
        views,
    },
    http::{
        error::{INVALID_FIELD, Problem},
        payments::asked_at,
        request::ApiRequest,
        visit::Visit,
    },
    web::{
        self,
        console::{
            Frame, Words,
            list::Cell,
            states,
            thing::{Act, Field, Input, Table, Thing},
            words,
        },
    },
};

/// Digits of an account number as people write it.
const NUMBER_CHARS: usize = 40;
/// Characters of a holder's name.
const HOLDER_CHARS: usize = domain::refund::HOLDER_CHARS_MAX;

pub(super) async fn quote(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let id: PaymentId = ask.id("id")?;
    match quoted(&app, &visit, id).await {
        Ok(quote) => visit.go(&format!("/console/quotes/{quote}"), "quoted"),
        Err(problem) => {
            let page = payment::page(&app, &visit, id).await?;
            refused(&visit, page, "quote", problem)
        }
    }
}

async fn quoted(app: &App, visit: &Visit, id: PaymentId) -> Result<QuoteId, Problem> {
    let beyond = visit.maybe("beyond").map(|word| {
        let known = word.parse::<Beyond>();
        known.map_err(|error| Problem::field(&INVALID_FIELD, "beyond", error.to_string()))
    });
    let evidence = visit.maybe("evidence").map(str::to_owned);
    let asked = Asked {
        credits: credits_of(visit)?,
        at: asked_at(maybe_instant(visit, "asked_at")?, evidence)?,
        beyond: beyond.transpose()?,
    };
    let done = refund::quote(app, visit.caller()?, id, asked).await?;
    Ok(done.answer.id)
}

pub(super) async fn show(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let page = page(&app, &visit, ask.id("id")?).await?;
    visit.page(&page)
}

async fn page(app: &App, visit: &Visit, id: QuoteId) -> Result<Thing, Problem> {
    let quote = views::quote(app, id).await?;
    let payment = views::payment(app, quote.payment_id).await?;
    let used = refund::of_quote(app, &quote).await?;
    let frame = &visit.frame;
    let title = format!(
        "{} {}",
        frame.t("환불 금액", "Refund of"),
        won(frame, quote.amount)
    );
    let mut page = Thing::new(frame, title);
    let to = format!("/console/payments/{}", payment.id);
    page.back = Some((to, ("결제로 돌아가기", "Back to the payment")));
    page.state = words::state(quote.basis.as_str(), states::basis(quote.basis));
    page.fact(("고객", "Customer"), to_customer(&quote.customer_id));
    page.fact(("결제 금액", "Paid"), Cell::Won(payment.amount.get()));
    page.fact(("돌려줄 금액", "Goes back"), Cell::Won(quote.amount.get()));
    page.fact(
        ("회수할 크레딧", "Credits taken"),
        Cell::Number(quote.credits.get()),
    );
    if quote.asked_at < quote.quoted_at {
        let asked = Cell::When(quote.asked_at);
        page.fact(("고객이 요청한 시각", "The customer asked"), asked);
    }
    page.fact(("적용 정책", "Policy"), Cell::shown(&quote.policy));
    page.fact(
        ("이 금액의 유효 기한", "This quote holds"),
        Cell::Until(quote.expires_at),
    );
    page.tables.push(lines(frame, &quote));
    if let Some(refund) = &used {
        let said = match refund.state {
            RefundState::Declined => frame.t(
                "이 금액으로 환불을 요청했고, 돈은 돌아가지 않았습니다.",
                "This quote was used, and no money went back.",
            ),
            _ => frame.t("이미 환불했습니다.", "It was refunded already."),
        };
        page.notes.push(said.to_owned());
        let to = format!("/console/refunds/{}", refund.id);
        page.fact(("환불", "Refund"), Cell::link(to, &refund.id));
    }
    if frame.acts && quote.basis != Basis::Refused && used.is_none() {
        page.acts.push(act(app, frame, &quote, &payment)?);
    }
    Ok(page)
}

fn lines(frame: &Frame, quote: &Quote) -> Table {
    let row = |line: &domain::refund::QuoteLine| {
        vec![
            Cell::shown(&frame.word(words::kind(line.kind))),
            Cell::Number(line.granted.get()),
            Cell::Number(line.not_refundable.get()),
            Cell::Number(line.credits.get()),
            Cell::Won(line.amount.get()),
            Cell::shown(&frame.word(states::quote_line(line.code))),
            Cell::maybe_until(line.window_until),
            Cell::shown(&line.why),
        ]
    };
    Table {
        id: "lines",
        title: ("항목별 계산과 이유", "Line by line, and why"),
        heads: &[
            (("종류", "Kind"), false),
            (("지급", "Granted"), true),
            (("돌려주지 않음", "Not refundable"), true),
            (("회수할 크레딧", "Credits taken"), true),
            (("돌려줄 금액", "Goes back"), true),
            (("이유", "Why"), false),
            (("기한", "Window ends"), false),
            (("정책의 규칙", "Rule of the policy"), false),
        ],
        rows: quote.lines.iter().map(row).collect(),
        empty: ("항목이 없습니다.", "There are no lines."),
    }
}

fn act(app: &App, frame: &Frame, quote: &Quote, payment: &Payment) -> Result<Act, Problem> {
    let reason: Words = (
        "사유 (결제사를 거쳐 구매자에게 보일 수 있습니다)",
        "Reason; the provider may show it to the buyer",
    );
    let mut act = Act::new(
        "refund",
        format!("/console/quotes/{}/refund", quote.id),
        ("환불 사유", "Why it goes back"),
        ("다음: 확인", "Next: check it"),
    )
    .says(frame.t(
        "다음 화면에서 무엇이 일어나는지 확인한 뒤에 환불합니다.",
        "The next page says exactly what will happen, and asks.",
    ))
    .field(Field::reason(reason, REASON_MAX));
    let way = refund::way(app, payment)?;
    if way.needs_account {
        act = act.says(frame.t(
            "이 결제는 들어온 길로 돌려보낼 수 없어 고객의 계좌가 필요합니다.",
            "This payment cannot go back the way it came: an account of the customer is needed.",
        ));
        act.fields.extend(account_fields(frame));
    }
    Ok(act)
}

/// The fields of an account that money goes to.
pub(super) fn account_fields(frame: &Frame) -> Vec<Field> {
    // None is chosen for a person who does not look.
    let none = (
        String::new(),
        frame.t("은행 선택", "Choose a bank").to_owned(),
    );
    let banks = web::banks::all().map(|(code, name)| (code.to_owned(), name));
    let banks = std::iter::once(none).chain(banks);
    vec![
        Field::new("bank", ("은행", "Bank"), Input::Select(banks.collect())),
        Field::new(
            "account_number",
            ("계좌번호", "Account number"),
            Input::Text(NUMBER_CHARS),
        ),
        Field::new("holder", ("예금주", "Holder"), Input::Text(HOLDER_CHARS)),
        Field::new(
            "holder_confirmed",
            (
                "예금주가 결제한 사람과 달라도 고객에게 확인했습니다",
                "The holder is not who paid, and the customer confirmed it",
            ),
            Input::Tick,
        ),
    ]
}

/// The account that a form names, where it names one.
pub(super) fn account(visit: &Visit) -> Option<RefundAccount> {
    let said = |name| visit.said(name).trim().to_owned();
    Some(RefundAccount {
        bank: said("bank"),
        account_number: visit.maybe("account_number")?.to_owned(),
        holder: said("holder"),
    })
}

/// An account as it was entered, in full: it is there to be compared once more, and is stored nowhere yet.
pub(super) fn in_full(account: &RefundAccount) -> Result<String, Problem> {
    if account.bank.is_empty() {
        return Err(Problem::field(&INVALID_FIELD, "bank", "is missing"));
    }
    let bank = web::banks::bank(&account.bank);
    let RefundAccount {
        account_number,
        holder,
        ..
    } = account;
    Ok(format!("{bank} {account_number} {holder}"))
}

pub(super) async fn refund(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: QuoteId = ask.id("id")?;
    let quote = views::quote(&app, id).await?;
    let payment = views::payment(&app, quote.payment_id).await?;
    let of = ("refund", format!("/console/quotes/{id}"));
    // Asked on an old page, or in a second tab. A form that is sent twice is answered as the first time.
    if let Some(refund) = refund::of_quote(&app, &quote)
        .await?
        .filter(|_| !is_sure(&visit))
    {
        let (quote, refund) = (id, refund.id);
        let problem = Refusal::QuoteUsed { quote, refund }.into();
        return visit.page_for(&problem, &page(&app, &visit, id).await?);
    }
    let question = async {
        let says = will_happen(&app, &visit, &quote, &payment)?;
        let asks = Question::new(("환불하기", "Refund"), says);
        Ok(asks.limited(&app, &visit, LimitedAct::Refund, quote.amount.get()))
    };
    let act = async {
        Ok(match requested(&app, &visit, &quote).await? {
            Outcome::Done(done) => {
                let to = format!("/console/refunds/{}", done.answer.id);
                Done::There(to, "refunding")
            }
            waits @ Outcome::Waits(_) => waits.into(),
        })
    };
    asked(&visit, of, question, act, page(&app, &visit, id)).await
}

async fn requested(
    app: &App,
    visit: &Visit,
    quote: &Quote,
) -> Result<Outcome<domain::refund::Refund>, Problem> {
    let new = NewRefund {
        payment: quote.payment_id,
        quote: quote.id,
        reason: visit.needed("reason")?.to_owned(),
        account: account(visit),
        holder_confirmed: visit.said("holder_confirmed") == "yes",
    };
    Ok(refund::request(app, visit.caller()?, new).await?)
}

/// Exactly what a refund will do: money, credits, where it goes, and who decides.
fn will_happen(
    app: &App,
    visit: &Visit,
    quote: &Quote,
    payment: &Payment,
) -> Result<Vec<String>, Problem> {
    let frame = &visit.frame;
    let Way {
        route,
        needs_account,
    } = refund::way(app, payment)?;
    let reason = visit.needed("reason")?;
    let amount = won(frame, quote.amount);
    let credits = web::grouped(quote.credits.get());
    let customer = &quote.customer_id;
    let mut says = vec![match frame.lang {
        domain::statement::Lang::Korean => {
            format!(
                "고객 {customer}에게 {amount}을 돌려주고, 쓰지 않은 크레딧 {credits}개를 회수합니다."
            )
        }
        domain::statement::Lang::English => {
            format!(
                "Customer {customer} gets {amount} back, and {credits} unused credits are taken."
            )
        }
    }];
    says.push(match (&route, account(visit)) {
        (RefundRoute::Hand(_), _) => frame
            .t(
                "결제사를 거치지 못하므로 담당자가 아래 계좌로 직접 이체합니다.",
                "No provider sends it: a person transfers it to the account below.",
            )
            .to_owned(),
        (RefundRoute::Provider, Some(_)) => frame
            .t(
                "결제사가 아래 계좌로 보냅니다.",
                "The provider sends it to the account below.",
            )
            .to_owned(),
        (RefundRoute::Provider, None) => frame
            .t(
                "결제한 수단으로 결제사를 거쳐 돌아갑니다.",
                "It goes back through the provider, the way it came.",
            )
            .to_owned(),
    });
    if let Some(account) = account(visit).filter(|_| needs_account) {
        says.push(in_full(&account)?);
    }
    says.push(why(frame, reason));
    Ok(says)
}
