//! A receipt for another number or purpose, asked for on the page of the issued one.

use axum::response::Response;
use domain::{
    cash_receipt::{CashReceipt, Identity, ReceiptPurpose},
    id::CashReceiptId,
};

use super::super::{
    cells::won,
    thing::{Done, Question, asked},
};
use crate::{
    app::Shared,
    flows::cash_receipt,
    http::{
        error::{INVALID_FIELD, Problem},
        request::ApiRequest,
        visit::Visit,
    },
    web::console::{
        Frame, Words, receipts as said,
        thing::{Act, Field, Input},
    },
};

const CHANGE: Words = ("번호나 용도 바꾸기", "Change the number or purpose");
const CHANGES: Words = (
    "이 현금영수증을 취소하고, 아래 번호와 용도로 남은 금액의 현금영수증을 다시 발급합니다. 되돌릴 수 없습니다.",
    "Takes this receipt back, and has another issued for the number and purpose below, of what is left of the payment. This cannot be undone.",
);
/// Characters of a number with hyphens and spaces.
const NUMBER_CHARS: usize = 40;

pub(super) fn act(frame: &Frame, receipt: &CashReceipt) -> Act {
    let to = format!("{}/change", super::path(receipt.request.id));
    let purposes = ReceiptPurpose::ALL.iter().map(|purpose| {
        let words = frame.word(said::purpose(*purpose));
        (purpose.as_str().to_owned(), words.to_owned())
    });
    let number = (
        "휴대폰, 현금영수증 카드 또는 사업자등록번호",
        "A mobile phone's, a cash receipt card's or a business number",
    );
    Act::new("change", to, CHANGE, ("다음: 확인", "Next: check it"))
        .says(frame.word(CHANGES))
        .field(Field::new(
            "purpose",
            ("용도", "Purpose"),
            Input::Choice(purposes.collect()),
        ))
        .field(Field::new("identity", number, Input::Text(NUMBER_CHARS)))
}

pub(in crate::http::console) async fn change(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: CashReceiptId = ask.id("id")?;
    let question = async {
        let (purpose, number) = wanted(&visit)?;
        let identity = Identity::new(purpose, number);
        let identity =
            identity.map_err(|rule| Problem::field(&INVALID_FIELD, "identity", &rule))?;
        let receipt = cash_receipt::one(&app, id).await?.0;
        let frame = &visit.frame;
        let says = [
            frame.word(CHANGES).to_owned(),
            frame.word(said::purpose(purpose)).to_owned(),
            identity.digits().unwrap_or_default().to_owned(),
            won(frame, receipt.request.amount),
        ];
        Ok(Question::new(CHANGE, says))
    };
    let act = async {
        let (purpose, number) = wanted(&visit)?;
        let done = cash_receipt::change(&app, visit.caller()?, id, purpose, number).await?;
        Ok(Done::There(super::path(done.answer.request.id), "done"))
    };
    let of = ("change", super::path(id));
    asked(&visit, of, question, act, super::page(&app, &visit, id)).await
}

fn wanted(visit: &Visit) -> Result<(ReceiptPurpose, &str), Problem> {
    let rule = "is income_deduction or expense_proof";
    let purpose = visit.needed("purpose")?.parse();
    let purpose = purpose.map_err(|_| Problem::field(&INVALID_FIELD, "purpose", rule))?;
    Ok((purpose, visit.needed("identity")?))
}
