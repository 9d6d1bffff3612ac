//! Addresses of the seller that events go to: on, off, or deleted for good, each with a secret and for a while the one before.

use super::{Model, Said};

#[derive(Debug, Clone)]
pub(crate) struct Endpoint {
    pub state: &'static str,
    /// By the places of the events' names; all where there are none.
    pub takes: Vec<usize>,
    /// Secrets are made of it. They are counted; a deleted endpoint has none.
    pub salt: Option<usize>,
    /// The one before, and until when it signs as well, exclusive.
    pub before: Option<(usize, i64)>,
    pub note: Option<&'static str>,
    pub enabled_at: i64,
}

impl Model {
    fn known_endpoint(&self, at: usize) -> Result<(), String> {
        if self.endpoints[at].state == "deleted" {
            return Err("NoEndpoint".to_owned());
        }
        Ok(())
    }

    pub(crate) fn open_endpoint(&mut self, takes: &[usize], salt: usize) -> String {
        let mut takes = takes.to_vec();
        takes.sort_unstable();
        takes.dedup();
        self.endpoints.push(Endpoint {
            state: "enabled",
            takes,
            salt: Some(salt),
            before: None,
            note: None,
            enabled_at: self.now,
        });
        self.endpoint_in_words(self.endpoints.len() - 1)
    }

    /// What is so already stays as it is. What was deleted stays deleted.
    pub(crate) fn turn_endpoint(&mut self, at: usize, to: &'static str, why: &'static str) -> Said {
        let now = self.now;
        if self.endpoints[at].state == to {
            return Ok(self.endpoint_in_words(at));
        }
        self.known_endpoint(at)?;
        let it = &mut self.endpoints[at];
        it.state = to;
        it.note = (to != "enabled").then_some(why);
        match to {
            "enabled" => it.enabled_at = now,
            "deleted" => (it.salt, it.before) = (None, None),
            _ => {}
        }
        Ok(self.endpoint_in_words(at))
    }

    /// A new secret. Only the one right before it signs on.
    pub(crate) fn rotate_endpoint(&mut self, at: usize, salt: usize, until: i64) -> Said {
        self.known_endpoint(at)?;
        let it = &mut self.endpoints[at];
        it.before = it.salt.map(|before| (before, until));
        it.salt = Some(salt);
        Ok(self.endpoint_in_words(at))
    }

    pub(crate) fn test_endpoint(&self, at: usize) -> Said {
        self.known_endpoint(at)?;
        Ok(self.endpoint_in_words(at))
    }

    fn endpoint_in_words(&self, at: usize) -> String {
        format!("endpoint {at}: {}", self.endpoints[at].state)
    }

    pub(super) fn endpoint_lines(&self, lines: &mut Vec<String>) {
        for (at, it) in self.endpoints.iter().enumerate() {
            let salt = |salt: usize| format!("salt {salt}");
            lines.push(format!(
                "endpoint {at}: {}, note {}, until {}, enabled {}",
                it.state,
                it.note.unwrap_or("none"),
                it.before.map_or(0, |(_, until)| until),
                it.enabled_at
            ));
            let own = it.salt.map_or(String::new(), salt);
            let before = it.before.filter(|(_, until)| self.now < *until);
            let all: Vec<String> = [own]
                .into_iter()
                .chain(before.map(|(before, _)| salt(before)))
                .collect();
            lines.push(format!(
                "endpoint {at} takes {:?} and signs with {all:?}",
                it.takes
            ));
        }
    }
}
