//! People who do not exist.

/// Given names, for ids and as banks write them.
const GIVEN: [(&str, &str); 24] = [
    ("minji", "민지"),
    ("seojun", "서준"),
    ("jiwoo", "지우"),
    ("hayun", "하윤"),
    ("dohyun", "도현"),
    ("yuna", "유나"),
    ("junho", "준호"),
    ("soyeon", "소연"),
    ("taeyang", "태양"),
    ("haneul", "하늘"),
    ("jihoon", "지훈"),
    ("eunseo", "은서"),
    ("woojin", "우진"),
    ("nari", "나리"),
    ("sumin", "수민"),
    ("hyunwoo", "현우"),
    ("bora", "보라"),
    ("kangmin", "강민"),
    ("yejin", "예진"),
    ("siwoo", "시우"),
    ("dahye", "다혜"),
    ("minho", "민호"),
    ("chaewon", "채원"),
    ("jaehyun", "재현"),
];
const FAMILY: [(&str, &str); 12] = [
    ("kim", "김"),
    ("lee", "이"),
    ("park", "박"),
    ("choi", "최"),
    ("jung", "정"),
    ("kang", "강"),
    ("cho", "조"),
    ("yoon", "윤"),
    ("jang", "장"),
    ("lim", "임"),
    ("han", "한"),
    ("oh", "오"),
];

/// A customer of the shop.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) id: String,
    /// As a bank writes it.
    pub(super) name: String,
    /// What makes the name on a transfer that of one order.
    pub(super) digits: usize,
}

impl Person {
    /// The `nth` of all, each with an id of its own.
    pub(super) fn nth(nth: usize) -> Self {
        let given = GIVEN[nth * 7 % GIVEN.len()];
        let family = FAMILY[(nth / GIVEN.len() + nth) % FAMILY.len()];
        let turn = nth / (GIVEN.len() * FAMILY.len());
        Self {
            id: format!("{}.{}{}", given.0, family.0, 10 + turn),
            name: format!("{}{}", family.1, given.1),
            digits: 1_000 + nth * 37 % 9_000,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Person;

    #[test]
    fn everybody_has_an_id_of_their_own() {
        let ids: BTreeSet<_> = (0..3_000).map(|nth| Person::nth(nth).id).collect();
        assert_eq!(ids.len(), 3_000);
    }
}
