//! Notices of a version of the policy that takes something away: one for each customer and version (credits policy,
//! section 11).

use chrono::{DateTime, Utc};

use super::{Books, Needs};
use crate::{
    actor::Actor,
    canary,
    command::{Change, of_customer},
    customer::Customer,
    event::{self, Event},
    id::{ContractId, CustomerId, PolicyNoticeId},
    lot::Lot,
    notice::PolicyNotice,
    policy::Policy,
    refusal::Refusal,
};

/// Sends a customer the notice of a version that takes something away, where the customer holds credits that are not of a
/// contract. It is sent once, and not any more once the version is in force. Whoever buys between the publication and that
/// instant gets it too: the checkout showed the terms of the purchase, but not that the next one has others.
#[derive(Debug, Clone)]
pub struct NotifyPolicy {
    pub customer: CustomerId,
    pub version: String,
    /// The customer's own page, by a signed link.
    pub page_url: String,
    /// Exclusive: until when the link opens the page.
    pub page_until: DateTime<Utc>,
}

impl Change for NotifyPolicy {
    type Answer = Customer;

    of_customer!();

    fn needs(&self, needs: &mut Needs) {
        needs.lots_of.insert(self.customer.clone());
        needs.policy_notices_of.insert(self.customer.clone());
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Customer, Refusal> {
        let customer = books.customer(&self.customer).clone();
        let all = books.rules.policies.to_announce(books.now);
        let found = all.into_iter();
        let mut found = found.filter(|announced| announced.policy.version == self.version);
        let Some(announced) = found.next() else {
            return Ok(customer);
        };
        let policy = announced.policy;
        if books.has_notice(&customer.id, policy) || !books.is_touched(&customer.id, policy) {
            return Ok(customer);
        }
        let body = event::PolicyNotice {
            customer_id: customer.id.clone(),
            version: policy.version.clone(),
            hash: policy.hash.clone(),
            title: policy.title.clone(),
            published_at: policy.published_at,
            effective_at: policy.effective_at,
            cuts: announced.cuts,
            page_url: self.page_url.clone(),
            page_until: self.page_until,
        };
        books.rows.policy_notices.put(PolicyNotice {
            id: PolicyNoticeId::new(books.now, books.entropy),
            customer: customer.id.clone(),
            version: body.version.clone(),
            hash: body.hash.clone(),
            at: books.now,
        });
        books.event(Event::PolicyNotice(body));
        Ok(customer)
    }
}

impl Books<'_> {
    fn has_notice(&self, customer: &CustomerId, policy: &Policy) -> bool {
        let mut sent = self.rows.policy_notices.of_customer(customer);
        sent.any(|notice| notice.version == policy.version)
    }

    /// Whether the customer holds credits that are not of a contract, which has terms of its own.
    fn is_touched(&self, customer: &CustomerId, policy: &Policy) -> bool {
        let counts = |lot: &Lot| {
            let early = lot.acquired_at <= policy.published_at;
            canary!(LateBuyerUnnoticed, early, true)
        };
        let mut lots = self.rows.lots.of_customer(customer);
        lots.any(|lot| {
            lot.is_live(self.now)
                && !(lot.remaining.is_zero() && lot.held.is_zero())
                && lot.policy.parse::<ContractId>().is_err()
                && counts(lot)
        })
    }
}
