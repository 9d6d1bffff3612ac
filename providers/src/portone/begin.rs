//! Registers the amount of a payment at PortOne, before PortOne's script opens its window in the buyer's browser.

use chrono::{DateTime, TimeDelta, Utc};
use domain::order::{Order, Session};

use super::{PortOne, call::exchange, codes, map::doubt, window::SESSION_MINUTES, wire};
use crate::{
    error::{ProviderError, misconfigured},
    provider::session_until,
};

impl PortOne {
    /// PortOne refuses a window of another amount than the registered one (the script's documented error
    /// `AmountNotEqualToPredefined`), so that a buyer who changed the page pays nothing. Registering anew changes nothing.
    pub(super) async fn open(
        &self,
        order: &Order,
        now: DateTime<Utc>,
    ) -> Result<Session, ProviderError> {
        if self.script.channel(order.method).is_none() {
            return Err(misconfigured(
                "METHOD_NOT_OFFERED",
                "no channel of portone is configured for this method",
            ));
        }
        if order.tax_free > order.amount {
            let message = "the tax-free part is above the amount";
            return Err(misconfigured("TAX_FREE_AMOUNT", message));
        }
        let id = order.id.to_string();
        let body = wire::PreRegister {
            store_id: &self.store_id,
            total_amount: order.amount,
            tax_free_amount: order.tax_free,
            currency: wire::KRW,
        };
        let path = ["payments", id.as_str(), "pre-register"];
        let request = self.post(&path, &id, &body).timeout(self.reads);
        let registered: wire::Registered = exchange(request).await?.said(codes::on_begin)?;
        if !registered.is_object() {
            return Err(doubt("an answer to a registration that is no object"));
        }
        let mut session = session_until(now + TimeDelta::minutes(SESSION_MINUTES));
        session.payment_key = Some(id);
        Ok(session)
    }
}
