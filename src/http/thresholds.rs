//! Thresholds of a customer's available credits, read and set.

use domain::{
    id::CustomerId,
    money::Credits,
    threshold::{THRESHOLDS_MAX, Thresholds},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    request::ApiRequest,
    response::{Answered, ok},
};
use crate::{access::Caller, app::Shared, flows::thresholds};

/// The numbers of credits below which a customer's balance is reported low.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Thresholds")]
pub(super) struct ThresholdsView {
    customer_id: CustomerId,
    /// The smallest first; none where none are set.
    thresholds: Vec<Credits>,
}

/// All thresholds of a customer, in place of those before.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewThresholds {
    /// Each at least 1 and there once, in any order. An empty list ends them.
    #[schemars(length(max = THRESHOLDS_MAX))]
    thresholds: Vec<Credits>,
}

fn view(customer_id: CustomerId, known: &Thresholds) -> ThresholdsView {
    ThresholdsView {
        customer_id,
        thresholds: known.credits().to_vec(),
    }
}

pub(super) async fn set(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let customer: CustomerId = ask.id("id")?;
    let NewThresholds { thresholds } = ask.json()?;
    let now_set = thresholds::set(&app, caller, customer.clone(), thresholds).await?;
    let response = ok(&view(customer.clone(), &now_set));
    response.about(&app, &customer).await
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let customer: CustomerId = ask.id("id")?;
    let known = thresholds::of(&app, &customer).await?;
    let response = ok(&view(customer.clone(), &known));
    response.about(&app, &customer).await
}
