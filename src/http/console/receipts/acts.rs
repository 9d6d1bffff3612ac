//! What a person records of a cash receipt, each act with its question first.

use axum::response::Response;
use domain::{
    cash_receipt::{CashReceipt, ISSUE_NUMBER_MAX, ReceiptAct},
    id::CashReceiptId,
};

use super::super::{
    cells::won,
    thing::{Question, asked, refused, why},
};
use crate::{
    app::{App, Shared},
    flows::{
        cash_receipt::{self, Said},
        refund::REASON_MAX,
    },
    http::{error::Problem, request::ApiRequest, visit::Visit},
    web::console::{
        Frame, Words,
        thing::{Act, Field, Input},
    },
};

const NEXT: Words = ("다음: 확인", "Next: check it");

pub(super) fn of(frame: &Frame, receipt: &CashReceipt) -> Vec<Act> {
    if !receipt.is_open() {
        return Vec::new();
    }
    let mut acts = Vec::new();
    if receipt.request.identity.is_some() {
        acts.push(reading(frame, receipt));
    }
    acts.push(issuing(frame, receipt));
    acts.push(failing(frame, receipt));
    acts
}

fn to(receipt: &CashReceipt, act: &str) -> String {
    format!("/console/cash-receipts/{}/{act}", receipt.request.id)
}

fn reading(frame: &Frame, receipt: &CashReceipt) -> Act {
    let title = ("발급 번호 보기", "See the number");
    Act::new("number", to(receipt, "number"), title, title).says(frame.t(
        "발급받을 번호를 가리지 않고 보여 줍니다. 누가 보았는지 처리 기록에 남습니다.",
        "Shows in full whose it is. Who looked stays in the log.",
    ))
}

fn issuing(frame: &Frame, receipt: &CashReceipt) -> Act {
    let title = done_words(receipt.request.act);
    let words = ("국세청 승인번호", "The tax office's number");
    Act::new("issued", to(receipt, "issued"), title, NEXT)
        .says(frame.t(
            "홈택스나 결제사 관리자 화면에서 처리한 뒤에 적습니다. 고객이 이 번호를 봅니다.",
            "Record it after it was done at Hometax or at the provider's console. The customer reads this number.",
        ))
        .field(Field::new("issue_number", words, Input::Text(ISSUE_NUMBER_MAX)))
}

fn failing(frame: &Frame, receipt: &CashReceipt) -> Act {
    let title = ("처리할 수 없음", "It cannot be done");
    Act::new("failed", to(receipt, "failed"), title, NEXT)
        .says(frame.t(failed_words(receipt).0, failed_words(receipt).1))
        .field(Field::reason(
            ("사유 (고객이 봅니다)", "Why (the customer reads it)"),
            REASON_MAX,
        ))
}

const fn done_words(act: ReceiptAct) -> Words {
    match act {
        ReceiptAct::Issue => ("발급함", "It was issued"),
        ReceiptAct::Cancel => ("취소함", "It was cancelled"),
    }
}

fn failed_words(receipt: &CashReceipt) -> Words {
    match receipt.request.act {
        ReceiptAct::Issue => (
            "발급하지 못한 것으로 적습니다. 고객은 다른 번호로 다시 신청할 수 있습니다. 되돌릴 수 없습니다.",
            "Records that it was not issued. The customer may ask again with another number. This cannot be undone.",
        ),
        ReceiptAct::Cancel if receipt.makes_room() => (
            "취소하지 못한 것으로 적고, 번호나 용도를 바꾸는 일을 그만둡니다. 현금영수증은 그대로 남습니다. 되돌릴 수 없습니다.",
            "Records that it was not cancelled, and gives the change up: the receipt stays as it is. This cannot be undone.",
        ),
        ReceiptAct::Cancel => (
            "취소하지 못한 것으로 적고, 같은 취소를 다시 할 일로 남깁니다. 돌려준 돈의 현금영수증은 취소해야 합니다.",
            "Records that it was not cancelled, and asks for the same cancel again: what went back has to be taken back of its receipt.",
        ),
    }
}

/// Shows whose a receipt is, on a page that the form itself is answered with: an address would be read again without a
/// line in the log.
pub(in crate::http::console) async fn number(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: CashReceiptId = ask.id("id")?;
    let found = cash_receipt::number(&app, &visit.reader(), id).await;
    let mut page = super::page(&app, &visit, id).await?;
    match found {
        Ok(number) => {
            page.notes.insert(0, number);
            page.back = Some((super::path(id), ("번호 가리기", "Hide the number")));
            visit.page(&page)
        }
        Err(error) => refused(&visit, page, "number", error.into()),
    }
}

pub(in crate::http::console) async fn issued(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: CashReceiptId = ask.id("id")?;
    let question = async {
        let number = visit.needed("issue_number")?.to_owned();
        let receipt = cash_receipt::one(&app, id).await?.0;
        let does = visit.frame.t(
            "아래 번호로 처리된 것으로 적습니다. 고객이 이 번호를 봅니다. 되돌릴 수 없습니다.",
            "Records that it was done under this number, which the customer reads. This cannot be undone.",
        );
        let amount = won(&visit.frame, receipt.request.amount);
        let title = done_words(receipt.request.act);
        Ok(Question::new(title, [does.to_owned(), amount, number]))
    };
    let act = async {
        let issue_number = visit.needed("issue_number")?.to_owned();
        record(&app, &visit, id, Said::Done { issue_number }).await
    };
    let of = ("issued", super::path(id));
    asked(&visit, of, question, act, super::page(&app, &visit, id)).await
}

pub(in crate::http::console) async fn failed(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: CashReceiptId = ask.id("id")?;
    let question = async {
        let reason = visit.needed("reason")?;
        let receipt = cash_receipt::one(&app, id).await?.0;
        let does = visit.frame.word(failed_words(&receipt)).to_owned();
        let amount = won(&visit.frame, receipt.request.amount);
        let title = ("처리할 수 없음", "It cannot be done");
        Ok(Question::new(
            title,
            [does, amount, why(&visit.frame, reason)],
        ))
    };
    let act = async {
        let reason = visit.needed("reason")?.to_owned();
        record(&app, &visit, id, Said::Failed { reason }).await
    };
    let of = ("failed", super::path(id));
    asked(&visit, of, question, act, super::page(&app, &visit, id)).await
}

async fn record(
    app: &App,
    visit: &Visit,
    id: CashReceiptId,
    said: Said,
) -> Result<super::super::thing::Done, Problem> {
    let done = cash_receipt::record(app, visit.caller()?, id, said).await?;
    Ok(done.into())
}
