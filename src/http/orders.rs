//! Orders: opened by the checkout page, read, and given up while unpaid.

use domain::{
    campaign::{Promotion, PromotionCode},
    command::Reply,
    failure::{Failure, in_words},
    id::{CampaignId, ContractId, CustomerId, OrderId, PaymentId, RedemptionId},
    kind::{Kind, Method, ProviderId},
    metadata::Metadata,
    money::{Credits, Won},
    order::{DepositInstructions, Order, OrderState},
    terms::Terms,
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    error::Problem,
    request::{ApiRequest, sought},
    response::{Answered, ApiResponse, created, ok},
    view::{At, ExplanationView, List, view},
};
use crate::{
    access::Caller,
    app::{App, Shared},
    flows::{
        checkout::{self, NewOrder},
        explain,
        page::Paged,
        search, views,
    },
};

view! {
    /// An order with the terms it has, or would have if it were paid now.
    pub(super) struct OrderView("Order")
    of (order: Order, app: &App, terms: Terms; explanation = explain::order(app, &order);
        checkout_url = checkout::page_url(app, &order)) {
        id: OrderId,
        state: OrderState,
        customer_id: CustomerId = order.customer,
        product: String,
        /// What the buyer reads.
        title: String,
        quantity: i64,
        /// Won, VAT included.
        amount: Won,
        credits: Credits,
        /// Promotional credits that come with it, those of `promotion` among them.
        bonus: Credits = order.bonus.map(|bonus| bonus.credits).unwrap_or_default(),
        /// What a campaign took off the price or added to the bonus.
        promotion: Option<PromotionView> = order.promotion.map(PromotionView::of),
        kind: Kind,
        provider: ProviderId,
        method: Method,
        terms: Terms = terms,
        /// The contract of the customer that it was ordered under; `terms` name it in the place of a policy.
        contract_id: Option<ContractId> = order.policy.parse().ok(),
        /// The page to send the buyer to.
        checkout_url: String = checkout_url,
        /// Where money is transferred to, once an account is known.
        deposit: Option<DepositView> = order.session.and_then(|session| session.deposit).map(DepositView::of),
        payment_id: Option<PaymentId> = order.payment,
        /// Why it ended without a payment, or needs a person.
        note: Option<String> = in_words(order.failure.as_ref(), order.note.as_deref()),
        /// The provider's part of `note`, where the order failed.
        failure: Option<Failure>,
        /// The provider's code in `failure`, and its explanations.
        explanation: Option<ExplanationView> = explanation.map(ExplanationView::of),
        metadata: Metadata,
        opened_at: At = At(order.opened_at),
        /// Exclusive: from here on an unpaid order is given up.
        expires_at: At = At(order.expires_at),
        closed_at: Option<At> = order.closed_at.map(At),
    }
}

view! {
    /// A campaign's part in an order. It is given when the order is paid, and goes back into the campaign's budget when the
    /// order ends unpaid.
    struct PromotionView("Promotion") of (promotion: Promotion) {
        campaign_id: CampaignId = promotion.campaign,
        redemption_id: RedemptionId = promotion.redemption,
        /// Won off the price; `amount` is what is left.
        discount: Won,
        /// Of the order's bonus.
        bonus: Credits,
    }
}

view! {
    /// Where and until when money is transferred.
    struct DepositView("DepositInstructions") of (deposit: DepositInstructions) {
        /// KFTC code of three digits.
        bank: String,
        account_number: String,
        holder: Option<String>,
        /// Exclusive.
        due_at: At = At(deposit.due_at),
    }
}

/// An order as the checkout page asks for it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewOrder")]
pub(super) struct Wanted {
    customer_id: CustomerId,
    /// Id of a product of `GET /v1/products`, or of the customer's contract that is in effect.
    #[schemars(length(min = 1, max = domain::product::ID_CHARS_MAX))]
    product: String,
    #[schemars(range(min = 1, max = domain::product::QUANTITY_MAX))]
    quantity: i64,
    /// May be left out where the gateway has one provider only.
    provider: Option<ProviderId>,
    /// The provider's first method when left out. A name that `GET /v1/products` lists as announced is refused as
    /// `not_available_yet`.
    #[schemars(with = "Option<Method>")]
    method: Option<String>,
    /// Name the buyer will put on the transfer; needed for bank transfers.
    #[schemars(length(min = 1, max = crate::flows::checkout::DEPOSITOR_NAME_MAX))]
    depositor_name: Option<String>,
    /// Where the buyer's browser goes at the end. `order_id` and `status` are added to its query.
    #[schemars(length(min = 1, max = crate::flows::checkout::RETURN_URL_MAX))]
    return_url: String,
    #[serde(default)]
    metadata: Metadata,
    /// The code of a campaign with a discount or a bonus. A new customer's first order needs none for what greets it.
    promotion_code: Option<PromotionCode>,
}

pub(super) async fn open(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let wanted: Wanted = ask.json()?;
    let new = NewOrder {
        customer: wanted.customer_id,
        product: wanted.product,
        quantity: wanted.quantity,
        provider: wanted.provider,
        method: wanted.method,
        depositor_name: wanted.depositor_name,
        return_url: wanted.return_url,
        metadata: wanted.metadata,
        promotion_code: wanted.promotion_code,
    };
    let done = checkout::open(&app, caller, new).await?;
    respond(created, &app, done).await
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let order = views::order(&app, ask.id("id")?).await?;
    let customer = order.customer.clone();
    let response = ok(&with_terms(&app, order).await?);
    response.about(&app, &customer).await
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let state = ask.word("state", OrderState::ALL, OrderState::as_str)?;
    let sought = sought(&ask)?;
    let Paged { items, next } = search::orders(&app, &sought, state, ask.page()?).await?;
    let mut shown = Vec::with_capacity(items.len());
    for order in items {
        shown.push(with_terms(&app, order).await?);
    }
    let items = shown;
    let response = ok(&List::of(Paged { items, next }, |order| order));
    response.about_any(&app, sought.customer.as_ref()).await
}

pub(super) async fn cancel(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let done = checkout::cancel(&app, caller, ask.id("id")?).await?;
    respond(ok, &app, done).await
}

async fn respond(status: fn(&OrderView) -> ApiResponse, app: &App, done: Reply<Order>) -> Answered {
    let customer = done.answer.customer.clone();
    let response = status(&with_terms(app, done.answer).await?).replayed(done.replayed);
    response.after(app, &customer, done.balance).await
}

async fn with_terms(app: &App, order: Order) -> Result<OrderView, Problem> {
    let terms = checkout::terms_of(app, &order).await?;
    Ok(OrderView::of(order, app, terms))
}
