//! Closing an account, step by step on one page: what goes back and what is lost, the refunds first, then the end and its
//! statement.

mod page;
mod quoted;

use std::sync::OnceLock;

use axum::response::Response;
use domain::{books::closing::CloseCustomer, id::CustomerId, refusal::Refusal};

use super::super::thing::{Done, asked, refused};
use crate::{
    app::Shared,
    flows::{
        accounts::{self, Closing},
        views,
    },
    http::{
        error::{INVALID_FIELD, Problem},
        request::ApiRequest,
        visit::Visit,
    },
    web::console::Words,
};

const CLOSING: Words = ("해지", "Close the account");

fn path(customer: &CustomerId) -> String {
    format!("/console/customers/{customer}/closing")
}

pub(in super::super) async fn show(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let customer = views::customer(&app, &ask.id("customer")?).await?;
    visit.page(&page::of(&app, &visit, &customer).await?)
}

/// Answers the form itself: a quote has no address, because its name is made of what it says.
pub(in super::super) async fn quote(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let customer = views::customer(&app, &ask.id("customer")?).await?;
    match accounts::quote(&app, visit.reader(), customer.id.clone()).await {
        Ok(done) => visit.page(&quoted::page(&app, &visit, &customer, &done.answer).await?),
        Err(error) => {
            let page = page::of(&app, &visit, &customer).await?;
            refused(&visit, page, "quote", error.into())
        }
    }
}

pub(in super::super) async fn close(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let customer: CustomerId = ask.id("customer")?;
    let fresh = async || accounts::quote(&app, visit.reader(), customer.clone()).await;
    // What a closing had done before it was stopped.
    let made = OnceLock::new();
    let question = async {
        let change = wanted(&visit, &customer)?;
        let quote = fresh().await?.answer;
        let due = accounts::due(&app, &quote).await?;
        if visit.said("refund") == "yes" {
            accounts::check_due(&due)?;
        }
        let lost = quoted::lost(&visit, &quote);
        if !lost.is_zero() && !change.confirm_forfeit {
            let (forfeited, refundable) = (lost, quote.refundable);
            return Err(Refusal::ForfeitNotConfirmed {
                forfeited,
                refundable,
            }
            .into());
        }
        Ok(quoted::will_close(&app, &visit, &change, (&quote, &due)))
    };
    let act = async {
        let change = wanted(&visit, &customer)?;
        let caller = visit.caller()?;
        let word = if visit.said("refund") == "yes" {
            match accounts::close_after_refunds(&app, caller, change).await? {
                Closing::Closed(_) => "closed",
                Closing::Waits { .. } => "closing",
                Closing::Stopped {
                    refunds,
                    approvals,
                    error,
                } => {
                    let _first = made.set((refunds, approvals));
                    return Err(error.into());
                }
            }
        } else {
            accounts::close(&app, caller, change).await?;
            "closed"
        };
        Ok(Done::There(path(&customer), word))
    };
    let again = async {
        let known = views::customer(&app, &customer).await?;
        let mut page = match fresh().await {
            Ok(quote) => quoted::page(&app, &visit, &known, &quote.answer).await?,
            Err(_) => page::of(&app, &visit, &known).await?,
        };
        if let Some(made) = made.get() {
            page::stopped(&visit.frame, &mut page, made);
        }
        Ok(page)
    };
    asked(&visit, ("close", path(&customer)), question, act, again).await
}

fn wanted(visit: &Visit, customer: &CustomerId) -> Result<CloseCustomer, Problem> {
    let rule = "is the quote that was read";
    let quote = visit.maybe("quote_id");
    let quote = quote.ok_or_else(|| Problem::field(&INVALID_FIELD, "quote_id", rule))?;
    Ok(CloseCustomer {
        customer: customer.clone(),
        quote: quote.to_owned(),
        confirm_forfeit: visit.said("confirm_forfeit") == "yes",
    })
}
