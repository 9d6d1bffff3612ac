//! Money and times as Korean readers write them.

use chrono::{DateTime, Datelike as _, TimeDelta, Timelike as _, Utc};
use domain::{
    calendar::seoul,
    money::{Credits, Won},
    statement::Lang,
};

/// `15,000원` or `15,000 won`.
pub(super) fn won(lang: Lang, amount: Won) -> String {
    let digits = grouped(amount.get());
    match lang {
        Lang::Korean => format!("{digits}원"),
        Lang::English => format!("{digits} won"),
    }
}

pub(super) fn count(credits: Credits) -> String {
    grouped(credits.get())
}

/// `2026년 11월 22일 (일) 16:00`
pub(super) fn korean(at: &DateTime<Utc>) -> String {
    const DAYS: [&str; 7] = ["월", "화", "수", "목", "금", "토", "일"];
    let at = seoul(*at);
    let day = DAYS.get(at.weekday() as usize).unwrap_or(&"");
    format!(
        "{}년 {}월 {}일 ({day}) {:02}:{:02}",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute()
    )
}

/// `2026년 11월 22일 (일) 16:00 전`, and for an exclusive instant at midnight the day before: `2026년 11월 21일 (토) 24:00까지`,
/// as contracts have it.
pub(super) fn korean_until(at: &DateTime<Utc>) -> String {
    match day_ended(at) {
        Some(day) => korean(&day).replace("00:00", "24:00까지"),
        None => format!("{} 전", korean(at)),
    }
}

/// `before 2026-11-22 16:00 KST`, or `end of 2026-11-21 (KST)`.
pub(super) fn english_until(at: &DateTime<Utc>) -> String {
    match day_ended(at) {
        Some(ended) => format!("end of {} (KST)", day(&ended)),
        None => format!("before {}", english(at)),
    }
}

/// Up to when something holds, in a language.
pub(crate) fn until(lang: Lang, at: &DateTime<Utc>) -> String {
    match lang {
        Lang::Korean => korean_until(at),
        Lang::English => english_until(at),
    }
}

/// The same for tables: `2026-11-21 24:00까지`, `2026-11-22 16:00 전`, or `end of 2026-11-21`, `before 2026-11-22 16:00`.
pub(super) fn short_until(lang: Lang, at: &DateTime<Utc>) -> String {
    match (lang, day_ended(at)) {
        (Lang::Korean, Some(ended)) => format!("{} 24:00까지", day(&ended)),
        (Lang::Korean, None) => format!("{} 전", short(at)),
        (Lang::English, Some(ended)) => format!("end of {}", day(&ended)),
        (Lang::English, None) => format!("before {}", short(at)),
    }
}

/// The beginning of the day that ends at `at`, where one ends there in Seoul.
fn day_ended(at: &DateTime<Utc>) -> Option<DateTime<Utc>> {
    (seoul(*at).num_seconds_from_midnight() == 0).then(|| *at - TimeDelta::days(1))
}

/// `2026-11-22 16:00 KST`
pub(super) fn english(at: &DateTime<Utc>) -> String {
    seoul(*at).format("%Y-%m-%d %H:%M KST").to_string()
}

/// `2026-11-22 16:00`, in Seoul, for tables.
pub(super) fn short(at: &DateTime<Utc>) -> String {
    seoul(*at).format("%Y-%m-%d %H:%M").to_string()
}

/// `2026-11-22`, in Seoul.
pub(super) fn day(at: &DateTime<Utc>) -> String {
    seoul(*at).format("%Y-%m-%d").to_string()
}

/// A change: `+1,000`, `−30`, `0`.
pub(super) fn signed(change: i64) -> String {
    match change {
        0 => "0".to_owned(),
        1.. => format!("+{}", grouped(change)),
        _ => format!("\u{2212}{}", grouped(change.saturating_neg())),
    }
}

/// Digits in groups of three.
pub(crate) fn grouped(number: i64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use domain::statement::Lang;

    use super::{
        day, english, english_until, grouped, korean, korean_until, short, short_until, signed, won,
    };
    use chrono::DateTime;
    use domain::money::Won;

    #[test]
    fn digits_stand_in_groups_of_three() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (15_000, "15,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(number), text);
        }
        for (change, text) in [(0, "0"), (1_000, "+1,000"), (-30, "\u{2212}30")] {
            assert_eq!(signed(change), text);
        }
        let amount = Won::new(15_000).unwrap();
        assert_eq!(won(Lang::Korean, amount), "15,000원");
        assert_eq!(won(Lang::English, amount), "15,000 won");
    }

    #[test]
    fn times_are_told_in_seoul_with_the_day_of_the_week() {
        let at = DateTime::parse_from_rfc3339("2026-11-22T07:00:00Z")
            .unwrap()
            .to_utc();
        assert_eq!(korean(&at), "2026년 11월 22일 (일) 16:00");
        assert_eq!(day(&at), "2026-11-22");
        assert_eq!(short(&at), "2026-11-22 16:00");
        assert_eq!(english(&at), "2026-11-22 16:00 KST");
    }

    #[test]
    fn an_end_at_midnight_is_the_end_of_the_day_before() {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().to_utc();
        for (end, korean, english) in [
            (
                "2027-01-01T00:00:00+09:00",
                "2026년 12월 31일 (목) 24:00까지",
                "end of 2026-12-31 (KST)",
            ),
            (
                "2026-12-31T23:59:00+09:00",
                "2026년 12월 31일 (목) 23:59 전",
                "before 2026-12-31 23:59 KST",
            ),
        ] {
            assert_eq!(korean_until(&at(end)), korean);
            assert_eq!(english_until(&at(end)), english);
        }
        let (day, minute) = ("2027-01-01T00:00:00+09:00", "2026-12-31T23:59:00+09:00");
        for (end, lang, shown) in [
            (day, Lang::Korean, "2026-12-31 24:00까지"),
            (minute, Lang::Korean, "2026-12-31 23:59 전"),
            (day, Lang::English, "end of 2026-12-31"),
            (minute, Lang::English, "before 2026-12-31 23:59"),
        ] {
            assert_eq!(short_until(lang, &at(end)), shown);
        }
    }
}
