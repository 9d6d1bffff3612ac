//! Credits used at once, and their reversal.

use crate::{
    actor::Actor,
    books::{Books, Needs},
    command::Change,
    effects::AuditAct,
    id::{CustomerId, SpendId},
    ledger::Act,
    lot::Bucket,
    money::Credits,
    refusal::Refusal,
    spend::Spend,
};

/// Uses credits in the published order.
#[derive(Debug, Clone)]
pub struct SpendCredits {
    pub customer: CustomerId,
    pub credits: Credits,
    pub meter: String,
    pub reference: String,
}

impl Change for SpendCredits {
    type Answer = Spend;
    const ANSWERS_BALANCE: bool = true;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.spend(&self.customer, self.credits);
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Spend, Refusal> {
        books.spend(&self.customer, self.credits, &self.meter, &self.reference)
    }
}

/// Gives the credits of a spend back to their lots.
#[derive(Debug, Clone)]
pub struct ReverseSpend {
    pub customer: CustomerId,
    pub spend: SpendId,
}

impl Change for ReverseSpend {
    type Answer = Spend;
    const ANSWERS_BALANCE: bool = true;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.spends.insert(self.spend);
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Spend, Refusal> {
        let (customer, id) = (&self.customer, self.spend);
        let found = books
            .rows
            .spends
            .get(&id)
            .filter(|spend| spend.customer_id == *customer);
        let mut spend = found.cloned().ok_or(Refusal::NoSpend(id))?;
        books.open_customer(customer)?;
        if let Some(at) = spend.reversed_at {
            return Err(Refusal::AlreadyReversed { spend: id, at });
        }
        spend.reversed_at = Some(books.now);
        let mut lines = Vec::new();
        for part in &spend.parts {
            lines.push(books.give_back(part.lot, Bucket::Spent, part.credits));
        }
        books.post(customer, Act::Reverse, id.to_string(), &lines);
        books.settle_returned(customer, &spend.parts);
        books.act(
            by,
            AuditAct::SpendReverse,
            id.to_string(),
            format!("{} credits", spend.credits),
        );
        books.rows.spends.put(id, spend.clone());
        Ok(spend)
    }
}

impl Books<'_> {
    fn spend(
        &mut self,
        customer: &CustomerId,
        credits: Credits,
        meter: &str,
        reference: &str,
    ) -> Result<Spend, Refusal> {
        self.open_customer(customer)?;
        let parts = self.choose(customer, credits)?;
        let id = SpendId::new(self.now, self.entropy);
        let lines = self.shift_parts(&parts, Bucket::Remaining, Bucket::Spent);
        self.post(customer, Act::Spend, id.to_string(), &lines);
        let spend = Spend {
            id,
            customer_id: customer.clone(),
            credits,
            meter: meter.to_owned(),
            reference: reference.to_owned(),
            parts,
            hold: None,
            at: self.now,
            reversed_at: None,
        };
        self.rows.spends.put(id, spend.clone());
        Ok(spend)
    }
}
