//! The explanations of a provider's code: one sentence for the buyer in two languages, one for support. They are not
//! stored. The note of an order, a refund or a job holds the code, and the tables of the providers hold the sentences.
//! So a better sentence also reaches what happened before it.

use std::collections::BTreeMap;

use domain::{
    effects::JobKind,
    kind::ProviderId,
    order::{Order, OrderState},
    refund::Refund,
};
use providers::{
    codes::{ENDED_UNDOCUMENTED, Words},
    error::{ProviderError, code_in, message_in},
};

use super::{FlowError, jobs::Standing, views};
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

fn of_note(app: &App, provider: &ProviderId, note: Option<&str>) -> Option<Explanation> {
    let code = note.and_then(code_in)?;
    Some(of_code(app, provider, code))
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

/// Why an order failed, where a provider's code explains it. The note of any other end is in our own words or a
/// person's.
pub fn order(app: &App, order: &Order) -> Option<Explanation> {
    let note = order.note.as_deref();
    let note = note.filter(|_| order.state == OrderState::Failed)?;
    let code = code_in(note)?;
    Some(Explanation {
        code: code.to_owned(),
        message: own_message(app, order, note),
        words: app.registry.words_of_end(&order.provider, code),
    })
}

/// The provider's message about an order that failed, where the buyer must read it. Only a Korean message replaces our
/// Korean sentence, because an adapter's own text is English.
fn own_message(app: &App, order: &Order, note: &str) -> Option<String> {
    let provider = app.registry.get(&order.provider)?;
    let message = message_in(note).filter(|_| provider.capabilities().shows_message)?;
    let korean = message.chars().any(|c| ('가'..='힣').contains(&c));
    korean.then(|| message.to_owned())
}

/// Why a refund was refused, or has to be paid by hand, where a provider's code explains it.
pub fn refund(app: &App, refund: &Refund) -> Option<Explanation> {
    of_note(app, &refund.provider, refund.note.as_deref())
}

/// The explanation of a job's last attempt, where it met a provider's code.
pub async fn job(app: &App, standing: &Standing) -> Result<Option<Explanation>, FlowError> {
    let job = &standing.job;
    let Some(code) = job.note.as_deref().and_then(code_in) else {
        return Ok(None);
    };
    let provider = match job.kind {
        JobKind::SettleOrder => views::order(app, subject(&job.subject)?).await?.provider,
        JobKind::SettleRefund => views::refund(app, subject(&job.subject)?).await?.provider,
        JobKind::SettleContradiction => {
            let known = views::contradiction(app, subject(&job.subject)?).await?;
            known.provider
        }
    };
    Ok(Some(of_code(app, &provider, code)))
}

fn subject<T: std::str::FromStr>(text: &str) -> Result<T, FlowError> {
    text.parse()
        .map_err(|_| FlowError::Failed(format!("a job has the damaged subject `{text}`")))
}

/// The meaning of a call that just failed. `None` where the error holds no code.
pub fn error(app: &App, provider: &ProviderId, error: &ProviderError) -> Option<Explanation> {
    of_note(app, provider, Some(&error.to_string()))
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
