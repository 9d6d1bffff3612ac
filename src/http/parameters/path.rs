//! Parts of a path.

use domain::{
    id::{
        ApprovalId, ContradictionId, CustomerId, DepositId, HoldId, InboxId, JobId, OrderId,
        PaymentId, RefundId, SpendId,
    },
    kind::ProviderId,
};

use super::{named, outcome, version};
use crate::http::route::{Parameter, schema};

pub(in crate::http) const CUSTOMER: &[Parameter] = &[named(
    "id",
    "The seller's own name of the customer",
    schema::<CustomerId>,
)];
pub(in crate::http) const ORDER: &[Parameter] = &[named("id", "The order", schema::<OrderId>)];
pub(in crate::http) const SPEND: &[Parameter] = &[named("id", "The spend", schema::<SpendId>)];
pub(in crate::http) const HOLD: &[Parameter] = &[named("id", "The hold", schema::<HoldId>)];
pub(in crate::http) const PAYMENT: &[Parameter] =
    &[named("id", "The payment", schema::<PaymentId>)];
pub(in crate::http) const REFUND: &[Parameter] = &[named("id", "The refund", schema::<RefundId>)];
pub(in crate::http) const DEPOSIT: &[Parameter] =
    &[named("id", "The deposit", schema::<DepositId>)];
pub(in crate::http) const CONTRADICTION: &[Parameter] =
    &[named("id", "The contradiction", schema::<ContradictionId>)];
pub(in crate::http) const APPROVAL: &[Parameter] =
    &[named("id", "The approval", schema::<ApprovalId>)];
pub(in crate::http) const JOB: &[Parameter] = &[named("id", "The job", schema::<JobId>)];
pub(in crate::http) const INBOX_ROW: &[Parameter] = &[named(
    "id",
    "The webhook as it was stored",
    schema::<InboxId>,
)];
pub(in crate::http) const VERSION: &[Parameter] =
    &[named("version", "Version of the policy", version)];
pub(in crate::http) const PROVIDER: &[Parameter] =
    &[named("provider", "The provider", schema::<ProviderId>)];
pub(in crate::http) const PAGE_OF_ORDER: &[Parameter] =
    &[named("order", "The order", schema::<OrderId>)];
pub(in crate::http) const WAY_BACK: &[Parameter] = &[
    named(
        "provider",
        "The provider the buyer comes from",
        schema::<ProviderId>,
    ),
    named("order", "The order", schema::<OrderId>),
    named(
        "outcome",
        "success, fail or cancel, as the provider sees it",
        outcome,
    ),
];
