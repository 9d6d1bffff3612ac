//! What a provider says of an order's money and the books cannot follow. It waits until the provider agrees, or until a
//! person decides: the money is right, goes back, or was dealt with elsewhere.

use super::{Model, Said};

#[derive(Debug, Clone)]
pub(crate) struct Contradiction {
    pub order: usize,
    /// Whether it is about another payment than the order's own.
    pub second: bool,
    pub kind: &'static str,
    pub state: &'static str,
    /// In which words the provider said it. The same words are not listed again once a person has closed them.
    pub note: String,
    pub won: i64,
    pub cancelled: i64,
    /// Whether the provider refused to give the money back.
    pub refused: bool,
    pub reason: Option<String>,
}

/// What a provider says of a payment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told {
    pub second: bool,
    pub won: i64,
    pub cancelled: i64,
}

impl Told {
    fn nothing_is_left(self) -> bool {
        self.cancelled >= self.won
    }
}

impl Contradiction {
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.state, "open" | "refunding")
    }

    /// Whether money stands there for which there are no credits.
    pub(crate) fn holds_money(&self) -> bool {
        !matches!(self.kind, "ended" | "amount_changed")
    }

    fn left(&self) -> i64 {
        (self.won - self.cancelled).max(0)
    }
}

impl Model {
    /// Why money for an order that is not paid does not fit it.
    fn misfit(&self, order: usize, won: i64) -> Option<(&'static str, String)> {
        let it = &self.orders[order];
        let told = |known: &Contradiction| known.order == order && known.kind == "order_cancelled";
        if won != it.won {
            Some(("other_amount", format!("{won} won")))
        } else if self.customers[it.who].closed {
            Some(("customer_closed", String::new()))
        } else if self.payable(order).is_err() {
            Some(("month_gone", String::new()))
        } else if it.state == "cancelled" || self.contradictions.iter().any(told) {
            Some(("order_cancelled", String::new()))
        } else {
            None
        }
    }

    /// The provider says that an order was paid. Money that does not fit mints nothing.
    pub(crate) fn paid(&mut self, order: usize, told: Told) {
        let misfit = self.misfit(order, told.won);
        let about = |known: &Contradiction| known.order == order && known.second == told.second;
        let mut open = self
            .contradictions
            .iter()
            .filter(|it| about(it) && it.is_open());
        let parked = misfit.is_some() || open.clone().next().is_some();
        let refunding = open.any(|known| known.state == "refunding");
        if parked && told.nothing_is_left() {
            self.agreed((order, told.second), true, |_| true);
            self.unpark(order, "cancelled");
            return;
        }
        if refunding {
            return;
        }
        let Some((kind, note)) = misfit else {
            if matches!(self.orders[order].state, "failed" | "expired") {
                self.happened.push("money comes after an order's end");
            }
            self.agreed((order, told.second), true, |_| true);
            self.complete(order, told.won, self.now);
            self.others_took(order, told.cancelled);
            return;
        };
        let same = |known: &Contradiction| about(known) && known.kind == kind && known.note == note;
        let closed = |known: &Contradiction| same(known) && known.state == "closed";
        if self.contradictions.iter().any(closed) {
            return;
        }
        if self.orders[order].state != "mismatched" {
            self.end(order, "mismatched");
        }
        self.agreed((order, told.second), true, |other| other != kind);
        self.contradict(order, kind, note, told);
    }

    /// Of what was just paid, others gave back so much before.
    fn others_took(&mut self, order: usize, cancelled: i64) {
        let payment = self.orders[order].payment.expect("it is paid");
        let others = self.of_others(payment, cancelled);
        if others > 0 {
            self.taken_back(payment, others);
        }
    }

    /// What the provider said before of a payment is over. What a person wants back went, where it was there.
    pub(crate) fn agreed(
        &mut self,
        (order, second): (usize, bool),
        was_there: bool,
        ends: impl Fn(&str) -> bool,
    ) {
        for known in &mut self.contradictions {
            if known.order == order && known.second == second && known.is_open() && ends(known.kind)
            {
                known.state = if known.state == "refunding" && was_there {
                    "refunded"
                } else {
                    "agreed"
                };
            }
        }
    }

    /// Listed once, with what was said last. What a person closed is not listed again.
    pub(crate) fn contradict(
        &mut self,
        order: usize,
        kind: &'static str,
        note: String,
        told: Told,
    ) {
        for known in &mut self.contradictions {
            let same = known.order == order && known.second == told.second && known.kind == kind;
            if same && (known.is_open() || (known.state == "closed" && known.note == note)) {
                if known.state == "open" {
                    (known.note, known.won, known.cancelled) = (note, told.won, told.cancelled);
                }
                return;
            }
        }
        self.contradictions.push(Contradiction {
            order,
            second: told.second,
            kind,
            state: "open",
            note,
            won: told.won,
            cancelled: told.cancelled,
            refused: false,
            reason: None,
        });
    }

    /// The provider speaks of another payment of a paid order.
    pub(crate) fn second_payment(&mut self, order: usize, told: Told) {
        if told.nothing_is_left() {
            self.agreed((order, true), true, |_| true);
        } else {
            let note = format!("{} won", told.won);
            self.contradict(order, "second_payment", note, told);
        }
    }

    /// The provider says that an order is not paid and will not be.
    pub(crate) fn unpaid(&mut self, order: usize, state: &'static str) {
        self.agreed((order, false), false, |_| true);
        self.unpark(order, state);
    }

    /// Ends an order of which nothing is left to decide.
    fn unpark(&mut self, order: usize, state: &'static str) {
        let mut known = self.contradictions.iter().filter(|it| it.order == order);
        let waits = known.any(Contradiction::is_open);
        let it = &self.orders[order];
        if it.is_open() || (it.state == "mismatched" && !waits) {
            self.end(order, state);
        }
    }

    fn to_decide(&self, who: usize, at: usize) -> Result<&Contradiction, String> {
        let it = &self.contradictions[at];
        if self.orders[it.order].who == who {
            Ok(it)
        } else {
            Err("NoContradiction".to_owned())
        }
    }

    /// A person says that the money is right, as the provider tells it now.
    pub(crate) fn accept(&mut self, who: usize, at: usize, told: Told) -> Said {
        let it = self.to_decide(who, at)?.clone();
        if it.state == "accepted" {
            return Ok(self.contradiction_in_words(at));
        }
        if it.state != "open" {
            return Err("ContradictionSettled".to_owned());
        }
        if !matches!(it.kind, "other_amount" | "order_cancelled") {
            return Err("NotForThatKind".to_owned());
        }
        if self.orders[it.order].payment.is_some() {
            return Err("NotForThatKind".to_owned());
        }
        self.open_customer(who)?;
        if (told.second, told.won, told.cancelled) != (it.second, it.won, it.cancelled) {
            return Err("ContradictionChanged".to_owned());
        }
        self.payable(it.order)?;
        self.complete(it.order, told.won, self.now);
        self.others_took(it.order, told.cancelled);
        self.contradictions[at].state = "accepted";
        Ok(self.contradiction_in_words(at))
    }

    /// A person has the provider give the money back.
    pub(crate) fn give_back(&mut self, who: usize, at: usize) -> Said {
        let it = self.to_decide(who, at)?;
        match it.state {
            "refunding" => return Ok(self.contradiction_in_words(at)),
            "open" if it.holds_money() => {}
            "open" => return Err("NotForThatKind".to_owned()),
            _ => return Err("ContradictionSettled".to_owned()),
        }
        self.contradictions[at].state = "refunding";
        Ok(self.contradiction_in_words(at))
    }

    /// The provider refused to: a person decides again.
    pub(crate) fn not_given_back(&mut self, at: usize) -> String {
        let it = &mut self.contradictions[at];
        if it.state == "refunding" {
            (it.state, it.refused) = ("open", true);
        }
        self.contradiction_in_words(at)
    }

    /// A person closes it, with the evidence of a transfer where the provider refused to give the money back.
    pub(crate) fn close_contradiction(&mut self, who: usize, at: usize, transferred: bool) -> Said {
        let it = self.to_decide(who, at)?;
        let reason = if transferred {
            format!("{} won transferred", it.left())
        } else {
            String::new()
        };
        if it.state == "closed" && (!transferred || it.reason.as_ref() == Some(&reason)) {
            return Ok(self.contradiction_in_words(at));
        }
        if it.state != "open" {
            return Err("ContradictionSettled".to_owned());
        }
        if transferred && !it.holds_money() {
            return Err("NotForThatKind".to_owned());
        }
        if transferred && !it.refused {
            return Err("NotRefused".to_owned());
        }
        if !transferred && it.holds_money() && it.left() > 0 {
            return Err("MoneyStillThere".to_owned());
        }
        let order = it.order;
        let it = &mut self.contradictions[at];
        (it.state, it.reason) = ("closed", Some(reason));
        if transferred {
            self.happened
                .push("a person transfers what a provider refused");
        }
        if self.orders[order].state == "mismatched" {
            self.unpark(order, "cancelled");
        }
        Ok(self.contradiction_in_words(at))
    }

    fn contradiction_in_words(&self, at: usize) -> String {
        let it = &self.contradictions[at];
        format!(
            "contradiction {at}: {}, {}, {} won, {} cancelled",
            it.kind, it.state, it.won, it.cancelled
        )
    }

    pub(crate) fn contradiction_lines(&self, lines: &mut Vec<String>) {
        for (at, it) in self.contradictions.iter().enumerate() {
            lines.push(format!(
                "contradiction {at}: of {}, order {:?}, {}, {}, {} won, {} cancelled, refused {}",
                self.orders[it.order].who,
                Some(it.order),
                it.kind,
                it.state,
                it.won,
                it.cancelled,
                i32::from(it.refused)
            ));
        }
    }
}
