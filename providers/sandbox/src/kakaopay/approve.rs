//! `POST /online/v1/payment/approve`: the only step that takes money, once for each tid.

use chrono::{DateTime, Utc};

use super::App;
use super::answers::approved;
use super::errors::{self, Answer, ApiError, KakaoError, MethodResult};
use super::numbers::whole;
use super::payment::{Approval, Course, Method, Payment, Status, TID_CHARS, name};
use super::ready::TEXT_MAX;
use crate::shared::fields::{Checked, Fields};

/// Longest text that is stored with an approval or a cancel and returned.
pub(super) const PAYLOAD_MAX: usize = 200;

struct ApproveRequest {
    tid: String,
    order_id: String,
    user_id: String,
    pg_token: String,
    total: Option<i64>,
    payload: Option<String>,
}

pub(super) fn approve(app: &App, fields: &Fields) -> Answer {
    let wanted = parse(fields)?;
    let now = app.now();
    let mut guard = app.books();
    let books = &mut *guard;
    let aid = name(&mut books.rng, 'A', now);
    let payment = books.own.by_tid(&wanted.tid).ok_or(errors::UNKNOWN_TID)?;
    let (method, course) = check(payment, &wanted, now)?;
    if course == Course::ShortOfMoney {
        payment.status = Status::Failed;
        return Err(ApiError::by_instrument(short_of_money(method)));
    }
    let approval = Approval {
        aid,
        at: now,
        payload: wanted.payload,
    };
    payment.status = Status::Success;
    payment.approvals += 1;
    let answer = approved(payment, &approval, &app.settings.cid);
    payment.approval = Some(approval);
    match course {
        Course::BankUnknown => Err(ApiError::by_instrument(not_known_yet(method))),
        Course::Smooth | Course::ShortOfMoney => Ok(answer),
    }
}

fn parse(fields: &Fields) -> Checked<ApproveRequest> {
    Ok(ApproveRequest {
        tid: fields.required_text("tid", TID_CHARS)?,
        order_id: fields.required_text("partner_order_id", TEXT_MAX)?,
        user_id: fields.required_text("partner_user_id", TEXT_MAX)?,
        pg_token: fields.required_text("pg_token", TEXT_MAX)?,
        total: whole(fields, "total_amount")?,
        payload: fields.text("payload", PAYLOAD_MAX)?,
    })
}

/// The codes are documented, the order in which they are tried is not.
fn check(
    payment: &Payment,
    wanted: &ApproveRequest,
    now: DateTime<Utc>,
) -> Result<(Method, Course), KakaoError> {
    match payment.status {
        Status::Success | Status::PartCancelled | Status::Cancelled => {
            return Err(errors::ALREADY_APPROVED);
        }
        Status::Quit | Status::AuthFailed | Status::Failed => {
            return Err(errors::APPROVAL_NOT_ALLOWED);
        }
        Status::Ready | Status::Opened | Status::Authenticated => {}
    }
    if payment.has_expired(now) {
        return Err(errors::EXPIRED);
    }
    let authentication = payment
        .authentication
        .as_ref()
        .ok_or(errors::NOT_AUTHENTICATED)?;
    if wanted.order_id != payment.order_id {
        return Err(errors::OTHER_ORDER);
    }
    if wanted.user_id != payment.user_id {
        return Err(errors::OTHER_USER);
    }
    if wanted.pg_token != authentication.pg_token {
        return Err(errors::WRONG_TOKEN);
    }
    if wanted
        .total
        .is_some_and(|total| total != payment.amount.total)
    {
        return Err(errors::WRONG_TOTAL);
    }
    Ok((authentication.method, authentication.course))
}

fn short_of_money(method: Method) -> MethodResult {
    match method {
        Method::Money => ("LACK_BALANCE", "잔액이 부족합니다."),
        Method::Card => ("8323", "잔액부족"),
    }
}

fn not_known_yet(method: Method) -> MethodResult {
    match method {
        Method::Money => ("BANK_FIRM_UNKNOWN", "은행 처리 결과를 확인 중입니다."),
        Method::Card => ("0110", "응답시간 초과"),
    }
}
