//! Campaigns: begun, shown and ended by an admin. Redemptions of their codes.

use chrono::{DateTime, Utc};
use domain::{
    calendar::truncate,
    campaign::{
        Audience, Campaign, Gives, NewCampaign, PromotionCode, Redemption, RedemptionState,
    },
    id::{CampaignId, CustomerId, LotId, OrderId, RedemptionId},
    money::{Credits, Won},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    listed::{Listed, listed},
    request::ApiRequest,
    response::{Answered, created, ok},
    sheets,
    view::{At, List, view},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{campaigns, page::Page, views},
};

view! {
    /// What the seller promises to whoever names a code, or to new customers.
    pub(super) struct CampaignView("Campaign") of (campaign: Campaign) {
        id: CampaignId,
        name: String,
        audience: Audience,
        /// In the form in which codes are compared; null for new customers.
        code: Option<String> = campaign.code.clone().map(String::from),
        gives: Gives,
        /// Of one redemption: credits, won or whole per cent, as `gives` says.
        worth: i64,
        /// The products it comes with; empty for credits, which come without an order.
        products: Vec<String> = campaign.products.clone(),
        from: At = At(campaign.from),
        /// Exclusive.
        until: At = At(campaign.until),
        /// The most that all redemptions give together: credits or won, as `gives` says.
        budget: i64,
        /// Of the budget: given, or held back for orders that are not paid yet.
        used: i64,
        redemptions_max: Option<i64>,
        /// Redemptions that are given or held back.
        redeemed: i64,
        /// The most redemptions of one customer.
        per_customer: i64,
        /// What was given beyond these limits, in the unit of the budget: an order that had ended unpaid was paid after
        /// all, and its part of the budget or of the customer's share was gone. What was promised to its buyer is kept.
        overrun: i64,
        /// How many redemptions were given so.
        overruns: i64,
        /// The API key.
        created_by: String = campaign.created_by.to_string(),
        created_at: At = At(campaign.created_at),
        /// When a person ended it before its time.
        ended_at: Option<At> = campaign.ended_at.map(At),
    }
}

/// A campaign to begin.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewCampaign")]
pub(super) struct Wanted {
    /// For the seller's own lists.
    #[schemars(length(min = 1, max = domain::campaign::CAMPAIGN_NAME_MAX))]
    name: String,
    audience: Audience,
    /// Needed for the audience `code`: 4 to 32 letters and digits. Case, spaces, hyphens and underscores do not count.
    /// It belongs to this campaign for good.
    code: Option<PromotionCode>,
    gives: Gives,
    /// Credits, won or whole per cent (1 to 99), as `gives` says.
    #[schemars(range(min = 1, max = domain::money::AMOUNT_MAX))]
    worth: i64,
    /// The ids of the products that a bonus or a discount comes with; left out for credits.
    #[serde(default)]
    #[schemars(length(max = domain::campaign::PRODUCTS_MAX), inner(length(max = domain::product::ID_CHARS_MAX)))]
    products: Vec<String>,
    from: DateTime<Utc>,
    /// Exclusive.
    until: DateTime<Utc>,
    /// Credits or won, as `gives` says.
    #[schemars(range(min = 1, max = domain::money::AMOUNT_MAX))]
    budget: i64,
    #[schemars(range(min = 1, max = domain::money::AMOUNT_MAX))]
    redemptions_max: Option<i64>,
    /// 1 when left out.
    #[serde(default = "once")]
    #[schemars(range(min = 1, max = domain::campaign::PER_CUSTOMER_MAX))]
    per_customer: i64,
}

const fn once() -> i64 {
    1
}

pub(super) async fn create(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let wanted: Wanted = ask.json()?;
    let new = NewCampaign {
        name: wanted.name,
        audience: wanted.audience,
        code: wanted.code,
        gives: wanted.gives,
        worth: wanted.worth,
        products: wanted.products,
        from: truncate(wanted.from),
        until: truncate(wanted.until),
        budget: wanted.budget,
        redemptions_max: wanted.redemptions_max,
        per_customer: wanted.per_customer,
    };
    let done = campaigns::create(&app, caller, new).await?;
    Ok(created(&CampaignView::of(done.answer)).replayed(done.replayed))
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let page = campaigns::list(&app, ask.page()?).await?;
    Ok(ok(&List::of(page, CampaignView::of)))
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let known = views::campaign(&app, ask.id("id")?).await?;
    Ok(ok(&CampaignView::of(known)))
}

/// Why a campaign ends.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CampaignEnd")]
pub(super) struct End {
    /// At most 200 characters. Kept in the audit log.
    #[schemars(length(min = 1, max = crate::flows::campaigns::REASON_MAX))]
    reason: String,
}

pub(super) async fn end(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let End { reason } = ask.json()?;
    let done = campaigns::end(&app, caller, id, reason).await?;
    Ok(ok(&CampaignView::of(done.answer)).replayed(done.replayed))
}

view! {
    /// One customer's use of a campaign.
    pub(super) struct RedemptionView("Redemption") of (redemption: Redemption) {
        id: RedemptionId,
        campaign_id: CampaignId = redemption.campaign,
        customer_id: CustomerId = redemption.customer,
        /// The order that it came with.
        order_id: Option<OrderId> = redemption.order,
        /// The lot of credits that were given without an order.
        lot_id: Option<LotId> = redemption.lot,
        credits: Credits,
        /// Won that were taken off an order's price.
        discount: Won,
        state: RedemptionState,
        at: At = At(redemption.at),
        /// When it was given, or went back into the budget.
        settled_at: Option<At> = redemption.settled_at.map(At),
        /// When it was given beyond the campaign's limits, although it was `returned`: its order was paid after all.
        overrun_at: Option<At> = redemption.overrun_at.map(At),
    }
}

/// A code that a customer redeems for credits.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewRedemption")]
pub(super) struct Code {
    code: PromotionCode,
}

pub(super) async fn redeem(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let customer = ask.id("id")?;
    let Code { code } = ask.json()?;
    let done = campaigns::redeem(&app, caller, customer, code).await?;
    Ok(created(&RedemptionView::of(done.answer))
        .balance(done.balance)
        .replayed(done.replayed))
}

/// A campaign's redemptions, whoever's they are.
pub(super) async fn redeemed(app: Shared, _: Caller, ask: ApiRequest) -> Listed {
    let campaign: CampaignId = ask.id("id")?;
    views::campaign(&app, campaign).await?;
    let all = app.clone();
    let read = move |page: Page<RedemptionId>| {
        let app = all.clone();
        async move { campaigns::redemptions_by(&app, campaign, page).await }
    };
    listed(
        &app,
        None,
        &ask,
        &sheets::REDEMPTIONS,
        RedemptionView::of,
        read,
    )
    .await
}

pub(super) async fn redemptions(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let customer: CustomerId = ask.id("id")?;
    let page = campaigns::redemptions(&app, &customer, ask.page()?).await?;
    let response = ok(&List::of(page, RedemptionView::of));
    response.about(&app, &customer).await
}
