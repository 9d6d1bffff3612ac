//! Endpoints of webhooks. Nothing is delivered here: what is compared is how they stand and which secrets sign.

use domain::{
    books::endpoints::{OpenEndpoint, RotateEndpoint, TestEndpoint, TurnEndpoint},
    command::AnyChange,
    endpoint::EndpointState,
};

use super::{Deed, Plan, pick_such};
use crate::{
    calendar::HOUR,
    ids::{EVENTS, Ids, instant},
    reference::{Model, Said},
    steps::Step,
};

/// Why an endpoint is turned.
const WHY: &str = "moved";

#[derive(Debug)]
enum What {
    /// With the events that it takes, and its salt.
    Open(Vec<usize>, usize),
    Turn(usize, &'static str),
    /// Another salt. The one before signs until then.
    Rotate(usize, usize, i64),
    Test(usize),
}

/// Each secret is of another salt.
fn next_salt(model: &Model) -> usize {
    let all = model.endpoints.iter();
    let used = all.flat_map(|it| [it.salt, it.before.map(|(salt, _)| salt)]);
    used.flatten().max().map_or(0, |salt| salt + 1) + 10 * model.endpoints.len()
}

pub(super) fn open(step: &Step, model: &Model) -> Option<Plan> {
    let takes = match step.amount % 4 {
        0 => vec![1, 0, 1],
        1 => vec![2],
        2 => vec![0, 2],
        _ => Vec::new(),
    };
    Plan::of(What::Open(takes, next_salt(model)))
}

/// Mostly of one that was not deleted. Where none is, one is opened.
fn of_one(step: &Step, model: &Model, what: impl Fn(usize) -> What) -> Option<Plan> {
    let any = step.which.is_multiple_of(4);
    let kept = |at: usize| any || model.endpoints[at].state != "deleted";
    match pick_such(model.endpoints.len(), step.which, kept) {
        Some(at) => Plan::of(what(at)),
        None => open(step, model),
    }
}

pub(super) fn turn(step: &Step, model: &Model) -> Option<Plan> {
    let to = match step.amount % 6 {
        0 => "deleted",
        1..=3 => "disabled",
        _ => "enabled",
    };
    of_one(step, model, |at| What::Turn(at, to))
}

pub(super) fn rotate(step: &Step, model: &Model) -> Option<Plan> {
    let until = model.now + step.amount % 4 * 8 * HOUR;
    let salt = next_salt(model);
    of_one(step, model, |at| What::Rotate(at, salt, until))
}

pub(super) fn test(step: &Step, model: &Model) -> Option<Plan> {
    of_one(step, model, What::Test)
}

fn salted(salt: usize) -> String {
    format!("salt {salt}")
}

impl Deed for What {
    fn carry_out(&self, model: &mut Model) -> Said {
        match self {
            Self::Open(takes, salt) => Ok(model.open_endpoint(takes, *salt)),
            Self::Turn(at, to) => model.turn_endpoint(*at, to, WHY),
            Self::Rotate(at, salt, until) => model.rotate_endpoint(*at, *salt, *until),
            Self::Test(at) => model.test_endpoint(*at),
        }
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        match self {
            Self::Open(takes, salt) => OpenEndpoint {
                url: ids.endpoint_url(),
                types: takes.iter().map(|at| EVENTS[*at]).collect(),
                description: "the shop".to_owned(),
                from_position: 0,
                salt: salted(*salt),
            }
            .into(),
            Self::Turn(at, to) => TurnEndpoint {
                endpoint: ids.endpoint(*at),
                to: to.parse::<EndpointState>().expect("a state"),
                why: WHY.to_owned(),
            }
            .into(),
            Self::Rotate(at, salt, until) => RotateEndpoint {
                endpoint: ids.endpoint(*at),
                salt: salted(*salt),
                until: instant(*until),
            }
            .into(),
            Self::Test(at) => TestEndpoint {
                endpoint: ids.endpoint(*at),
            }
            .into(),
        }
    }
}
