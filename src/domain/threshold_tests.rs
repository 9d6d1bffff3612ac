use super::{BadThresholds, THRESHOLDS_MAX, ThresholdSetting, Thresholds};
use crate::money::Credits;

fn credits(of: impl IntoIterator<Item = i64>) -> Vec<Credits> {
    of.into_iter()
        .map(|credits| Credits::new(credits).unwrap())
        .collect()
}

#[test]
fn a_threshold_is_passed_from_at_or_above_to_below() {
    let thresholds = Thresholds::new(credits([100, 50, 10])).unwrap();
    for (before, after, passed) in [
        (100, 100, &[][..]),
        (100, 99, &[100]),
        (101, 100, &[]),
        (99, 51, &[]),
        (99, 50, &[]),
        (99, 49, &[50]),
        (120, 0, &[100, 50, 10]),
        (50, 9, &[50, 10]),
        (9, 0, &[]),
        (0, 120, &[]),
        (10, 10, &[]),
    ] {
        let [from, to] = [before, after].map(|credits| Credits::new(credits).unwrap());
        let found: Vec<i64> = thresholds.passed(from, to).map(Credits::get).collect();
        assert_eq!(found, passed, "from {before} to {after}");
    }
    let none = Thresholds::default();
    assert_eq!(
        none.passed(Credits::new(9).unwrap(), Credits::ZERO).count(),
        0
    );
}

#[test]
fn thresholds_are_few_distinct_and_above_zero() {
    let most = i64::try_from(THRESHOLDS_MAX).unwrap();
    let sorted = Thresholds::new(credits((1..=most).rev())).unwrap();
    assert_eq!(sorted.credits(), credits(1..=most));
    for (given, why) in [
        (credits(1..=most + 1), BadThresholds::TooMany),
        (credits([5, 0]), BadThresholds::Zero),
        (
            credits([7, 5, 7]),
            BadThresholds::Twice(Credits::new(7).unwrap()),
        ),
    ] {
        assert_eq!(Thresholds::new(given), Err(why));
    }
    assert!(Thresholds::new(Vec::new()).unwrap().is_empty());
}

#[test]
fn a_setting_is_stored_as_json_and_told_in_words() {
    let mut setting = ThresholdSetting {
        number: 2,
        after_entry: 7,
        thresholds: Thresholds::new(credits([100, 50])).unwrap(),
    };
    let stored = serde_json::to_string(&setting).unwrap();
    assert_eq!(
        stored,
        r#"{"number":2,"after_entry":7,"thresholds":[50,100]}"#
    );
    assert_eq!(
        serde_json::from_str::<ThresholdSetting>(&stored).unwrap(),
        setting
    );
    assert_eq!(setting.to_string(), "50, 100; number 2, after entry 7");
    setting.thresholds = Thresholds::default();
    assert_eq!(setting.to_string(), "none; number 2, after entry 7");
    let twice = r#"{"number":2,"after_entry":7,"thresholds":[50,50]}"#;
    assert!(serde_json::from_str::<ThresholdSetting>(twice).is_err());
}
