//! The account for a refund that a person transfers, as support enters it.

use domain::{
    actor::Actor,
    approval::LimitedAct,
    books::by_hand::GiveAccount,
    command::{Command, IdempotencyKey},
    id::RefundId,
    refund::{Refund, RefundAccount},
};

use crate::{
    access::Caller,
    app::App,
    flows::{
        FlowError,
        outcome::Outcome,
        refund::{payer, tidy},
        views,
    },
};

/// An account that support enters.
#[derive(Debug, Clone)]
pub struct NewAccount {
    pub refund: RefundId,
    pub account: RefundAccount,
    /// The account is right although its holder is not the payer.
    pub holder_confirmed: bool,
}

/// Sets the account for a refund by hand that has no account, a wrong one, or one that sent the money back. A caller
/// who may not refund that much alone may not set its account alone either.
pub async fn give_account(
    app: &App,
    caller: Caller,
    idempotency_key: Option<IdempotencyKey>,
    new: NewAccount,
) -> Result<Outcome<Refund>, FlowError> {
    let replaces = views::refund(app, new.refund).await?.account;
    let change = giving(app, new, replaces).await?;
    let most = app.limits.of(caller.role, LimitedAct::RefundAccount);
    let command = Command::new(change, Actor::Key(caller.key))
        .under_key(idempotency_key)
        .up_to(most);
    Outcome::of(app, command).await
}

/// The command to the books for an account, for any caller. `replaces` is the refund's account when this was asked for.
pub(in crate::flows) async fn giving(
    app: &App,
    new: NewAccount,
    replaces: Option<RefundAccount>,
) -> Result<GiveAccount, FlowError> {
    let account = tidy(new.account)?;
    let refund = views::refund(app, new.refund).await?;
    let payment = views::payment(app, refund.payment).await?;
    Ok(GiveAccount {
        customer: refund.customer,
        refund: refund.id,
        account,
        replaces,
        payer: payer(app, &payment).await?,
        holder_confirmed: new.holder_confirmed,
    })
}
