//! Credits that were set aside or used, and whose lot ends meanwhile. The version of the policy under which a lot stands
//! decides what becomes of them.

use super::{Model, Part, Said, Spend};
use crate::calendar::{DAY, after_days};

/// A hold lives a day from its opening at most, however often it is extended.
pub(crate) const HOLD_LIVES_MAX: i64 = DAY;

/// An extension that moved the end of a hold.
#[derive(Debug, Clone)]
pub(crate) struct Extension {
    pub hold: usize,
    pub was: i64,
    pub until: i64,
    pub at: i64,
}

impl Model {
    /// Refused for a hold of another customer, and for one that is not open any more.
    pub(crate) fn open_hold(&self, who: usize, hold: usize) -> Result<(), String> {
        let it = &self.holds[hold];
        if it.who != who {
            return Err("NoHold".to_owned());
        }
        match it.state {
            "open" => Ok(()),
            "lapsed" => Err("HoldLapsed".to_owned()),
            _ => Err("HoldNotOpen".to_owned()),
        }
    }

    /// Moves the end of a hold to a later instant. A hold that lives as long already stays as it is.
    pub(crate) fn extend(&mut self, who: usize, hold: usize, until: i64) -> Said {
        self.active_customer(who)?;
        self.open_hold(who, hold)?;
        let it = &mut self.holds[hold];
        if until > it.opened_at + HOLD_LIVES_MAX {
            return Err("HoldLivesTooLong".to_owned());
        }
        let was = it.ends_at();
        if until > was {
            it.extended_until = Some(until);
            let at = self.now;
            let moved = Extension {
                hold,
                was,
                until,
                at,
            };
            self.extensions.push(moved);
            self.happened.push("a hold lives longer");
        } else {
            self.happened.push("a hold lives as long already");
        }
        Ok(self.hold_in_words(hold))
    }

    /// The first credits of a hold are used, and the others go back.
    pub(crate) fn capture(&mut self, who: usize, hold: usize, asked: Option<i64>) -> Said {
        self.open_hold(who, hold)?;
        let it = self.holds[hold].clone();
        let asked = asked.unwrap_or(it.credits);
        if asked == 0 {
            return Err("NoCredits".to_owned());
        }
        if asked > it.credits {
            return Err("CaptureAboveHold".to_owned());
        }
        let over = |part: &Part| self.goes_with_its_lot(part.lot);
        let (ended, usable): (Vec<Part>, Vec<Part>) = it.parts.into_iter().partition(over);
        let there: i64 = usable.iter().map(|part| part.credits).sum();
        if asked > there {
            return Err(format!("HeldLotEnded: {asked} of {there}"));
        }
        if !ended.is_empty() {
            self.happened
                .push("a hold is captured without a lot that ended");
        }
        let (mut used, mut rest) = (Vec::new(), Vec::new());
        let mut missing = asked;
        for part in usable {
            let taken = missing.min(part.credits);
            missing -= taken;
            if taken > 0 {
                let lot = &mut self.lots[part.lot];
                lot.held -= taken;
                lot.spent += taken;
                if !lot.is_live(self.now) {
                    self.happened.push("credits are captured after their lot");
                }
                used.push(Part {
                    credits: taken,
                    ..part.clone()
                });
            }
            if part.credits > taken {
                let credits = part.credits - taken;
                rest.push(Part { credits, ..part });
            }
        }
        rest.extend(ended);
        self.moved(who);
        self.give_parts_back(who, &rest, |lot| &mut lot.held);
        self.spends.push(Spend {
            who,
            credits: asked,
            parts: used,
            hold: Some(hold),
            reversed_at: None,
        });
        (self.holds[hold].state, self.holds[hold].captured) = ("captured", asked);
        Ok(self.hold_in_words(hold))
    }

    fn goes_with_its_lot(&self, lot: usize) -> bool {
        let it = &self.lots[lot];
        !it.is_live(self.now) && self.terms(it.policy).policy.held_ends_with_lot
    }

    /// Used credits that come back to a lot that has ended come once more where its policy gives them a grace: as
    /// promotional credits, and as a bonus of their purchase if they were bought. What goes with money that others took
    /// back does not come again, and neither do credits that came so before. `went` says how many of each part went.
    pub(crate) fn give_grace(&mut self, who: usize, parts: &[Part], went: &[i64]) {
        for (part, went) in parts.iter().zip(went) {
            let ended = self.lots[part.lot].clone();
            let days = self.terms(ended.policy).policy.grace;
            let credits = (part.credits - went).max(0);
            if ended.is_live(self.now) || ended.of_grace || days == 0 {
                continue;
            }
            if *went > 0 {
                self.happened.push("credits of money that went come late");
            }
            if credits == 0 {
                continue;
            }
            self.happened.push("credits come again in a grace");
            let lot = self.mint(who, "promotional", credits, (ended.policy, 0));
            let whole = |payment: &usize| {
                let paid = &self.payments[*payment];
                paid.rest() == paid.won && paid.credits_gone == 0
            };
            let bonus_of = ended.bonus_of.or(ended.payment.filter(whole));
            let it = &mut self.lots[lot];
            it.expires_at = after_days(self.now, days);
            it.of_grace = true;
            it.bonus_of = bonus_of;
            if let Some(payment) = bonus_of {
                self.follow_bonus(payment);
            }
            self.pay_debt(who, &[(lot, credits)]);
        }
    }
}
