//! What a spend would take is what it takes.

use chrono::Duration;
use domain::{
    books::{
        Books,
        credits::{Preview, preview_needs},
    },
    kind::Kind,
    refusal::Refusal,
};

use crate::{credits, customer, world::World};

impl World {
    fn preview(&mut self, who: &str, amount: i64) -> Result<Preview, Refusal> {
        let before = self.rows.clone();
        let (who, amount) = (customer(who), credits(amount));
        let facts = self.load(&preview_needs(&who, amount));
        let mut entropy = self.entropy.clone();
        let books = Books::new(self.rules, facts, self.now, &mut entropy);
        let preview = books.preview(&who, amount);
        self.rows
            .customers
            .retain(|id, _| before.customers.contains_key(id));
        assert_eq!(self.rows, before, "a preview wrote something");
        preview
    }
}

#[test]
fn a_preview_names_the_lots_of_the_spend_with_its_reasons() {
    let mut world = World::new();
    world.buy("ann", "direct-100", 1);
    world.grant("ann", Kind::Promotional, 10);
    world.grant("ann", Kind::Membership, 10);
    let preview = world.preview("ann", 35).unwrap();
    assert_eq!((preview.available.get(), preview.missing.get()), (120, 0));
    let spend = world.spend("ann", 35);
    assert_eq!(preview.parts, spend.parts);
}

#[test]
fn a_preview_counts_what_lapsed_holds_give_back() {
    let mut world = World::new();
    world.grant("ann", Kind::Promotional, 10);
    world.hold("ann", 8, world.now + Duration::hours(1));
    assert_eq!(world.preview("ann", 5).unwrap().missing.get(), 3);
    world.pass(Duration::hours(1));
    let preview = world.preview("ann", 5).unwrap();
    assert_eq!((preview.available.get(), preview.missing.get()), (10, 0));
    assert_eq!(preview.parts, world.spend("ann", 5).parts);
}

#[test]
fn a_preview_says_what_is_missing_and_of_nobody_known_everything() {
    let mut world = World::new();
    world.grant("ann", Kind::Promotional, 10);
    let preview = world.preview("ann", 25).unwrap();
    let parts: i64 = preview.parts.iter().map(|part| part.credits.get()).sum();
    assert_eq!((parts, preview.missing.get()), (10, 15));
    let stranger = world.preview("zoe", 3).unwrap();
    assert!(stranger.parts.is_empty());
    assert_eq!((stranger.missing.get(), stranger.available.get()), (3, 0));
    assert_eq!(world.preview("ann", 0), Err(Refusal::NoCredits));
    world.close("ann", true).unwrap();
    let closed = Refusal::CustomerClosed(customer("ann"));
    assert_eq!(world.preview("ann", 1), Err(closed));
}
