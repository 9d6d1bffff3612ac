//! A tax invoice is recorded, from the page of its payment.

use axum::response::Response;
use domain::{id::PaymentId, money::Won};

use super::{
    super::{
        cells::won,
        payment,
        thing::{Question, asked, number},
    },
    RECORD, RECORDS,
};
use crate::{
    app::Shared,
    flows::tax_invoices::{self, NewInvoice},
    http::{
        error::{INVALID_FIELD, Problem},
        request::ApiRequest,
        visit::Visit,
    },
    web::console::tax_invoices as said,
};

pub(in crate::http::console) async fn record(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: PaymentId = ask.id("id")?;
    let question = async {
        let new = wanted(&visit, id)?;
        let frame = &visit.frame;
        let parts = format!(
            "{} ({} + {})",
            won(frame, new.amount),
            won(frame, new.supply),
            won(frame, new.vat)
        );
        let mut says = vec![
            frame.word(RECORDS).to_owned(),
            frame.word(said::kind(new.kind)).to_owned(),
            format!("{} · {}", new.number, new.issued_on),
            parts,
        ];
        says.extend(
            new.reason
                .map(|reason| frame.word(said::reason(reason)).to_owned()),
        );
        says.extend(new.refund.map(|refund| refund.to_string()));
        says.extend(new.note);
        Ok(Question::new(RECORD, says))
    };
    let act = async {
        let done = tax_invoices::record(&app, visit.caller()?, wanted(&visit, id)?).await?;
        Ok(done.into())
    };
    let of = ("tax-invoice", format!("/console/payments/{id}"));
    asked(&visit, of, question, act, payment::page(&app, &visit, id)).await
}

fn wanted(visit: &Visit, payment: PaymentId) -> Result<NewInvoice, Problem> {
    let wrong = |field, rule| Problem::field(&INVALID_FIELD, field, rule);
    let amount = |field| {
        let rule = "is a whole number of won, 0 or more";
        let said = number(visit, field)?.ok_or_else(|| wrong(field, "is missing"))?;
        Won::new(said).map_err(|_| wrong(field, rule))
    };
    let rule = "is a day such as 2026-12-01";
    let issued_on = visit.needed("issued_on")?.parse();
    Ok(NewInvoice {
        payment,
        kind: word(visit, "kind")?.ok_or_else(|| wrong("kind", "is missing"))?,
        reason: word(visit, "reason")?,
        refund: word(visit, "refund_id")?,
        corrects: word(visit, "corrects")?,
        number: visit.needed("approval_number")?.to_owned(),
        issued_on: issued_on.map_err(|_| wrong("issued_on", rule))?,
        amount: amount("amount")?,
        supply: amount("supply")?,
        vat: amount("vat")?,
        note: visit.maybe("note").map(str::to_owned),
    })
}

/// A choice of the form, where one was made.
fn word<T: std::str::FromStr>(visit: &Visit, name: &'static str) -> Result<Option<T>, Problem> {
    let unknown = |_| Problem::field(&INVALID_FIELD, name, "is one of the choices");
    let said = visit.maybe(name);
    said.map(|text| text.parse().map_err(unknown)).transpose()
}
