//! A dispute is recorded, from the page of its payment.

use axum::response::Response;
use domain::{id::PaymentId, money::Won};

use super::{
    super::{
        cells::won,
        payment,
        thing::{Done, Question, asked, maybe_instant, number, why},
    },
    acts::{OPEN, OPENS},
};
use crate::{
    app::Shared,
    flows::{
        disputes::{self, NewDispute},
        views,
    },
    http::{
        error::{INVALID_FIELD, Problem},
        request::ApiRequest,
        visit::Visit,
    },
};

pub(in crate::http::console) async fn open(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: PaymentId = ask.id("id")?;
    let question = async {
        let new = wanted(&visit, id)?;
        let known = views::payment(&app, id).await?;
        let frame = &visit.frame;
        let amount = won(frame, new.amount.unwrap_or(known.left()));
        let says = [
            frame.word(OPENS).to_owned(),
            format!("{} · {amount}", new.reference),
            why(frame, &new.reason),
        ];
        Ok(Question::new(OPEN, says))
    };
    let act = async {
        let done = disputes::open(&app, visit.caller()?, wanted(&visit, id)?).await?;
        Ok(Done::There(super::path(done.answer.dispute.id), "done"))
    };
    let of = ("dispute", format!("/console/payments/{id}"));
    asked(&visit, of, question, act, payment::page(&app, &visit, id)).await
}

fn wanted(visit: &Visit, payment: PaymentId) -> Result<NewDispute, Problem> {
    let rule = "is a whole number of won above 0";
    let wrong = || Problem::field(&INVALID_FIELD, "dispute_amount", rule);
    let amount = number(visit, "dispute_amount")?
        .map(|won| Won::new(won).map_err(|_| wrong()))
        .transpose()?;
    Ok(NewDispute {
        payment,
        amount,
        reference: visit.needed("reference")?.to_owned(),
        reason: visit.needed("reason")?.to_owned(),
        respond_by: maybe_instant(visit, "respond_by")?,
    })
}
