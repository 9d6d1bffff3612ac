//! `PUT /sandbox/faults` replaces the faults of one provider; `GET` lists the kinds and how often each fired. `delay`
//! takes its length as `delay_ms` (or `ms`), in milliseconds.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::faults::{Fault, FaultKind, Faults, Operation, Plan, Rule};
use super::fields::{BadField, Checked, Fields, bad};
use super::named::Named as _;
use super::pages;
use super::simulator::Core;

/// Longer than the 60 seconds Toss asks clients to wait, so that a test can see a client's own limit act.
const DELAY_MS_MAX: i64 = 120_000;
/// A slow answer of ordinary length, for a `delay` without a length.
const DELAY_MS_DEFAULT: i64 = 1_000;
/// More than there are kinds and operations together.
const FAULTS_MAX: usize = 64;
/// Longest name of a provider, kind or operation that is read at all.
const NAME_MAX: usize = 40;

pub(crate) async fn replace(State(core): State<Arc<Core>>, body: Bytes) -> Checked<Response> {
    let mut faults = core.faults();
    parse(&body, core.seed, &mut faults)?;
    Ok(pages::json(StatusCode::OK, &view(&faults)))
}

pub(crate) async fn show(State(core): State<Arc<Core>>) -> Response {
    pages::json(StatusCode::OK, &view(&core.faults()))
}

fn view(faults: &Faults) -> Value {
    let of_each = |value: &dyn Fn(&Plan) -> Value| {
        let pairs = faults
            .0
            .iter()
            .map(|(name, plan)| ((*name).to_owned(), value(plan)));
        Value::Object(pairs.collect())
    };
    let kinds = FaultKind::ALL.iter().map(|&kind| {
        json!({
            "kind": kind.name(),
            "operations": of_each(&|plan| json!(operations(kind, plan.rule))),
            "fired": of_each(&|plan| json!(plan.fired(kind))),
        })
    });
    let kinds = kinds.collect();
    let mut view = of_each(&plan);
    view["kinds"] = Value::Array(kinds);
    view
}

fn operations(kind: FaultKind, rule: Rule) -> Vec<&'static str> {
    let all = Operation::ALL.iter().copied();
    all.filter(|it| kind.can_hit(rule, *it))
        .map(Operation::name)
        .collect()
}

fn plan(plan: &Plan) -> Value {
    let faults: Vec<Value> = plan
        .faults
        .iter()
        .map(|fault| {
            json!({
                "kind": fault.kind.name(),
                "probability_percent": fault.probability_percent,
                "operation": fault.operation.map(Operation::name),
                "times_left": fault.times_left,
                "delay_ms": (fault.kind == FaultKind::Delay).then(|| u64::try_from(fault.delay.as_millis()).unwrap_or(0)),
            })
        })
        .collect();
    json!({"seed": plan.seed, "faults": faults})
}

pub(super) fn parse(body: &[u8], seed_default: u64, all: &mut Faults) -> Checked<()> {
    let fields = Fields::parse(body)?;
    fields.only(&["provider", "seed", "faults"])?;
    let name = fields.required_text("provider", NAME_MAX)?;
    let Some(plan) = all.0.get_mut(name.as_str()) else {
        return bad(
            "provider",
            "is not a known provider; GET /sandbox/faults lists them",
        );
    };
    let seed = fields
        .whole("seed")?
        .map_or(seed_default, i64::cast_unsigned);
    let Some(Value::Array(items)) = fields.raw("faults") else {
        return bad("faults", "must be a list");
    };
    if items.len() > FAULTS_MAX {
        return bad("faults", "has too many entries");
    }
    let mut faults = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let fault = Fields::parse(item.to_string().as_bytes())
            .and_then(|fields| parse_fault(plan.rule, &fields));
        faults.push(fault.map_err(|error| BadField {
            field: format!("faults[{index}].{}", error.field),
            ..error
        })?);
    }
    plan.replace(seed, faults);
    Ok(())
}

fn parse_fault(rule: Rule, fields: &Fields) -> Checked<Fault> {
    fields.only(&[
        "kind",
        "probability_percent",
        "operation",
        "times",
        "delay_ms",
        "ms",
    ])?;
    let name = fields.required_text("kind", NAME_MAX)?;
    let Some(kind) = FaultKind::named(&name) else {
        return bad(
            "kind",
            "is not a known kind; GET /sandbox/faults lists them",
        );
    };
    let possible = Operation::ALL.iter().any(|it| kind.can_hit(rule, *it));
    if !possible {
        return bad("kind", "cannot happen at this provider");
    }
    let operation = match fields.text("operation", NAME_MAX)? {
        None => None,
        Some(name) => match Operation::named(&name) {
            Some(operation) if kind.can_hit(rule, operation) => Some(operation),
            Some(_) => return bad("operation", "this kind cannot happen there"),
            None => {
                return bad(
                    "operation",
                    "must be create, confirm, lookup, cancel, receipt or webhook",
                );
            }
        },
    };
    let probability_percent = match fields.whole("probability_percent")? {
        Some(percent @ 0..=100) => percent.cast_unsigned(),
        _ => return bad("probability_percent", "must be 0 to 100"),
    };
    let delay_ms = match fields.whole("delay_ms")?.or(fields.whole("ms")?) {
        Some(delay) if kind != FaultKind::Delay || delay > DELAY_MS_MAX => {
            return bad("delay_ms", "belongs to delay and is at most 120000");
        }
        delay => delay.unwrap_or(DELAY_MS_DEFAULT),
    };
    let times_left = fields.whole("times")?.map(i64::cast_unsigned);
    let delay = Duration::from_millis(delay_ms.cast_unsigned());
    Ok(Fault {
        kind,
        probability_percent,
        operation,
        times_left,
        delay,
    })
}
