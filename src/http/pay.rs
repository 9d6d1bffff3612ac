//! Checkouts: opened and read by the shop, and the page on which their buyer chooses how to pay and to which every try leads
//! back. The signature is in the address that the form is sent to, so no other site can send it for the buyer.

use axum::{http::StatusCode, response::Response};
use domain::{
    campaign::PromotionCode,
    checkout::{Checkout, Wanted},
    command::Reply,
    id::{CheckoutId, CustomerId, OrderId},
    kind::Method,
    metadata::Metadata,
    order::{Order, OrderState},
};
use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use super::{
    buyer, checkout,
    error::Problem,
    extract::add_pairs,
    html, renew,
    request::ApiRequest,
    response::{Answered, created, ok},
    route::Query,
    view::{At, view},
};
use crate::{
    access::Caller,
    app::{App, Shared},
    flows::{
        FlowError, checkout as orders, explain,
        pay::{self, Chosen, Standing},
    },
    web::{
        self,
        buyer::{self as pages, Outcome},
    },
};

/// What a shop asks a buyer to pay for. The buyer chooses how.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewCheckout {
    customer_id: CustomerId,
    /// Id of a product of `GET /v1/products`, or of the customer's contract that is in effect.
    #[schemars(length(min = 1, max = domain::product::ID_CHARS_MAX))]
    product: String,
    #[schemars(range(min = 1, max = domain::product::QUANTITY_MAX))]
    quantity: i64,
    /// Where the buyer's browser goes at the end. `checkout_id`, and `order_id` and `status` of the last order, are
    /// added to its query.
    #[schemars(length(min = 1, max = orders::RETURN_URL_MAX))]
    return_url: String,
    /// Every order of it gets these texts.
    #[serde(default)]
    metadata: Metadata,
    /// The code of a campaign with a discount or a bonus.
    promotion_code: Option<PromotionCode>,
}

view! {
    /// A checkout. Its buyer pays by one order after the other until one is paid; price and terms are fixed by each when it
    /// is opened.
    pub(super) struct CheckoutView("Checkout") of (standing: Standing, app: &App; url = pay::url(app, &standing.checkout);
        last = standing.last.clone(); checkout = standing.checkout) {
        id: CheckoutId = checkout.id,
        customer_id: CustomerId = checkout.wanted.customer,
        product: String = checkout.wanted.product,
        quantity: i64 = checkout.wanted.quantity,
        /// The page to send the buyer to.
        checkout_url: String = url,
        /// The last order, once the buyer has chosen how to pay.
        order_id: Option<OrderId> = last.as_ref().map(|order| order.id),
        /// Its state.
        order_state: Option<OrderState> = last.map(|order| order.state),
        metadata: Metadata = checkout.wanted.metadata,
        opened_at: At = At(checkout.opened_at),
        /// Exclusive: from here on no order is opened.
        expires_at: At = At(checkout.expires_at),
    }
}

pub(super) async fn open(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let new: NewCheckout = ask.json()?;
    let wanted = Wanted {
        customer: new.customer_id,
        product: new.product,
        quantity: new.quantity,
        return_url: new.return_url,
        metadata: new.metadata,
        promotion_code: new.promotion_code,
    };
    let done: Reply<Checkout> = pay::open(&app, caller, wanted).await?;
    let customer = done.answer.wanted.customer.clone();
    // A repeated request shows what became of it since.
    let standing = pay::standing(&app, done.answer.id).await?;
    let answer = created(&CheckoutView::of(standing, &app)).replayed(done.replayed);
    answer.about(&app, &customer).await
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let standing = pay::standing(&app, ask.id("id")?).await?;
    let customer = standing.checkout.wanted.customer.clone();
    ok(&CheckoutView::of(standing, &app))
        .about(&app, &customer)
        .await
}

/// The buyer's page: what to choose or, once an order is under way or paid, how it stands.
pub(super) async fn page(app: Shared, ask: ApiRequest) -> Result<Response, Problem> {
    let id = ask.id("checkout")?;
    let standing = pay::page(&app, id, ask.query("state").unwrap_or_default()).await?;
    let lang = buyer::lang(&ask)?;
    let page = match standing.order() {
        Some(order) if order.state == OrderState::Open => {
            chooser(&app, &ask, &standing, None).await
        }
        Some(order) => went(&app, &ask, &standing, order).await,
        None => chooser(&app, &ask, &standing, None).await,
    };
    Ok(buyer::remember(&ask, lang, page?))
}

/// The page of an order that was paid, is being checked or waits for its transfer. It leads on to the shop.
async fn went(
    app: &App,
    ask: &ApiRequest,
    standing: &Standing,
    order: &Order,
) -> Result<Response, Problem> {
    let home = home(standing)?;
    let outcome = match order.state {
        OrderState::Completed => Outcome::Completed,
        OrderState::Mismatched => Outcome::Mismatched,
        OrderState::Open
        | OrderState::Confirming
        | OrderState::AwaitingDeposit
        | OrderState::Failed
        | OrderState::Cancelled
        | OrderState::Expired => return html::see_other(&orders::page_url(app, order)),
    };
    checkout::ended(app, ask, order, outcome, home).await
}

/// What a buyer who sent the form before gets to read above it.
struct Again {
    /// The way that was chosen.
    way: String,
    depositor: String,
    /// What was wrong, in Korean and English.
    wrong: (&'static str, &'static str),
}

async fn chooser(
    app: &App,
    ask: &ApiRequest,
    standing: &Standing,
    again: Option<Again>,
) -> Result<Response, Problem> {
    let lang = buyer::lang(ask)?;
    let checkout = &standing.checkout;
    let frame = buyer::frame(app, lang, pay::url(app, checkout));
    let home = home(standing)?;
    if app.now() >= checkout.expires_at {
        return html::buyers_page(&pages::Over { frame, home }, lang);
    }
    let offer = pay::offer(app, standing).await?;
    let offer = offer.ok_or(FlowError::NotFound("way to pay"))?;
    let last = standing.last.as_ref();
    let said = last.and_then(|order| explain::failed(app, order));
    let mut offered = offer.ways.clone();
    // What is paid at once comes first; a transfer by hand is the longest way to credits.
    offered
        .sort_by_key(|(_, method)| matches!(method, Method::VirtualAccount | Method::BankTransfer));
    let ways: Vec<web::Way> = offered
        .iter()
        .map(|(provider, method)| web::Way::of(provider, *method))
        .collect();
    let (way, depositor, wrong) = match again {
        Some(again) => (again.way, again.depositor, Some(again.wrong)),
        None => (String::new(), checkout.suggested_depositor(), None),
    };
    let status = match wrong {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let page = pages::Choose {
        about: pages::About {
            id: None,
            title: orders::title_of(app, lang, &offer.order),
            amount: offer.order.amount,
            credits: offer.order.all_credits(),
            terms: orders::terms_of(app, &offer.order).await?,
        },
        vat: offer.vat,
        agreed: pay::agreed(&offer.order),
        discount: offer.order.promotion.map(|promotion| promotion.discount),
        ways,
        chosen: way,
        depositor,
        wrong,
        tried: last.is_some_and(|order| order.state != OrderState::Open),
        said: said.map(checkout::said),
        frame,
        home,
    };
    html::buyers_form(status, &page, lang)
}

/// The buyer chose: the browser is led to where this is paid.
pub(super) async fn choose(app: Shared, ask: ApiRequest) -> Result<Response, Problem> {
    let id: CheckoutId = ask.id("checkout")?;
    let state = ask.query("state").unwrap_or_default();
    let standing = pay::page(&app, id, state).await?;
    let mut form = Vec::new();
    add_pairs(&mut form, &ask.body, Query::Any)?;
    let field = |name: &str| {
        let found = form.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    };
    let again = |wrong| {
        Some(Again {
            way: field("way").to_owned(),
            depositor: field("depositor_name").to_owned(),
            wrong,
        })
    };
    let Some(way) = renew::way(field("way")) else {
        let wrong = again(("결제수단을 선택해 주세요.", "Please choose how to pay."));
        return chooser(&app, &ask, &standing, wrong).await;
    };
    if field("agreed").is_empty() {
        let wrong = again((
            "구매조건을 확인하고 동의해 주세요.",
            "Please confirm the terms of the purchase.",
        ));
        return chooser(&app, &ask, &standing, wrong).await;
    }
    let asks_name = web::Way::of(&way.0, way.1).asks_name;
    let chosen = Chosen {
        way,
        depositor_name: asks_name.then(|| field("depositor_name").trim().to_owned()),
        agreed: field("terms").to_owned(),
    };
    match pay::choose(&app, id, state, chosen).await {
        Ok(order) => html::see_other(&orders::page_url(&app, &order)),
        Err(error) => match unfit(&error) {
            Some(wrong) => chooser(&app, &ask, &standing, again(wrong)).await,
            None => Err(Problem::at_provider(error)),
        },
    }
}

/// What the buyer can mend, in Korean and English.
fn unfit(error: &FlowError) -> Option<(&'static str, &'static str)> {
    use domain::refusal::Refusal;
    match error {
        FlowError::Invalid {
            field: "depositor_name",
            ..
        } => Some((
            "입금자명을 확인해 주세요.",
            "Please check the sender's name.",
        )),
        FlowError::Invalid {
            field: "agreed", ..
        } => Some((
            "금액이나 조건이 바뀌었습니다. 다시 확인해 주세요.",
            "The price or the terms have changed. Please read them again.",
        )),
        FlowError::Refused(Refusal::DepositorTaken { .. }) => Some((
            "이 입금자명은 지금 사용할 수 없습니다. 다른 이름을 입력해 주세요.",
            "This sender's name is in use at the moment. Please enter another.",
        )),
        FlowError::Provider { .. } => Some((
            "결제수단에 연결하지 못했습니다. 청구된 금액은 없습니다. 잠시 후 다시 시도하거나 다른 결제수단을 선택해 주세요.",
            "This way to pay could not be reached. Nothing was charged. Try again shortly, or choose another.",
        )),
        _ => None,
    }
}

/// The seller's page, with the checkout and its last order in its query. The page must not trust them: it asks `GET
/// /v1/checkouts/{id}`.
fn home(standing: &Standing) -> Result<String, Problem> {
    let wanted = &standing.checkout.wanted;
    let mut url = Url::parse(&wanted.return_url)
        .map_err(|error| Problem::internal(format!("a checkout's return URL: {error}")))?;
    let mut query = url.query_pairs_mut();
    query.append_pair("checkout_id", &standing.checkout.id.to_string());
    if let Some(order) = &standing.last {
        query.append_pair("order_id", &order.id.to_string());
        query.append_pair("status", order.state.as_str());
    }
    drop(query);
    Ok(url.into())
}
