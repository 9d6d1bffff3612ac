//! The product's answers, in the words of the model.

use credit_gateway::store::WriteError;
use domain::{
    command::{Answer, Reply},
    customer::ClosingQuote,
    deposit::Deposit,
    membership::Subscription,
    order::Order,
    refund::{Quote, QuoteCode, Refund},
    refusal::Refusal,
    spend::Part,
};

use crate::{calendar::show, ids::Ids, reference::Said};

pub(crate) fn said(result: &Result<Reply, WriteError>, ids: &Ids) -> Said {
    match result {
        Ok(reply) => {
            let answer = answer(&reply.answer, ids);
            Ok(match reply.balance {
                Some(balance) => format!("{answer}; balance {balance}"),
                None => answer,
            })
        }
        Err(WriteError::Refused(refusal)) => Err(name_of(refusal)),
        Err(failure) => Err(format!("failure: {failure}")),
    }
}

/// The name of the rule, with the numbers that explain it.
fn name_of(refusal: &Refusal) -> String {
    match refusal {
        Refusal::InsufficientCredits { asked, available } => {
            format!("InsufficientCredits: {asked} of {available}")
        }
        Refusal::CreditsAboveUnused { asked, unused } => {
            format!("CreditsAboveUnused: {asked} of {unused}")
        }
        Refusal::HeldLotEnded { asked, usable, .. } => {
            format!("HeldLotEnded: {asked} of {usable}")
        }
        Refusal::MonthRuns { until, .. } => {
            format!("MonthRuns: until {}", show(until.timestamp_micros()))
        }
        Refusal::MonthNotDue { next, due_at, .. } => {
            let due_at = show(due_at.timestamp_micros());
            format!("MonthNotDue: month {next} at {due_at}")
        }
        other => {
            let words = format!("{other:?}");
            let name = words.split(|c: char| !c.is_alphanumeric()).next();
            name.unwrap_or_default().to_owned()
        }
    }
}

fn answer(answer: &Answer, ids: &Ids) -> String {
    match answer {
        Answer::Order(order) => order_in_words(order, ids),
        Answer::Observed(seen) => format!(
            "{}, minted {}",
            order_in_words(&seen.order, ids),
            seen.minted
        ),
        Answer::Spend(spend) => format!(
            "spend {}: {}",
            at(ids, "spend", &spend.id),
            parts(&spend.parts, ids)
        ),
        Answer::Hold(hold) => format!(
            "hold {}: {}, {} captured, {}",
            at(ids, "hold", &hold.id),
            hold.state,
            hold.captured,
            parts(&hold.parts, ids)
        ),
        Answer::Lot(lot) => format!(
            "lot {}: {} of {} remaining",
            at(ids, "lot", &lot.id),
            lot.remaining,
            lot.granted
        ),
        Answer::Expired(over) => format!("{} lots and {} holds were over", over.lots, over.holds),
        Answer::Quote(quote) => quote_in_words(quote, ids),
        Answer::Refund(refund) => refund_in_words(refund, ids),
        Answer::Receipt(receipt) => receipt.deposit.as_ref().map_or_else(
            || "no deposit".to_owned(),
            |deposit| deposit_in_words(deposit, ids),
        ),
        Answer::Deposit(deposit) => deposit_in_words(deposit, ids),
        Answer::ClosingQuote(quote) => closing_in_words(quote, ids),
        Answer::Subscription(it) => subscription_in_words(it, ids),
        Answer::Customer(it) => format!("customer is {}, {} owed", it.state, it.debt),
        Answer::Closed(closed) => format!("closed, {} credits forfeited", closed.forfeited),
        Answer::Waived(waived) => {
            format!("waived {}, {} owed", waived.waived, waived.customer.debt)
        }
        other => later(other, ids),
    }
}

/// Of campaigns, contracts, and what people decide.
fn later(answer: &Answer, ids: &Ids) -> String {
    match answer {
        Answer::Approval(it) => format!(
            "approval {}: {} of {}, {}",
            at(ids, "approval", &it.id),
            it.act,
            it.amount,
            it.decision
        ),
        Answer::Contradiction(it) => format!(
            "contradiction {}: {}, {}, {} won, {} cancelled",
            at(ids, "contradiction", &it.id),
            it.kind,
            it.state,
            it.amount,
            it.cancelled
        ),
        Answer::Contract(it) => {
            let who = ids.customers().iter().position(|id| *id == it.customer);
            let (place, who) = (at(ids, "contract", &it.id), who.unwrap_or(usize::MAX));
            format!("contract {place}: of {who}")
        }
        Answer::Endpoint(it) => format!("endpoint {}: {}", at(ids, "endpoint", &it.id), it.state),
        Answer::Campaign(it) => format!(
            "campaign {}: {} of {} in {}, over at {}",
            at(ids, "campaign", &it.id),
            it.used,
            it.budget,
            it.redeemed,
            show(it.ends_at().timestamp_micros())
        ),
        Answer::Redemption(it) => format!(
            "redemption {}: {} credits, {} won off, {}",
            at(ids, "redemption", &it.id),
            it.credits,
            it.discount,
            it.state
        ),
        other => format!("{other:?}"),
    }
}

fn at(ids: &Ids, table: &'static str, id: &impl ToString) -> String {
    let place = ids.place(table, &id.to_string());
    place.map_or_else(
        || "that is not stored".to_owned(),
        |place| place.to_string(),
    )
}

fn order_in_words(order: &Order, ids: &Ids) -> String {
    format!(
        "order {}: {} won, {}",
        at(ids, "order", &order.id),
        order.amount,
        order.state
    )
}

fn refund_in_words(refund: &Refund, ids: &Ids) -> String {
    let place = at(ids, "refund", &refund.id);
    format!(
        "refund {place}: {} won for {} credits, {}",
        refund.amount, refund.credits, refund.state
    )
}

fn deposit_in_words(deposit: &Deposit, ids: &Ids) -> String {
    let order = deposit
        .order
        .and_then(|order| ids.place("order", &order.to_string()));
    let repeat_of = deposit
        .repeat_of
        .and_then(|of| ids.place("deposit", &of.to_string()));
    let (place, won) = (at(ids, "deposit", &deposit.id), deposit.movement.amount);
    format!(
        "deposit {place}: {won} won, {}, order {order:?}, repeat of {repeat_of:?}",
        deposit.state
    )
}

fn closing_in_words(quote: &ClosingQuote, ids: &Ids) -> String {
    let mut words = vec![format!(
        "closing loses {} credits, {} won could go back, {} owed",
        quote.forfeited, quote.refundable, quote.debt
    )];
    for of in &quote.payments {
        let payment = at(ids, "payment", &of.payment);
        words.push(format!(
            "payment {payment}: {} credits, {} won {}",
            of.credits, of.amount, of.basis
        ));
    }
    words.join("; ")
}

fn subscription_in_words(it: &Subscription, ids: &Ids) -> String {
    let due_at = it.next_due_at.map(|at| show(at.timestamp_micros()));
    format!(
        "subscription {}: {}, {} credits a month, {}, month {} at {}",
        at(ids, "subscription", &it.id),
        it.plan,
        it.credits,
        it.state,
        it.next_month,
        due_at.as_deref().unwrap_or("no time")
    )
}

fn parts(parts: &[Part], ids: &Ids) -> String {
    let words = parts.iter().map(|part| {
        format!(
            "{} of lot {} ({})",
            part.credits,
            at(ids, "lot", &part.lot),
            part.why
        )
    });
    words.collect::<Vec<_>>().join(", ")
}

/// Of a contract its place.
fn version(version: &str, ids: &Ids) -> String {
    match ids.place("contract", version) {
        Some(contract) => format!("contract {contract:02}"),
        None => version.to_owned(),
    }
}

fn quote_in_words(quote: &Quote, ids: &Ids) -> String {
    let mut words = vec![format!(
        "quote {}: {} won for {} credits, {}, policy {}, until {}",
        at(ids, "quote", &quote.id),
        quote.amount,
        quote.credits,
        quote.basis,
        version(&quote.policy, ids),
        show(quote.expires_at.timestamp_micros())
    )];
    for line in &quote.lines {
        let lot = at(ids, "lot", &line.lot);
        words.push(if line.code == QuoteCode::Bonus {
            format!("lot {lot} bonus: {} of {} go", line.revoked, line.granted)
        } else {
            let until = line.window_until.map(|at| show(at.timestamp_micros()));
            format!(
                "lot {lot} {}: {} of {}, {} not refundable, {} paid debts, {}",
                line.code,
                line.credits,
                line.granted,
                line.not_refundable,
                line.debt_paid,
                until.as_deref().unwrap_or("no window")
            )
        });
    }
    words.join("; ")
}
