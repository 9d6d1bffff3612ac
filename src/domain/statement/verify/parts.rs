//! The parts of a statement: each line is read in its one form, and compared with what follows from the lines before.

use super::{Fault, List, Next, Verifier};
use crate::{
    ledger::{Entry, hash},
    statement::{
        Anchor, Block, Change, Foot, Head, StatedBalance, StatedEntry, StatedLot, StatedPosting,
        Total, VERSION,
        anchor::Chained,
        lines::{Line, Read, read},
        odd,
        words::words,
    },
};

impl Verifier {
    fn read<T: Line>(&self, thing: &str, text: &str) -> Result<Read<T>, Fault> {
        read(text).map_err(|wrong| self.not_in_form(thing, text, &wrong))
    }

    /// A line after its check: an exact fault goes before a broken digest, and that before a vague one.
    fn judged(
        &self,
        thing: &str,
        checked: Result<(), Fault>,
        broken: Option<(String, String)>,
    ) -> Result<(), Fault> {
        match (checked, broken) {
            (Err(fault), _) if fault.is_exact() => Err(fault),
            (_, Some(broken)) => Err(Fault::of_line(self.line, thing, broken)),
            (checked, None) => checked,
        }
    }

    pub(super) fn read_head(&mut self, text: &str) -> Result<(), Fault> {
        const THING: &str = "head";
        let inner = text.strip_prefix("{\"head\":");
        let Some(inner) = inner.and_then(|rest| rest.strip_suffix(',')) else {
            return Err(self.fault(THING, None, "is not how a statement begins"));
        };
        let Read {
            thing: head,
            broken,
        } = self.read::<Head>(THING, inner)?;
        let checked = self.check_head(&head);
        self.judged(THING, checked, broken)?;
        self.sums.begin(&head);
        self.head = Some(head);
        self.next = Next::Opens(List::Postings);
        Ok(())
    }

    fn check_head(&self, head: &Head) -> Result<(), Fault> {
        let nothing = StatedBalance {
            available: 0,
            held: 0,
            debt: 0,
            ended: 0,
        };
        let from_the_first = head.before.seq == 0;
        let wrong = if head.statement != VERSION {
            ("statement", "is not a version that is known here")
        } else if head.from >= head.until {
            ("until", "is not after its beginning")
        } else if head.before.seq < 0 || from_the_first != head.before.hash.is_empty() {
            ("before", "is not an entry, nor the place before the first")
        } else if from_the_first && head.opening != nothing {
            ("opening", "is not zero before the first entry")
        } else {
            return Ok(());
        };
        Err(self.fault("head", Some(wrong.0), wrong.1))
    }

    pub(super) fn read_posting(&mut self, text: &str) -> Result<(), Fault> {
        let thing = format!("posting at entry {}", self.sums.last.seq.saturating_add(1));
        let Read {
            thing: posting,
            broken,
        } = self.read::<StatedPosting>(&thing, text)?;
        let checked = self.check_posting(&thing, &posting);
        self.judged(&thing, checked, broken)
    }

    fn check_posting(&mut self, thing: &str, posting: &StatedPosting) -> Result<(), Fault> {
        let Some(head) = self.head.clone() else {
            return Ok(());
        };
        let wrong = |member: &str, why: &str| Err(self.fault(thing, Some(member), why));
        if posting.entries.is_empty() {
            return wrong("entries", "has none");
        }
        if posting.at >= head.until {
            return wrong("at", "is not before the end of the period");
        }
        if self.sums.entries == 0 && posting.at < head.from {
            return wrong("at", "is before the period");
        }
        if self.sums.posting == Some(posting.posting) {
            return wrong("posting", "stands there twice");
        }
        let entries = posting.entries.iter();
        let entries: Vec<Entry> = entries
            .map(|stated| entry(&head, posting, stated))
            .collect();
        let sum = |sum: Change, entry: &Entry| sum.and(Change::of(entry));
        let change = entries.iter().fold(Change::default(), sum);
        for entry in &entries {
            self.check_entry(entry, posting.change, change)?;
            self.sums.follow(entry);
        }
        self.sums.posting_ends(posting.posting, posting.act, change);
        let wrong = |member: &str, why: &str| Err(self.fault(thing, Some(member), why));
        if let Some(member) = posting.change.differs(change) {
            return wrong(
                &format!("change.{member}"),
                "is not what its entries change",
            );
        }
        if posting.words != words(head.lang, posting.act, change) {
            return wrong("words", "do not say what was done");
        }
        let after = self.sums.standing.change;
        let stated = &posting.after;
        let after = [
            ("after.available", stated.available, after.available),
            ("after.held", stated.held, after.held),
            ("after.debt", stated.debt, after.debt),
        ];
        match after.into_iter().find(|(_, stated, known)| stated != known) {
            Some((member, ..)) => wrong(member, "is not the balance before and the change"),
            None => Ok(()),
        }
    }

    fn check_entry(&self, entry: &Entry, stated: Change, found: Change) -> Result<(), Fault> {
        let thing = format!("entry {}", entry.seq);
        let last = &self.sums.last;
        if entry.seq != last.seq.saturating_add(1) {
            let why = format!("does not follow entry {}", last.seq);
            return Err(self.fault(&thing, Some("seq"), &why));
        }
        if entry.amount <= 0 {
            return Err(self.fault(&thing, Some("amount"), "is not above zero"));
        }
        let fits = hash(&last.hash, entry) == entry.hash;
        if crate::canary!(ChainUnchecked, true, fits) {
            return Ok(());
        }
        let missing = stated.and(found.opposite());
        let member = odd::member(&last.hash, entry, &entry.hash, missing);
        let why = match member {
            Some(_) => "does not agree with the hash of the entry",
            None => "the hash is not that of its members after the entry before it",
        };
        Err(self.fault(&thing, member, why))
    }

    pub(super) fn read_lot(&mut self, text: &str) -> Result<(), Fault> {
        let Read { thing: lot, broken } = self.read::<StatedLot>("lot", text)?;
        let thing = format!("lot {}", lot.id);
        let checked = self.sums.lot(&lot, self.head.as_ref());
        let checked = checked.map_err(|wrong| wrong.on(self.line));
        self.judged(&thing, checked, broken)
    }

    pub(super) fn read_total(&mut self, text: &str) -> Result<(), Fault> {
        let Read {
            thing: total,
            broken,
        } = self.read::<Total>("total", text)?;
        let thing = format!("total of {}", total.act);
        let checked = self.sums.total(&total, self.head.as_ref());
        let checked = checked.map_err(|wrong| wrong.on(self.line));
        self.judged(&thing, checked, broken)
    }

    pub(super) fn read_foot(&mut self, text: &str) -> Result<(), Fault> {
        const THING: &str = "foot";
        let inner = text.strip_prefix("\"foot\":");
        let Some(inner) = inner.and_then(|rest| rest.strip_suffix(',')) else {
            return Err(self.fault(THING, None, "does not stand where it must"));
        };
        let Read {
            thing: foot,
            broken,
        } = self.read::<Foot>(THING, inner)?;
        let wrong = self.sums.foot(&foot);
        let checked = wrong.map_or(Ok(()), |(member, why)| {
            Err(self.fault(THING, Some(member), why))
        });
        self.judged(THING, checked, broken)?;
        self.foot = Some(foot);
        self.next = Next::Journal;
        Ok(())
    }

    pub(super) fn read_journal(&mut self, text: &str) -> Result<(), Fault> {
        const THING: &str = "journal";
        let anchored = self.head.as_ref().and_then(|head| head.anchor);
        if text == "\"journal\":null," {
            if anchored.is_some() {
                return Err(self.fault(
                    THING,
                    None,
                    "is missing, although the head names an entry",
                ));
            }
            self.next = Next::Signed;
            return Ok(());
        }
        let inner = text.strip_prefix("\"journal\":{\"anchor\":");
        let Some(inner) = inner.and_then(|rest| rest.strip_suffix(',')) else {
            return Err(self.fault(THING, None, "does not stand where it must"));
        };
        let Read {
            thing: anchor,
            broken,
        } = self.read::<Anchor>(THING, inner)?;
        let entry = self.sums.anchored.as_ref();
        let entry = entry.filter(|entry| entry.seq == anchor.seq);
        let checked = match entry {
            Some(_) if anchor.place >= 0 => Ok(()),
            Some(_) => Err(self.fault(THING, Some("place"), "is not a place of the journal")),
            None => Err(self.fault(THING, Some("seq"), "is not the entry that the head names")),
        };
        self.chained = entry.map(|entry| Chained::begin(&anchor, entry));
        self.judged(THING, checked, broken)?;
        self.next = Next::Opens(List::Blocks);
        Ok(())
    }

    pub(super) fn read_block(&mut self, text: &str) -> Result<(), Fault> {
        let Read {
            thing: block,
            broken,
        } = self.read::<Block>("block", text)?;
        let thing = format!("block {}", block.id);
        let followed = self.chained.as_mut().map(|chained| chained.follow(&block));
        let checked = match followed {
            Some(Err((member, why))) => Err(self.fault(&thing, Some(member), why)),
            Some(Ok(())) | None => Ok(()),
        };
        self.judged(&thing, checked, broken)
    }
}

fn entry(head: &Head, posting: &StatedPosting, stated: &StatedEntry) -> Entry {
    Entry {
        customer: head.customer_id.clone(),
        seq: stated.seq,
        posting: posting.posting,
        act: posting.act,
        from: stated.from,
        to: stated.to,
        unit: stated.unit,
        amount: stated.amount,
        lot: stated.lot,
        reference: posting.of.clone(),
        at: posting.at,
        hash: stated.hash.clone(),
    }
}
