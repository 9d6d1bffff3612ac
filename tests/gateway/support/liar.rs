//! A proxy before the simulators that changes single members of what Toss says of a payment. The simulators themselves
//! stay honest, so their books can be compared at the end.

use std::sync::{Arc, Mutex, PoisonError};

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{StatusCode, header},
    response::Response,
};
use serde_json::Value;
use tokio_util::task::TaskTracker;

use super::{client::http, world::listen};

/// Larger than any answer of a simulator.
const BODY_BYTES_MAX: usize = 1024 * 1024;

/// What is told otherwise of a payment.
#[derive(Debug, Clone)]
pub(crate) enum Lie {
    /// The member at a JSON pointer has this value.
    Says(&'static str, Value),
    /// The payment of this key is shown under another one, and found by it.
    Renames { key: String, other: String },
}

#[derive(Debug, Clone)]
pub(crate) struct Liar {
    pub(crate) base: String,
    simulators: String,
    lies: Arc<Mutex<Vec<Lie>>>,
    http: reqwest::Client,
}

impl Liar {
    pub(crate) async fn start(simulators: &str, tasks: &TaskTracker) -> Self {
        let (listener, base) = listen().await;
        let liar = Self {
            base,
            simulators: simulators.to_owned(),
            lies: Arc::default(),
            http: http(),
        };
        let router = axum::Router::new().fallback(pass).with_state(liar.clone());
        tasks.spawn(async move { axum::serve(listener, router).await });
        liar
    }

    /// From now on answers about payments are changed in these ways; in none, when there are none.
    pub(crate) fn tell(&self, lies: Vec<Lie>) {
        *self.lies.lock().unwrap_or_else(PoisonError::into_inner) = lies;
    }

    fn lies(&self) -> Vec<Lie> {
        let lies = self.lies.lock().unwrap_or_else(PoisonError::into_inner);
        lies.clone()
    }
}

async fn pass(State(liar): State<Liar>, request: Request) -> Response {
    let lies = liar.lies();
    let (mut parts, body) = request.into_parts();
    let mut path = parts.uri.to_string();
    for lie in &lies {
        if let Lie::Renames { key, other } = lie {
            path = path.replace(&format!("/payments/{other}"), &format!("/payments/{key}"));
        }
    }
    for name in [header::HOST, header::CONTENT_LENGTH] {
        parts.headers.remove(name);
    }
    let asked = liar
        .http
        .request(parts.method, format!("{}{path}", liar.simulators))
        .headers(parts.headers)
        .body(to_bytes(body, BODY_BYTES_MAX).await.unwrap());
    let answer = asked.send().await.unwrap();
    let (status, kind) = (
        answer.status(),
        answer.headers().get(header::CONTENT_TYPE).cloned(),
    );
    let text = answer.text().await.unwrap();
    let mut response = Response::new(Body::from(told(text, status, &lies)));
    *response.status_mut() = status;
    if let Some(kind) = kind {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    response
}

/// An answer after the lies, where it is one about a payment.
fn told(text: String, status: StatusCode, lies: &[Lie]) -> String {
    let Ok(mut payment) = serde_json::from_str::<Value>(&text) else {
        return text;
    };
    if !status.is_success() || !payment["paymentKey"].is_string() {
        return text;
    }
    for lie in lies {
        match lie {
            Lie::Says(at, value) => {
                let (object, member) = at.rsplit_once('/').unwrap();
                let object = payment.pointer_mut(object);
                object.unwrap()[member] = value.clone();
            }
            Lie::Renames { key, other } if payment["paymentKey"] == key.as_str() => {
                payment["paymentKey"] = other.as_str().into();
            }
            Lie::Renames { .. } => {}
        }
    }
    payment.to_string()
}
