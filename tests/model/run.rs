//! One sequence, by the model and by the product on each database, with a comparison after each step.

use std::{collections::BTreeMap, sync::Arc};

use kit::database::Engine;

use crate::{
    acts::{ACTS, Deed, Plan},
    calendar::show,
    product::Lane,
    reference::{Model, Said},
    said::said,
    steps::Sequence,
};

/// The step after which the product did not agree, and all that happened until then.
#[derive(Debug, Clone)]
pub(crate) struct Mismatch {
    pub step: usize,
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

/// A request of a client has a key, under which it may ask again.
struct Request {
    deed: Arc<dyn Deed>,
    key: Option<(String, String)>,
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
            lane.begin(&run, sequence.start);
        }
        let mut log = vec![format!("it is {}", show(sequence.start))];
        for (number, step) in sequence.steps.iter().enumerate() {
            let Some(plan) = (ACTS[step.act].plan)(step, &model) else {
                continue;
            };
            let request = match plan {
                Plan::Wait(until) => {
                    model.now = until;
                    self.lanes.iter_mut().for_each(|lane| lane.wait(until));
                    log.push(format!("it is {}", show(until)));
                    None
                }
                plan => Some(request(&mut model, plan, format!("{run}-{number}"))),
            };
            let at = Numbered {
                number,
                act: ACTS[step.act].name,
                model: &mut model,
                log: &mut log,
            };
            self.step(at, request).await?;
        }
        Ok(())
    }

    async fn step(
        &mut self,
        at: Numbered<'_>,
        request: Option<Request>,
    ) -> Result<(), Box<Mismatch>> {
        let Numbered {
            number,
            act,
            model,
            log,
        } = at;
        let expected = request.as_ref().map(|Request { deed, key }| {
            let key = key
                .as_ref()
                .map(|(key, request)| (key.as_str(), request.as_str()));
            let expected = model.carry_out(deed.as_ref(), key);
            let repeated = key.map(|(key, _)| key).unwrap_or_default();
            log.push(format!("{deed:?} {repeated}: {expected:?}"));
            let ended = expected.as_ref().map_or_else(
                |refusal| refusal.split(':').next().unwrap_or_default(),
                |_| "done",
            );
            *self.tally.entry(format!("{act}: {ended}")).or_default() += 1;
            expected
        });
        let lines = model.lines();
        for lane in &mut self.lanes {
            let differs = compare(lane, request.as_ref(), expected.as_ref(), &lines).await;
            if !differs.is_empty() {
                return Err(Box::new(Mismatch {
                    step: number,
                    engine: lane.engine,
                    differs,
                    log: log.clone(),
                }));
            }
        }
        Ok(())
    }
}

struct Numbered<'a> {
    number: usize,
    act: &'static str,
    model: &'a mut Model,
    log: &'a mut Vec<String>,
}

fn request(model: &mut Model, plan: Plan, key: String) -> Request {
    match plan {
        Plan::Again { asked, changed } => {
            let (key, deed) = model.asked[asked].clone();
            let body = if changed {
                format!("{deed:?}, changed")
            } else {
                format!("{deed:?}")
            };
            Request {
                deed,
                key: Some((key, body)),
            }
        }
        Plan::Do(deed) => {
            if deed.client().is_none() {
                return Request { deed, key: None };
            }
            model.asked.push((key.clone(), deed.clone()));
            let body = format!("{deed:?}");
            Request {
                deed,
                key: Some((key, body)),
            }
        }
        Plan::Wait(_) => unreachable!("nothing is asked for"),
    }
}

/// What a database says otherwise.
async fn compare(
    lane: &mut Lane,
    request: Option<&Request>,
    expected: Option<&Said>,
    lines: &[String],
) -> Vec<String> {
    let mut result = None;
    if let Some(Request { deed, key }) = request {
        let key = key
            .as_ref()
            .map(|(key, request)| (key.as_str(), request.as_str()));
        result = Some(lane.submit(deed.as_ref(), key).await);
    }
    let seen = lane.look().await;
    let answered = result.map(|result| said(&result, &lane.ids));
    let mut differs = Vec::new();
    if answered.as_ref() != expected {
        differs.push(format!(
            "the model answers {expected:?}\n    the product  {answered:?}"
        ));
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
