//! The page on which a buyer asks for the cash receipt of an order, and reads what became of it. The signature is in the
//! address that the form is sent to, so no other site can send it for the buyer.

use axum::{http::StatusCode, response::Response};
use domain::{
    cash_receipt::{
        CashReceipt, NoReceipt, ReceiptAct, ReceiptEnd, ReceiptPurpose, live, state, taken_back,
    },
    order::Order,
    payment::Payment,
    refusal::Refusal,
    tax_invoice::standing,
};

use super::{
    buyer, checkout::said, error::Problem, extract::add_pairs, html, request::ApiRequest,
    route::Query,
};
use crate::{
    app::{App, Shared},
    flows::{
        FlowError,
        cash_receipt::{self, NewReceipt},
        checkout as orders, explain, tax_invoices, views,
    },
    web::{
        self,
        buyer::{CashReceipt as Page, Shown},
    },
};

/// What the buyer sent, where it has to be mended.
#[derive(Clone, Copy)]
struct Again {
    purpose: ReceiptPurpose,
    /// In Korean and English.
    wrong: (&'static str, &'static str),
}

pub(super) async fn show(app: Shared, ask: ApiRequest) -> Result<Response, Problem> {
    let (order, payment) = paid(&app, &ask).await?;
    page(&app, &ask, &order, &payment, None).await
}

/// The buyer asks for a receipt.
pub(super) async fn request(app: Shared, ask: ApiRequest) -> Result<Response, Problem> {
    let (order, payment) = paid(&app, &ask).await?;
    let mut form = Vec::new();
    add_pairs(&mut form, &ask.body, Query::Any)?;
    let field = |name: &str| {
        let found = form.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    };
    let purpose = field("purpose")
        .parse()
        .unwrap_or(ReceiptPurpose::IncomeDeduction);
    let new = NewReceipt {
        payment: payment.id,
        purpose,
        identity: field("identity").to_owned(),
    };
    match cash_receipt::request_by_buyer(&app, new).await {
        // Who sends the form twice has one receipt, and reads how it stands.
        Ok(())
        | Err(FlowError::Refused(
            Refusal::CashReceiptExists { .. } | Refusal::NoCashReceipt { .. },
        )) => html::see_other(&orders::receipt_page_url(&app, &order)),
        Err(FlowError::Invalid { .. }) => {
            let wrong = unfit(purpose);
            let again = Again { purpose, wrong };
            page(&app, &ask, &order, &payment, Some(again)).await
        }
        Err(error) => Err(error.into()),
    }
}

const fn unfit(purpose: ReceiptPurpose) -> (&'static str, &'static str) {
    match purpose {
        ReceiptPurpose::IncomeDeduction => (
            "번호를 확인해 주세요. 휴대폰 번호(01로 시작하는 10~11자리)나 현금영수증 카드 번호(16~19자리)를 입력합니다.",
            "Please check the number: a mobile phone's (10 or 11 digits from 01) or a cash receipt card's (16 to 19 digits).",
        ),
        ReceiptPurpose::ExpenseProof => (
            "번호를 확인해 주세요. 올바른 사업자등록번호(10자리)나 현금영수증 카드 번호(16~19자리)를 입력합니다.",
            "Please check the number: a valid business number (10 digits) or a cash receipt card's (16 to 19 digits).",
        ),
    }
}

/// The order behind the signed link, and its payment.
async fn paid(app: &App, ask: &ApiRequest) -> Result<(Order, Payment), Problem> {
    let id = ask.id("order")?;
    let order = orders::page(app, id, ask.query("state").unwrap_or_default()).await?;
    let paid = order.payment.ok_or(FlowError::NotFound("cash receipt"))?;
    let payment = views::payment(app, paid).await?;
    Ok((order, payment))
}

async fn page(
    app: &App,
    ask: &ApiRequest,
    order: &Order,
    payment: &Payment,
    again: Option<Again>,
) -> Result<Response, Problem> {
    let lang = buyer::lang(ask)?;
    let all = cash_receipt::of_payment(app, payment.id).await?;
    let mut issues = all.iter().filter(|it| it.request.act == ReceiptAct::Issue);
    let last = issues.next_back();
    let known = live(&all).or_else(|| last.filter(|it| it.ended_as(ReceiptEnd::Done)));
    let page = Page {
        frame: buyer::frame(app, lang, orders::receipt_page_url(app, order)),
        shown: known.map(|receipt| shown(receipt, &all)),
        none: none(app, payment).await?,
        left: payment.left(),
        refused: last
            .filter(|it| it.ended_as(ReceiptEnd::Failed))
            .map(|it| why(app, it)),
        wrong: again.map(|again| again.wrong),
        chosen: again.map_or(ReceiptPurpose::IncomeDeduction, |again| again.purpose),
        back: orders::page_url(app, order),
    };
    let status = match again {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let page = html::buyers_form(status, &page, lang)?;
    Ok(buyer::remember(ask, lang, page))
}

fn shown(receipt: &CashReceipt, all: &[CashReceipt]) -> Shown {
    let (request, outcome) = (&receipt.request, receipt.outcome.as_ref());
    let number = request
        .identity
        .as_ref()
        .map(domain::cash_receipt::Identity::masked);
    Shown {
        state: state(receipt, all),
        purpose: request.purpose,
        number: number.unwrap_or_default(),
        amount: request.amount,
        taken_back: taken_back(all, request.id),
        issue_number: outcome.and_then(|it| it.issue_number.clone()),
        url: outcome
            .and_then(|it| it.url.clone())
            .filter(|url| url.starts_with("https://")),
    }
}

/// Why none can be asked for. What the books say is said before anything is asked.
async fn none(app: &App, payment: &Payment) -> Result<Option<NoReceipt>, Problem> {
    let why = match cash_receipt::way(app, payment) {
        Err(FlowError::Refused(Refusal::NoCashReceipt { why, .. })) => Some(why),
        _ => domain::books::cash_receipts::not_due(payment, app.now()),
    };
    if why.is_some() {
        return Ok(why);
    }
    let invoices = tax_invoices::of_payment(app, payment.id).await?;
    let covered = standing(&invoices, payment.left()).invoiced;
    Ok((!covered.is_zero()).then_some(NoReceipt::TaxInvoice))
}

/// Why the last one was refused: the provider's code in our words, or what a person said.
fn why(app: &App, receipt: &CashReceipt) -> web::Said {
    let outcome = receipt.outcome.as_ref();
    let failure = outcome.and_then(|it| it.failure.as_ref());
    let explained = failure.and_then(|it| explain::receipt(app, &receipt.request.provider, it));
    explained.map_or_else(
        || {
            let note = outcome
                .and_then(|it| it.note.as_deref())
                .unwrap_or_default();
            web::Said {
                korean: format!("현금영수증이 발급되지 않았습니다. {note}"),
                english: "The cash receipt could not be issued.",
            }
        },
        said,
    )
}
