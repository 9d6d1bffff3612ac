//! What follows from the lines of a statement that were read.

use std::collections::BTreeMap;

use super::Fault;
use crate::{
    id::{LotId, PostingId},
    ledger::{Act, Entry},
    statement::{
        Change, Foot, Head, Link, OfLot, StatedBalance, StatedLot, Total, standing::Standing,
        words::total_words,
    },
};

/// A fault of a line whose number the caller knows.
fn wrong(thing: &str, member: &str, why: &str) -> Fault {
    Fault::new(0, thing, Some(member), why)
}

/// Sums over the lines so far.
#[derive(Debug)]
pub(super) struct Sums {
    pub(super) last: Link,
    pub(super) entries: i64,
    pub(super) posting: Option<PostingId>,
    /// The balance, and what each lot gained in the period.
    pub(super) standing: Standing,
    totals: BTreeMap<Act, (i64, Change)>,
    /// The entry that the head names for the journal's part.
    pub(super) anchored: Option<Entry>,
    anchor: Option<i64>,
    lot: Option<LotId>,
    /// The opening of the lots that were read together, and what had ended before and after the period.
    opening: StatedBalance,
    ended: i64,
}

impl Default for Sums {
    fn default() -> Self {
        Self {
            last: Link {
                seq: 0,
                hash: String::new(),
            },
            entries: 0,
            posting: None,
            standing: Standing::default(),
            totals: BTreeMap::new(),
            anchored: None,
            anchor: None,
            lot: None,
            opening: StatedBalance {
                available: 0,
                held: 0,
                debt: 0,
                ended: 0,
            },
            ended: 0,
        }
    }
}

impl Sums {
    pub(super) fn begin(&mut self, head: &Head) {
        self.last = head.before.clone();
        self.anchor = head.anchor;
        self.standing.change = Change {
            available: head.opening.available,
            held: head.opening.held,
            debt: head.opening.debt,
            won: 0,
        };
    }

    pub(super) fn follow(&mut self, entry: &Entry) {
        self.standing.follow(entry);
        self.entries = self.entries.saturating_add(1);
        self.last = Link {
            seq: entry.seq,
            hash: entry.hash.clone(),
        };
        if self.anchor == Some(entry.seq) {
            self.anchored = Some(entry.clone());
        }
    }

    pub(super) fn posting_ends(&mut self, posting: PostingId, act: Act, change: Change) {
        self.posting = Some(posting);
        let total = self.totals.entry(act).or_default();
        *total = (total.0.saturating_add(1), total.1.and(change));
    }

    pub(super) fn postings_end(&self) -> Result<(), Fault> {
        if self.anchor.is_some() && self.anchored.is_none() {
            return Err(wrong("head", "anchor", "is not an entry of the period"));
        }
        Ok(())
    }

    pub(super) fn lot(&mut self, lot: &StatedLot, head: Option<&Head>) -> Result<(), Fault> {
        let thing = format!("lot {}", lot.id);
        if self.lot >= Some(lot.id) {
            return Err(wrong(&thing, "id", "does not come after the lot before it"));
        }
        self.lot = Some(lot.id);
        let (from, until) = head.map(|head| (head.from, head.until)).unzip();
        if lot.opening.available < 0 || lot.opening.held < 0 {
            return Err(wrong(&thing, "opening", "is below zero"));
        }
        let gained = self.standing.lots.remove(&lot.id).unwrap_or(OfLot::NOTHING);
        let closing = [
            (
                "closing.available",
                lot.closing.available,
                lot.opening.available.saturating_add(gained.available),
            ),
            (
                "closing.held",
                lot.closing.held,
                lot.opening.held.saturating_add(gained.held),
            ),
        ];
        if let Some((member, ..)) = closing
            .into_iter()
            .find(|(_, stated, known)| stated != known)
        {
            return Err(wrong(
                &thing,
                member,
                "is not the opening and what the entries changed",
            ));
        }
        let opening = &mut self.opening;
        opening.available = opening.available.saturating_add(lot.opening.available);
        opening.held = opening.held.saturating_add(lot.opening.held);
        if Some(lot.expires_at) <= from {
            opening.ended = opening.ended.saturating_add(lot.opening.available);
        }
        if Some(lot.expires_at) <= until {
            self.ended = self.ended.saturating_add(lot.closing.available);
        }
        Ok(())
    }

    pub(super) fn lots_end(&self, head: Option<&Head>) -> Result<(), Fault> {
        if let Some(lot) = self.standing.lots.keys().next() {
            let thing = format!("lot {lot}");
            return Err(Fault::new(
                0,
                &thing,
                None,
                "is not listed, although entries changed it",
            ));
        }
        let Some(stated) = head.map(|head| &head.opening) else {
            return Ok(());
        };
        let found = &self.opening;
        let sums = [
            ("opening.available", stated.available, found.available),
            ("opening.held", stated.held, found.held),
            ("opening.ended", stated.ended, found.ended),
        ];
        match sums.into_iter().find(|(_, stated, known)| stated != known) {
            Some((member, ..)) => Err(wrong("head", member, "is not the sum of the lots")),
            None => Ok(()),
        }
    }

    pub(super) fn total(&mut self, total: &Total, head: Option<&Head>) -> Result<(), Fault> {
        let thing = format!("total of {}", total.act);
        let Some((act, (postings, change))) = self.totals.pop_first() else {
            return Err(wrong(&thing, "act", "has no posting"));
        };
        if act != total.act {
            return Err(wrong(
                &thing,
                "act",
                "stands where that of another act must",
            ));
        }
        if total.postings != postings {
            return Err(wrong(&thing, "postings", "is not their number"));
        }
        if let Some(member) = total.change.differs(change) {
            return Err(wrong(
                &thing,
                &format!("change.{member}"),
                "is not the sum of the postings",
            ));
        }
        if head.is_some_and(|head| total.words != total_words(head.lang, act)) {
            return Err(wrong(&thing, "words", "do not say what was done"));
        }
        Ok(())
    }

    pub(super) fn totals_end(&self) -> Result<(), Fault> {
        match self.totals.first_key_value() {
            Some((act, _)) => {
                let thing = format!("total of {act}");
                Err(Fault::new(0, &thing, None, "is missing"))
            }
            None => Ok(()),
        }
    }

    /// The member of the foot that does not agree, and why.
    pub(super) fn foot(&self, foot: &Foot) -> Option<(&'static str, &'static str)> {
        let (stated, known) = (&foot.closing, self.standing.change);
        let sums = [
            ("closing.available", stated.available, known.available),
            ("closing.held", stated.held, known.held),
            ("closing.debt", stated.debt, known.debt),
            ("closing.ended", stated.ended, self.ended),
        ];
        if let Some((member, ..)) = sums.into_iter().find(|(_, stated, known)| stated != known) {
            return Some((member, "is not the opening and what the entries changed"));
        }
        (foot.last != self.last).then_some(("last", "is not the last entry"))
    }
}
