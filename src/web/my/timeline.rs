//! The ends of a customer's credits as a picture: a bar for each end, from now to it. Whole numbers only; the picture
//! scales in the browser. The table beside it says the same in words.

use chrono::{DateTime, Datelike as _, Months, NaiveDate, Utc};
use domain::{calendar::seoul, kind::Kind, money::Credits, statement::Lang};

/// Bars of a picture: two screens of a phone. Later ends are in the table.
pub(crate) const BARS_MAX: usize = 24;
/// Width of the picture, of its own units.
const WIDTH: i64 = 340;
/// Height of the axis, and of a bar with its label.
const AXIS: i64 = 24;
const ROW: i64 = 34;
/// The shortest bar that is seen.
const BAR_MIN: i64 = 3;
/// Room for the name of a month.
const LABEL: i64 = 48;

/// Credits of one kind that end together (exclusive).
#[derive(Debug, Clone, Copy)]
pub(crate) struct End {
    pub(crate) kind: Kind,
    pub(crate) at: DateTime<Utc>,
    pub(crate) credits: Credits,
}

#[derive(Debug)]
pub(crate) struct Bar {
    pub(crate) end: End,
    pub(crate) width: i64,
    /// Of the label's foot, and of the bar's upper side.
    pub(crate) text_y: i64,
    pub(crate) y: i64,
}

#[derive(Debug)]
pub(crate) struct Timeline {
    pub(crate) width: i64,
    pub(crate) height: i64,
    pub(crate) bars: Vec<Bar>,
    /// Place and name of the beginnings of months; a name only where there is room.
    pub(crate) months: Vec<(i64, Option<String>)>,
    /// How many ends are later than those shown.
    pub(crate) more: usize,
}

impl Timeline {
    /// The picture of these ends, the first one first. `None` where nothing ends after `now`.
    pub(crate) fn of(ends: &[End], now: DateTime<Utc>, lang: Lang) -> Option<Self> {
        let live: Vec<End> = ends.iter().copied().filter(|end| end.at > now).collect();
        let shown = live.get(..BARS_MAX.min(live.len()))?;
        let last = shown.last()?.at;
        let place = |at: DateTime<Utc>| {
            let (part, whole) = ((at - now).num_seconds(), (last - now).num_seconds());
            part.max(0)
                .saturating_mul(WIDTH)
                .checked_div(whole)
                .unwrap_or(WIDTH)
        };
        let bars = shown.iter().zip(0_i64..).map(|(end, nth)| Bar {
            end: *end,
            width: place(end.at).max(BAR_MIN),
            text_y: AXIS + nth * ROW + 14,
            y: AXIS + nth * ROW + 19,
        });
        let bars: Vec<Bar> = bars.collect();
        let height = bars.last().map_or(AXIS, |bar| bar.y + ROW - 19);
        Some(Self {
            width: WIDTH,
            height,
            bars,
            months: months(now, last, place, lang),
            more: live.len() - shown.len(),
        })
    }
}

/// The beginnings of months from now to the last end, at Seoul's midnight.
fn months(
    now: DateTime<Utc>,
    last: DateTime<Utc>,
    place: impl Fn(DateTime<Utc>) -> i64,
    lang: Lang,
) -> Vec<(i64, Option<String>)> {
    let today = seoul(now);
    let mut first = NaiveDate::from_ymd_opt(today.year(), today.month(), 1);
    let mut free = LABEL;
    let mut found = Vec::new();
    while let Some(next) = first.and_then(|first| first.checked_add_months(Months::new(1))) {
        first = Some(next);
        let midnight = next.and_hms_opt(0, 0, 0);
        let at =
            midnight.and_then(|midnight| midnight.and_local_timezone(today.timezone()).single());
        let Some(at) = at.filter(|at| at.to_utc() < last) else {
            break;
        };
        let x = place(at.to_utc());
        let fits = x >= free && x + LABEL <= WIDTH;
        if fits {
            free = x + LABEL;
        }
        found.push((x, fits.then(|| name(next, lang))));
    }
    found
}

/// The name of a month, with its year in January.
fn name(first: NaiveDate, lang: Lang) -> String {
    let january = first.month() == 1;
    match (lang, january) {
        (Lang::Korean, true) => format!("{}년", first.year()),
        (Lang::Korean, false) => format!("{}월", first.month()),
        (Lang::English, true) => first.format("%Y").to_string(),
        (Lang::English, false) => first.format("%b").to_string(),
    }
}
