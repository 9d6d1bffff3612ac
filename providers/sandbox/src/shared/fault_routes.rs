//! `PUT /sandbox/faults` replaces the faults of one provider; `GET` lists the kinds and how often each fired. `delay`
//! takes its length as `delay_ms` (or `ms`), in milliseconds.

mod parse;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use self::parse::parse;
use super::faults::{Faults, Kind, Operation, Plan, Rule};
use super::fields::BadField;
use super::pages;
use super::simulator::Core;

pub(crate) async fn replace(State(core): State<Arc<Core>>, body: Bytes) -> Response {
    let mut faults = core.faults();
    match parse(&body, core.seed, &mut faults) {
        Ok(()) => pages::json(StatusCode::OK, &view(&faults)),
        Err(BadField { field, problem }) => pages::refuse(StatusCode::BAD_REQUEST, &field, problem),
    }
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
    let kinds = Kind::ALL.into_iter().map(|kind| {
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

fn operations(kind: Kind, rule: Rule) -> Vec<&'static str> {
    Operation::ALL
        .into_iter()
        .filter(|it| kind.can_hit(rule, *it))
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
                "delay_ms": (fault.kind == Kind::Delay).then(|| u64::try_from(fault.delay.as_millis()).unwrap_or(0)),
            })
        })
        .collect();
    json!({"seed": plan.seed, "faults": faults})
}
