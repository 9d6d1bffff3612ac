//! Campaigns, and credits that a customer gets by a code.

use domain::{
    approval::LimitedAct,
    books::{
        campaigns::{CreateCampaign, EndCampaign},
        promotions::RedeemCode,
    },
    campaign::{Broken, Campaign, Gives, NewCampaign, PromotionCode, Redemption},
    command::Reply,
    id::{CampaignId, CustomerId, RedemptionId},
};

use super::{
    FlowError, Result, check_text,
    page::{Page, Paged},
    views,
};
use crate::{
    access::{Caller, Role},
    app::App,
    store::reads,
};

/// Longest reason for an end, as of other acts of the audit log.
pub const REASON_MAX: usize = 200;

/// Whether a role may begin a campaign like this. Whoever may grant only so many credits alone begins none that gives more:
/// its redemptions are grants that nobody looks at one by one.
///
/// # Errors
/// The first field that breaks a rule.
pub fn check(app: &App, role: Role, new: &NewCampaign) -> Result<()> {
    new.check(app.now(), &app.rules().catalogue)
        .map_err(|Broken { field, rule }| FlowError::invalid(field, rule))?;
    let gives_credits = match new.gives {
        Gives::Credits | Gives::Bonus => true,
        Gives::DiscountWon | Gives::DiscountPercent => false,
    };
    let limit = app.limits.of(role, LimitedAct::Grant);
    if let Some(most) = limit.filter(|most| gives_credits && new.budget > *most) {
        let broken = format!("is at most {most} credits, what the role {role} may grant alone");
        return Err(FlowError::invalid("budget", broken));
    }
    Ok(())
}

/// Begins a campaign.
pub async fn create(app: &App, caller: Caller, new: NewCampaign) -> Result<Reply<Campaign>> {
    check(app, caller.role, &new)?;
    let id = app.id(CampaignId::new);
    app.submit(caller.command(CreateCampaign { id, new })).await
}

/// Ends a campaign now, for a reason.
pub async fn end(
    app: &App,
    caller: Caller,
    campaign: CampaignId,
    reason: String,
) -> Result<Reply<Campaign>> {
    check_text("reason", &reason, REASON_MAX)?;
    views::campaign(app, campaign).await?;
    app.submit(caller.command(EndCampaign { campaign, reason }))
        .await
}

/// Gives a customer the credits of a campaign by its code.
pub async fn redeem(
    app: &App,
    caller: Caller,
    customer: CustomerId,
    code: PromotionCode,
) -> Result<Reply<Redemption>> {
    app.submit(caller.command(RedeemCode { customer, code }))
        .await
}

/// Newest first.
pub async fn list(app: &App, page: Page<CampaignId>) -> Result<Paged<Campaign>> {
    let found = reads::campaigns(&app.db, &page.and_one()).await?;
    Ok(page.cut(found, |known| known.id))
}

/// A campaign's redemptions, newest first.
pub async fn redemptions_by(
    app: &App,
    campaign: CampaignId,
    page: Page<RedemptionId>,
) -> Result<Paged<Redemption>> {
    let found = reads::redemptions_by(&app.db, campaign, &page.and_one()).await?;
    Ok(page.cut(found, |known| known.id))
}

/// A customer's redemptions, newest first.
pub async fn redemptions(
    app: &App,
    customer: &CustomerId,
    page: Page<RedemptionId>,
) -> Result<Paged<Redemption>> {
    let found = reads::redemptions_of(&app.db, customer, &page.and_one()).await?;
    Ok(page.cut(found, |known| known.id))
}
