use super::{ENDED, ENDED_UNDOCUMENTED, OURS, UNDOCUMENTED, ours};

#[test]
fn what_the_gateway_says_by_itself_has_three_sentences_too() {
    for words in
        OURS.iter()
            .map(|(_, words)| words)
            .chain([&UNDOCUMENTED, &ENDED, &ENDED_UNDOCUMENTED])
    {
        assert!(words.buyer_ko.chars().any(|c| ('가'..='힣').contains(&c)));
        assert!(words.buyer_en.is_ascii() && words.buyer_en.ends_with('.'));
        assert!(words.support.is_ascii() && words.support.ends_with('.'));
    }
    assert!(ours("SESSION_OVER").is_some_and(|it| it.buyer_en.contains("time to pay")));
    assert_eq!(ours("A_CODE_OF_NEXT_YEAR"), None);
}
