//! What a spend would take now, and why; nothing is spent.

use domain::{
    books::credits::Preview,
    id::CustomerId,
    money::{AMOUNT_MAX, Credits},
};

use super::{
    super::{
        error::{INVALID_FIELD, Problem},
        request::ApiRequest,
        response::{Answered, ok},
        view::{At, view},
    },
    PartView,
};
use crate::{access::Caller, app::Shared, flows::credits};

view! {
    /// What a spend of so many credits would take now.
    pub(in crate::http) struct PreviewView("SpendPreview") of (preview: Preview) {
        customer_id: CustomerId = preview.customer,
        credits: Credits,
        /// The lots it would take from, in order, each with the reason for its place; where some credits are missing, all
        /// that has any.
        parts: Vec<PartView> = preview.parts.into_iter().map(PartView::of).collect(),
        /// Spendable now.
        available: Credits,
        /// How many are missing: with any, the spend would be refused.
        missing: Credits,
        at: At = At(preview.at),
    }
}

pub(in crate::http) async fn preview(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let customer: CustomerId = ask.id("id")?;
    let wanted = ask.query("credits").map(wanted);
    let wanted =
        wanted.ok_or_else(|| Problem::field(&INVALID_FIELD, "credits", "is missing"))??;
    let preview = credits::preview(&app, &customer, wanted).await?;
    let balance = preview.available;
    Ok(ok(&PreviewView::of(preview)).balance(Some(balance)))
}

fn wanted(text: &str) -> Result<Credits, Problem> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| digits);
    let credits = number.and_then(|number| Credits::new(number).ok());
    credits.ok_or_else(|| {
        let rule = format!("is a whole number of credits, 1 to {AMOUNT_MAX}");
        Problem::field(&INVALID_FIELD, "credits", rule)
    })
}
