//! One request to a provider, under the id that it has on disk, and what its answer means. After a doubt the provider's list
//! of the day is read, because a refusal that is bound to the key would be repeated for as long as the key lives.
//!
//! Whether Toss takes a receipt back by itself when its payment is cancelled is not documented. So the list is read before
//! each cancel: a cancel that is there and is none of ours is the one that was to be made.

use chrono::{NaiveDate, TimeDelta};
use domain::{
    books::cash_receipts::Recorded,
    calendar::seoul,
    cash_receipt::{CashReceipt, CashReceiptRequest, Identity, ReceiptAct, ReceiptPurpose},
    payment::Payment,
};
use providers::{
    error::ProviderError,
    provider::{self, CashReceipts, Receipt, ReceiptCancel, ReceiptOrder, ReceiptStanding},
};

use crate::{
    app::App,
    flows::{Result, Settled, failure, views},
};

/// Toss forgets a key after fifteen days, and would issue another receipt then. A day is left for clocks.
const ASKED_AGAIN_DAYS: i64 = 14;
/// Days of a list that are read: a job is parked after two.
const LISTED_DAYS: i64 = 3;

/// What a provider told.
pub(super) enum Told {
    Known(Recorded),
    Open(Settled),
}

/// Asks the payment's provider for what waits.
pub(super) async fn ask(
    app: &App,
    payment: &Payment,
    all: &[CashReceipt],
    request: &CashReceiptRequest,
) -> Result<Told> {
    let provider = app.provider(&payment.provider)?;
    let Some(receipts) = provider.cash_receipts() else {
        return Ok(stuck("its provider issues no cash receipts any more"));
    };
    if app.now() >= request.requested_at + TimeDelta::days(ASKED_AGAIN_DAYS) {
        return Ok(stuck(
            "its key is over at the provider: look there, and record what became of it",
        ));
    }
    let asked = Asked {
        app,
        payment,
        all,
        request,
        receipts,
    };
    match request.act {
        ReceiptAct::Issue => asked.issue().await,
        ReceiptAct::Cancel => asked.cancel().await,
    }
}

struct Asked<'a> {
    app: &'a App,
    payment: &'a Payment,
    all: &'a [CashReceipt],
    request: &'a CashReceiptRequest,
    receipts: &'a dyn CashReceipts,
}

impl Asked<'_> {
    async fn issue(&self) -> Result<Told> {
        let request = self.request;
        let identity = request.identity.as_ref().and_then(Identity::digits);
        let Some(identity) = identity else {
            return Ok(stuck(
                "its number cannot be read: the key it is encrypted with is missing",
            ));
        };
        let order = views::order(self.app, self.payment.order).await?;
        let wanted = ReceiptOrder {
            key: request.id.to_string(),
            order: order.id,
            title: order.title,
            amount: request.amount,
            tax_free: request.tax_free,
            purpose: match request.purpose {
                ReceiptPurpose::IncomeDeduction => provider::ReceiptPurpose::IncomeDeduction,
                ReceiptPurpose::ExpenseProof => provider::ReceiptPurpose::ExpenseProof,
            },
            identity: identity.into(),
        };
        let answer = self.receipts.request(&wanted).await;
        self.judge(answer).await
    }

    async fn cancel(&self) -> Result<Told> {
        let issued = self
            .all
            .iter()
            .find(|it| it.request.id == self.request.receipt);
        let key = issued.and_then(|it| it.outcome.as_ref()?.receipt_key.clone());
        let Some(receipt_key) = key else {
            return Ok(stuck(
                "the provider's name of the receipt is not known: cancel it there, and record it",
            ));
        };
        // One that is there already: the answer to ours was lost, or the provider made it by itself.
        match self.listed(provider::ReceiptAct::Cancel).await {
            Ok(found) => match found.first() {
                Some(there) if there.amount == self.request.amount => return Ok(told(there)),
                Some(_) => {
                    return Ok(stuck(
                        "the provider lists a cancel of another amount: look there, and record it",
                    ));
                }
                None => {}
            },
            Err(error) => return Ok(Told::Open(Settled::after(&error))),
        }
        let wanted = ReceiptCancel {
            key: self.request.id.to_string(),
            receipt_key,
            amount: Some(self.request.amount),
        };
        let answer = self.receipts.cancel(&wanted).await;
        self.judge(answer).await
    }

    async fn judge(&self, answer: Result<Receipt, ProviderError>) -> Result<Told> {
        let receipt = match answer {
            Ok(receipt) => receipt,
            Err(no @ (ProviderError::Declined { .. } | ProviderError::TooLate { .. })) => {
                return Ok(Told::Known(Recorded::Failed {
                    failure: Some(no.failure()),
                    note: None,
                }));
            }
            Err(doubt @ ProviderError::InDoubt(_)) => {
                return Ok(self
                    .looked_up(None)
                    .await
                    .unwrap_or_else(|| Told::Open(Settled::Later(failure(&doubt)))));
            }
            Err(error) => return Ok(Told::Open(Settled::after(&error))),
        };
        if receipt.amount != self.request.amount {
            return Ok(stuck(
                "the provider answers with another amount than was asked for",
            ));
        }
        if receipt.standing == ReceiptStanding::InProgress
            && let Some(told) = self.looked_up(Some(&receipt.key)).await
        {
            return Ok(told);
        }
        Ok(told(&receipt))
    }

    /// What the provider's list has of this request: by the provider's name of it, or by its amount among what is not
    /// known here. A list that cannot be read says nothing.
    async fn looked_up(&self, key: Option<&str>) -> Option<Told> {
        let act = match self.request.act {
            ReceiptAct::Issue => provider::ReceiptAct::Issue,
            ReceiptAct::Cancel => provider::ReceiptAct::Cancel,
        };
        let found = self.listed(act).await.ok()?;
        let same = |it: &&Receipt| match key {
            Some(key) => it.key == key,
            None => it.amount == self.request.amount,
        };
        found.iter().find(same).map(told)
    }

    /// What the provider lists of this order since the request, and none of our outcomes names. Of what was refused
    /// nothing follows.
    async fn listed(&self, act: provider::ReceiptAct) -> Result<Vec<Receipt>, ProviderError> {
        let day = |at| -> NaiveDate { seoul(at).date_naive() };
        let today = day(self.app.now());
        let first = day(self.request.requested_at).max(today - TimeDelta::days(LISTED_DAYS - 1));
        let mut found = Vec::new();
        for day in first.iter_days().take_while(|day| *day <= today) {
            found.extend(self.receipts.requested_on(self.payment.order, day).await?);
        }
        let named = |key: &str| {
            let keys = self.all.iter().filter_map(|it| it.outcome.as_ref());
            keys.filter_map(|it| it.receipt_key.as_deref())
                .any(|it| it == key)
        };
        found.retain(|it| {
            it.act == act && !named(&it.key) && !matches!(it.standing, ReceiptStanding::Failed(_))
        });
        Ok(found)
    }
}

fn told(receipt: &Receipt) -> Told {
    match &receipt.standing {
        ReceiptStanding::Done => Told::Known(Recorded::Done {
            receipt_key: Some(receipt.key.clone()),
            issue_number: receipt.issue_number.clone(),
            url: receipt.url.clone(),
            note: None,
        }),
        ReceiptStanding::Failed(failure) => Told::Known(Recorded::Failed {
            failure: Some(failure.clone()),
            note: None,
        }),
        ReceiptStanding::InProgress => Told::Open(Settled::Later(
            "the tax office has not said yet: it takes a day or two".into(),
        )),
        ReceiptStanding::Unknown { word } => Told::Open(Settled::Later(
            format!("the provider says `{word}` of it, which is not known").into(),
        )),
    }
}

fn stuck(why: &str) -> Told {
    Told::Open(Settled::Stuck(why.into()))
}
