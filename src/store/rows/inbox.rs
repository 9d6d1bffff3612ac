//! What came in.

use domain::inbox::{Body, Received};

use super::{Reader, Stored, declare::table};
use crate::store::{StoreError, columns::Rows, table::Table};

table! {
    pub(crate) INBOX = "inbox", Refused, journal 'i' {
        key id: id,
        fixed provider: word,
        fixed event_key: text,
        fixed verdict: word,
        fixed note: text,
        fixed headers: text,
        fixed body_form: text,
        fixed body: text,
        changing effect: text,
        fixed received_at: instant,
        changing settled_at: maybe_instant,
        fixed key: text,
    }
}

impl Stored for Received {
    fn table() -> &'static Table {
        &INBOX
    }

    fn write(&self, row: &mut Rows) {
        row.shown(&self.id);
        row.text(self.provider.as_str());
        row.text(&self.event_key);
        row.text(self.verdict.as_str());
        row.text(&self.note);
        row.text(&self.headers);
        let (form, body) = match &self.body {
            Body::Text(text) => ("text", text),
            Body::Hex(hex) => ("hex", hex),
        };
        row.text(form);
        row.text(body);
        row.text(&self.effect);
        row.instant(self.received_at);
        row.maybe_instant(self.settled_at);
        row.pair(self.provider.as_str(), &self.event_key);
    }

    fn read(row: &mut Reader<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed()?,
            provider: row.parsed()?,
            event_key: row.text()?,
            verdict: row.parsed()?,
            note: row.text()?,
            headers: row.text()?,
            body: match row.text()?.as_str() {
                "text" => Body::Text(row.text()?),
                "hex" => Body::Hex(row.text()?),
                _ => return Err(row.damaged("neither text nor hex")),
            },
            effect: row.text()?,
            received_at: row.instant()?,
            settled_at: row.maybe_instant()?,
        })
    }
}
