//! Columns of days, in a band for each name: what came in stands above the line, what went back hangs below it.

use super::{Line, Picture, Rect, Text, WIDTH};

/// A column with the gap after it, and the column alone.
const STEP: i64 = 11;
const BROAD: i64 = 8;
/// Height of a band's label, and of the highest column, above the line or below it.
const LABEL: i64 = 20;
const HIGHEST: i64 = 34;
/// What is left below the line of a band from which nothing went back.
const BELOW_LEAST: i64 = 4;
/// Height of the names of days at the foot.
const FOOT: i64 = 16;

/// The days of one name: above and below the line.
#[derive(Debug)]
pub(crate) struct Band {
    pub(crate) label: String,
    pub(crate) days: Vec<(i64, i64)>,
}

/// All bands have one scale, above the line and below it, so that they can be compared. A band is as deep as what went back
/// in it. `names` are those of some days, by their number.
pub(crate) fn draw(
    id: &'static str,
    about: &'static str,
    bands: Vec<Band>,
    names: Vec<(i64, String)>,
) -> Picture {
    let days = bands.iter().flat_map(|band| &band.days);
    let highest = days.map(|(above, below)| *above.max(below)).max();
    let highest = highest.unwrap_or_default().max(1);
    let tall = |won: i64| match won {
        0 => 0,
        _ => (won.saturating_mul(HIGHEST) / highest).max(1),
    };
    let (mut lines, mut rects, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    let mut top = 0;
    for band in bands {
        let above = band.days.iter().map(|(above, _)| tall(*above)).max();
        let axis = top + LABEL + above.unwrap_or_default();
        texts.push(Text {
            x: 0,
            y: top + 14,
            anchor: "start",
            class: "",
            words: band.label,
        });
        let mut deepest = BELOW_LEAST;
        for ((above, below), x) in band.days.into_iter().zip((0..).map(|nth| nth * STEP)) {
            let column = |y, height, class| Rect {
                x,
                y,
                width: BROAD,
                height,
                class,
            };
            let (up, down) = (tall(above), tall(below));
            deepest = deepest.max(down);
            rects.extend((up > 0).then(|| column(axis - up, up, "in")));
            rects.extend((down > 0).then(|| column(axis + 1, down, "back")));
        }
        lines.push(Line {
            from: (0, axis),
            to: (WIDTH, axis),
            class: "now",
        });
        top = axis + deepest + 2;
    }
    texts.extend(names.into_iter().map(|(nth, words)| Text {
        x: (nth * STEP).min(WIDTH),
        y: top + FOOT - 4,
        anchor: "start",
        class: "tick",
        words,
    }));
    Picture {
        id,
        about,
        width: WIDTH,
        height: top + FOOT,
        lines,
        rects,
        texts,
    }
}

#[cfg(test)]
mod tests {
    use super::{Band, HIGHEST, draw};

    #[test]
    fn a_column_is_as_tall_as_its_share_and_what_is_there_is_seen() {
        let band = |days: &[(i64, i64)]| Band {
            label: "x".to_owned(),
            days: days.to_vec(),
        };
        let picture = draw(
            "m",
            "",
            vec![
                band(&[(1_000_000, 0), (0, 0), (500_000, 2_000_000)]),
                band(&[(1, 1)]),
            ],
            vec![(0, "3/10".to_owned())],
        );
        let tall: Vec<_> = picture
            .rects
            .iter()
            .map(|rect| (rect.class, rect.height))
            .collect();
        let expected = [
            ("in", HIGHEST / 2),
            ("in", HIGHEST / 4),
            ("back", HIGHEST),
            ("in", 1),
            ("back", 1),
        ];
        assert_eq!(tall, expected);
        let first = &picture.rects[0];
        assert_eq!(
            first.y + first.height,
            picture.lines[0].from.1,
            "it stands on the line"
        );
        assert!(
            picture
                .rects
                .iter()
                .all(|rect| rect.y + rect.height <= picture.height)
        );
    }
}
