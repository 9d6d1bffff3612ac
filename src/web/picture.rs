//! Pictures that the server draws: whole numbers, no script, scaled by the browser. Whatever a picture says stands in words
//! in a table beside it, and what its parts mean is told by their place, their thickness and their labels as well as by
//! their colour.

pub(crate) mod bars;
pub(crate) mod columns;
pub(crate) mod timeline;

/// Width of every picture, in units of its own: a phone's.
pub(crate) const WIDTH: i64 = 340;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rect {
    pub(crate) x: i64,
    pub(crate) y: i64,
    pub(crate) width: i64,
    pub(crate) height: i64,
    pub(crate) class: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) x: i64,
    /// Of its foot.
    pub(crate) y: i64,
    /// `start`, `middle` or `end`.
    pub(crate) anchor: &'static str,
    pub(crate) class: &'static str,
    pub(crate) words: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) from: (i64, i64),
    pub(crate) to: (i64, i64),
    pub(crate) class: &'static str,
}

/// A picture, drawn by `picture.html`.
#[derive(Debug)]
pub(crate) struct Picture {
    /// The id of the heading that names it.
    pub(crate) id: &'static str,
    /// What it shows, for whoever does not see it.
    pub(crate) about: &'static str,
    pub(crate) width: i64,
    pub(crate) height: i64,
    pub(crate) lines: Vec<Line>,
    pub(crate) rects: Vec<Rect>,
    pub(crate) texts: Vec<Text>,
}

/// The place of a number among stops that stand at equal distances, for numbers of very different size.
pub(crate) fn among(stops: &[i64], number: i64) -> i64 {
    let gaps = i64::try_from(stops.len()).unwrap_or_default() - 1;
    let mut left = 0;
    for (nth, pair) in (0..).zip(stops.windows(2)) {
        let (low, high) = (pair[0], pair[1]);
        if number < high {
            let into = (number - low).max(0);
            return left + into * WIDTH / gaps.max(1) / (high - low).max(1);
        }
        left = (nth + 1) * WIDTH / gaps.max(1);
    }
    WIDTH
}

#[cfg(test)]
mod tests {
    use super::{WIDTH, among};

    #[test]
    fn a_number_stands_between_the_stops_around_it() {
        let stops = [0, 1, 60, 3_600];
        for (number, place) in [
            (-5, 0),
            (0, 0),
            (1, WIDTH / 3),
            (30, WIDTH / 3 + 55),
            (60, WIDTH * 2 / 3),
            (3_600, WIDTH),
            (1_000_000, WIDTH),
        ] {
            assert_eq!(among(&stops, number), place, "{number}");
        }
    }
}
