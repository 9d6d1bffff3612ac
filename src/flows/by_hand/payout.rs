//! The account of a refund that a person transfers, read under the audit log.

use domain::{
    effects::AuditAct,
    id::RefundId,
    money::Won,
    payment::Payment,
    refund::{Refund, RefundAccount, RefundState},
    refusal::Refusal,
};
use providers::{error::ProviderError, provider::RefundsBy};

use super::not_open;
use crate::{
    access::Caller,
    app::App,
    flows::{FlowError, contradiction, views},
    store::audit_log,
};

/// The facts that a person needs to transfer a refund. Nothing is masked, so it has no `Debug`.
#[expect(
    missing_debug_implementations,
    reason = "it holds an account number and a name"
)]
pub struct Payout {
    pub refund: RefundId,
    pub account: RefundAccount,
    pub amount: Won,
}

/// Where to transfer a refund that no provider sends, after the provider was asked whether the money is still there.
/// The reader is recorded in the audit log before the account is returned.
///
/// # Errors
/// [`Refusal::MoneyTakenBack`] where others gave the buyer the money meanwhile.
pub async fn payout(app: &App, caller: Caller, id: RefundId) -> Result<Payout, FlowError> {
    let refund = by_hand(app, id).await?;
    let payment = views::payment(app, refund.payment).await?;
    look(app, &payment).await?;
    let refund = by_hand(app, id).await?;
    if !views::payment(app, refund.payment)
        .await?
        .holds(refund.amount)
    {
        return Err(Refusal::MoneyTakenBack(id).into());
    }
    let account = refund.account.ok_or(FlowError::NoRefundAccount(id))?;
    let act =
        crate::flows::audit_log::line(app, caller, AuditAct::RefundPayoutRead, id, String::new());
    let db = app.db.clone();
    app.detached(async move { Ok(audit_log::add(&db, &act).await?) })
        .await?;
    Ok(Payout {
        refund: id,
        account,
        amount: refund.amount,
    })
}

/// A refund that waits for a transfer.
async fn by_hand(app: &App, id: RefundId) -> Result<Refund, FlowError> {
    let refund = views::refund(app, id).await?;
    if refund.state == RefundState::ByHand {
        Ok(refund)
    } else {
        Err(not_open(&refund).into())
    }
}

/// Looks the payment up where its provider knows of it. A provider that does not answer is asked again later. A
/// provider that no longer knows the payment, or no longer takes our key, will not change its answer: then the state in
/// the books stands.
pub(super) async fn look(app: &App, payment: &Payment) -> Result<(), FlowError> {
    let known = app.registry.get(&payment.provider);
    if known.is_none_or(|provider| provider.capabilities().refunds == RefundsBy::Hand) {
        return Ok(());
    }
    match contradiction::look(app, payment).await {
        Err(FlowError::Provider {
            error:
                ProviderError::Declined { .. }
                | ProviderError::TooLate { .. }
                | ProviderError::Misconfigured { .. },
            ..
        }) => Ok(()),
        looked => looked,
    }
}
