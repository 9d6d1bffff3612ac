//! One sequence, by the model and by the product on each database, with a comparison after each step.

use std::{collections::BTreeMap, sync::Arc};

use kit::database::Engine;

use crate::{
    acts::{ACTS, Act, Deed, Plan, is_reached},
    calendar::show,
    product::Lane,
    reference::{Model, Said},
    said::said,
    steps::{Sequence, Step},
};

/// The step after which the product did not agree, and all that happened until then.
#[derive(Debug, Clone)]
pub(crate) struct Mismatch {
    pub step: usize,
    /// Steps before it that did nothing, or nothing but to be refused.
    pub idle: Vec<usize>,
    pub engine: Engine,
    pub differs: Vec<String>,
    pub log: Vec<String>,
}

/// One lane into each database.
#[derive(Debug)]
pub(crate) struct Runner {
    pub lanes: Vec<Lane>,
    pub number: u64,
    runs: u64,
    /// How often each act ended how.
    pub tally: BTreeMap<String, u64>,
}

/// What is asked for. A client's request has a key, under which it may ask again, and is known by its body.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub deed: Arc<dyn Deed>,
    pub key: Option<(String, String)>,
}

impl Runner {
    pub(crate) fn new(number: u64, lanes: Vec<Lane>) -> Self {
        Self {
            lanes,
            number,
            runs: 0,
            tally: BTreeMap::new(),
        }
    }

    /// Runs a sequence. The error is the first step that ends otherwise in a database than in the model.
    pub(crate) async fn run(&mut self, sequence: &Sequence) -> Result<(), Box<Mismatch>> {
        self.runs += 1;
        let run = format!("m{}-{}", self.number, self.runs);
        let mut model = Model::at(sequence.start);
        for lane in &mut self.lanes {
            lane.begin(&run, sequence.start).await;
        }
        let mut log = vec![format!("it is {}", show(sequence.start))];
        let mut idle = Vec::new();
        for (number, step) in sequence.steps.iter().enumerate() {
            let act = &ACTS[step.act];
            let mut is_idle = true;
            for turn in 0..turns(act, step) {
                let Some(plan) = (act.plan)(step, &model) else {
                    break;
                };
                let requests = if let Plan::Wait(until) = plan {
                    if !is_reached(until) {
                        break;
                    }
                    model.now = until;
                    self.lanes.iter_mut().for_each(|lane| lane.wait(until));
                    log.push(format!("it is {}", show(until)));
                    Vec::new()
                } else {
                    requests(&mut model, plan, &format!("{run}-{number}-{turn}"))
                };
                let at = Numbered {
                    number,
                    act: act.name,
                    model: &mut model,
                    log: &mut log,
                };
                let ended = self.step(at, requests).await;
                let done = ended.map_err(|mut mismatch| {
                    mismatch.idle = std::mem::take(&mut idle);
                    mismatch
                })?;
                if !done {
                    break;
                }
                is_idle = false;
            }
            if is_idle {
                idle.push(number);
            }
        }
        Ok(())
    }

    /// Whether nothing was refused.
    async fn step(
        &mut self,
        at: Numbered<'_>,
        requests: Vec<Request>,
    ) -> Result<bool, Box<Mismatch>> {
        let Numbered {
            number,
            act,
            model,
            log,
        } = at;
        let mut expected = Vec::new();
        for Request { deed, key } in &requests {
            let key = key
                .as_ref()
                .map(|(key, request)| (key.as_str(), request.as_str()));
            let said = model.carry_out(deed.as_ref(), key);
            let repeated = key.map(|(key, _)| key).unwrap_or_default();
            log.push(format!("{deed:?} {repeated}: {said:?}"));
            let ended = said.as_ref().map_or_else(
                |refusal| refusal.split(':').next().unwrap_or_default(),
                |_| "done",
            );
            *self.tally.entry(format!("{act}: {ended}")).or_default() += 1;
            expected.push(said);
        }
        let refused = expected.iter().filter(|said| said.is_err()).count();
        if (1..requests.len()).contains(&refused) {
            model.happened.push("a commit has both done and refused");
        }
        for what in model.happened.drain(..) {
            *self.tally.entry(what.to_owned()).or_default() += 1;
        }
        let lines = model.lines();
        for lane in &mut self.lanes {
            let differs = compare(lane, &requests, &expected, &lines).await;
            if !differs.is_empty() {
                return Err(Box::new(Mismatch {
                    step: number,
                    idle: Vec::new(),
                    engine: lane.engine,
                    differs,
                    log: log.clone(),
                }));
            }
        }
        Ok(expected.iter().all(Result::is_ok))
    }
}

struct Numbered<'a> {
    number: usize,
    act: &'static str,
    model: &'a mut Model,
    log: &'a mut Vec<String>,
}

/// How many requests a step makes at most.
fn turns(act: &Act, step: &Step) -> usize {
    let which = usize::try_from(step.which).unwrap_or(0);
    1 + which % act.turns
}

fn requests(model: &mut Model, plan: Plan, key: &str) -> Vec<Request> {
    match plan {
        Plan::Again { asked, changed } => {
            let (key, deed) = model.asked[asked].clone();
            let body = if changed {
                format!("{deed:?}, changed")
            } else {
                format!("{deed:?}")
            };
            let key = Some((key, body));
            vec![Request { deed, key }]
        }
        Plan::Do(deed) => vec![first(model, deed, key.to_owned())],
        Plan::Together(items) => {
            let each = items.into_iter().enumerate().map(|(at, item)| {
                let named = item.under_key_of.unwrap_or(at);
                first(model, item.deed, format!("{key}-{named}"))
            });
            each.collect()
        }
        Plan::Wait(_) => unreachable!("nothing is asked for"),
    }
}

/// A request that is made for the first time.
fn first(model: &mut Model, deed: Arc<dyn Deed>, key: String) -> Request {
    let key = deed.client().map(|_| {
        model.asked.push((key.clone(), deed.clone()));
        (key, format!("{deed:?}"))
    });
    Request { deed, key }
}

/// What a database says otherwise.
async fn compare(
    lane: &mut Lane,
    requests: &[Request],
    expected: &[Said],
    lines: &[String],
) -> Vec<String> {
    let results = if requests.is_empty() {
        Vec::new()
    } else {
        lane.submit(requests).await
    };
    let seen = lane.look().await;
    let mut differs = Vec::new();
    for (result, expected) in results.iter().zip(expected) {
        let answered = said(result, &lane.ids);
        if answered != *expected {
            differs.push(format!(
                "the model answers {expected:?}\n    the product  {answered:?}"
            ));
        }
    }
    if seen != lines {
        differs.extend(
            lines
                .iter()
                .filter(|line| !seen.contains(line))
                .map(|line| format!("only the model: {line}")),
        );
        differs.extend(
            seen.iter()
                .filter(|line| !lines.contains(line))
                .map(|line| format!("only the product: {line}")),
        );
    }
    differs
}
