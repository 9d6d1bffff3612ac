use super::{Fresh, merged};

fn event(customer: &str, seq: i64) -> Fresh {
    Fresh {
        id: format!("{customer}{seq}"),
        kind: "order.completed".to_owned(),
        customer: (!customer.is_empty()).then(|| customer.to_owned()),
        seq: (seq > 0).then_some(seq),
    }
}

fn ids(chains: &[&[(&str, i64)]]) -> Vec<String> {
    let chain = |events: &&[(&str, i64)]| {
        let events = events.iter();
        events
            .map(|(customer, seq)| event(customer, *seq))
            .collect()
    };
    let all = merged(chains.iter().map(chain).collect());
    all.into_iter().map(|event| event.id).collect()
}

#[test]
fn a_customers_events_follow_their_numbers_across_chains() {
    assert_eq!(ids(&[&[("a", 1), ("b", 1), ("a", 2)]]), ["a1", "b1", "a2"]);
    assert_eq!(ids(&[&[("a", 2)], &[("a", 1)]]), ["a1", "a2"]);
    assert_eq!(
        ids(&[&[("a", 8), ("b", 3)], &[("b", 2), ("a", 7), ("a", 9)]]),
        ["b2", "a7", "a8", "b3", "a9"]
    );
    assert_eq!(ids(&[&[("", 0), ("a", 2)], &[("a", 1)]]), ["0", "a1", "a2"]);
    assert!(ids(&[]).is_empty());
}

#[test]
fn events_that_contradict_each_other_stop_nobody() {
    let all = ids(&[&[("a", 2), ("b", 1)], &[("b", 2), ("a", 1)]]);
    assert_eq!(all.len(), 4);
    assert_eq!(ids(&[&[("a", 1), ("a", 1)]]), ["a1", "a1"]);
}

/// Whatever chains carried the customers' changes, and however they took turns.
#[test]
fn every_history_of_commits_is_kept() {
    let mut state = 7_u64;
    let mut draw = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(state >> 33).unwrap() % below
    };
    for _ in 0..200 {
        let mut chains = vec![Vec::new(); 1 + draw(4)];
        let mut last = [0; 3];
        for _ in 0..30 {
            let (customer, chain) = (draw(3), draw(chains.len()));
            last[customer] += 1;
            chains[chain].push(event(["a", "b", "c"][customer], last[customer]));
        }
        let all = merged(chains.clone());
        for (customer, last) in ["a", "b", "c"].into_iter().zip(last) {
            let of = all
                .iter()
                .filter(|event| event.customer.as_deref() == Some(customer));
            let numbers: Vec<i64> = of.filter_map(|event| event.seq).collect();
            assert_eq!(numbers, (1..=last).collect::<Vec<_>>());
        }
        for chain in chains {
            let places: Vec<usize> = chain
                .iter()
                .map(|event| all.iter().position(|other| other == event).unwrap())
                .collect();
            assert!(places.is_sorted());
        }
    }
}
