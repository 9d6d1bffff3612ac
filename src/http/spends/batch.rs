//! Many spends in one request: each with a key of its own, and an answer of its own.

use domain::{
    books::credits::SpendCredits, command::IdempotencyKey, id::CustomerId, money::Credits,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::IgnoredAny};
use serde_json::json;

use super::{
    super::{
        error::{Body, INVALID_FIELD, Problem},
        limits::IDEMPOTENCY_KEY_MAX,
        once::key_of,
        pipeline::explained,
        request::ApiRequest,
        response::{Answered, ok},
    },
    SpendView,
};
use crate::{
    access::{Caller, Role},
    app::{App, Shared},
    flows::{
        METER_MAX, REFERENCE_MAX,
        credits::{self, BATCH_MAX},
    },
};

/// Many spends. What is wrong with one is said in its own result, and harms no other; a body that cannot be read is
/// refused whole.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewSpends {
    /// Each counts as a request of the API key.
    #[schemars(length(min = 1, max = BATCH_MAX))]
    spends: Vec<KeyedSpend>,
}

/// One spend of a batch.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct KeyedSpend {
    customer_id: CustomerId,
    credits: Credits,
    /// What they are used for, in the seller's words, e.g. `video.generate`; at most 100 characters.
    #[schemars(length(min = 1, max = METER_MAX))]
    meter: String,
    /// The seller's own reference, e.g. a request id; at most 200 characters.
    #[schemars(length(min = 1, max = REFERENCE_MAX))]
    reference: String,
    /// Fresh for each spend, the same on a retry. It is the key that `POST /v1/customers/{id}/spends` takes as a header:
    /// what was spent there under it is answered here, and the other way round.
    #[schemars(length(min = 1, max = IDEMPOTENCY_KEY_MAX), regex(pattern = "^[!-~]+$"))]
    idempotency_key: String,
}

/// What became of each spend, in the order in which they were sent.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SpendResults")]
pub(in crate::http) struct Results {
    results: Vec<ResultView>,
}

/// What became of one spend of a batch: a spend or a problem.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SpendResult")]
struct ResultView {
    idempotency_key: String,
    /// The status that the same request has alone: 201 for a spend.
    status: u16,
    /// Whether it was made by an earlier request under this key.
    replayed: bool,
    spend: Option<SpendView>,
    problem: Option<Body>,
}

/// How many spends a body has; 0 where it will be refused whole.
pub(in crate::http) fn count(body: &[u8]) -> usize {
    #[derive(Deserialize)]
    struct Counted {
        spends: Vec<IgnoredAny>,
    }
    let counted = serde_json::from_slice(body).map_or(0, |body: Counted| body.spends.len());
    if counted > BATCH_MAX { 0 } else { counted }
}

pub(in crate::http) async fn spend(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let NewSpends { spends } = ask.json()?;
    if !(1..=BATCH_MAX).contains(&spends.len()) {
        let rule = format!("has 1 to {BATCH_MAX} spends");
        return Err(Problem::field(&INVALID_FIELD, "spends", rule));
    }
    let keys: Vec<String> = spends
        .iter()
        .map(|spend| spend.idempotency_key.clone())
        .collect();
    let (mut asked, mut refused) = (Vec::new(), Vec::new());
    for (at, spend) in spends.into_iter().enumerate() {
        match key(&spend, caller.role) {
            Ok(key) => asked.push((key, change(spend))),
            Err(problem) => refused.push((at, problem)),
        }
    }
    let mut done = credits::spend_all(&app, &caller, asked).await.into_iter();
    let mut refused = refused.into_iter().peekable();
    let mut results = Vec::with_capacity(keys.len());
    for (at, idempotency_key) in keys.into_iter().enumerate() {
        let outcome = match refused.next_if(|(place, _)| *place == at) {
            Some((_, problem)) => Err(problem),
            None => match done.next() {
                Some(reply) => reply.map_err(Problem::from),
                None => Err(Problem::internal("a spend of a batch has no answer")),
            },
        };
        results.push(match outcome {
            Ok(reply) => ResultView {
                idempotency_key,
                status: 201,
                replayed: reply.replayed,
                spend: Some(SpendView::of(reply.answer, reply.balance)),
                problem: None,
            },
            Err(problem) => not_done(&app, idempotency_key, problem),
        });
    }
    Ok(ok(&Results { results }))
}

fn not_done(app: &App, idempotency_key: String, problem: Problem) -> ResultView {
    let problem = explained(app, "a spend of POST /v1/spends/batch", problem);
    ResultView {
        idempotency_key,
        status: problem.kind.status.as_u16(),
        replayed: false,
        spend: None,
        problem: Some(problem.into_body()),
    }
}

/// The key of a spend, as if it had been sent alone.
fn key(spend: &KeyedSpend, role: Role) -> Result<IdempotencyKey, Problem> {
    let path = format!("/v1/customers/{}/spends", spend.customer_id);
    let alone = json!({
        "credits": spend.credits, "meter": spend.meter, "reference": spend.reference,
    });
    let body = alone.to_string();
    key_of(
        &spend.idempotency_key,
        role,
        ("POST", &path),
        body.as_bytes(),
    )
}

fn change(spend: KeyedSpend) -> SpendCredits {
    SpendCredits {
        customer: spend.customer_id,
        credits: spend.credits,
        meter: spend.meter,
        reference: spend.reference,
    }
}
