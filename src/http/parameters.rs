//! The named parts of paths and queries that the table of routes uses.

use chrono::{DateTime, Utc};
use domain::{
    approval::ApprovalState,
    contradiction::ContradictionState,
    deposit::DepositState,
    effects::AuditAct,
    id::{
        ApprovalId, ContradictionId, CustomerId, DepositId, HoldId, InboxId, JobId, OrderId,
        PaymentId, RefundId, SpendId,
    },
    kind::ProviderId,
    money::Won,
    order::OrderState,
    policy::VERSION_CHARS_MAX,
    refund::RefundState,
};
use schemars::{Schema, SchemaGenerator, json_schema};

use super::{
    limits::{CURSOR_MAX, PAGE_MAX},
    route::{
        Parameter,
        Query::{self, Known},
        SchemaOf, schema,
    },
};
use crate::flows::{
    REFERENCE_MAX, checkout::DEPOSITOR_NAME_MAX, jobs::JobState, search::PAYMENT_KEY_MAX,
};

const fn named(name: &'static str, about: &'static str, schema: SchemaOf) -> Parameter {
    Parameter {
        name,
        about,
        schema,
    }
}

/// A page's length.
fn limit(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "integer", "minimum": 1, "maximum": PAGE_MAX })
}

fn cursor(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "minLength": 1, "maxLength": CURSOR_MAX })
}

fn version(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "minLength": 1, "maxLength": VERSION_CHARS_MAX })
}

fn payment_key(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "minLength": 1, "maxLength": PAYMENT_KEY_MAX })
}

fn depositor_name(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "minLength": 1, "maxLength": DEPOSITOR_NAME_MAX })
}

fn reference(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "minLength": 1, "maxLength": REFERENCE_MAX })
}

fn outcome(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": ["success", "fail", "cancel"] })
}

const LIMIT: Parameter = named(
    "limit",
    "Most things to give, 1 to 100; 20 when left out",
    limit,
);
const CURSOR: Parameter = named("cursor", "The `next` of the page before", cursor);
pub(super) const PAGED: Query = Known(&[LIMIT, CURSOR]);
pub(super) const LOTS: Query = Known(&[
    named(
        "expiring_before",
        "Only those that end before this instant, RFC 3339; ended ones among them",
        schema::<DateTime<Utc>>,
    ),
    LIMIT,
    CURSOR,
]);
pub(super) const DEPOSITS: Query = Known(&[
    named(
        "state",
        "Only these; all that wait for a person when left out",
        schema::<DepositState>,
    ),
    LIMIT,
    CURSOR,
]);
pub(super) const CONTRADICTIONS: Query = Known(&[
    named(
        "state",
        "Only these; all that wait when left out",
        schema::<ContradictionState>,
    ),
    LIMIT,
    CURSOR,
]);
pub(super) const APPROVALS: Query = Known(&[
    named(
        "state",
        "Only these; all that wait when left out",
        schema::<ApprovalState>,
    ),
    LIMIT,
    CURSOR,
]);
const OF_CUSTOMER: Parameter = named("customer_id", "Only this customer's", schema::<CustomerId>);
const OF_PAYMENT_KEY: Parameter = named(
    "payment_key",
    "Only of a payment that its provider calls so, as it is written there",
    payment_key,
);
const OF_AMOUNT: Parameter = named("amount", "Only of exactly so many won", schema::<Won>);
const OF_DEPOSITOR: Parameter = named(
    "depositor_name",
    "Only with this name on a transfer to our own account, whole, compared as deposits are matched",
    depositor_name,
);
pub(super) const ORDERS: Query = Known(&[
    named(
        "state",
        "Only these; all when left out",
        schema::<OrderState>,
    ),
    OF_CUSTOMER,
    OF_PAYMENT_KEY,
    OF_AMOUNT,
    OF_DEPOSITOR,
    LIMIT,
    CURSOR,
]);
pub(super) const PAYMENTS: Query = Known(&[
    OF_CUSTOMER,
    OF_PAYMENT_KEY,
    OF_AMOUNT,
    OF_DEPOSITOR,
    LIMIT,
    CURSOR,
]);
pub(super) const OF_REFERENCE: Query = Known(&[
    named(
        "reference",
        "Only those under this reference of the seller",
        reference,
    ),
    LIMIT,
    CURSOR,
]);
pub(super) const REFUNDS: Query = Known(&[
    named(
        "state",
        "Only these; all that have not ended when left out",
        schema::<RefundState>,
    ),
    named(
        "due_before",
        "Only those due before this instant, RFC 3339: now for what is overdue",
        schema::<DateTime<Utc>>,
    ),
    LIMIT,
    CURSOR,
]);
pub(super) const AUDIT_LOG: Query = Known(&[
    named(
        "act",
        "Only this act; all when left out",
        schema::<AuditAct>,
    ),
    LIMIT,
    CURSOR,
]);
pub(super) const JOBS: Query = Known(&[
    named("state", "Only these; all when left out", schema::<JobState>),
    LIMIT,
    CURSOR,
]);
pub(super) const INBOX: Query = Known(&[
    named(
        "open",
        "true: only what waits for a person; all when left out",
        schema::<bool>,
    ),
    LIMIT,
    CURSOR,
]);
pub(super) const AT: Query = Known(&[named(
    "at",
    "An instant, RFC 3339; now when left out",
    schema::<DateTime<Utc>>,
)]);
pub(super) const SIGNED: Query = Known(&[named(
    "state",
    "Our signature over the order",
    schema::<String>,
)]);

pub(super) const CUSTOMER: &[Parameter] = &[named(
    "id",
    "The seller's own name of the customer",
    schema::<CustomerId>,
)];
pub(super) const ORDER: &[Parameter] = &[named("id", "The order", schema::<OrderId>)];
pub(super) const SPEND: &[Parameter] = &[named("id", "The spend", schema::<SpendId>)];
pub(super) const HOLD: &[Parameter] = &[named("id", "The hold", schema::<HoldId>)];
pub(super) const PAYMENT: &[Parameter] = &[named("id", "The payment", schema::<PaymentId>)];
pub(super) const REFUND: &[Parameter] = &[named("id", "The refund", schema::<RefundId>)];
pub(super) const DEPOSIT: &[Parameter] = &[named("id", "The deposit", schema::<DepositId>)];
pub(super) const CONTRADICTION: &[Parameter] =
    &[named("id", "The contradiction", schema::<ContradictionId>)];
pub(super) const APPROVAL: &[Parameter] = &[named("id", "The approval", schema::<ApprovalId>)];
pub(super) const JOB: &[Parameter] = &[named("id", "The job", schema::<JobId>)];
pub(super) const INBOX_ROW: &[Parameter] = &[named(
    "id",
    "The webhook as it was stored",
    schema::<InboxId>,
)];
pub(super) const VERSION: &[Parameter] = &[named("version", "Version of the policy", version)];
pub(super) const PROVIDER: &[Parameter] =
    &[named("provider", "The provider", schema::<ProviderId>)];
pub(super) const PAGE_OF_ORDER: &[Parameter] = &[named("order", "The order", schema::<OrderId>)];
pub(super) const WAY_BACK: &[Parameter] = &[
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
