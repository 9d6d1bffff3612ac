//! The ends of a customer's credits as a picture: a bar for each end, from now to it. The customer's own page and the desk
//! show the same one. The table beside it says the same in words.

use chrono::{DateTime, Datelike as _, Months, NaiveDate, Utc};
use domain::{calendar::seoul, kind::Kind, money::Credits, statement::Lang};

use super::{
    Picture, WIDTH,
    bars::{self, Bar, Part, Tick},
};
use crate::web::{
    format,
    words::{self, said},
};

/// Bars of a picture: two screens of a phone. Later ends are in the table.
pub(crate) const BARS_MAX: usize = 24;
/// Room for the name of a month.
const LABEL: i64 = 48;

/// Credits of one kind that end together (exclusive).
#[derive(Debug, Clone, Copy)]
pub(crate) struct End {
    pub(crate) kind: Kind,
    pub(crate) at: DateTime<Utc>,
    pub(crate) credits: Credits,
}

impl End {
    fn label(&self, lang: Lang) -> String {
        let (until, kind) = (
            format::until(lang, &self.at),
            said(lang, words::kind(self.kind)),
        );
        format!("{until} · {kind} {}", format::count(self.credits))
    }
}

#[derive(Debug)]
pub(crate) struct Timeline {
    pub(crate) picture: Picture,
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
        let bars = shown.iter().map(|end| Bar {
            label: end.label(lang),
            parts: vec![Part {
                from: 0,
                to: place(end.at),
                thick: 9,
                class: end.kind.as_str(),
            }],
        });
        let about = (
            "지금부터 만료까지의 기간을 막대로 나타냅니다. 같은 내용이 아래 표에 있습니다.",
            "A bar for each end, from now to it. The table below says the same.",
        );
        let mut ticks = months(now, last, place, lang);
        ticks.push(Tick {
            x: 0,
            name: Some(said(lang, ("지금", "Now")).to_owned()),
            class: "now",
        });
        Some(Self {
            picture: bars::draw("ends", said(lang, about), ticks, bars.collect()),
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
) -> Vec<Tick> {
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
        found.push(Tick {
            x,
            name: fits.then(|| name(next, lang)),
            class: "",
        });
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
