//! Kakao Pay's answers as [`Snapshot`]s. An answer that cannot be understood is in doubt, never a guess.

mod cancels;

use domain::{
    failure::Failure,
    kind::Method,
    money::Won,
    payment::{Snapshot, Standing, Tax},
};

pub(super) use self::cancels::{Listed, cancelled};
use self::cancels::{listed, part};
use super::{ID, wire};
use crate::{
    error::ProviderError,
    http::safe_text,
    values::{instant, kept, text},
};

/// Kakao Pay supports no other currency, and its answers have no field for it.
pub(super) const CURRENCY: &str = "KRW";

/// All data of `order`: the snapshot, and the additional data for a refund.
pub(super) struct PaymentDetail {
    pub(super) snapshot: Snapshot,
    /// Every cancel, in the order they happened.
    pub(super) cancels: Vec<Listed>,
    /// The amount that can still be cancelled, with its parts.
    pub(super) left: Option<wire::Amount>,
}

/// The answer to approve, which means: paid.
pub(super) fn approved(approved: wire::Approved) -> Snapshot {
    let card = approved.card_info.as_ref();
    let facts = [
        ("aid", Some(approved.aid)),
        ("approve_no", text(card, "approved_id")),
        ("issuer", text(card, "kakaopay_issuer_corp")),
        ("card_type", text(card, "card_type")),
        ("install_months", text(card, "install_month")),
        ("point", part(approved.amount.point)),
        ("discount", part(approved.amount.discount)),
    ];
    Snapshot {
        provider: ID,
        payment_key: approved.tid,
        order_ref: approved.partner_order_id,
        standing: Standing::Paid,
        amount: approved.amount.total,
        cancelled: Won::ZERO,
        currency: CURRENCY.to_owned(),
        method: method(approved.payment_method_type.as_deref()),
        paid_at: approved.approved_at.as_deref().and_then(instant),
        tax: tax(&approved.amount),
        cancels: Vec::new(),
        deposit: None,
        webhook_secret: None,
        facts: kept(facts),
    }
}

/// The answer to order.
pub(super) fn asked(order: wire::Order) -> Result<PaymentDetail, ProviderError> {
    let standing = standing(&order.status);
    let (amount, cancelled) = match standing {
        Standing::Paid => taken_and_returned(
            &order.status,
            order.amount,
            order.canceled_amount,
            order.cancel_available_amount,
        )?,
        Standing::Pending
        | Standing::AwaitingDeposit
        | Standing::Failed { .. }
        | Standing::Voided
        | Standing::Expired
        | Standing::Unknown { .. } => (
            order.amount.map_or(Won::ZERO, |amount| amount.total),
            Won::ZERO,
        ),
    };
    if standing == Standing::Paid && order.partner_order_id.is_none() {
        return Err(doubt("a paid payment without the order it is for"));
    }
    let actions = order.payment_action_details.unwrap_or_default();
    let payment = actions
        .iter()
        .find(|action| action.payment_action_type.as_deref() == Some("PAYMENT"))
        .and_then(|action| action.aid.clone());
    let cancels = listed(actions, cancelled);
    let card = order.selected_card_info.as_ref();
    let facts = [
        ("aid", payment),
        ("issuer", text(card, "card_corp_name")),
        ("install_months", text(card, "install_month")),
        ("point", part(order.amount.and_then(|it| it.point))),
        ("discount", part(order.amount.and_then(|it| it.discount))),
    ];
    let snapshot = Snapshot {
        provider: ID,
        payment_key: order.tid,
        order_ref: order.partner_order_id.unwrap_or_default(),
        standing,
        amount,
        cancelled,
        currency: CURRENCY.to_owned(),
        method: method(order.payment_method_type.as_deref()),
        paid_at: order.approved_at.as_deref().and_then(instant),
        tax: order.amount.as_ref().and_then(tax),
        cancels: cancels.iter().filter_map(Listed::line).collect(),
        deposit: None,
        webhook_secret: None,
        facts: kept(facts),
    };
    Ok(PaymentDetail {
        snapshot,
        cancels,
        left: order.cancel_available_amount,
    })
}

fn standing(status: &str) -> Standing {
    let failed = |message: &str| Standing::Failed(Failure::new(status, message));
    match status {
        // AUTH_PASSWORD is authorised and not yet approved: no money has moved.
        "READY" | "SEND_TMS" | "OPEN_PAYMENT" | "SELECT_METHOD" | "ARS_WAITING"
        | "AUTH_PASSWORD" => Standing::Pending,
        // CANCEL_PAYMENT also stands for several cancels that add up to the whole.
        "SUCCESS_PAYMENT" | "PART_CANCEL_PAYMENT" | "CANCEL_PAYMENT" => Standing::Paid,
        "FAIL_AUTH_PASSWORD" => failed("the buyer's password was not accepted"),
        "QUIT_PAYMENT" => failed("the buyer gave up"),
        "FAIL_PAYMENT" => failed("the payment was not approved"),
        word => Standing::Unknown {
            word: safe_text(word),
        },
    }
}

/// The paid and the returned amount. The cumulative figure takes precedence. The rest is used where it is missing,
/// because a documented sample shows a rest of zero for a payment that nobody cancelled.
fn taken_and_returned(
    status: &str,
    amount: Option<wire::Amount>,
    returned: Option<wire::Amount>,
    left: Option<wire::Amount>,
) -> Result<(Won, Won), ProviderError> {
    let total = amount.ok_or_else(|| doubt("a payment without an amount"))?;
    let total = total.total;
    let gone = match (returned, left) {
        (Some(returned), _) => Some(returned.total),
        (None, Some(left)) => total.minus(left.total),
        (None, None) if status == "SUCCESS_PAYMENT" => Some(Won::ZERO),
        (None, None) if status == "CANCEL_PAYMENT" => Some(total),
        (None, None) => None,
    };
    let gone = gone.filter(|gone| *gone <= total);
    let agrees = match status {
        "CANCEL_PAYMENT" => gone == Some(total),
        "PART_CANCEL_PAYMENT" => gone.is_some_and(|gone| !gone.is_zero()),
        _ => true,
    };
    match gone {
        Some(gone) if agrees => Ok((total, gone)),
        _ => Err(doubt("amounts that do not agree with the status")),
    }
}

pub(super) fn method(word: Option<&str>) -> Method {
    match word {
        Some("CARD") => Method::Card,
        Some("MONEY") => Method::EasyPay,
        _ => Method::Other,
    }
}

pub(super) fn tax(amount: &wire::Amount) -> Option<Tax> {
    let vat = amount.vat?;
    let tax_free = amount.tax_free.unwrap_or(Won::ZERO);
    Some(Tax {
        supplied: amount.total.minus(tax_free)?.minus(vat)?,
        vat,
        tax_free,
    })
}

pub(crate) fn doubt(what: &str) -> ProviderError {
    ProviderError::InDoubt(format!("kakaopay reports {what}").into())
}
