//! The job of a payment's receipts: asks the provider for what waits, writes down what it answers, and asks for the cancel of
//! what a receipt is larger than the money that is left.

use domain::{
    actor::Actor,
    books::cash_receipts::{FollowReceipt, RecordReceipt, Recorded},
    cash_receipt::{CashReceipt, CashReceiptRequest, ReceiptWay, to_take_back},
    command::Command,
    id::PaymentId,
};

use super::ask::{Told, ask};
use crate::{
    app::App,
    flows::{Result, Settled, views},
    store::reads,
};

/// Steps of one run: a receipt and its cancels, which follow one another. More are done by the next run.
const STEPS_MAX: usize = 8;

/// Settles what can be settled of a payment's receipts now.
pub async fn settle(app: &App, id: PaymentId) -> Result<Settled> {
    for _ in 0..STEPS_MAX {
        let payment = views::payment(app, id).await?;
        let all = reads::cash_receipts_of(&app.db, id).await?;
        let asked = |it: &&CashReceipt| is_asked(it);
        let Some(open) = all.iter().find(asked) else {
            if to_take_back(&all, payment.left()).is_none() {
                return Ok(Settled::Done);
            }
            let follow = FollowReceipt {
                customer: payment.customer,
                payment: id,
            };
            app.apply(Command::new(follow, Actor::Gateway)).await?;
            continue;
        };
        let told = ask(app, &payment, &all, &open.request).await?;
        crate::crash::point("receipt.after_ask");
        match told {
            Told::Known(recorded) => record(app, &open.request, recorded).await?,
            Told::Open(settled) => return Ok(settled),
        }
    }
    Ok(Settled::Later(
        "more waits of this payment's receipts".into(),
    ))
}

fn is_asked(it: &CashReceipt) -> bool {
    it.is_open() && it.request.way == ReceiptWay::Provider
}

async fn record(app: &App, request: &CashReceiptRequest, recorded: Recorded) -> Result<()> {
    let change = RecordReceipt {
        customer: request.customer.clone(),
        payment: request.payment,
        request: request.id,
        recorded,
    };
    let by = Actor::Provider(request.provider.clone());
    app.apply(Command::new(change, by)).await
}
