//! The rules for a policy document beyond its form, field by field.

use super::{
    ANNOUNCED_CHARS_MAX, Announced, Change, Decision, Fault, Never, Policy, RefundRules,
    VERSION_CHARS_MAX, Validity,
};

impl Policy {
    /// Every field that breaks a rule, and the rule.
    pub(super) fn broken_rules(&self) -> Vec<Fault> {
        [
            self.broken_heading(),
            self.broken_validity(),
            self.broken_spending(),
            self.broken_refund(),
            self.broken_uses(),
            self.broken_announced(),
            self.broken_text(),
        ]
        .concat()
    }

    fn broken_heading(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let plain =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte);
        if !(1..=VERSION_CHARS_MAX).contains(&self.version.len())
            || !self.version.bytes().all(plain)
        {
            let rule = format!("must be 1 to {VERSION_CHARS_MAX} of a-z 0-9 . -");
            faults.push(Fault::new("version", rule));
        }
        if !self.hash.is_empty() {
            let rule = "is computed from the document and cannot stand in it";
            faults.push(Fault::new("hash", rule));
        }
        let late = match self.change {
            Change::First | Change::Minor => self.effective_at < self.published_at,
            Change::Major => self.effective_at <= self.published_at,
        };
        let rule = match self.change {
            Change::First | Change::Minor => "must not lie before published_at",
            Change::Major => {
                "must lie after published_at: a major change needs notice (section 11)"
            }
        };
        faults.extend(late.then(|| Fault::new("effective_at", rule)));
        faults
    }

    fn broken_announced(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut known: Vec<&str> = Vec::new();
        for (number, Announced { methods, .. }) in (1..).zip(&self.announced) {
            let field = || format!("announced, number {number}");
            if methods.is_empty() {
                faults.push(Fault::new(field(), "must name a method"));
            }
            for name in methods {
                if !is_name(name) {
                    let rule = format!(
                        "methods must be 1 to {ANNOUNCED_CHARS_MAX} of a-z 0-9 _, beginning with a letter"
                    );
                    faults.push(Fault::new(field(), rule));
                }
                if known.contains(&name.as_str()) {
                    let rule = format!("announces `{name}` a second time");
                    faults.push(Fault::new(field(), rule));
                }
                known.push(name);
            }
        }
        faults
    }

    /// Checks that every rule names a section that the document has, and that no text for people is empty.
    fn broken_text(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let empty = |text: &str| text.trim().is_empty();
        for (field, section, says) in self.references() {
            if !self.sections.iter().any(|known| known.section == section) {
                let rule = format!("names section `{section}`, which [[sections]] does not have");
                faults.push(Fault::new(field.clone(), rule));
            }
            if empty(says) {
                faults.push(Fault::new(field, "must say something"));
            }
        }
        if empty(&self.title) || empty(&self.source) {
            faults.push(Fault::new("title, source", "must not be empty"));
        }
        for (number, decision) in (1..).zip(&self.decisions) {
            let Decision {
                question,
                decision,
                reason,
                source,
            } = decision;
            if [question, decision, reason, source]
                .into_iter()
                .any(|text| empty(text))
            {
                let rule = "question, decision, reason and source must not be empty";
                faults.push(Fault::new(format!("decisions, number {number}"), rule));
            }
        }
        faults
    }

    /// Every rule: its field, the section it rests on, its words.
    fn references(&self) -> Vec<(String, &str, &str)> {
        let Validity {
            promotional,
            membership,
            purchased,
            bulk,
        } = &self.validity;
        let RefundRules {
            by_right,
            through_support,
            never,
            ..
        } = &self.refund;
        let rules = [
            (
                "validity.promotional",
                &promotional.section,
                &promotional.from,
            ),
            ("validity.membership", &membership.section, &membership.from),
            ("validity.purchased", &purchased.section, &purchased.from),
            ("validity.bulk", &bulk.section, &bulk.says),
            ("spending", &self.spending.section, &self.spending.says),
            ("refund.by_right", &by_right.section, &by_right.says),
            (
                "refund.through_support",
                &through_support.section,
                &through_support.says,
            ),
            ("closure", &self.closure.section, &self.closure.says),
            ("transfers", &self.transfers.section, &self.transfers.says),
            (
                "enterprise",
                &self.enterprise.section,
                &self.enterprise.says,
            ),
            ("updates", &self.updates.section, &self.updates.says),
        ];
        let rules =
            rules.map(|(field, section, says)| (field.to_owned(), section.as_str(), says.as_str()));
        let never = (1..).zip(never).map(|(number, rule): (usize, &Never)| {
            (
                format!("refund.never, number {number}"),
                rule.section.as_str(),
                rule.says.as_str(),
            )
        });
        let announced = (1..)
            .zip(&self.announced)
            .map(|(number, rule): (usize, &Announced)| {
                (
                    format!("announced, number {number}"),
                    rule.section.as_str(),
                    rule.says.as_str(),
                )
            });
        rules.into_iter().chain(never).chain(announced).collect()
    }
}

/// Whether an order can name this.
fn is_name(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    text.len() <= ANNOUNCED_CHARS_MAX
        && text.as_bytes().first().is_some_and(u8::is_ascii_lowercase)
        && text.bytes().all(plain)
}
