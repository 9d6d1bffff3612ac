//! The query: which part of the list.

use chrono::{DateTime, TimeDelta, Utc};

use super::super::codes::{self, Code};
use super::super::params::{Params, instant};
use super::{Kind, ROWS_MAX};

/// The maximum number of days in a time range.
const RANGE_DAYS_MAX: i64 = 31;
const ROWS_DEFAULT: i64 = 50;

pub(super) fn wanted(params: &Params) -> Result<Option<Kind>, Code> {
    let name = params
        .text("approvalType", 20)
        .map_err(|_| codes::REQUIRE_CONDITION)?;
    match name.as_deref() {
        None | Some("ALL") => Ok(None),
        Some("APPROVAL") => Ok(Some(Kind::Approval)),
        Some("CANCEL") => Ok(Some(Kind::Cancel)),
        Some("CANCEL_FAIL") => Ok(Some(Kind::CancelFail)),
        Some(_) => Err(codes::REQUIRE_CONDITION),
    }
}

pub(super) fn range(params: &Params) -> Result<(DateTime<Utc>, DateTime<Utc>), Code> {
    let at = |name: &str| {
        let text = params.text(name, 14).ok().flatten();
        text.and_then(|text| instant(&text))
            .ok_or(codes::REQUIRE_CONDITION)
    };
    let (start, end) = (at("startTime")?, at("endTime")?);
    if end < start || end - start > TimeDelta::days(RANGE_DAYS_MAX) {
        return Err(codes::REQUIRE_CONDITION);
    }
    Ok((start, end))
}

pub(super) fn page(params: &Params) -> Result<(i64, i64), Code> {
    let number = |name: &str, default: i64| {
        let number = params.number(name).map_err(|_| codes::REQUIRE_CONDITION)?;
        Ok(number.unwrap_or(default))
    };
    let (page, size) = (
        number("pageNumber", 1)?,
        number("rowsPerPage", ROWS_DEFAULT)?,
    );
    number("collectChainGroup", 0)?;
    if page < 1 || !(1..=ROWS_MAX).contains(&size) {
        return Err(codes::REQUIRE_CONDITION);
    }
    Ok((page, size))
}
