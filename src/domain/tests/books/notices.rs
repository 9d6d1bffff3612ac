//! Notices that a lot ends soon: each is settled once, whoever asks and however often.

use chrono::Duration;
use domain::{
    books::notices::NotifyExpiry,
    command::Command,
    event::{CreditsExpiring, Event},
    lot::Lot,
    notice::{NoticeDays, NoticeOutcome},
};

use crate::{person, world::World};

fn notify(lot: &Lot) -> NotifyExpiry {
    NotifyExpiry {
        customer: lot.customer.clone(),
        lot: lot.id,
        payment: lot.payment,
        days: NoticeDays::default(),
        renew_url: "https://pay.example/renew".to_owned(),
    }
}

impl World {
    fn announced(&self) -> Vec<&CreditsExpiring> {
        let events = self.rows.events.iter();
        let bodies = events.filter_map(|record| match &record.event {
            Event::CreditsExpiring(body) => Some(body),
            _ => None,
        });
        bodies.collect()
    }
}

#[test]
fn two_gateways_in_one_batch_and_one_later_send_one_notice() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-1000", 1);
    let lot = world.lot(payment).clone();
    world.ok(notify(&lot));
    assert!(world.rows.expiry_notices.is_empty());
    world.now = lot.expires_at - Duration::days(7);
    let twice = [notify(&lot), notify(&lot)].map(|it| Command::new(it, person("tester")));
    world.run(&twice);
    world.ok(notify(&lot));
    let outcomes: Vec<_> = world.rows.expiry_notices.values().collect();
    let outcomes: Vec<_> = outcomes.iter().map(|it| (it.days, it.outcome)).collect();
    assert_eq!(outcomes.len(), 2, "{outcomes:?}");
    assert!(outcomes.contains(&(30, NoticeOutcome::Overtaken)));
    assert!(outcomes.contains(&(7, NoticeOutcome::Sent)));
    let announced = world.announced();
    assert_eq!(announced.len(), 1);
    assert_eq!(announced[0].product.as_deref(), Some("direct-1000"));
    assert!(announced[0].renew_url.is_some());
}

#[test]
fn what_was_not_bought_is_announced_without_a_link() {
    let mut world = World::new();
    let gift = world.grant("ann", domain::kind::Kind::Promotional, 10);
    world.now = gift.expires_at - Duration::days(1);
    world.ok(notify(&gift));
    let announced = world.announced();
    assert_eq!(announced.len(), 1);
    assert_eq!(announced[0].credits.get(), 10);
    assert_eq!(
        (&announced[0].product, &announced[0].renew_url),
        (&None, &None)
    );
}
