//! The customer's page says what it should in one language, and nothing that people wrote becomes markup.

use askama::Template as _;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    kind::{Kind, Method},
    money::{Credits, Won},
    statement::Lang,
};

use super::{Buy, Frame, History, Item, Line, Lots, Overview, ToCome, Trouble, Usage, Used, Way};
use crate::web::picture::timeline::{BARS_MAX, End, Timeline};

const ATTACK: &str = "<script>alert(1)</script>\"'&";

fn frame(lang: Lang) -> Frame {
    Frame {
        lang,
        root: "/my/YzE".to_owned(),
        signed: "until=1&sig=x".to_owned(),
        part: "",
    }
}

fn credits(number: i64) -> Credits {
    Credits::new(number).unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

fn overview(lang: Lang) -> String {
    let page = Overview {
        frame: frame(lang),
        available: credits(1_050),
        held: credits(20),
        debt: Credits::ZERO,
        kinds: Vec::new(),
        next: Some((at("2026-05-09T00:00:00+09:00"), credits(50))),
        bought: Some(ATTACK.to_owned()),
        to_come: vec![ToCome {
            effective_at: at("2026-06-09T00:00:00+09:00"),
            lines: vec![ATTACK.to_owned()],
        }],
    };
    page.render().unwrap()
}

#[test]
fn a_page_speaks_one_language_and_leads_to_the_other() {
    let (korean, english) = (overview(Lang::Korean), overview(Lang::English));
    assert!(korean.contains("<html lang=\"ko\">") && english.contains("<html lang=\"en\">"));
    assert!(korean.contains("2026년 5월 8일 (금) 24:00까지"), "{korean}");
    assert!(english.contains("end of 2026-05-08 (KST)"), "{english}");
    for page in [&korean, &english] {
        assert!(page.contains("1,050") && page.contains("aria-current=\"page\""));
    }
    assert!(korean.contains("lang=en\" lang=\"en\"") && english.contains("lang=ko\" lang=\"ko\""));
    let hangul = |c: char| ('\u{AC00}'..='\u{D7A3}').contains(&c);
    let english = english.replace("한국어", "");
    assert!(!english.contains(hangul), "{english}");
}

#[test]
fn nothing_that_people_wrote_becomes_markup() {
    let now = at("2026-04-08T10:00:00+09:00");
    let line = Line {
        at: now,
        words: "사용",
        meter: Some(ATTACK.to_owned()),
        reference: Some(ATTACK.to_owned()),
        to: Some(ATTACK.to_owned()),
        won: None,
        before: credits(10),
        after: credits(7),
    };
    let history = History {
        frame: frame(Lang::Korean),
        lines: vec![line],
        next: None,
    };
    let used = |name: &str| Used {
        name: name.to_owned(),
        spends: 1,
        credits: credits(3),
    };
    let usage = Usage {
        frame: frame(Lang::Korean),
        days: 30,
        spans: &[30],
        total: credits(3),
        by_day: vec![used("2026-04-08")],
        by_meter: vec![used(ATTACK)],
        more: false,
    };
    let buy = Buy {
        frame: frame(Lang::Korean),
        item: Item {
            id: ATTACK.to_owned(),
            name: ATTACK.to_owned(),
            price: Won::new(1_000).unwrap(),
            quantities: Vec::new(),
            tiers: Vec::new(),
        },
        quantity_max: 1_000,
        ways: vec![Way::of("toss", Method::Card)],
        name_max: Some(60),
        once: ATTACK.to_owned(),
        refused: Some(("invalid_field", Some(ATTACK.to_owned()))),
    };
    let history = history.render().unwrap();
    assert!(
        history.contains("\u{2212}3") && history.contains("10 → 7"),
        "{history}"
    );
    for page in [
        history,
        usage.render().unwrap(),
        buy.render().unwrap(),
        overview(Lang::Korean),
    ] {
        assert!(!page.contains("<script"), "{page}");
        for foreign in ["http://", "https://", "style=", "<img", "onclick"] {
            assert!(!page.contains(foreign), "{foreign}: {page}");
        }
    }
}

fn ends(number: i64, now: DateTime<Utc>) -> Vec<End> {
    let ends = (1..=number).map(|nth| End {
        kind: Kind::Purchased,
        at: now + TimeDelta::days(nth * 6),
        credits: credits(nth),
    });
    ends.collect()
}

#[test]
fn the_picture_has_a_bar_for_each_end_up_to_the_most() {
    let now = at("2026-04-08T10:00:00+09:00");
    for (number, bars, more) in [(1, 1, 0), (BARS_MAX, BARS_MAX, 0), (60, BARS_MAX, 36)] {
        let number = i64::try_from(number).unwrap();
        let timeline = Timeline::of(&ends(number, now), now, Lang::English).unwrap();
        let picture = timeline.picture;
        assert_eq!((picture.rects.len(), timeline.more), (bars, more));
        let last = picture.rects.last().unwrap();
        assert_eq!(last.width, picture.width);
        assert!(last.y < picture.height);
        assert!(
            picture
                .rects
                .iter()
                .all(|bar| (3..=picture.width).contains(&bar.width))
        );
        assert!(picture.rects.is_sorted_by_key(|bar| bar.width));
        // Names of months stand apart, and from that of now.
        let named = picture.texts.iter().filter(|text| text.class == "tick");
        let mut named: Vec<i64> = named.map(|text| text.x).collect();
        named.sort_unstable();
        assert!(
            named.windows(2).all(|pair| pair[1] - pair[0] >= 48),
            "{named:?}"
        );
    }
    assert!(Timeline::of(&ends(3, now - TimeDelta::days(60)), now, Lang::Korean).is_none());
}

#[test]
fn the_picture_is_drawn_with_its_description() {
    let now = at("2026-04-08T10:00:00+09:00");
    let page = Lots {
        frame: frame(Lang::Korean),
        timeline: Timeline::of(&ends(20, now), now, Lang::Korean),
        rows: Vec::new(),
        now,
        next: None,
    };
    let page = page.render().unwrap();
    for needed in [
        "role=\"img\"",
        "<desc",
        "5월",
        "purchased",
        "아직 크레딧이",
        "2026년 4월 14일 (화) 10:00 전 · 구매 1<",
    ] {
        assert!(page.contains(needed), "{needed}: {page}");
    }
}

#[test]
fn a_bad_link_is_explained_in_the_page_s_language() {
    for (lang, words) in [
        (Lang::Korean, "만료되었습니다"),
        (Lang::English, "no longer"),
    ] {
        let page = Trouble {
            lang,
            status: 403,
            code: "bad_link",
        };
        assert!(page.render().unwrap().contains(words));
    }
}
