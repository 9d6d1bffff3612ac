//! Nothing private comes out.

use std::{
    collections::BTreeSet,
    io::Write,
    sync::{Arc, Mutex},
};

use tracing_subscriber::fmt::format::FmtSpan;
use wiremock::ResponseTemplate;

use super::super::{
    ACTS,
    subjects::subjects,
    wire::{perform, server, well},
};
use super::receipt;
use crate::support::now;

/// Identifies a buyer to the tax office.
pub(super) const TELEPHONE: &str = "01012345678";

/// The lines that tracing wrote.
#[derive(Clone, Default)]
pub(crate) struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    pub(crate) fn text(&self) -> String {
        let lines = self.0.lock().expect("the lines");
        String::from_utf8_lossy(&lines).into_owned()
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("the lines").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn nothing_private_is_in_what_is_printed_returned_as_an_error_or_logged() {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let listening = tracing::subscriber::set_default(subscriber);
    let mut shown = Vec::new();
    let mut hidden = BTreeSet::from([TELEPHONE]);
    for subject in subjects() {
        hidden.insert(subject.secret);
        hidden.extend(&subject.private);
        let echo = (subject.repeats)(&subject.private.join(" "));
        let page = format!(
            "<html>{} {}</html>",
            subject.secret,
            subject.private.join(" ")
        );
        for act in ACTS {
            let calls = subject.call(act).here().into_iter();
            for (call, answer) in calls.flat_map(|call| {
                let says = |status| ResponseTemplate::new(status);
                [
                    well(call),
                    says(400).set_body_json(&echo),
                    says(500).set_body_string(&page),
                ]
                .map(|answer| (call, answer))
            }) {
                let server = server(call, answer).await;
                let adapter = subject.adapter(&server.uri());
                let told = perform(&subject, &*adapter, act).await;
                shown.push(format!("{adapter:?} {:?}", told.err()));
            }
        }
        let adapter = subject.adapter("http://127.0.0.1:9");
        let session = adapter.begin(&subject.opened, now()).await;
        shown.push(format!("{adapter:?} {session:?} {:?}", subject.refund));
        if let Some(receipts) = adapter.cash_receipts() {
            let receipt = receipt(&subject);
            let told = receipts.request(&receipt).await;
            shown.push(format!("{receipt:?} {:?}", told.err()));
        }
    }
    drop(listening);
    let logged = lines.0.lock().expect("the lines").clone();
    shown.push(String::from_utf8(logged).expect("UTF-8"));
    let shown = shown.join("\n");
    assert!(
        shown.contains("provider.toss.refund"),
        "nothing was listened to"
    );
    for text in hidden {
        let told = shown.lines().find(|line| line.contains(text));
        assert!(told.is_none(), "{text} is told: {told:?}");
    }
}
