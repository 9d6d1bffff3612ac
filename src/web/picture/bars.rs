//! Bars that lie one below another, each under its label.

use super::{Line, Picture, Rect, Text, WIDTH};

/// Height of the axis, and of a bar with its label.
const AXIS: i64 = 24;
const ROW: i64 = 34;
const ROW_STEP: usize = 34;
/// The thickest part of a bar, and the shortest that is seen.
const THICK: i64 = 9;
const PART_MIN: i64 = 3;

/// A part of a bar, from one place to another.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) from: i64,
    pub(crate) to: i64,
    /// At most 9.
    pub(crate) thick: i64,
    pub(crate) class: &'static str,
}

#[derive(Debug, Clone)]
pub(crate) struct Bar {
    pub(crate) label: String,
    pub(crate) parts: Vec<Part>,
}

impl Bar {
    /// Parts after one another, each as wide as its share of `whole`. What is there is seen, however small.
    pub(crate) fn stacked(label: String, whole: i64, parts: &[(i64, i64, &'static str)]) -> Self {
        let mut from = 0;
        let parts = parts.iter().filter(|(number, ..)| *number > 0);
        let parts = parts.map(|(number, thick, class)| {
            let width = number.saturating_mul(WIDTH) / whole.max(1);
            let (begin, end) = (from, from + width.max(PART_MIN));
            from = end;
            Part {
                from: begin,
                to: end,
                thick: *thick,
                class,
            }
        });
        Self {
            label,
            parts: parts.collect(),
        }
    }
}

/// A place on the axis; a name only where there is room.
#[derive(Debug, Clone)]
pub(crate) struct Tick {
    pub(crate) x: i64,
    pub(crate) name: Option<String>,
    pub(crate) class: &'static str,
}

pub(crate) fn draw(
    id: &'static str,
    about: &'static str,
    ticks: Vec<Tick>,
    bars: Vec<Bar>,
) -> Picture {
    let top = if ticks.is_empty() { 0 } else { AXIS };
    let height = bars.iter().fold(top, |height, _| height + ROW);
    let (mut lines, mut rects, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    for tick in ticks {
        lines.push(Line {
            from: (tick.x, AXIS - 4),
            to: (tick.x, height),
            class: tick.class,
        });
        let anchor = match tick.x {
            0 => "start",
            WIDTH => "end",
            _ => "middle",
        };
        texts.extend(tick.name.map(|words| Text {
            x: tick.x,
            y: 13,
            anchor,
            class: "tick",
            words,
        }));
    }
    for (bar, y) in bars.into_iter().zip((top..).step_by(ROW_STEP)) {
        texts.push(Text {
            x: 4,
            y: y + 14,
            anchor: "start",
            class: "",
            words: bar.label,
        });
        rects.extend(bar.parts.into_iter().map(|part| Rect {
            x: part.from.clamp(0, WIDTH - PART_MIN),
            y: y + 19 + (THICK - part.thick) / 2,
            width: (part.to.min(WIDTH) - part.from).max(PART_MIN),
            height: part.thick,
            class: part.class,
        }));
    }
    Picture {
        id,
        about,
        width: WIDTH,
        height,
        lines,
        rects,
        texts,
    }
}
