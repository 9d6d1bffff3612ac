//! The named parts of paths and queries that the table of routes uses.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    approval::ApprovalState,
    contradiction::ContradictionState,
    deposit::DepositState,
    effects::AuditAct,
    event::EventKind,
    finding::FindingState,
    id::{
        ApprovalId, CampaignId, CashReceiptId, CheckoutId, ContractId, ContradictionId, CustomerId,
        DepositId, DiscrepancyId, DisputeId, EndpointId, EventId, FindingId, HoldId, InboxId,
        JobId, KeyId, LotId, OrderId, PaymentId, PolicyDraftId, ReconciliationId, RefundId,
        SettlementId, SettlementImportId, SettlementRowId, SpendId, SubscriptionId,
    },
    kind::ProviderId,
    ledger::{Act, Unit},
    money::{Credits, Won},
    order::OrderState,
    policy::VERSION_CHARS_MAX,
    product::ID_CHARS_MAX,
    reconcile::{DiscrepancyKind, DiscrepancyState, RunState, Source},
    refund::RefundState,
    statement::Lang,
    usage::UsageBy,
};
use schemars::{Schema, SchemaGenerator, json_schema};

use super::{
    limits::{CURSOR_MAX, PAGE_MAX, TOKEN_MAX},
    route::{Parameter, Query, schema},
    sheets::Language,
};
use crate::flows::{
    REFERENCE_MAX, checkout::DEPOSITOR_NAME_MAX, endpoints::DeliveryState, jobs::JobState,
    reconcile::DAYS_MAX, search::PAYMENT_KEY_MAX, settlements::FILE_NAME_MAX,
};

/// More than the longest name of an invariant.
const INVARIANT_CHARS_MAX: usize = 64;

/// Days that are looked back on.
fn days_back(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "integer", "minimum": 1, "maximum": DAYS_MAX })
}

/// A page's length.
fn limit(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "integer", "minimum": 1, "maximum": PAGE_MAX })
}

fn text<const MAX: usize>(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "minLength": 1, "maxLength": MAX })
}

fn outcome(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": ["success", "fail", "cancel"] })
}

/// Parameters by name, each with what makes its schema and its description. Behind `paged` follow those of a
/// page, behind `sought` the criteria of a search as well.
macro_rules! parameters {
    ($($name:literal $schema:path = $about:literal),+ $(,)?) => {
        &[$(Parameter { name: $name, about: $about, schema: $schema }),+]
    };
    (paged $($name:literal $schema:path = $about:literal),* $(,)?) => {
        Query::Known(parameters![
            $($name $schema = $about,)*
            "limit" limit = "Most things to give, 1 to 100; 20 when left out",
            "cursor" text::<CURSOR_MAX> = "The `next` of the page before",
        ])
    };
    (sought $($name:literal $schema:path = $about:literal),* $(,)?) => {
        parameters![paged
            $($name $schema = $about,)*
            "customer_id" schema::<CustomerId> = "Only this customer's",
            "payment_key" text::<PAYMENT_KEY_MAX>
                = "Only of a payment that its provider calls so, as it is written there",
            "amount" schema::<Won> = "Only of exactly so many won",
            "depositor_name" text::<DEPOSITOR_NAME_MAX>
                = "Only with this name on a transfer to our own account, whole, compared as deposits are matched",
        ]
    };
}

pub(super) const CUSTOMER: &[Parameter] =
    parameters!["id" schema::<CustomerId> = "The seller's own name of the customer"];
pub(super) const ORDER: &[Parameter] = parameters!["id" schema::<OrderId> = "The order"];
pub(super) const SPEND: &[Parameter] = parameters!["id" schema::<SpendId> = "The spend"];
pub(super) const HOLD: &[Parameter] = parameters!["id" schema::<HoldId> = "The hold"];
pub(super) const PAYMENT: &[Parameter] = parameters!["id" schema::<PaymentId> = "The payment"];
pub(super) const REFUND: &[Parameter] = parameters!["id" schema::<RefundId> = "The refund"];
pub(super) const CASH_RECEIPT: &[Parameter] =
    parameters!["id" schema::<CashReceiptId> = "The cash receipt"];
pub(super) const DISPUTE: &[Parameter] = parameters!["id" schema::<DisputeId> = "The dispute"];
pub(super) const DEPOSIT: &[Parameter] = parameters!["id" schema::<DepositId> = "The deposit"];
pub(super) const CONTRADICTION: &[Parameter] =
    parameters!["id" schema::<ContradictionId> = "The contradiction"];
pub(super) const CAMPAIGN: &[Parameter] = parameters!["id" schema::<CampaignId> = "The campaign"];
pub(super) const CONTRACT: &[Parameter] = parameters!["id" schema::<ContractId> = "The contract"];
pub(super) const APPROVAL: &[Parameter] = parameters!["id" schema::<ApprovalId> = "The approval"];
pub(super) const POLICY_DRAFT: &[Parameter] =
    parameters!["id" schema::<PolicyDraftId> = "The draft"];
pub(super) const SUBSCRIPTION: &[Parameter] =
    parameters!["id" schema::<SubscriptionId> = "The subscription"];
pub(super) const ENDPOINT: &[Parameter] =
    parameters!["id" schema::<EndpointId> = "The webhook endpoint"];
pub(super) const EVENT: &[Parameter] = parameters!["id" schema::<EventId> = "The event"];
pub(super) const DISCREPANCY: &[Parameter] =
    parameters!["id" schema::<DiscrepancyId> = "The discrepancy"];
pub(super) const RECONCILIATION: &[Parameter] =
    parameters!["id" schema::<ReconciliationId> = "The comparison"];
pub(super) const SETTLEMENT: &[Parameter] =
    parameters!["id" schema::<SettlementId> = "The settlement"];
pub(super) const SETTLEMENT_ROW: &[Parameter] =
    parameters!["id" schema::<SettlementRowId> = "The row of a settlement"];
pub(super) const SETTLEMENT_IMPORT: &[Parameter] =
    parameters!["id" schema::<SettlementImportId> = "The import"];
pub(super) const FINDING: &[Parameter] = parameters!["id" schema::<FindingId> = "The finding"];
pub(super) const JOB: &[Parameter] = parameters!["id" schema::<JobId> = "The job"];
pub(super) const INBOX_ROW: &[Parameter] =
    parameters!["id" schema::<InboxId> = "The webhook as it was stored"];
pub(super) const VERSION: &[Parameter] =
    parameters!["version" text::<VERSION_CHARS_MAX> = "Version of the policy"];
pub(super) const PROVIDER: &[Parameter] =
    parameters!["provider" schema::<ProviderId> = "The provider"];
pub(super) const PAGE_OF_ORDER: &[Parameter] = parameters!["order" schema::<OrderId> = "The order"];
pub(super) const CHECKOUT: &[Parameter] = parameters!["id" schema::<CheckoutId> = "The checkout"];
pub(super) const PAGE_OF_CHECKOUT: &[Parameter] =
    parameters!["checkout" schema::<CheckoutId> = "The checkout"];
pub(super) const PAGE_OF_LOT: &[Parameter] = parameters!["lot" schema::<LotId> = "The lot"];
pub(super) const WAY_BACK: &[Parameter] = parameters![
    "provider" schema::<ProviderId> = "The provider the buyer comes from",
    "order" schema::<OrderId> = "The order",
    "outcome" outcome = "success, fail or cancel, as the provider sees it",
];

pub(super) const MY: &[Parameter] =
    parameters!["customer" text::<TOKEN_MAX> = "The customer, as our link names it"];
pub(super) const MY_ORDER: &[Parameter] = parameters![
    "customer" text::<TOKEN_MAX> = "The customer, as our link names it",
    "order" schema::<OrderId> = "The order",
];

/// The query of a customer's own page: the signed link, the language, and more.
macro_rules! linked {
    ($($name:literal $schema:path = $about:literal),* $(,)?) => {
        Query::Known(parameters![
            "until" schema::<String> = "When the link ends, in Unix seconds",
            "sig" schema::<String> = "Our signature over the customer and the end",
            "lang" schema::<Lang> = "The page's language; ko when left out",
            $($name $schema = $about),*
        ])
    };
}

pub(super) const MY_OVERVIEW: Query = linked![
    "order_id" schema::<OrderId> = "The order that the buyer comes back from",
    "status" schema::<OrderState> = "What it was then",
];
pub(super) const MY_PART: Query = linked![];
pub(super) const MY_LOTS: Query = linked!["cursor" text::<CURSOR_MAX> = "Where the page begins"];
pub(super) const MY_HISTORY: Query = linked!["cursor" text::<CURSOR_MAX> = "Where the page begins"];
pub(super) const MY_USAGE: Query =
    linked!["days" schema::<i64> = "The last so many days: 7, 30 or 90"];
pub(super) const MY_STATEMENT: Query = linked!["month" text::<7> = "The month, as 2026-04"];
pub(super) const MY_FILE: Query = linked![
    "month" text::<7> = "The month, as 2026-04",
    "form" text::<4> = "csv or json",
];
pub(super) const MY_SHOP: Query = linked!["product" text::<ID_CHARS_MAX> = "The chosen product"];
/// The form by which a customer buys again.
pub(super) const AGAIN: Query = Query::Known(parameters![
    "product" text::<ID_CHARS_MAX> = "The product",
    "quantity" schema::<i64> = "How many",
    "way" schema::<String> = "Provider and method",
    "depositor_name" text::<DEPOSITOR_NAME_MAX> = "The name on a transfer",
    "once" schema::<String> = "What the form was made with",
]);

pub(super) const PAGED: Query = parameters![paged];
/// A page of a list that is CSV too.
pub(super) const SHEET: Query = parameters![paged
    "lang" schema::<Language> = "Of the headings in CSV; as `Accept-Language` says when left out",
];
pub(super) const LOTS: Query = parameters![paged
    "expiring_before" schema::<DateTime<Utc>>
        = "Only those that end before this instant, RFC 3339; ended ones among them",
    "lang" schema::<Language> = "Of the headings in CSV; as `Accept-Language` says when left out",
];
pub(super) const ENTRIES: Query = parameters![paged
    "act" schema::<Act> = "Only of this act",
    "lot" schema::<LotId> = "Only of this lot",
    "unit" schema::<Unit> = "Only credits, or only won",
    "from" schema::<DateTime<Utc>> = "Only those posted at or after this instant, RFC 3339",
    "until" schema::<DateTime<Utc>> = "Only those posted before this instant, RFC 3339",
    "lang" schema::<Language> = "Of the headings in CSV; as `Accept-Language` says when left out",
];
pub(super) const USAGE: Query = parameters![paged
    "by" schema::<UsageBy> = "What is summed; day, of the Korean calendar, when left out",
    "from" schema::<DateTime<Utc>> = "Only spends made at or after this instant, RFC 3339",
    "until" schema::<DateTime<Utc>> = "Only spends made before this instant, RFC 3339",
    "lang" schema::<Language> = "Of the headings in CSV; as `Accept-Language` says when left out",
];
pub(super) const DEPOSITS: Query = parameters![paged
    "state" schema::<DepositState> = "Only these; all that wait for a person when left out",
];
pub(super) const CONTRADICTIONS: Query = parameters![paged
    "state" schema::<ContradictionState> = "Only these; all that wait when left out",
];
pub(super) const DISPUTES: Query = parameters![paged
    "open" schema::<bool> = "true: only those that are to be answered; all when left out",
];
pub(super) const DISCREPANCIES: Query = parameters![paged
    "state" schema::<DiscrepancyState> = "Only these; all when left out",
    "type" schema::<DiscrepancyKind> = "Only of this kind",
    "provider" schema::<ProviderId> = "Only this provider's",
    "source" schema::<Source> = "Only what was found with lists of movements, settlements or the account's statement",
    "day" schema::<NaiveDate> = "Only what the comparison of this day of Seoul found: 2026-04-08",
];
pub(super) const SETTLEMENTS: Query = parameters![paged
    "provider" schema::<ProviderId> = "Only this provider's",
];
pub(super) const SENT_FILE: Query = Query::Known(parameters![
    "provider" schema::<ProviderId> = "Whose payouts it is about; needed",
    "file" text::<FILE_NAME_MAX> = "What the file is called, which is kept with the import; needed",
]);
pub(super) const SETTLEMENT_ROWS: Query = parameters![paged
    "settlement_id" schema::<SettlementId> = "Only those of this settlement",
];
pub(super) const RECONCILIATIONS: Query = parameters![paged
    "state" schema::<RunState> = "Only these; all when left out",
    "provider" schema::<ProviderId> = "Only this provider's",
];
pub(super) const RECONCILED: Query = Query::Known(parameters![
    "days" days_back = "The last so many days that are over, 1 to 93; 30 when left out",
]);
pub(super) const FINDINGS: Query = parameters![paged
    "state" schema::<FindingState> = "Only these; all when left out",
    "invariant" text::<INVARIANT_CHARS_MAX> = "Only of this invariant",
];
pub(super) const APPROVALS: Query = parameters![paged
    "state" schema::<ApprovalState> = "Only these; all that wait when left out",
];
pub(super) const ORDERS: Query = parameters![sought
    "state" schema::<OrderState> = "Only these; all when left out",
];
pub(super) const PAYMENTS: Query = parameters![sought];
pub(super) const OF_REFERENCE: Query = parameters![paged
    "reference" text::<REFERENCE_MAX> = "Only those under this reference of the seller",
];
pub(super) const SPENDS: Query = parameters![paged
    "reference" text::<REFERENCE_MAX> = "Only those under this reference of the seller",
    "api_key" schema::<KeyId>
        = "Only those that this API key asked for, by its id; a page may then be short or empty while `next` goes on",
    "lang" schema::<Language> = "Of the headings in CSV; as `Accept-Language` says when left out",
];
pub(super) const REFUNDS: Query = parameters![paged
    "state" schema::<RefundState> = "Only these; all that have not ended when left out",
    "due_before" schema::<DateTime<Utc>>
        = "Only those due before this instant, RFC 3339: now for what is overdue",
];
pub(super) const AUDIT_LOG: Query = parameters![paged
    "act" schema::<AuditAct> = "Only this act; all when left out",
];
pub(super) const JOBS: Query = parameters![paged
    "state" schema::<JobState> = "Only these; all when left out",
];
pub(super) const INBOX: Query = parameters![paged
    "open" schema::<bool> = "true: only what waits for a person; all when left out",
];
pub(super) const DELIVERIES: Query = parameters![paged
    "state" schema::<DeliveryState> = "Only these; all when left out",
];
/// Whoever polls goes on from the last event, also when no page named it.
pub(super) const EVENTS: Query = Query::Known(parameters![
    "type" schema::<EventKind> = "Only events of this type",
    "customer_id" schema::<CustomerId> = "Only this customer's, in the order of their numbers",
    "limit" limit = "Most things to give, 1 to 100; 20 when left out",
    "cursor" schema::<EventId>
        = "The `next` of the page before, or the id of the last event that was read: the list goes on after it",
]);
pub(super) const AT: Query = Query::Known(parameters![
    "at" schema::<DateTime<Utc>> = "An instant, RFC 3339; now when left out",
]);
pub(super) const OF_PERIOD: Query = Query::Known(parameters![
    "from" schema::<DateTime<Utc>> = "The beginning of the period, an instant, RFC 3339",
    "until" schema::<DateTime<Utc>> = "Its end, exclusive; not in the future",
    "lang" schema::<Lang> = "The language of its words: ko, which is meant when left out, or en",
]);
pub(super) const WANTED: Query = Query::Known(parameters![
    "credits" schema::<Credits> = "How many credits would be spent, 1 or more; always needed",
]);
/// The same on a page to which orders lead back.
pub(super) const LED_BACK: Query = Query::Known(parameters![
    "state" schema::<String> = "Our signature over what the page is of",
    "lang" schema::<Lang> = "The page's language; that of an earlier choice when left out, else ko",
    "order_id" schema::<OrderId> = "The order that led back; the page does not go by it",
    "status" schema::<OrderState> = "Its state then; the page does not go by it",
]);
pub(super) const SIGNED: Query = Query::Known(parameters![
    "state" schema::<String> = "Our signature over what the page is of",
    "lang" schema::<Lang> = "The page's language; that of an earlier choice when left out, else ko",
]);
