//! The explanations of a provider's code: one sentence for the buyer in two languages, one for support. They are not
//! stored. An order, a refund or a job holds the provider's failure, and the tables of the providers hold the sentences. So a
//! better sentence also reaches what happened before it.

use std::collections::BTreeMap;

use domain::{
    effects::Job,
    failure::Failure,
    kind::ProviderId,
    order::{Order, OrderState},
    refund::Refund,
};
use providers::{
    codes::{ENDED_UNDOCUMENTED, Words},
    error::ProviderError,
};

use super::{Result, jobs::JobStatus, views};
use crate::app::App;

/// A provider's code, and what it means to people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    pub code: String,
    /// The provider's own message, where it asks that a refused buyer reads it unaltered.
    pub message: Option<String>,
    pub words: &'static Words,
}

fn of_code(app: &App, provider: &ProviderId, code: &str) -> Explanation {
    Explanation {
        code: code.to_owned(),
        message: None,
        words: app.registry.words(provider, code),
    }
}

fn of_failure(app: &App, provider: &ProviderId, failure: &Failure) -> Option<Explanation> {
    failure.code().map(|code| of_code(app, provider, code))
}

/// The sentences for the buyer, in Korean and in English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentences {
    pub korean: String,
    pub english: &'static str,
}

impl From<&'static Words> for Sentences {
    fn from(words: &'static Words) -> Self {
        Self {
            korean: words.buyer_ko.to_owned(),
            english: words.buyer_en,
        }
    }
}

/// Why an order failed, where a provider's code explains it.
pub fn order(app: &App, order: &Order) -> Option<Explanation> {
    let failure = order.failure.as_ref()?;
    let code = failure.code()?;
    Some(Explanation {
        code: code.to_owned(),
        message: own_message(app, order, failure),
        words: app.registry.words_of_end(&order.provider, code),
    })
}

/// The provider's message about an order that failed, where the buyer must read it. Only a Korean message replaces our
/// Korean sentence, because an adapter's own text is English.
fn own_message(app: &App, order: &Order, failure: &Failure) -> Option<String> {
    let provider = app.registry.get(&order.provider)?;
    let message = failure.message();
    let korean = message.chars().any(|c| ('가'..='힣').contains(&c));
    (provider.capabilities().shows_message && korean).then(|| message.to_owned())
}

/// Why a refund was refused, or has to be paid by hand, where a provider's code explains it.
pub fn refund(app: &App, refund: &Refund) -> Option<Explanation> {
    of_failure(app, &refund.provider, refund.failure.as_ref()?)
}

/// The sentences for a buyer whose cash receipt was refused, where a provider's code explains it.
pub fn receipt(app: &App, provider: &ProviderId, failure: &Failure) -> Option<Sentences> {
    let why = of_failure(app, provider, failure)?;
    Some(Sentences::from(why.words))
}

/// What support should know or do about a cash receipt that was refused, where a provider's code explains it.
pub fn receipt_for_support(app: &App, provider: &ProviderId, failure: &Failure) -> Option<String> {
    let why = of_failure(app, provider, failure)?;
    Some(why.words.support.to_owned())
}

/// The explanation of a job's last attempt, where it met a provider's code.
pub async fn job(app: &App, status: &JobStatus) -> Result<Option<Explanation>> {
    let failure = status.failure.as_ref();
    let code = failure.and_then(|failure| failure.code.as_deref());
    let (Some(code), Ok(job)) = (code, Job::of(status.kind, &status.subject)) else {
        return Ok(None);
    };
    let provider = match job {
        Job::SettleOrder(id) => views::order(app, id).await?.provider,
        Job::SettleRefund(id) => views::refund(app, id).await?.provider,
        Job::SettleContradiction(id) => views::contradiction(app, id).await?.provider,
        Job::SettleReceipts(id) => views::payment(app, id).await?.provider,
    };
    Ok(Some(of_code(app, &provider, code)))
}

/// The meaning of a call that just failed. `None` where the error holds no code.
pub fn error(app: &App, provider: &ProviderId, error: &ProviderError) -> Option<Explanation> {
    of_failure(app, provider, &error.failure())
}

/// The sentences for the buyer of an order that failed. There is always one.
pub fn failed(app: &App, order: &Order) -> Option<Sentences> {
    if order.state != OrderState::Failed {
        return None;
    }
    let Some(why) = self::order(app, order) else {
        return Some(Sentences::from(&ENDED_UNDOCUMENTED));
    };
    let ours = Sentences::from(why.words);
    Some(Sentences {
        korean: why.message.unwrap_or(ours.korean),
        ..ours
    })
}

/// The sentences for a buyer who came back unpaid, by the code that the browser brought. Anybody can put anything
/// there: it chooses among our own sentences and decides nothing.
pub fn hint(
    app: &App,
    provider: &ProviderId,
    brought: &BTreeMap<String, String>,
) -> Option<Sentences> {
    let name = app.registry.get(provider)?.capabilities().callback_code?;
    let words = app.registry.words_of_end(provider, brought.get(name)?);
    Some(Sentences::from(words))
}
