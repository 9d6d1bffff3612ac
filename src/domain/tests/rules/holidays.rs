//! Holiday files.

use domain::calendar::{Holidays, InvalidHolidays};

use crate::calendar::date;

#[test]
fn a_holiday_file_is_read_as_people_save_it() {
    let holidays = Holidays::parse(
        "\u{feff}date,name\r\n2026-05-05,어린이날\r\n\r\n2027-01-01, 신정, 휴일\r\n",
    )
    .unwrap();
    assert_eq!(holidays.years(), 2026..=2027);
    assert_eq!(holidays.name(date("2027-01-01")), Some("신정, 휴일"));
    assert_eq!(holidays.name(date("2026-05-09")), Some("Saturday"));
    assert!(holidays.is_day_off(date("2026-05-05")) && !holidays.is_day_off(date("2026-05-06")));
    assert!(holidays.covers(date("2026-12-31")) && !holidays.covers(date("2028-01-01")));
}

#[test]
fn a_wrong_holiday_file_is_refused_by_line() {
    use InvalidHolidays::{Empty, Header, Line, Twice, YearMissing};
    for (text, refusal) in [
        ("", Header),
        ("2026-05-05,어린이날\n", Header),
        ("date,name\n", Empty),
        (
            "date,name\n2026-05-05,어린이날\n2026-02-30,x\n",
            Line { line: 3 },
        ),
        ("date,name\n2026-05-05\n", Line { line: 2 }),
        ("date,name\n2026-05-05, \n", Line { line: 2 }),
        (
            "date,name\n\n2026-05-05,a\n2026-05-05,b\n",
            Twice {
                line: 4,
                date: date("2026-05-05"),
            },
        ),
        (
            "date,name\n2026-05-05,a\n2028-05-05,b\n",
            YearMissing { year: 2027 },
        ),
    ] {
        assert_eq!(Holidays::parse(text), Err(refusal), "{text}");
    }
}
