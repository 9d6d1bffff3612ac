//! The figures of the first page, drawn.

mod said;

use chrono::{DateTime, Datelike as _, TimeDelta, Utc};
use domain::statement::Lang;

use crate::{
    app::App,
    flows::figures::{self as flow, Ages, Latency, Money, OfWay, Owed},
    web::{
        Way,
        console::{
            Frame,
            figures::{Figure, Figures, Shown, Table},
        },
        grouped,
        picture::{
            Picture, WIDTH, among,
            bars::{self, Bar, Part, Tick},
            columns::{self, Band},
        },
    },
};
use said::{Named, age, group, micros, provider, seconds, unresolved, won};

/// The figures as a page shows them.
pub(super) async fn figures(app: &App, frame: &Frame) -> Figures {
    let found = flow::figures(app).await;
    let figure = |(id, title, about): Named, shown: Option<Shown>| Figure {
        id,
        title,
        about,
        shown: shown.unwrap_or(Shown::Late),
    };
    let tried = found.tried.as_deref();
    Figures {
        at: frame.at(&found.at),
        figures: vec![
            figure(
                said::MONEY,
                found.money.as_ref().map(|money| of_money(money, frame)),
            ),
            figure(said::SUCCESS, tried.map(|ways| of_success(ways, frame))),
            figure(said::TIME, tried.map(|ways| of_time(ways, frame))),
            figure(
                said::OWED,
                found.owed.as_ref().map(|owed| of_owed(owed, frame)),
            ),
            figure(
                said::AGES,
                found
                    .ages
                    .as_deref()
                    .map(|ages| of_ages(ages, found.at, frame)),
            ),
            figure(said::LATENCY, Some(of_latency(&found.latency, frame))),
        ],
    }
}

fn drawn(picture: Picture, head: &[&str], rows: Vec<Vec<String>>) -> Shown {
    if rows.is_empty() {
        return Shown::Nothing;
    }
    Shown::Drawn {
        picture,
        table: Table {
            head: head.iter().map(|name| (*name).to_owned()).collect(),
            rows,
        },
        lacks: None,
    }
}

fn of_money(money: &Money, frame: &Frame) -> Shown {
    let about = frame.t(
        "날짜마다 결제사별로 받은 돈과 돌려준 돈입니다. 같은 내용이 표에 있습니다.",
        "What came in and went back at each provider on each day. The table says the same.",
    );
    let bands = money.providers.iter().map(|of| Band {
        label: format!(
            "{} · {} {} · {} {}",
            provider(frame, of.provider.as_str()),
            frame.t("받음", "in"),
            won(frame, of.paid()),
            frame.t("돌려줌", "back"),
            won(frame, of.back()),
        ),
        days: of.days.clone(),
    });
    let day = |nth: i64| money.first + TimeDelta::days(nth);
    let names = (0..flow::DAYS).step_by(7).map(|nth| {
        let date = day(nth);
        (nth, format!("{}/{}", date.month(), date.day()))
    });
    let picture = columns::draw("money", about, bands.collect(), names.collect());
    let mut head = vec![frame.t("날짜", "Day").to_owned()];
    for of in &money.providers {
        let name = provider(frame, of.provider.as_str());
        head.push(format!("{name}, {}", frame.t("받음", "in")));
        head.push(format!("{name}, {}", frame.t("돌려줌", "back")));
    }
    let rows = (0..flow::DAYS).rev().map(|nth| {
        let mut row = vec![day(nth).to_string()];
        for of in &money.providers {
            let at = usize::try_from(nth).unwrap_or_default();
            let (paid, back) = of.days.get(at).copied().unwrap_or_default();
            row.extend([grouped(paid), grouped(back)]);
        }
        row
    });
    if money.providers.is_empty() {
        return Shown::Nothing;
    }
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    drawn(picture, &head, rows.collect())
}

/// The name of a way to pay.
fn name(way: &OfWay, lang: Lang) -> String {
    let names = Way::of(&way.provider, way.method);
    match lang {
        Lang::Korean => names.korean,
        Lang::English => names.english,
    }
}

fn of_success(ways: &[OfWay], frame: &Frame) -> Shown {
    let bars = ways.iter().filter(|way| way.ended() > 0).map(|way| {
        let percent = way.percent().unwrap_or_default();
        let label = format!(
            "{} · {percent}% · {} / {}",
            name(way, frame.lang),
            grouped(way.paid),
            grouped(way.ended()),
        );
        let parts = [
            (way.paid, 9, "paid"),
            (way.declined, 6, "declined"),
            (way.left, 3, "left"),
        ];
        Bar::stacked(label, way.ended(), &parts)
    });
    let about = frame.t(
        "결제 수단마다 끝난 주문 가운데 성공, 거절, 포기한 비율입니다. 같은 내용이 표에 있습니다.",
        "Of each way to pay, which part of the ended orders was paid, declined or given up. The table says the same.",
    );
    let picture = bars::draw("success", about, Vec::new(), bars.collect());
    let rows = ways.iter().map(|way| {
        let percent = way
            .percent()
            .map_or_else(|| "–".to_owned(), |of| format!("{of}%"));
        vec![
            name(way, frame.lang),
            percent,
            grouped(way.paid),
            grouped(way.declined),
            grouped(way.left),
            grouped(way.open),
        ]
    });
    let head = [
        frame.t("결제 수단", "Way to pay"),
        frame.t("성공률", "Rate"),
        frame.t("성공", "Paid"),
        frame.t("거절", "Declined"),
        frame.t("포기·기한 지남", "Given up, time over"),
        frame.t("진행 중", "Not ended"),
    ];
    drawn(picture, &head, rows.collect())
}

fn of_time(ways: &[OfWay], frame: &Frame) -> Shown {
    // A second, a minute, an hour, a day, a week.
    const STOPS: [i64; 6] = [0, 1, 60, 3_600, 86_400, 604_800];
    let known = ways.iter().filter_map(|way| {
        let (half, nine_tenths) = (way.half?, way.nine_tenths?);
        Some((name(way, frame.lang), half, nine_tenths))
    });
    let known: Vec<_> = known.collect();
    let bars = known.iter().map(|(name, half, nine_tenths)| {
        let [from, to] = [half, nine_tenths].map(|number| seconds(frame, *number));
        let label = format!("{name} · {from} – {to}");
        (label, [Some(*half), Some(*nine_tenths)])
    });
    let about = frame.t(
        "결제 수단마다 주문의 절반과 열에 아홉이 결제된 시간입니다. 같은 내용이 표에 있습니다.",
        "Of each way to pay, in which time half and nine of ten orders were paid. The table says the same.",
    );
    let picture = times("time", about, &STOPS, bars, |stop| seconds(frame, stop));
    let rows = known.iter().map(|(name, half, nine_tenths)| {
        vec![
            name.clone(),
            seconds(frame, *half),
            seconds(frame, *nine_tenths),
        ]
    });
    let head = [
        frame.t("결제 수단", "Way to pay"),
        frame.t("절반", "Half"),
        frame.t("열에 아홉", "Nine of ten"),
    ];
    drawn(picture, &head, rows.collect())
}

/// Times: a thick part up to the first, and a thin one up to the second. One that is beyond all stops reaches the end.
fn times(
    id: &'static str,
    about: &'static str,
    stops: &[i64; 6],
    bars: impl Iterator<Item = (String, [Option<i64>; 2])>,
    name: impl Fn(i64) -> String,
) -> Picture {
    let part = |from, to, thick, class| Part {
        from,
        to,
        thick,
        class,
    };
    let bars = bars.map(|(label, times)| {
        let [half, most] = times.map(|at| at.map_or(WIDTH, |at| among(stops, at)));
        let parts = vec![part(0, half, 9, "half"), part(half, most, 3, "most")];
        Bar { label, parts }
    });
    let ticks = stops[1..5].iter().map(|stop| Tick {
        x: among(stops, *stop),
        name: Some(name(*stop)),
        class: "",
    });
    bars::draw(id, about, ticks.collect(), bars.collect())
}

fn of_owed(owed: &Owed, frame: &Frame) -> Shown {
    let month = |of: &flow::OfMonth| match frame.lang {
        Lang::Korean => format!("{}년 {}월", of.year, of.month),
        Lang::English => format!("{}-{:02}", of.year, of.month),
    };
    let most = owed.months.iter().map(|of| of.sold + of.given).max();
    let bars = owed.months.iter().map(|of| {
        let label = format!(
            "{} · {} · {}",
            month(of),
            grouped(of.sold + of.given),
            won(frame, of.won)
        );
        let parts = [(of.sold, 9, "sold"), (of.given, 4, "given")];
        Bar::stacked(label, most.unwrap_or_default(), &parts)
    });
    let about = frame.t(
        "달마다 끝나는 크레딧과 그 결제 금액입니다. 같은 내용이 표에 있습니다.",
        "The credits that end in each month, and what was paid for them. The table says the same.",
    );
    let picture = bars::draw("owed", about, Vec::new(), bars.collect());
    let row = |name: String, of: &flow::OfMonth| {
        vec![name, grouped(of.sold), grouped(of.given), grouped(of.won)]
    };
    let mut rows: Vec<Vec<String>> = owed.months.iter().map(|of| row(month(of), of)).collect();
    if !rows.is_empty() {
        rows.push(row(frame.t("합계", "All").to_owned(), &owed.sum()));
    }
    let head = [
        frame.t("끝나는 달", "Month of the end"),
        frame.t("판매한 크레딧", "Sold credits"),
        frame.t("드린 크레딧", "Given credits"),
        frame.t("판매 금액 (원)", "Paid for them (won)"),
    ];
    match drawn(picture, &head, rows) {
        Shown::Drawn { picture, table, .. } if owed.partial => Shown::Drawn {
            picture,
            table,
            lacks: Some((
                "크레딧 묶음이 너무 많아, 늦게 끝나는 것은 빠졌습니다.",
                "There are too many lots: those that end last are left out.",
            )),
        },
        shown => shown,
    }
}

/// What waits, and at which provider.
fn named(of: &Ages, frame: &Frame) -> String {
    let what = unresolved(frame, &of.what);
    if of.provider.is_empty() {
        what
    } else {
        format!("{what} · {}", provider(frame, &of.provider))
    }
}

fn of_ages(ages: &[Ages], now: DateTime<Utc>, frame: &Frame) -> Shown {
    const PARTS: [(i64, &str); 5] = [
        (2, "age"),
        (4, "age"),
        (5, "age"),
        (7, "age"),
        (9, "age old"),
    ];
    let waiting = || ages.iter().filter(|of| of.number > 0);
    let most = waiting().map(|of| of.number).max().unwrap_or_default();
    let bars = waiting().map(|of| {
        let oldest = of
            .oldest
            .map_or_else(String::new, |at| age(frame, now - at));
        let label = format!(
            "{} · {} · {} {oldest}",
            named(of, frame),
            grouped(of.number),
            frame.t("가장 오래된 것", "the oldest")
        );
        let parts = PARTS.iter().zip(of.of_age);
        let parts: Vec<_> = parts
            .map(|((thick, class), number)| (number, *thick, *class))
            .collect();
        Bar::stacked(label, most, &parts)
    });
    let about = frame.t(
        "종류마다 기다리는 일의 수와 나이입니다. 같은 내용이 표에 있습니다.",
        "How many things of each kind wait, and how old they are. The table says the same.",
    );
    let picture = bars::draw("ages", about, Vec::new(), bars.collect());
    let rows = waiting().map(|of| {
        let mut row = vec![named(of, frame)];
        row.extend(of.of_age.map(grouped));
        row.push(
            of.oldest
                .map_or_else(String::new, |at| age(frame, now - at)),
        );
        row
    });
    let head = [
        frame.t("일", "What"),
        frame.t("1시간 안", "Below 1 h"),
        frame.t("하루 안", "Below 1 day"),
        frame.t("3일 안", "Below 3 days"),
        frame.t("7일 안", "Below 7 days"),
        frame.t("7일 이상", "7 days or more"),
        frame.t("가장 오래된 것", "The oldest"),
    ];
    drawn(picture, &head, rows.collect())
}

fn of_latency(latency: &[Latency], frame: &Frame) -> Shown {
    // The bounds of the histogram that people tell apart, in microseconds.
    const STOPS: [i64; 6] = [0, 1_000, 10_000, 100_000, 1_000_000, 60_000_000];
    let bars = latency.iter().map(|of| {
        let label = format!(
            "{} · {} · {} {} · 99% {}",
            group(frame, of.group),
            grouped(of.number),
            frame.t("절반", "half"),
            micros(frame, of.half),
            micros(frame, of.ninety_nine)
        );
        (label, [of.half, of.ninety_nine])
    });
    let about = frame.t(
        "누가 기다렸는지에 따라 요청의 절반과 100건 중 99건이 끝난 시간입니다. 같은 내용이 표에 있습니다.",
        "By who waited, in which time half and 99 of 100 requests were answered. The table says the same.",
    );
    let picture = times("latency", about, &STOPS, bars, |stop| {
        micros(frame, Some(stop))
    });
    let rows = latency.iter().map(|of| {
        vec![
            group(frame, of.group),
            grouped(of.number),
            micros(frame, of.half),
            micros(frame, of.ninety_nine),
        ]
    });
    let head = [
        frame.t("누가 기다렸나", "Who waited"),
        frame.t("요청", "Requests"),
        frame.t("절반 (이하)", "Half, at most"),
        frame.t("100건 중 99건 (이하)", "99 of 100, at most"),
    ];
    drawn(picture, &head, rows.collect())
}
