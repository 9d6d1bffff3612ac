//! Orders: opened by the checkout page, read, and given up while unpaid.

use domain::{
    books::memberships::AskedMonth,
    campaign::{Promotion, PromotionCode},
    command::Reply,
    failure::{Failure, in_words},
    id::{CampaignId, ContractId, CustomerId, OrderId, PaymentId, RedemptionId, SubscriptionId},
    kind::{Kind, Method, ProviderId},
    membership::DueMonth,
    metadata::Metadata,
    money::{Credits, Won},
    order::{DepositInstructions, Order, OrderState},
    terms::Terms,
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    error::{INVALID_FIELD, Problem},
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
    of (order: Order, app: &App, terms: Terms, due: Option<DueMonth>; explanation = explain::order(app, &order);
        checkout_url = checkout::page_url(app, &order)) {
        id: OrderId,
        state: OrderState,
        customer_id: CustomerId = order.customer,
        /// Of a month of a subscription, the month's own id.
        product: String,
        /// The subscription of which it pays a month, where it does.
        subscription_id: Option<SubscriptionId> = due.as_ref().map(|due| due.subscription),
        /// That month, counted from 0.
        month: Option<i64> = due.map(|due| due.month),
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
    /// Id of a product of `GET /v1/products`, or of the customer's contract that is in effect. Left out, with `quantity`,
    /// where `subscription_id` is there.
    #[schemars(length(min = 1, max = domain::product::ID_CHARS_MAX))]
    product: Option<String>,
    #[schemars(range(min = 1, max = domain::product::QUANTITY_MAX))]
    quantity: Option<i64>,
    /// The customer's subscription of which a month is paid, in the place of a product. Its plan is billed by orders.
    subscription_id: Option<SubscriptionId>,
    /// The month of it, counted from 0; the one that waits for its payment when left out.
    #[schemars(range(min = 0, max = domain::product::MONTHS_MAX))]
    month: Option<i64>,
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

/// The months that can be asked for.
const MONTHS: std::ops::RangeInclusive<i64> = 0..=domain::product::MONTHS_MAX;

impl Wanted {
    /// A product in a quantity, or a month of a subscription.
    fn what(&mut self) -> Result<(String, i64, Option<AskedMonth>), Problem> {
        let wrong = |field, rule| Err(Problem::field(&INVALID_FIELD, field, rule));
        let (product, quantity) = (self.product.take(), self.quantity);
        match (self.subscription_id, product, quantity) {
            (Some(_), Some(_), _) => wrong("product", "is not named beside subscription_id"),
            (Some(_), _, Some(_)) => wrong("quantity", "is not named beside subscription_id"),
            (Some(_), ..) if self.month.is_some_and(|month| !MONTHS.contains(&month)) => {
                wrong("month", "is counted from 0, to 1200 at most")
            }
            (Some(subscription), None, None) => {
                let month = self.month;
                let asked = AskedMonth {
                    subscription,
                    month,
                };
                Ok((String::new(), 1, Some(asked)))
            }
            (None, ..) if self.month.is_some() => wrong("month", "is one of a subscription_id"),
            (None, None, _) => wrong("product", "is missing"),
            (None, _, None) => wrong("quantity", "is missing"),
            (None, Some(product), Some(quantity)) => Ok((product, quantity, None)),
        }
    }
}

pub(super) async fn open(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let mut wanted: Wanted = ask.json()?;
    let (product, quantity, month) = wanted.what()?;
    let new = NewOrder {
        customer: wanted.customer_id,
        product,
        quantity,
        month,
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
    let due = match order.month() {
        Some(id) => Some(views::due_month(app, id).await?),
        None => None,
    };
    Ok(OrderView::of(order, app, terms, due))
}
