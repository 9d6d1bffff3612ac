//! What may be recorded of a dispute, each act with what it does.

use axum::response::Response;
use domain::{
    dispute::{DisputeState, Disputed, REFERENCE_MAX, Taken, Verdict},
    id::{DisputeId, PaymentId},
};
use futures_util::future::BoxFuture;

use super::super::{
    cells::won,
    thing::{Question, asked, why},
};
use crate::{
    app::{App, Shared},
    flows::{disputes, refund::REASON_MAX},
    http::{
        error::{INVALID_FIELD, Problem},
        request::ApiRequest,
        visit::Visit,
    },
    web::console::{
        Frame, Words, disputes as said,
        thing::{Act, Field, Input},
    },
};

const NEXT: Words = ("다음: 확인", "Next: check it");
pub(super) const OPEN: Words = ("이의제기 접수", "Record a dispute");
pub(super) const OPENS: Words = (
    "카드사나 결제사가 알려 온 이의제기를 적습니다. 결과가 나올 때까지 이 결제는 환불되지 않습니다. 이미 요청한 환불도 아직 보내지 않았으면 기다립니다.",
    "Records a dispute that the card company or the provider wrote about. Nothing of the payment is refunded until it is decided. A refund that was requested and not sent waits too.",
);

/// The form on a payment's page.
pub(in crate::http::console) fn opening(frame: &Frame, payment: PaymentId) -> Act {
    let to = format!("/console/payments/{payment}/disputes");
    Act::new("dispute", to, OPEN, NEXT)
        .says(frame.word(OPENS))
        .field(Field::new(
            "reference",
            ("사건 번호", "Their reference"),
            Input::Text(REFERENCE_MAX),
        ))
        .field(Field::new(
            "dispute_amount",
            (
                "이의 금액 (비우면 남은 금액 모두)",
                "Won in dispute; all that is left where it is empty",
            ),
            Input::Number,
        ))
        .field(Field::new(
            "respond_by",
            ("소명 기한 (한국 시간)", "Answer by (Korean time)"),
            Input::MaybeInstant,
        ))
        .field(Field::reason(
            ("고객이 주장하는 사유", "What the buyer says"),
            REASON_MAX,
        ))
}

pub(super) fn of(frame: &Frame, known: &Disputed) -> Vec<Act> {
    match known.state() {
        DisputeState::Open => {
            let ways = Taken::ALL.iter().map(|taken| {
                let words = frame.word(said::taken(*taken)).to_owned();
                (taken.as_str().to_owned(), words)
            });
            let way = Field::new(
                "taken",
                ("돈이 나간 방법", "How the money went"),
                Input::Choice(ways.collect()),
            );
            vec![
                act(frame, known, "won"),
                act(frame, known, "lost").field(way),
            ]
        }
        DisputeState::Lost => vec![act(frame, known, "reinstated")],
        DisputeState::Won | DisputeState::Reinstated => Vec::new(),
    }
}

fn act(frame: &Frame, known: &Disputed, name: &'static str) -> Act {
    let to = format!("/console/disputes/{}/{name}", known.dispute.id);
    let (title, says) = decision(name);
    Act::new(name, to, title, NEXT)
        .says(frame.word(says))
        .field(Field::reason(("근거", "Why it is so"), REASON_MAX))
}

/// What a decision is called, and what it does.
const fn decision(name: &str) -> (Words, Words) {
    match name.as_bytes() {
        b"won" => (
            ("인정되지 않음", "It was won"),
            (
                "돈은 판매자에게 남습니다. 크레딧은 바뀌지 않습니다. 기다리던 환불은 다시 진행됩니다. 되돌릴 수 없습니다.",
                "The money stays with the seller, and credits as they are. A refund that waited goes on. This cannot be undone.",
            ),
        ),
        b"lost" => (
            ("인정됨", "It was lost"),
            (
                "돈이 고객에게 돌아갔습니다. 안 쓴 크레딧은 회수하고, 쓴 크레딧은 부족분으로 적습니다. 남은 돈보다 큰 환불은 보내지 않고 끝납니다. 돈이 다시 들어오면 되돌릴 수 있습니다.",
                "The money went back. Unused credits are taken and used ones are owed. A refund of more than is left ends without being sent. It can be undone where the money comes again.",
            ),
        ),
        _ => (
            ("돈이 다시 들어옴", "The money came again"),
            (
                "돈과 함께 나간 크레딧을 돌려주고 부족분을 없앱니다. 되돌릴 수 없습니다.",
                "Credits that went with the money come back, and their debt ends. This cannot be undone.",
            ),
        ),
    }
}

pub(in crate::http::console) async fn won_it(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    decided(&app, &visit, ask.id("id")?, "won").await
}

pub(in crate::http::console) async fn lost_it(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    decided(&app, &visit, ask.id("id")?, "lost").await
}

pub(in crate::http::console) async fn reinstated(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    decided(&app, &visit, ask.id("id")?, "reinstated").await
}

fn decided<'a>(
    app: &'a App,
    visit: &'a Visit,
    id: DisputeId,
    name: &'static str,
) -> BoxFuture<'a, Result<Response, Problem>> {
    let question = async move {
        verdict(visit, name)?;
        let reason = visit.needed("reason")?;
        let known = disputes::one(app, id).await?;
        let (frame, (title, says)) = (&visit.frame, decision(name));
        let amount = won(frame, known.dispute.amount);
        let mut lines = vec![frame.word(says).to_owned(), amount];
        if let Verdict::Lost(taken) = verdict(visit, name)? {
            lines.push(frame.word(said::taken(taken)).to_owned());
        }
        lines.push(why(frame, reason));
        Ok(Question::new(title, lines))
    };
    let act = async move {
        let note = visit.needed("reason")?.to_owned();
        let verdict = verdict(visit, name)?;
        let done = disputes::decide(app, visit.caller()?, id, verdict, note).await?;
        Ok(done.into())
    };
    let of = (name, super::path(id));
    asked(visit, of, question, act, super::page(app, visit, id))
}

fn verdict(visit: &Visit, name: &str) -> Result<Verdict, Problem> {
    Ok(match name {
        "won" => Verdict::Won,
        "reinstated" => Verdict::Reinstated,
        _ => {
            let rule = "is settlement or cancel";
            let taken = visit.needed("taken")?.parse();
            let taken = taken.map_err(|_| Problem::field(&INVALID_FIELD, "taken", rule))?;
            Verdict::Lost(taken)
        }
    })
}
