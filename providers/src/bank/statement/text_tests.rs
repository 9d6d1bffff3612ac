use super::{moment, won};

fn written(date: &str, time: &str) -> Option<String> {
    moment(date, time).map(|(written, _)| written)
}

#[test]
fn times_are_read_in_the_usual_forms() {
    for (date, time) in [
        ("2026-04-08 10:05:09", ""),
        ("2026.04.08 10:05:09", ""),
        ("2026/4/8 10:05:09", ""),
        ("2026년 4월 8일", "10시 5분 9초"),
        ("20260408100509", ""),
        ("20260408", "100509"),
        ("2026-04-08", "10:05:09"),
        ("2026-04-08T10:05:09+09:00", ""),
        ("2026-04-08T01:05:09Z", ""),
    ] {
        assert_eq!(
            written(date, time).as_deref(),
            Some("2026-04-08T10:05:09"),
            "{date} {time}"
        );
    }
    for (date, time) in [
        ("2026.04.08 10:05", ""),
        ("202604081005", ""),
        ("20260408", "1005"),
    ] {
        assert_eq!(
            written(date, time).as_deref(),
            Some("2026-04-08T10:05"),
            "{date} {time}"
        );
    }
    for date in ["2026-04-08", "2026.4.8", "20260408", "2026.04.08."] {
        assert_eq!(written(date, "").as_deref(), Some("2026-04-08"), "{date}");
    }
}

#[test]
fn what_could_be_read_in_two_ways_is_not_read() {
    for date in [
        "",
        "04/08/2026",
        "26.04.08",
        "2026-04-08 오후 3:05",
        "2026-13-01",
        "2026-02-30",
        "2026-04-08 24:00",
        "2026-04-08 10",
        "2026",
        "1234567",
        "2026-04-08 10:05:09 1",
    ] {
        assert_eq!(written(date, ""), None, "{date}");
    }
}

#[test]
fn amounts_are_whole_won() {
    for text in [
        "10,000",
        "10000",
        " ₩10,000 ",
        "10,000원",
        "+10000",
        "10000.00",
    ] {
        assert_eq!(won(text), Ok(Some(10_000)), "{text}");
    }
    assert_eq!(
        (won(""), won("-"), won("0"), won("-1,000")),
        (Ok(None), Ok(None), Ok(Some(0)), Ok(Some(-1_000)))
    );
    for text in [
        "1.5",
        "10000.",
        "1e4",
        "0x10",
        "천원",
        "(1,000)",
        "99999999999999999999",
    ] {
        assert_eq!(won(text), Err(()), "{text}");
    }
}
