//! Money and times as Korean readers write them.

use chrono::{DateTime, Datelike as _, Timelike as _, Utc};
use domain::{
    calendar::seoul,
    money::{Credits, Won},
};

/// `15,000원`
pub(super) fn won(amount: Won) -> String {
    format!("{}원", grouped(amount.get()))
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

/// `16:00`, in Seoul.
pub(super) fn time(at: &DateTime<Utc>) -> String {
    seoul(*at).format("%H:%M").to_string()
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
pub(super) fn grouped(number: i64) -> String {
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
    use super::{day, english, grouped, korean, short, signed, time, won};
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
        assert_eq!(won(amount), "15,000원");
    }

    #[test]
    fn times_are_told_in_seoul_with_the_day_of_the_week() {
        let at = DateTime::parse_from_rfc3339("2026-11-22T07:00:00Z")
            .unwrap()
            .to_utc();
        assert_eq!(korean(&at), "2026년 11월 22일 (일) 16:00");
        assert_eq!(
            (day(&at).as_str(), time(&at).as_str()),
            ("2026-11-22", "16:00")
        );
        assert_eq!(short(&at), "2026-11-22 16:00");
        assert_eq!(english(&at), "2026-11-22 16:00 KST");
    }
}
