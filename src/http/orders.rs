//! Orders: opened by the checkout page, read, and given up while unpaid.

use axum::response::{IntoResponse as _, Response};
use domain::{
    command::Reply,
    failure::{Failure, in_words},
    id::{CustomerId, OrderId, PaymentId},
    kind::{Kind, Method, ProviderId},
    metadata::Metadata,
    money::{Credits, Won},
    order::{DepositInstructions, Order, OrderState},
    terms::Terms,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    error::{INVALID_FIELD, Problem},
    request::{ApiRequest, sought},
    response::{created, ok},
    view::{At, ExplanationView, List},
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

/// An order as the checkout page asks for it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewOrder")]
pub(super) struct Wanted {
    customer_id: CustomerId,
    /// Id of a product of `GET /v1/products`.
    #[schemars(length(min = 1, max = domain::product::ID_CHARS_MAX))]
    product: String,
    #[schemars(range(min = 1, max = domain::product::QUANTITY_MAX))]
    quantity: i64,
    /// May be left out where the gateway has one provider only.
    provider: Option<ProviderId>,
    /// The provider's first method when left out.
    method: Option<Method>,
    /// Name the buyer will put on the transfer; needed for bank transfers.
    #[schemars(length(min = 1, max = crate::flows::checkout::DEPOSITOR_NAME_MAX))]
    depositor_name: Option<String>,
    /// Where the buyer's browser goes at the end. `order_id` and `status` are added to its query.
    #[schemars(length(min = 1, max = crate::flows::checkout::RETURN_URL_MAX))]
    return_url: String,
    #[serde(default)]
    metadata: Metadata,
}

pub(super) async fn open(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let wanted: Wanted = ask.json()?;
    let provider = match wanted.provider {
        Some(provider) => provider,
        None => only_provider(&app)?,
    };
    let new = NewOrder {
        customer: wanted.customer_id,
        product: wanted.product,
        quantity: wanted.quantity,
        provider,
        method: wanted.method,
        depositor_name: wanted.depositor_name,
        return_url: wanted.return_url,
        metadata: wanted.metadata,
    };
    let opened = checkout::open(&app, caller, ask.idempotency_key, new).await?;
    let customer = opened.order.customer.clone();
    let order = view(&app, opened.order, opened.terms);
    let response = created(order).replayed(opened.replayed);
    let response = response.after(&app, &customer, opened.balance).await?;
    Ok(response.into_response())
}

/// The only configured provider, for an order that names none.
fn only_provider(app: &App) -> Result<ProviderId, Problem> {
    let known: Vec<ProviderId> = app.registry.all().map(|provider| provider.id()).collect();
    match known.as_slice() {
        [only] => Ok(only.clone()),
        several => {
            let names: Vec<&str> = several.iter().map(ProviderId::as_str).collect();
            Err(Problem::field(
                &INVALID_FIELD,
                "provider",
                format!("is one of {}", names.join(", ")),
            ))
        }
    }
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let thing = views::order(&app, ask.id("id")?).await?;
    respond(
        &app,
        Reply {
            answer: thing,
            balance: None,
            replayed: false,
        },
    )
    .await
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let state = ask.word("state", OrderState::ALL, OrderState::as_str)?;
    let sought = sought(&ask)?;
    let page = search::orders(&app, &sought, state, ask.page()?).await?;
    let shown = |order: Order| {
        let terms = checkout::terms_of(&app, &order)?;
        Ok(view(&app, order, terms))
    };
    let items = page.items.into_iter().map(shown);
    let items = items.collect::<Result<Vec<OrderView>, Problem>>()?;
    let page = Paged {
        items,
        next: page.next,
    };
    let response = ok(List::of(page, |order| order));
    let response = response.about_any(&app, sought.customer.as_ref()).await?;
    Ok(response.into_response())
}

pub(super) async fn cancel(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let done = checkout::cancel(&app, caller, ask.idempotency_key, id).await?;
    respond(&app, done).await
}

async fn respond(
    app: &App,
    Reply {
        answer: order,
        balance,
        replayed,
    }: Reply<Order>,
) -> Result<Response, Problem> {
    let terms = checkout::terms_of(app, &order)?;
    let customer = order.customer.clone();
    let response = ok(view(app, order, terms)).replayed(replayed);
    Ok(response
        .after(app, &customer, balance)
        .await?
        .into_response())
}

/// An order with the terms it has, or would have if it were paid now.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Order")]
pub(super) struct OrderView {
    id: OrderId,
    state: OrderState,
    customer_id: CustomerId,
    product: String,
    /// What the buyer reads.
    title: String,
    quantity: i64,
    /// Won, VAT included.
    amount: Won,
    credits: Credits,
    /// Promotional credits that come with it.
    bonus: Credits,
    kind: Kind,
    provider: ProviderId,
    method: Method,
    terms: Terms,
    /// The page to send the buyer to.
    checkout_url: String,
    /// Where money is transferred to, once an account is known.
    deposit: Option<DepositView>,
    payment_id: Option<PaymentId>,
    /// Why it ended without a payment, or needs a person.
    note: Option<String>,
    /// The provider's part of `note`, where the order failed.
    failure: Option<Failure>,
    /// The provider's code in `failure`, and its explanations.
    explanation: Option<ExplanationView>,
    metadata: Metadata,
    opened_at: At,
    /// Exclusive: from here on an unpaid order is given up.
    expires_at: At,
    closed_at: Option<At>,
}

/// Where and until when money is transferred.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "DepositInstructions")]
struct DepositView {
    /// KFTC code of three digits.
    bank: String,
    account_number: String,
    holder: Option<String>,
    /// Exclusive.
    due_at: At,
}

impl From<DepositInstructions> for DepositView {
    fn from(deposit: DepositInstructions) -> Self {
        let DepositInstructions {
            bank,
            account_number,
            holder,
            due_at,
        } = deposit;
        Self {
            bank,
            account_number,
            holder,
            due_at: At(due_at),
        }
    }
}

fn view(app: &App, order: Order, terms: Terms) -> OrderView {
    let checkout_url = checkout::page_url(app, &order);
    let explanation = explain::order(app, &order).map(ExplanationView::from);
    OrderView {
        id: order.id,
        state: order.state,
        customer_id: order.customer,
        product: order.product,
        title: order.title,
        quantity: order.quantity,
        amount: order.amount,
        credits: order.credits,
        bonus: order.bonus.map(|bonus| bonus.credits).unwrap_or_default(),
        kind: order.kind,
        provider: order.provider,
        method: order.method,
        terms,
        checkout_url,
        deposit: order
            .session
            .and_then(|session| session.deposit)
            .map(DepositView::from),
        payment_id: order.payment,
        note: in_words(order.failure.as_ref(), order.note.as_deref()),
        failure: order.failure,
        explanation,
        metadata: order.metadata,
        opened_at: At(order.opened_at),
        expires_at: At(order.expires_at),
        closed_at: order.closed_at.map(At),
    }
}
