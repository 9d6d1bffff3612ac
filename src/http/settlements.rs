//! What providers pay out: settlements, their rows with where each leads, and the imports that they came from.

use chrono::NaiveDate;
use domain::{
    id::{
        LotId, OrderId, PaymentId, PayoutId, RefundId, SettlementId, SettlementImportId,
        SettlementRowId,
    },
    kind::ProviderId,
    money::{Credits, SignedWon, Won},
    settlement::{Import, Origin, Payout, Row, Settlement, SettlementKind},
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::{
    discrepancies::provider,
    error::{INVALID_FIELD, Problem},
    request::ApiRequest,
    response::{Answered, ok},
    view::{At, List, view},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::settlements::{self, Lineage, Whole},
};

view! {
    /// What a provider pays out on one day.
    pub(super) struct SettlementView("Settlement") of (it: Settlement) {
        id: SettlementId,
        provider: ProviderId,
        /// The day of Seoul; null for all rows whose day the provider has not said.
        paid_out_on: Option<NaiveDate>,
        /// How many rows it has.
        rows: i64,
        /// Won that buyers paid, less what went back to them.
        gross: SignedWon,
        /// Won that the provider keeps, before VAT where the rows say it apart.
        fee: SignedWon,
        /// The VAT of the fee, in won.
        vat: SignedWon,
        /// Won that are paid out.
        net: SignedWon,
        /// The money that arrived for it on the seller's account.
        payout_id: Option<PayoutId> = it.payout,
    }
}

view! {
    /// Money of a provider that arrived on the seller's account.
    pub(super) struct PayoutView("SettlementPayout") of (it: Payout) {
        id: PayoutId,
        /// The day of Seoul.
        day: NaiveDate,
        amount: Won,
        /// The statement that showed it.
        import_id: SettlementImportId = it.import,
    }
}

/// A settlement with the money that arrived.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SettlementWithPayout")]
pub(super) struct WholeView {
    #[serde(flatten)]
    settlement: SettlementView,
    /// Null while no statement has shown it.
    payout: Option<PayoutView>,
}

impl WholeView {
    fn of(whole: Whole) -> Self {
        Self {
            settlement: SettlementView::of(whole.settlement),
            payout: whole.payout.map(PayoutView::of),
        }
    }
}

view! {
    /// One line of a settlement. Amounts are won; those of a cancel are negative.
    pub(super) struct SettlementRowView("SettlementRow") of (it: Row; line = it.line) {
        id: SettlementRowId,
        provider: ProviderId,
        settlement_id: SettlementId = it.settlement,
        /// The import that brought it first.
        import_id: SettlementImportId = it.import,
        kind: SettlementKind = line.kind,
        /// The provider's name of the movement.
        row_key: String = line.key,
        /// The provider's name of the payment.
        payment_key: String = line.payment_key,
        /// The order as the provider repeats it.
        order_ref: String = line.order_ref,
        gross: SignedWon = line.gross,
        fee: SignedWon = line.fee,
        /// Null where it is in the fee and not said apart.
        vat: Option<SignedWon> = line.vat,
        net: SignedWon = line.net,
        /// The day of Seoul on which it was sold or given back.
        sold_on: NaiveDate = line.sold_on,
        paid_out_on: Option<NaiveDate> = line.paid_out_on,
        /// What the books have of it, once its day was compared.
        order_id: Option<OrderId> = it.order,
        payment_id: Option<PaymentId> = it.payment,
        refund_id: Option<RefundId> = it.refund,
    }
}

/// A lot as far as a settlement leads to it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SettledLot")]
struct LotView {
    id: LotId,
    granted: Credits,
    remaining: Credits,
}

/// Where the money of a row came from and went: the seller's account, the settlement, the payment, its lot and its refunds.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SettlementLineage")]
pub(super) struct LineageView {
    row: SettlementRowView,
    settlement: WholeView,
    /// Won of the payment.
    payment_amount: Option<Won>,
    lot: Option<LotView>,
    refund_ids: Vec<RefundId>,
}

impl LineageView {
    fn of(it: Lineage) -> Self {
        Self {
            row: SettlementRowView::of(it.row),
            settlement: WholeView::of(it.whole),
            payment_amount: it.payment.map(|payment| payment.amount),
            lot: it.lot.map(|lot| LotView {
                id: lot.id,
                granted: lot.granted,
                remaining: lot.remaining,
            }),
            refund_ids: it.refunds.iter().map(|refund| refund.id).collect(),
        }
    }
}

view! {
    /// A file, or an answer of a provider, that settlement rows came from.
    pub(super) struct ImportView("SettlementImport")
    of (it: Import; rows = serde_json::from_str::<Value>(&it.unread_rows).unwrap_or_default()) {
        id: SettlementImportId,
        provider: ProviderId,
        origin: Origin,
        /// The file's name; empty for answers.
        file: String,
        /// SHA-256 of the content: the same content is imported once.
        hash: String,
        /// Rows that were not known before.
        added: i64,
        /// Rows that were.
        known: i64,
        /// Rows that could not be read.
        unread: i64,
        /// The first 1,000 of those: `line`, `field` and `rule`.
        unread_rows: Value = rows,
        /// `import:` and a name, or `provider:` and its.
        imported_by: String = it.imported_by.to_string(),
        imported_at: At = At(it.imported_at),
    }
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let page = settlements::list(&app, provider(&ask)?, ask.page()?).await?;
    Ok(ok(&List::of(page, SettlementView::of)))
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let it = settlements::settlement(&app, ask.id("id")?).await?;
    Ok(ok(&WholeView::of(it)))
}

pub(super) async fn rows(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let wrong = |_| {
        let rule = "is the id of a settlement";
        Problem::field(&INVALID_FIELD, "settlement_id", rule)
    };
    let named = ask.query("settlement_id").map(str::parse::<SettlementId>);
    let of = named.transpose().map_err(wrong)?;
    let page = settlements::rows(&app, of, ask.page()?).await?;
    Ok(ok(&List::of(page, SettlementRowView::of)))
}

pub(super) async fn row(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let it = settlements::row(&app, ask.id("id")?).await?;
    Ok(ok(&LineageView::of(it)))
}

pub(super) async fn imports(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let page = settlements::imports(&app, provider(&ask)?, ask.page()?).await?;
    Ok(ok(&List::of(page, ImportView::of)))
}

pub(super) async fn import(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let it = settlements::import(&app, ask.id("id")?).await?;
    Ok(ok(&ImportView::of(it)))
}
